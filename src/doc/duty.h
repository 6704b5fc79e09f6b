/*
 * duty: the values of words/duty.txt and words/body.txt.
 */
#ifndef BH_DUTY_H
#define BH_DUTY_H

/* What a word says of the body before it. */
enum duty_word {
	DUTY_NONE,	/* begins like a word of duty and is another: 负责人, 牵头单位 */
	DUTY_LEAD,	/* 牵头, 负责 */
	DUTY_BY,	/* leads only behind 由X: 办理, 分管 */
	DUTY_SUPPORT,	/* 配合, 参与; and 具体抓 behind a 负总责 */
	DUTY_HOW,	/* stands between the body and its duty: 共同, 按职责分工 */
};

/* How the name of a body ends. */
enum body_word {
	BODY_NOT,	/* ends like one and is none: 全部 */
	BODY_KIND,	/* with a name before it: 医政|科, 各|单位 */
	BODY_NAME,	/* alone too: 办公室, 机关党委 */
};
/* Added to one: a person's post; what signs papers. */
#define BODY_PERSON 16
#define BODY_SIGNS 32
#define BODY_OF(value) ((enum body_word)((value) & 15))

/* What the text says of a list of owners. */
enum owner_order {
	OWNERS_ALL,	/* nothing: every one of them leads */
	OWNERS_COMMA,	/* 逗号前的牵头 */
	OWNERS_FIRST,	/* 排第一位的为牵头单位 */
};

#endif

/*
 * split: the articles of the texts that were read together. A text may hold
 * several articles (a covering notice and its plan, two on a newspaper page);
 * an article may run over several texts (a page turn).
 */
#ifndef BH_SPLIT_H
#define BH_SPLIT_H

#include "doc/article.h"

/* What a line is by its form alone. */
enum line_form {
	FORM_BODY,
	FORM_SHORT,		/* no more than 40 characters and no final punctuation */
	FORM_TITLE,		/* ends as titles end */
	FORM_MARKER,		/* begins with a marker */
	FORM_DATE,		/* a day and nothing else */
	FORM_ORG,		/* the name of a body and nothing else */
	FORM_REDHEAD,		/* …文件 */
	FORM_NUMBER,		/* 发文字号 */
	FORM_ADDRESSEE,		/* …： */
	FORM_BYLINE,		/* 本报记者 … */
	FORM_META,		/* 发布时间 …, 来源 … */
	FORM_SECRECY,		/* 机密★, 秘密★, 内部 */
	FORM_ATTACHMENT,	/* 附件：… */
	FORM_REMARK,		/* （此件公开发布） */
	FORM_ROW,		/* of a table */
};

/* The stretch of one text that one article takes: lines [head, body) [body, tail) [tail, end). */
struct piece {
	uint32_t text;			/* index into document.texts */
	uint32_t head, body, tail, end;
	uint32_t title, ntitle;		/* lines of the title; ntitle 0: none */
	uint32_t from_page, to_page;	/* 上接第n版, 下转第n版; 0: no such note */
	uint32_t next;			/* the piece that goes on from here, plus 1; 0: none */
	bool continued;			/* some other piece's `next` */
};

typedef ARRAY(struct piece) piece_array;

struct forms {
	uint8_t *v;			/* enum line_form of each line */
};

/* Cuts every text; forms[i] holds the form of each line of text i. */
void split_texts(struct document *, piece_array *, struct forms *forms);

enum line_form line_form(struct str line, enum line_kind kind);

/* turn_from and turn_to, for a line that may have such a note. */
uint32_t turn_from_read(struct str s, size_t *bytes);
uint32_t turn_to_read(struct str s, size_t *bytes);

/*
 * A page-turn note at the start (上接) or end (下转) of s: its page, and the
 * bytes it takes; 0 if there is none. Nearly no line begins with 上 or a
 * bracket, or ends in a bracket, 版 or 页.
 */
static inline uint32_t
turn_from(struct str s, size_t *bytes)
{
	bool may = s.n > 3 && (s.p[0] == '(' || memcmp(s.p, "（", 3) == 0 || memcmp(s.p, "上", 3) == 0);

	return may ? turn_from_read(s, bytes) : 0;
}

static inline uint32_t
turn_to(struct str s, size_t *bytes)
{
	const char *last = s.n > 3 ? s.p + s.n - 3 : NULL;
	bool may = last != NULL && (last[2] == ')' || memcmp(last, "）", 3) == 0 || memcmp(last, "版", 3) == 0 ||
	    memcmp(last, "页", 3) == 0);

	return may ? turn_to_read(s, bytes) : 0;
}

#endif

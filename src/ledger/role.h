/*
 * role: what a person may be, and where a definition and the directory agree on
 * it: by these words definitions name who may do what.
 */
#ifndef BH_PERSON_ROLE_H
#define BH_PERSON_ROLE_H

#define BUSINESS_ROLES(X) /*	id		word		zh		en */ \
	X(OFFICE,	"office",	"经办",		"office") \
	X(DIVISION,	"division",	"处室",		"division") \
	X(CONTACT,	"contact",	"单位联络员",	"unit contact") \
	X(LEADER,	"leader",	"领导",		"leader") \
	X(REVIEWER,	"reviewer",	"审核人",	"reviewer") \
	X(SUPERVISOR,	"supervisor",	"监督人",	"supervisor") \
	X(VIEWER,	"viewer",	"查看人",	"viewer")

/* 三员: none of them does business, and who is one of them is nothing else. */
#define ADMINISTRATORS(X) \
	X(SYSTEM,	"system-admin",	"系统管理员",	"system administrator") \
	X(SECURITY,	"security-admin", "安全管理员",	"security administrator") \
	X(AUDIT,	"audit-admin",	"审计管理员",	"audit administrator")

#define PERSON_ROLES(X) BUSINESS_ROLES(X) ADMINISTRATORS(X)

enum person_role {
#define X(id, word, zh, en) PERSON_ROLE_##id,
	PERSON_ROLES(X)
#undef X
	PERSON_ROLE_COUNT
};

#endif

/*
 * config: settings that stand in a file: /etc/bihuan.conf, then that of the account (XDG_CONFIG_HOME, or ~/.config), bihuan.conf,
 * which goes before it; or the one that BIHUAN_CONFIG names, alone.
 *
 *	# a line that begins with # says nothing
 *	db = /var/lib/bihuan/bihuan.db
 *
 * An option of the command line goes before the environment, that before a file, and a file before what is usual.
 */
#ifndef BH_CONFIG_H
#define BH_CONFIG_H

#include "base/err.h"

#include <limits.h>

#define CONFIG_KEYS(X) /*	id	name	what it should be */ \
	X(DB,		"db",	"台账库的完整路径，以 / 开头",	"the whole path of the database, from / on") \
	X(LANG,		"lang",	"zh 或 en",			"zh or en") \
	X(HOOK,		"hook",	"送提醒的程序的完整路径，以 / 开头", "the whole path of the program that delivers digests, from / on")

enum config_key {
#define X(id, name, zh, en) CONFIG_##id,
	CONFIG_KEYS(X)
#undef X
	CONFIG_COUNT
};

#define CONFIG_BYTES 65536	/* of a file */
#define CONFIG_VALUE PATH_MAX	/* room for a value, with its NUL */

struct config {
	char value[CONFIG_COUNT][CONFIG_VALUE];	/* "": not told */
};

#define CONFIG_FAULTS(X) \
	X(NONE,		"",			"") \
	X(FORM,		"应为",			"expected") \
	X(KEY,		"没有这项设置，应为",	"no such setting; expected one of") \
	X(VALUE,	"值不对，应为",		"a wrong value; expected") \
	X(TWICE,	"这项设置前面已有，应只有一次", "told before; expected once") \
	X(TEXT,		"应为 UTF-8 文字",	"expected UTF-8 text")

enum config_fault_kind {
#define X(id, zh, en) CONFIG_FAULT_##id,
	CONFIG_FAULTS(X)
#undef X
};

struct config_fault {
	enum config_fault_kind kind;
	unsigned line;
	enum config_key key;		/* of VALUE */
	char word[80];			/* what stands there */
};

/* What a text says, put over what *c has. E_USAGE with a fault: the first; *c then has what stands before it. */
enum err config_parse(struct str text, struct config *c, struct config_fault *);
/* Of all files that there are. The file of a fault or an error stands in `file`. */
enum err config_load(struct config *c, char file[PATH_MAX], struct config_fault *, struct why *);
/* "FILE:3: WORD: sentence", cut to n bytes. */
void config_fault_print(char *to, size_t n, enum lang, const char *file, const struct config_fault *);

#endif

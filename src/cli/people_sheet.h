/*
 * people_sheet: a sheet of persons (workbook, CSV, any file with a table) whose head names its columns: 姓名, 登录名, 单位, 岗位,
 * 角色, in any order, others beside them. The file is read in a process without rights, as all files are.
 */
#ifndef BH_PEOPLE_SHEET_H
#define BH_PEOPLE_SHEET_H

#include "base/array.h"
#include "cli/command.h"

#define PEOPLE_MOST 20000	/* rows */

#define PEOPLE_COLUMNS(X) /*	id	as the head says */ \
	X(NAME,		"姓名") \
	X(LOGIN,	"登录名") \
	X(UNIT,		"单位") \
	X(POST,		"岗位") \
	X(ROLE,		"角色")

enum people_column {
#define X(id, word) PEOPLE_##id,
	PEOPLE_COLUMNS(X)
#undef X
	PEOPLE_COLUMN_COUNT
};

struct people_row {
	uint32_t row;		/* of the sheet; where the file has no sheets, of its tables */
	const char *cells[PEOPLE_COLUMN_COUNT];	/* "": nothing stands there */
};

struct people {
	ARRAY(struct people_row) rows;	/* those that name a login */
};

/* The one file of a call, into the arena. Tells why there is none: no table whose head names 姓名 and 登录名. */
enum err people_read(const struct call *, struct arena *, struct people *);

/* The next of 经办、审核人: words parted by 、 ， , ； ; or blanks. False behind the last. */
bool people_next_word(struct str *rest, struct str *word);

#endif

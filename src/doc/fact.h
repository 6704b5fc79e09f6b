/*
 * fact: a figure, a day, a cited paper or a duty that the text states, with
 * the words it stands in. Nothing is a fact that the text does not say.
 * How each is judged: the rules of the gold guide, repeated at each rule.
 */
#ifndef BH_FACT_H
#define BH_FACT_H

#include "base/array.h"
#include "base/date.h"
#include "doc/note.h"

#define FACT_TYPES(X) \
	X(FACT_QUANTITY, "quantity") \
	X(FACT_DATE, "date") \
	X(FACT_DOCUMENT, "document") \
	X(FACT_DUTY, "duty")

enum fact_type {
#define X(name, text) name,
	FACT_TYPES(X)
#undef X
	FACT_TYPE_COUNT
};

#define COMPARATORS(X) \
	X(CMP_EQ, "=") \
	X(CMP_GE, ">=")		/* 以上, 不少于, 不低于, 达到…以上: the number itself is included (Civil Code, art. 1259) */ \
	X(CMP_LE, "<=")		/* 以下, 以内, 不超过 */ \
	X(CMP_GT, ">")		/* 超, 超过, 高于 */ \
	X(CMP_LT, "<")		/* 不足, 低于 */ \
	X(CMP_ABOUT, "~")	/* 余, 多, 约, 近, 左右 */

enum cmp {
#define X(name, text) name,
	COMPARATORS(X)
#undef X
	CMP_COUNT
};

#define DATE_ROLES(X) \
	X(DATE_DEADLINE, "deadline")	/* work still to be done by then */ \
	X(DATE_EVENT, "event")		/* a point at which something was so */ \
	X(DATE_PERIOD, "period")	/* a year or stretch that scopes something */

enum date_role {
#define X(name, text) name,
	DATE_ROLES(X)
#undef X
	DATE_ROLE_COUNT
};

const char *fact_type_name(enum fact_type);
const char *cmp_name(enum cmp);
const char *date_role_name(enum date_role);

/* An exact decimal: digits / 10^scale. 3.42万 is { 34200, 0 }. */
struct decimal {
	int64_t digits;
	int8_t scale;		/* 0..9 */
};

/* Bytes written to out, at most DECIMAL_TEXT - 1; no trailing zeros after the point. */
#define DECIMAL_TEXT 24
size_t decimal_print(char out[DECIMAL_TEXT], struct decimal);

struct fact {
	uint32_t node;		/* the id of the node it stands in; 0: the article itself */
	uint8_t type;		/* enum fact_type */
	struct span span;	/* the words that state it */
	union {
		struct {
			struct decimal value;
			struct str unit;	/* 项, 人次, %, /10万; 万 and 亿 are in the value; may be empty */
			uint8_t cmp;		/* enum cmp */
		} quantity;
		struct {
			struct date from, to;	/* to.year == 0: no range, `from` alone */
			uint8_t role;		/* enum date_role */
		} date;
		struct {
			struct str title;	/* without the outer 《》 */
		} document;
		struct {
			struct str *lead, *support;
			uint16_t nlead, nsupport;
		} duty;
	};
};

typedef ARRAY(struct fact) fact_array;

#endif

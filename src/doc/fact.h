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

/*
 * A text of figures has a fact for every few bytes, so it is kept small: what
 * a type does not have shares its place with what another has. A value, a unit
 * and a title are read and written by the functions below.
 */
struct fact {
	uint32_t node;		/* the id of the node it stands in; 0: the article itself */
	struct span span;	/* the words that state it */
	uint8_t type;		/* enum fact_type */
	uint8_t cmp;		/* of a quantity: enum cmp */
	uint8_t role;		/* of a date: enum date_role; of a duty: the column of a ledger that names them, enum
				 * field_kind, FIELD_NONE where words do */
	int8_t scale;		/* of the value of a quantity */
	union {
		uint32_t nunit, ntitle;	/* bytes */
		struct {
			uint16_t nlead, nsupport;
		};
	};
	union {
		struct {
			int64_t digits;
			const char *unit;
		};
		struct {
			struct date from, to;	/* to.year == 0: no range, `from` alone */
		} date;
		const char *title;
		struct {
			struct str *lead, *support;
		};
	};
};
_Static_assert(sizeof(struct fact) <= 40, "a fact takes more than 40 bytes");

static inline struct decimal
fact_value(const struct fact *f)
{
	return (struct decimal){ f->digits, f->scale };
}

/* 项, 人次, %, /10万; 万 and 亿 are in the value; may be empty. */
static inline struct str
fact_unit(const struct fact *f)
{
	return (struct str){ f->unit, f->nunit };
}

/* Of a document, without the outer 《》. */
static inline struct str
fact_title(const struct fact *f)
{
	return (struct str){ f->title, f->ntitle };
}

/* A text is shorter than 4 GB (struct span), and so are its units and titles. */
static inline void
fact_set_quantity(struct fact *f, struct decimal value, struct str unit, enum cmp cmp)
{
	f->digits = value.digits;
	f->scale = value.scale;
	f->unit = unit.p;
	f->nunit = (uint32_t)unit.n;
	f->cmp = (uint8_t)cmp;
}

static inline void
fact_set_title(struct fact *f, struct str title)
{
	f->title = title.p;
	f->ntitle = (uint32_t)title.n;
}

typedef ARRAY(struct fact) fact_array;

#endif

/*
 * quantity: one number of the text while it is judged, shared by the files
 * that judge it. quantity.c reads it and puts it down, bound.c finds what
 * bounds it, measure.c says what is no quantity, share.c reads the forms that
 * have no measure word.
 */
#ifndef BH_QUANTITY_H
#define BH_QUANTITY_H

#include "doc/around.h"
#include "doc/measure.h"
#include "doc/numeral.h"
#include "doc/reading.h"

struct quantity {
	struct reading *r;
	const char *begin, *end;	/* of the run */
	const char *at;			/* where the number begins */
	const char *before_at;		/* where the character before it begins */
	uint32_t before;		/* that character, 0 at the start of the run */
	const char *to;			/* behind the last word taken so far */
	uint32_t next;			/* the character there, once the measure word is read */
	struct numeral n;
	struct decimal low, high;
	struct str unit;		/* as it will be printed */
	const char *measure_end;	/* behind the measure word, before / and brackets */
	enum measure measure;
	bool about;			/* 余, 多 or 几 with it */
	bool range;			/* low and high are two facts */
	bool bounded;			/* bound: from the words before or after it */
	enum cmp bound;
	const char *from;		/* where the words before it that bound it begin; else at */
};

/* How far to look for what governs a number, in characters. */
enum { NEAR = 5, CLAUSE = 16, QUOTE = 12 };

/* What stands between the ends of a range; 0x2013 and 0x2014 are – and —. */
static inline bool
is_range_mark(uint32_t c)
{
	static const uint16_t set[8] = { '-', '~', 0x2013, 0x2014, U'－', U'～', U'至', U'到' };

	return is_one_of_few(c, set);
}

/* What stands between numbers that are listed. */
static inline bool
is_join(uint32_t c)
{
	return c == U'、' || c == U'和' || c == U'及' || c == U'与';
}

static inline bool
is_han_number(const struct quantity *q)
{
	return q->n.figures == 0;
}

static inline bool
is_value(const struct quantity *q, int64_t value)
{
	return q->low.scale == 0 && q->low.digits == value && !q->n.pair;
}

static inline bool
is_time(enum measure m)
{
	return m == MEASURE_TIME || m == MEASURE_YEAR;
}

/* bound.c: fill bounded, bound and from, or bounded, bound and to. */
void quantity_bound_before(struct quantity *);
void quantity_bound_after(struct quantity *);

/* measure.c: does something around it make it a rank, a day, a name …? */
bool quantity_refused(const struct quantity *);
/* … and is it a year of the calendar by its size? */
bool quantity_is_year(const struct quantity *);

/* share.c: the byte after a fraction, a half, a zero or a doubling at q->at; q->at if none stands there. */
const char *quantity_share(struct quantity *);
/* The same where no numeral begins: 半数, 半年以上, 翻番. */
const char *quantity_share_bare(struct quantity *);

/* quantity.c: puts it down as one fact, or two for a range; returns q->to. */
const char *quantity_state(struct quantity *);
void quantity_put(const struct quantity *, struct decimal value, enum cmp);

#endif

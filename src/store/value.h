/*
 * value: what is bound to a parameter of a statement, or read from a column.
 * A value owns nothing: texts and bytes are borrowed.
 *
 *	VALUES(value_int(7), value_text(STR("整改")), value_id(uuid), value_null())
 */
#ifndef BH_VALUE_H
#define BH_VALUE_H

#include "base/str.h"

#define ID_SIZE 16	/* bytes of a UUID */
#define HASH_SIZE 32	/* bytes of SHA-256 and of SM3 */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_kind kind;
	union {
		int64_t i;
		double d;
		struct str s;	/* texts are UTF-8 without NUL */
	} u;
};

struct values {
	const struct value *v;
	size_t n;
};

#define VALUES(...)                                           \
	((struct values){ (const struct value[]){ __VA_ARGS__ }, \
	    sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value) })
#define NO_VALUES ((struct values){ NULL, 0 })

static inline struct value
value_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}

static inline struct value
value_int(int64_t i)
{
	return (struct value){ .kind = VALUE_INT, .u.i = i };
}

static inline struct value
value_real(double d)
{
	return (struct value){ .kind = VALUE_REAL, .u.d = d };
}

static inline struct value
value_text(struct str s)
{
	return (struct value){ .kind = VALUE_TEXT, .u.s = s };
}

static inline struct value
value_blob(struct str s)
{
	return (struct value){ .kind = VALUE_BLOB, .u.s = s };
}

/* The sixteen bytes of a UUID; NULL where there is none. */
static inline struct value
value_id(const unsigned char *id)
{
	return id == NULL ? value_null() : value_blob((struct str){ (const char *)id, ID_SIZE });
}

static inline struct value
value_hash(const unsigned char *hash)
{
	return value_blob((struct str){ (const char *)hash, HASH_SIZE });
}

#endif

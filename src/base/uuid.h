/*
 * uuid: names for what must never share one (RFC 9562, version 7): 48 bits of
 * milliseconds, then 74 bits that begin with chance. Sorted as bytes they are
 * in the order in which one process made them.
 */
#ifndef BH_UUID_H
#define BH_UUID_H

#include "base/err.h"

#define UUID_BYTES 16
#define UUID_TEXT 37		/* 36 characters and a NUL */
#define UUID_CHANCE 10		/* bytes of chance that one takes */

struct uuid {
	unsigned char b[UUID_BYTES];
};

/*
 * A new one, greater than every one made before in this process, though the
 * clock stands or goes back; of any thread. E_INTERNAL where the kernel gives
 * no chance or no time.
 */
enum err uuid_new(struct uuid *);

/*
 * What uuid_new makes of its parts: the one after `last` (nil: none was made)
 * at a time in milliseconds since 1970. Of the same millisecond, or of one
 * already passed, it counts on from `last` by 1 .. 2^32; where that overflows,
 * it borrows the next millisecond.
 */
struct uuid uuid_after(struct uuid last, uint64_t ms, const unsigned char chance[UUID_CHANCE]);

/* 8-4-4-4-12 digits in lower case. Returns 36. */
size_t uuid_print(char out[UUID_TEXT], struct uuid);
/* Exactly what uuid_print writes, of any version, and nothing else: names are compared as text too. */
bool uuid_parse(struct str, struct uuid *);

static inline int
uuid_cmp(struct uuid a, struct uuid b)
{
	return memcmp(a.b, b.b, UUID_BYTES);
}

static inline bool
uuid_equal(struct uuid a, struct uuid b)
{
	return uuid_cmp(a, b) == 0;
}

/* All zeros: none. */
static inline bool
uuid_is_nil(struct uuid u)
{
	return uuid_equal(u, (struct uuid){ { 0 } });
}

#endif

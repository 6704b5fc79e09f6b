#include "base/uuid.h"

#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>

#include "base/hex.h"

#define MS_BITS 48
#define MS_MOST ((UINT64_C(1) << MS_BITS) - 1)

/* What stands behind the time: 12 bits and 62, version and variant taken out. */
struct tail {
	uint64_t high, low;
};

#define HIGH_MOST ((UINT64_C(1) << 12) - 1)
#define LOW_MOST ((UINT64_C(1) << 62) - 1)

static uint64_t
get(const unsigned char *p, unsigned n)
{
	uint64_t u = 0;

	for (unsigned i = 0; i < n; i++)
		u = u << 8 | p[i];
	return u;
}

static void
put(unsigned char *p, uint64_t u, unsigned n)
{
	for (unsigned i = n; i-- > 0; u >>= 8)
		p[i] = (unsigned char)u;
}

static struct tail
tail_of(const unsigned char b[UUID_CHANCE])
{
	return (struct tail){ get(b, 2) & HIGH_MOST, get(b + 2, 8) & LOW_MOST };
}

/* Begun in the lower half, so that much can be counted before it overflows. */
static struct tail
tail_new(const unsigned char chance[UUID_CHANCE])
{
	struct tail t = tail_of(chance);

	t.high &= HIGH_MOST >> 1;
	return t;
}

/* False where it overflows. */
static bool
tail_count_on(struct tail *t, const unsigned char chance[UUID_CHANCE])
{
	t->low += get(chance, 4) + 1;
	t->high += t->low >> 62;
	t->low &= LOW_MOST;
	return t->high <= HIGH_MOST;
}

static struct uuid
join(uint64_t ms, struct tail t)
{
	struct uuid u = { { 0 } };

	put(u.b, ms & MS_MOST, 6);
	put(u.b + 6, UINT64_C(7) << 12 | t.high, 2);
	put(u.b + 8, UINT64_C(2) << 62 | t.low, 8);
	return u;
}

struct uuid
uuid_after(struct uuid last, uint64_t ms, const unsigned char chance[UUID_CHANCE])
{
	uint64_t before = get(last.b, 6);
	struct tail t = tail_of(last.b + 6);

	if (ms > before || uuid_is_nil(last))
		return join(ms, tail_new(chance));
	return tail_count_on(&t, chance) ? join(before, t) : join(before + 1, tail_new(chance));
}

enum err
uuid_new(struct uuid *out)
{
	static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
	static struct uuid last;
	unsigned char chance[UUID_CHANCE];
	struct timespec now;

	while (getrandom(chance, sizeof chance, 0) != (ssize_t)sizeof chance)
		if (errno != EINTR)
			return E_INTERNAL;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec < 0)
		return E_INTERNAL;
	pthread_mutex_lock(&one_at_a_time);
	*out = last = uuid_after(last, (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000, chance);
	pthread_mutex_unlock(&one_at_a_time);
	return OK;
}

/* Bytes between hyphens. */
static const unsigned char groups[] = { 4, 2, 2, 2, 6 };

size_t
uuid_print(char out[UUID_TEXT], struct uuid u)
{
	const unsigned char *from = u.b;
	char *to = out;

	for (size_t i = 0; i < sizeof groups; from += groups[i++]) {
		if (i > 0)
			*to++ = '-';
		to = hex_print(to, from, groups[i]);
	}
	*to = '\0';
	return (size_t)(to - out);
}

bool
uuid_parse(struct str s, struct uuid *out)
{
	struct uuid u = { { 0 } };
	unsigned char *to = u.b;
	const char *from = s.p;

	if (s.n != UUID_TEXT - 1)
		return false;
	for (size_t i = 0; i < sizeof groups; to += groups[i], from += 2 * groups[i], i++) {
		if (i > 0 && *from++ != '-')
			return false;
		if (!hex_parse(to, from, groups[i]))
			return false;
	}
	*out = u;
	return true;
}

/* Identifiers, instants and hashes in text: what is read is written back byte for byte. */
#include "base/hash.h"
#include "base/instant.h"
#include "base/uuid.h"
#include "reading.h"

static void
as_uuid(struct str s)
{
	char out[UUID_TEXT];
	struct uuid u;

	if (uuid_parse(s, &u))
		HOLDS(str_eq(s, (struct str){ out, uuid_print(out, u) }));
}

static void
as_instant(struct str s)
{
	char out[INSTANT_TEXT];
	int64_t t, begin;

	if (!instant_parse(s, &t))
		return;
	HOLDS(str_eq(s, (struct str){ out, instant_print(out, t) }));
	begin = instant_of_day(instant_day(t, OFFSET_CHINA), OFFSET_CHINA);
	HOLDS(begin <= t && t < begin + INSTANT_DAY);
}

static void
as_hash(struct str s)
{
	char out[HASH_TEXT];
	enum hash_kind kind;
	struct hash h;

	if (hash_parse(s, &kind, &h))
		HOLDS(str_eq(s, (struct str){ out, hash_print(out, kind, &h) }));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };

	as_uuid(s);
	as_instant(s);
	as_hash(s);
	return 0;
}

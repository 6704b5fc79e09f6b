/*
 * What a child may tell: any bytes at all. Where they are taken for a relay, its text keeps to doc/line.h,
 * and told again it comes back the same.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "guard/relay.h"
#include "reading.h"

#define MOST ((uint64_t)4 << 20)	/* bytes of a relay: as of a file of 1 MiB */

static void
check_notes(const struct text *t)
{
	for (size_t i = 0; i < t->notes.n; i++) {
		const struct note *n = &t->notes.v[i];

		HOLDS(n->code < NOTE_COUNT_ && n->at.from <= n->at.to && n->at.to <= t->body.n);
		HOLDS(utf8_check(n->detail) == n->detail.n);
	}
}

static void
tell_again(struct arena *a, const struct text *t)
{
	struct relay_from from = { .fd = memfd_create("relay", 0) };
	struct text *again;

	HOLDS(from.fd >= 0);
	HOLDS(relay_put(from.fd, a, t, 2 * MOST, NULL) == OK);
	lseek(from.fd, 0, SEEK_SET);
	HOLDS(relay_get(&from, 2 * MOST, a, &again, NULL) == OK);
	close(from.fd);
	HOLDS(str_eq(again->body, t->body) && str_eq(again->title, t->title));
	HOLDS(again->lines.n == t->lines.n && again->notes.n == t->notes.n);
	for (size_t i = 0; i < t->lines.n; i++)
		HOLDS(memcmp(&again->lines.v[i], &t->lines.v[i], offsetof(struct line, centred) + 1) == 0);
}

static void
get_one(struct arena *a, struct str bytes)
{
	struct relay_from from = { .fd = -1, .bytes = bytes };
	struct text *t = NULL;
	struct why why = { 0 };
	enum err err = relay_get(&from, MOST, a, &t, &why);

	if (err != OK) {
		HOLDS(t == NULL && why.err == err && memchr(why.what, '\0', sizeof why.what) != NULL);
		return;
	}
	check_lines(t);
	check_notes(t);
	tell_again(a, t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = n > READING_MOST ? NULL : arena_new((size_t)256 << 20);

	if (a == NULL)
		return 0;
	if (!arena_try(a))
		get_one(a, (struct str){ (const char *)p, n });
	arena_free(a);
	return 0;
}

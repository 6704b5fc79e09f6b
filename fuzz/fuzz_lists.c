/*
 * From bytes to the three lists, written in every form: documents are read as
 * fuzz_extract.c reads them. Rows keep to what write/lists.h promises.
 */
#include "documents.h"
#include "write/writer.h"

static void
check_row(const struct lists *l, enum list which, const struct row *r)
{
	for (size_t i = 0; i < list_def(which)->ncolumns; i++) {
		HOLDS(utf8_check(r->cell[i].text) == r->cell[i].text.n);
		HOLDS(r->cell[i].type != CELL_DATE || date_valid(r->cell[i].day));
	}
	HOLDS(strlen(r->id) == LIST_ID - 1);
	for (uint32_t i = 0; i < r->nspans; i++) {
		HOLDS(r->spans[i].source < l->sources.n && r->spans[i].from <= r->spans[i].to);
		HOLDS(r->spans[i].to <= l->sources.v[r->spans[i].source].body.n);
	}
}

static void
check_lists(const struct lists *l)
{
	for (int which = 0; which < LIST_COUNT; which++)
		for (size_t i = 0; i < l->rows[which].n; i++)
			check_row(l, which, &l->rows[which].v[i]);
}

static void
write_lists(const struct lists *l)
{
	const struct writer *w;

	for (size_t i = 0; (w = writer_at(i)) != NULL; i++) {
		struct buf out = { 0 };
		struct why why = { 0 };

		if (strcmp(w->name, "xlsx") == 0)
			continue;	/* a library's work, and a slow one */
		HOLDS(w->put(l, LISTS_ALL, &out, &why) == OK);
		HOLDS(out.err == OK && utf8_check((struct str){ out.p, out.n }) == out.n);
		buf_free(&out);
	}
}

static void
take(struct document *d, void *lists)
{
	lists_add(lists, d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);

	if (a == NULL)
		return 0;
	if (!arena_try(a)) {
		struct lists *l = lists_new(a);

		read_documents((struct str){ (const char *)p, n }, take, l);
		lists_finish(l);
		check_lists(l);
		write_lists(l);
	}
	arena_free(a);
	return 0;
}

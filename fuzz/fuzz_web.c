/* What a browser of strangers sends: a path, a query, and a form with files; and its words as they come out on a page. */
#include "reading.h"
#include "web/html.h"
#include "web/multipart.h"
#include "web/route.h"

static struct str
line(struct str *rest)
{
	size_t at = str_find(*rest, STR("\n"), 0);
	struct str s = str_slice(*rest, 0, at == STR_NONE ? rest->n : at);

	*rest = str_slice(*rest, at == STR_NONE ? rest->n : at + 1, rest->n);
	return s;
}

static bool
within(struct str part, struct str whole)
{
	return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

/* Nothing that begins a tag, ends a value or makes a reference of its own. */
static void
look_at_page(struct str s)
{
	struct buf b = { 0 };
	struct html h = { &b, LANG_ZH };

	html_text(&h, s);
	for (size_t i = 0; i < b.n; i++)
		HOLDS(strchr("<>\"'", b.p[i]) == NULL || b.p[i] == '\0');
	b.n = 0;
	html_url(&h, s);
	for (size_t i = 0; i < b.n; i++)
		HOLDS(strchr("<>\"'&?#/ ", b.p[i]) == NULL);
	buf_free(&b);
}

/* What is read of a query is what url_put writes. */
static void
look_at_fields(struct arena *a, const fields_sent *f)
{
	struct buf b = { 0 };
	fields_sent again = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		HOLDS(f->v[i].name.n <= FIELD_NAME_MOST && utf8_check(f->v[i].name) == f->v[i].name.n && utf8_check(f->v[i].value) == f->v[i].value.n);
		HOLDS(memchr(f->v[i].value.p == NULL ? "" : f->v[i].value.p, 0, f->v[i].value.n) == NULL);
		look_at_page(f->v[i].value);
	}
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].name.n > 0 && str_find(f->v[i].name, STR("="), 0) == STR_NONE)
			url_put(&b, "x", f->v[i].value);
	HOLDS(b.n == 0 || fields_read(a, str_slice((struct str){ b.p, b.n }, 1, b.n), &again, NULL) == OK);
	buf_free(&b);
}

static void
look_at(struct arena *a, struct str rest)
{
	struct str path = line(&rest), query = line(&rest), type = line(&rest), args[ROUTE_ARGS];
	fields_sent sent = { 0 }, form = { 0 };
	files_sent files = { 0 };
	bool any;

	if (route_find(STR("GET"), path, args, &any) != NULL)
		HOLDS(any && path.p[0] == '/');
	if (fields_read(a, query, &sent, NULL) == OK)
		look_at_fields(a, &sent);
	if (multipart_read(a, type, rest, &form, &files, NULL) != OK)
		return;
	look_at_fields(a, &form);
	for (size_t i = 0; i < files.n; i++)
		HOLDS(within(files.v[i].bytes, rest) && files.v[i].name.n <= FILE_NAME_MOST && !str_has(files.v[i].name, STR("/")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);

	if (a != NULL && !arena_try(a))
		look_at(a, (struct str){ (const char *)p, n });
	arena_free(a);
	return 0;
}

#include "guard/relay.h"
#include "base/huge.h"
#include "base/utf8.h"
#include "read/decode.h"
#include "read/reader.h"
#include "read/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/uio.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 20)		/* what a pipe holds: read and looked at while it is near */

static const struct {
	size_t size;
	uint64_t most;
	const char *name;
} parts[PART_COUNT] = {
#define X(id, type, most, reason) { sizeof(type), most, #id },
	RELAY_PARTS(X)
#undef X
};

_Static_assert(sizeof((struct why){ 0 }.what) == 240, "WHAT in RELAY_PARTS is what struct why holds");

static uint64_t
relay_size(const struct relay_head *h)
{
	uint64_t n = sizeof *h;

	for (size_t i = 0; i < PART_COUNT; i++)
		n += h->count[i] * parts[i].size;
	return n;
}

/* ---- put ---- */

#define PAGES_LEAST ((size_t)1 << 20)	/* bytes of a body: fewer are copied as soon */

static bool
put_all(int fd, struct iovec *v, int n)
{
	while (n > 0) {
		ssize_t done = writev(fd, v, n);

		if (done < 0 && errno != EINTR)
			return false;
		for (; n > 0 && done >= (ssize_t)v->iov_len; v++, n--)
			done -= (ssize_t)v->iov_len;
		if (n > 0 && done > 0) {
			v->iov_base = (char *)v->iov_base + done;
			v->iov_len -= (size_t)done;
		}
	}
	return true;
}

/* Whole huge pages of [from, to) are the kernel's again: whoever reads the pipe may get them for what it reads. */
static char *
give_back(char *from, const char *to)
{
	uintptr_t begin = ((uintptr_t)from + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1), end = (uintptr_t)to & ~(HUGE_PAGE - 1);

	if (begin >= end)
		return from;
	madvise((void *)begin, end - begin, MADV_DONTNEED);
	return (char *)end;
}

/*
 * The pages themselves go into the pipe, not a copy of them, and are given back: twice the memory is touched only where the
 * reader is slow. False where the descriptor takes none (it is no pipe); *body is then what is left.
 */
static bool
put_pages(int fd, struct iovec *body)
{
	char *kept = body->iov_base;

	while (body->iov_len > 0) {
		ssize_t done = vmsplice(fd, body, 1, 0);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			body->iov_base = (char *)body->iov_base + done;
			body->iov_len -= (size_t)done;
			kept = give_back(kept, body->iov_base);
		}
	}
	return true;
}

static enum err
put_parts(int fd, struct relay_head *h, const void *const *from)
{
	struct iovec v[PART_COUNT + 1] = { { h, sizeof *h } };

	for (size_t i = 0; i < PART_COUNT; i++)
		v[i + 1] = (struct iovec){ (void *)(uintptr_t)from[i], h->count[i] * parts[i].size };
	if (!put_all(fd, v, PART_BODY + 1))
		return E_WRITE;
	if (v[PART_BODY + 1].iov_len >= PAGES_LEAST && put_pages(fd, &v[PART_BODY + 1]))
		return OK;
	return put_all(fd, &v[PART_BODY + 1], 1) ? OK : E_WRITE;
}

static void
put_name(char to[RELAY_NAME], const char *name)
{
	memcpy(to, name, strnlen(name, RELAY_NAME));
}

static const void *
rows_of(struct arena *a, const struct text *t, uint64_t *n)
{
	uint8_t *row = arena_alloc(a, t->lines.n);

	for (size_t i = 0; i < t->lines.n; i++) {
		const struct line *l = &t->lines.v[i];

		row[i] = RELAY_ROW(l->kind, l->level, l->centred);
	}
	*n = t->lines.n;
	return row;
}

static const void *
pages_of(struct arena *a, const struct text *t, uint64_t *n)
{
	ARRAY(struct relay_page) pages = { 0 };
	uint32_t page = 0;

	for (size_t i = 0; i < t->lines.n; i++) {
		if (t->lines.v[i].page == page)
			continue;
		page = t->lines.v[i].page;
		*array_add(a, &pages) = (struct relay_page){ (uint32_t)i, page };
	}
	*n = pages.n;
	return pages.v;
}

static const void *
notes_of(struct arena *a, const struct text *t, uint64_t *n)
{
	struct relay_note *told = arena_alloc(a, t->notes.n * sizeof *told);

	for (size_t i = 0; i < t->notes.n; i++) {
		const struct note *note = &t->notes.v[i];

		told[i] = (struct relay_note){ note->code, note->at.from, note->at.to, (uint32_t)note->detail.n };
	}
	*n = t->notes.n;
	return told;
}

static const void *
words_of(struct arena *a, const struct text *t, uint64_t *n)
{
	char *words, *to;

	*n = 0;
	for (size_t i = 0; i < t->notes.n; i++)
		*n += t->notes.v[i].detail.n;
	to = words = arena_alloc(a, *n);
	for (size_t i = 0; i < t->notes.n; i++) {
		struct str s = t->notes.v[i].detail;

		if (s.n > 0)
			to = (char *)mempcpy(to, s.p, s.n);
	}
	return words;
}

enum err
relay_put(int fd, struct arena *a, const struct text *t, uint64_t most, struct why *why)
{
	struct relay_head h = { .mark = RELAY_MARK, .err = OK };
	const void *from[PART_COUNT] = { [PART_TITLE] = t->title.p, [PART_BODY] = t->body.p };

	put_name(h.reader, t->reader);
	if (t->encoding != NULL)
		put_name(h.encoding, t->encoding);
	h.count[PART_TITLE] = t->title.n;
	h.count[PART_BODY] = t->body.n;
	from[PART_NOTES] = notes_of(a, t, &h.count[PART_NOTES]);
	from[PART_WORDS] = words_of(a, t, &h.count[PART_WORDS]);
	from[PART_PAGES] = pages_of(a, t, &h.count[PART_PAGES]);
	from[PART_COVERED] = t->covered.v;
	h.count[PART_COVERED] = t->covered.n;
	from[PART_SHEET_ROWS] = t->rows.v;
	h.count[PART_SHEET_ROWS] = t->rows.n;
	from[PART_ROWS] = rows_of(a, t, &h.count[PART_ROWS]);
	if (relay_size(&h) > most)
		return fail(why, E_TOOBIG, 0, "%.*s", STR_ARG(t->name));
	return put_parts(fd, &h, from);
}

enum err
relay_put_failure(int fd, const struct why *why)
{
	struct relay_head h = { .mark = RELAY_MARK, .err = (uint32_t)why->err, .at = why->at };
	const void *from[PART_COUNT] = { [PART_WHAT] = why->what };

	h.count[PART_WHAT] = strlen(why->what);
	return put_parts(fd, &h, from);
}

/* ---- get ---- */

static enum err
lie(struct why *why, const char *what)
{
	return fail(why, E_LIED, 0, "%s", what);
}

/* As many as there are now, of n bytes; 0 at the end or on an error. */
static size_t
take_some(struct relay_from *f, void *p, size_t n)
{
	ssize_t got;

	if (f->fd < 0) {
		struct str s = str_slice(f->bytes, 0, n);

		if (s.n > 0)
			memcpy(p, s.p, s.n);
		f->bytes = str_slice(f->bytes, s.n, f->bytes.n);
		return s.n;
	}
	do
		got = read(f->fd, p, n);
	while (got < 0 && errno == EINTR);
	return got < 0 ? 0 : (size_t)got;
}

static enum err
take(struct relay_from *f, void *p, size_t n, struct why *why)
{
	size_t got;

	for (char *to = p; n > 0; to += got, n -= got)
		if ((got = take_some(f, to, n)) == 0)
			return fail(why, E_CRASHED, 0, "%s", "");
	return OK;
}

/* Control characters, those beyond ASCII too (C2 80 to C2 9F), but for TAB and, in a body, LF. */
static bool
holds_control(struct str s, bool body)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t' && !(body && c == '\n')) || c == 0x7F)
			return true;
		if (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0)
			return true;
	}
	return false;
}

/* One line of words: well-formed, and nothing in it that commands a terminal. */
static bool
is_plain(struct str s)
{
	return !holds_control(s, false) && utf8_check(s) == s.n;
}

/* Sizes, before any room is made for them. */
static enum err
check_sizes(const struct relay_head *h, uint64_t most, struct why *why)
{
	for (size_t i = 0; i < PART_COUNT; i++)
		if (h->count[i] > parts[i].most)
			return fail(why, E_LIED, 0, "%s", parts[i].name);
	if (h->count[PART_ROWS] > h->count[PART_BODY] / 2)
		return lie(why, "more lines than bytes for them");
	if (relay_size(h) > most)
		return lie(why, "more than may be told");
	if (h->mark != RELAY_MARK || h->err >= ERR_COUNT)
		return lie(why, "no relay");
	return OK;
}

/* What is told in place of a text. */
static enum err
get_failure(struct relay_from *f, const struct relay_head *h, struct why *why)
{
	char what[sizeof why->what] = "";
	size_t n = h->count[PART_WHAT];
	enum err err;

	for (size_t i = 0; i < PART_COUNT; i++)
		if (i != PART_WHAT && h->count[i] != 0)
			return lie(why, "a text beside a failure");
	err = take(f, what, n, why);
	if (err != OK)
		return err;
	if (memchr(what, '\0', n) != NULL)
		return lie(why, "NUL");
	/* It is shown on a terminal. */
	return fail(why, (enum err)h->err, h->at, "%s", is_plain((struct str){ what, n }) ? what : "");
}

/* A name as our own list has it: nothing of what was told is kept. */
static struct str
name_told(const char name[RELAY_NAME])
{
	return (struct str){ name, strnlen(name, RELAY_NAME) };
}

static const char *
encoding_told(struct str name)
{
	for (int e = 0; e < ENC_COUNT; e++)
		if (str_eq(cstr(encoding_name(e)), name))
			return encoding_name(e);
	return NULL;
}

/* A reader of bytes decodes nothing: then no encoding is told. */
static bool
get_names(const struct relay_head *h, struct text *t)
{
	const struct reader *r = reader_named(name_told(h->reader));
	struct str encoding = name_told(h->encoding);

	if (r == NULL)
		return false;
	t->reader = r->name;
	t->encoding = encoding_told(encoding);
	return r->raw ? encoding.n == 0 : t->encoding != NULL;
}

/* A part that is small beside the body, as it was told. */
static enum err
get_part(struct relay_from *f, const struct relay_head *h, struct arena *a, enum relay_part part,
    void **p, struct why *why)
{
	size_t n = h->count[part] * parts[part].size;

	*p = arena_alloc(a, n + 1);
	return take(f, *p, n, why);
}

/* The parts before the body. */
struct small {
	char *title, *words;
	struct relay_note *notes;
	struct relay_page *pages;
	struct covered *covered;
	struct sheet_row *sheet_rows;
	uint8_t *rows;
};

static enum err
get_small(struct relay_from *f, const struct relay_head *h, struct arena *a, struct small *s, struct why *why)
{
	void *p[PART_COUNT] = { NULL };

	for (enum relay_part i = PART_TITLE; i < PART_BODY; i++) {
		enum err err = get_part(f, h, a, i, &p[i], why);

		if (err != OK)
			return err;
	}
	*s = (struct small){ p[PART_TITLE], p[PART_WORDS], p[PART_NOTES], p[PART_PAGES], p[PART_COVERED], p[PART_SHEET_ROWS],
		p[PART_ROWS] };
	return OK;
}

/* The lines of the body, found as it comes in. */
struct getting {
	const struct relay_head *h;
	const struct small *small;
	struct text *t;
	char *body;
	struct scan_look look;
	size_t from;		/* where the open line starts */
	size_t npages;		/* pages begun */
	uint32_t page;
};

/* The page of line i. */
static uint32_t
page_of(struct getting *g, size_t i)
{
	const struct relay_page *next = &g->small->pages[g->npages];

	if (g->npages < g->h->count[PART_PAGES] && next->line == i) {
		g->page = next->page;
		g->npages++;
	}
	return g->page;
}

static enum err
get_line(struct getting *g, size_t to, struct why *why)
{
	size_t i = g->t->lines.n;
	struct line l = { .from = (uint32_t)g->from, .to = (uint32_t)to };
	uint8_t row;

	if (i == g->h->count[PART_ROWS])
		return lie(why, "more lines than told");
	row = g->small->rows[i];
	l.kind = row & 3;
	l.level = row >> 2 & 7;
	l.centred = (row >> 5 & 1) != 0;
	l.page = page_of(g, i);
	if (l.from == l.to || row >> 6 != 0 || l.level > 6)
		return lie(why, "a line");
	if ((g->look.holds & SCAN_TAB) != 0 && l.kind != LINE_ROW &&
	    memchr(g->body + l.from, '\t', l.to - l.from) != NULL)
		return lie(why, "a cell outside a table");
	g->t->lines.v[g->t->lines.n++] = l;
	g->from = to + 1;
	return OK;
}

/* Judges what of the n bytes came last, and finds its lines, while it is near. */
static enum err
look_at(struct getting *g, size_t n, struct why *why)
{
	const char *p = g->body + g->look.done, *to, *end;
	enum err err;

	scan_on(&g->look, g->body, n, n == g->h->count[PART_BODY]);
	to = g->body + g->look.done;
	if ((g->look.holds & SCAN_TEXT) == 0)
		return lie(why, "not UTF-8");
	/* What text is cleaned of: seldom, or never. */
	if ((g->look.holds & (SCAN_NOISE | SCAN_FEED)) != 0 && holds_control(str_of(p, to), true))
		return lie(why, "a control character");
	for (; (end = memchr(p, '\n', (size_t)(to - p))) != NULL; p = end + 1)
		if ((err = get_line(g, (size_t)(end - g->body), why)) != OK)
			return err;
	return OK;
}

static enum err
get_body(struct relay_from *f, struct getting *g, struct why *why)
{
	size_t all = g->h->count[PART_BODY];
	enum err err;

	for (size_t n = 0, got; n < all; n += got) {
		got = take_some(f, g->body + n, all - n < PIECE ? all - n : PIECE);
		if (got == 0)
			return fail(why, E_CRASHED, 0, "%s", "");
		err = look_at(g, n + got, why);
		if (err != OK)
			return err;
	}
	if (g->from != all || all == 0 || g->t->lines.n != g->h->count[PART_ROWS])
		return lie(why, "not as many lines as told");
	if (g->npages != g->h->count[PART_PAGES])
		return lie(why, "PAGES");
	g->t->body = (struct str){ g->body, all };
	return OK;
}

/* p is where a character begins, or the end. */
static bool
at_character(struct str s, size_t at)
{
	return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static enum err
get_notes(const struct relay_head *h, const struct small *s, struct arena *a, struct text *t, struct why *why)
{
	struct str words = { s->words, h->count[PART_WORDS] };

	for (size_t i = 0; i < h->count[PART_NOTES]; i++) {
		const struct relay_note *n = &s->notes[i];
		struct str detail = str_slice(words, 0, n->n);

		if (n->code >= NOTE_COUNT_ || n->from > n->to || !at_character(t->body, n->from) ||
		    !at_character(t->body, n->to) || detail.n != n->n || !is_plain(detail))
			return lie(why, "a note");
		*array_add(a, &t->notes) = (struct note){ n->code, { 0, n->from, n->to }, detail };
		words = str_slice(words, n->n, words.n);
	}
	return words.n == 0 ? OK : lie(why, "WORDS");
}

/* What is known of cells: each of them, by line, tells of a line of the text. */
static enum err
get_cells(const struct relay_head *h, const struct small *s, struct text *t, struct why *why)
{
	size_t ncovered = h->count[PART_COVERED], nrows = h->count[PART_SHEET_ROWS];

	for (size_t i = 0; i < ncovered; i++)
		if (s->covered[i].line >= t->lines.n || (i > 0 && s->covered[i].line < s->covered[i - 1].line))
			return lie(why, "COVERED");
	for (size_t i = 0; i < nrows; i++)
		if (s->sheet_rows[i].line >= t->lines.n || (i > 0 && s->sheet_rows[i].line <= s->sheet_rows[i - 1].line))
			return lie(why, "SHEET_ROWS");
	t->covered.v = s->covered;
	t->covered.n = t->covered.cap = ncovered;
	t->rows.v = s->sheet_rows;
	t->rows.n = t->rows.cap = nrows;
	return OK;
}

static enum err
get_text(struct relay_from *f, const struct relay_head *h, struct arena *a, struct text *t, struct why *why)
{
	struct small small;
	struct getting g = { .h = h, .small = &small, .t = t, .look = SCAN_BEGIN };
	enum err err;

	if (!get_names(h, t) || h->count[PART_WHAT] != 0)
		return lie(why, "a name");
	err = get_small(f, h, a, &small, why);
	if (err != OK)
		return err;
	t->title = (struct str){ small.title, h->count[PART_TITLE] };
	if (!is_plain(t->title))
		return lie(why, "TITLE");
	array_reserve(a, &t->lines, h->count[PART_ROWS] + 1);
	g.body = arena_alloc(a, h->count[PART_BODY] + 1);
	err = get_body(f, &g, why);
	if (err == OK)
		err = get_cells(h, &small, t, why);
	return err != OK ? err : get_notes(h, &small, a, t, why);
}

enum err
relay_get(struct relay_from *f, uint64_t most, struct arena *a, struct text **t, struct why *why)
{
	struct text *new = arena_zalloc(a, sizeof *new);
	struct relay_head h = { .mark = 0 };
	enum err err = take(f, &h, sizeof h, why);

	if (err == OK)
		err = check_sizes(&h, most, why);
	if (err == OK && h.err != OK)
		return get_failure(f, &h, why);
	if (err == OK)
		err = get_text(f, &h, a, new, why);
	if (err == OK)
		*t = new;
	return err;
}

#include "ledger/fault.h"

#include <stdlib.h>

#include "base/utf8.h"

#define FOUND_MOST 60		/* bytes of the file that a sentence repeats */
#define SHOWN 100		/* characters of a line that are shown */
#define LEAD 60			/* of them before the mark, in a longer line */
#define NEAR_MOST 40		/* bytes of words that are held against each other */

static const struct {
	const char *name, *zh, *en;
} rows[FAULT_COUNT] = {
#define X(code, name, zh, en) { name, zh, en },
	FAULTS(X)
#undef X
};

const char *
fault_name(enum fault_code code)
{
	return rows[code].name;
}

void
fault_add(struct faults *f, enum fault_code code, struct spot at, struct str found, struct str expected)
{
	struct fault *fault;

	if (f->list.n == FAULTS_MOST) {
		f->more++;
		return;
	}
	fault = array_add(f->arena, &f->list);
	fault->code = code;
	fault->at = at;
	fault->found = arena_str(f->arena, utf8_cut(found, FOUND_MOST));
	fault->expected = arena_str(f->arena, expected);
}

/* ---- the nearest word ---- */

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many letters are to be put in, taken out or changed (Levenshtein). */
static unsigned
distance(struct str a, struct str b)
{
	unsigned row[NEAR_MOST + 1], diagonal, above;

	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 0; i < a.n; i++) {
		diagonal = row[0]++;
		for (size_t j = 0; j < b.n; j++) {
			above = row[j + 1];
			row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a.p[i] != b.p[j]));
			diagonal = above;
		}
	}
	return row[b.n];
}

/* Not more than a third of the word differs, or one letter. */
static struct str
nearest(struct str word, const struct str *known, size_t n)
{
	struct str near = { NULL, 0 };
	unsigned best = (unsigned)word.n / 3 + 1;

	for (size_t i = 0; i < n && word.n <= NEAR_MOST; i++) {
		unsigned d = known[i].n > NEAR_MOST ? NEAR_MOST : distance(word, known[i]);

		if (d < best || (d == best && near.n == 0)) {
			best = d;
			near = known[i];
		}
	}
	return near;
}

static struct str
listed(struct arena *arena, const struct str *known, size_t n)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < n; i++)
		if (known[i].n > 0)
			all = all.n == 0 ? known[i] : arena_printf(arena, "%.*s, %.*s", STR_ARG(all), STR_ARG(known[i]));
	return all;
}

void
fault_add_unknown(struct faults *f, enum fault_code code, struct spot at, struct str found,
    const struct str *known, size_t n)
{
	struct str near;

	if (f->list.n == FAULTS_MOST) {		/* it would not be told: no words for it */
		f->more++;
		return;
	}
	near = nearest(found, known, n);
	fault_add(f, code, at, found, near.n > 0 ? near : listed(f->arena, known, n));
}

/* ---- places ---- */

static int
by_place(const void *va, const void *vb)
{
	const struct fault *a = va, *b = vb;

	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	return (int)a->code - (int)b->code;
}

void
faults_sort(struct faults *f)
{
	if (f->list.n > 1)
		qsort(f->list.v, f->list.n, sizeof *f->list.v, by_place);
}

struct spot
fault_place(const struct faults *f, size_t at)
{
	struct spot place = { 1, 1 };
	size_t begin = 0;

	if (at > f->text.n)
		at = f->text.n;
	for (size_t i = 0; i < at; i++)
		if (f->text.p[i] == '\n') {
			place.line++;
			begin = i + 1;
		}
	place.column = (uint32_t)utf8_count(str_slice(f->text, begin, at)) + 1;
	return place;
}

static struct str
line_of(struct str text, uint32_t line)
{
	size_t begin = 0, end;

	for (; line > 1; line--) {
		end = str_find(text, STR("\n"), begin);
		if (end == STR_NONE)
			return (struct str){ NULL, 0 };
		begin = end + 1;
	}
	end = str_find(text, STR("\n"), begin);
	return str_trim_right(str_slice(text, begin, end == STR_NONE ? text.n : end));
}

/* ---- for people ---- */

static void
put_sentence(struct buf *b, const char *sentence, const struct fault *fault)
{
	for (; *sentence != '\0'; sentence++)
		if (sentence[0] == '$' && (sentence[1] == '1' || sentence[1] == '2'))
			buf_puts(b, *++sentence == '1' ? fault->found : fault->expected);
		else
			buf_putc(b, *sentence);
}

void
fault_sentence(const struct fault *fault, enum lang lang, struct buf *b)
{
	put_sentence(b, lang == LANG_ZH ? rows[fault->code].zh : rows[fault->code].en, fault);
}

/* One that commands a terminal is a blank; so is a TAB, which has no width of its own. */
static void
put_character(struct buf *b, const char *p, unsigned len)
{
	uint32_t c = utf8_get(p, p + len, &len);

	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		buf_putc(b, ' ');
	else
		buf_put(b, p, len);
}

/* What is wide on a terminal is as wide in blanks: U+3000. */
static void
put_blank(struct buf *b, uint32_t c)
{
	buf_puts(b, c >= 0x1100 && !(c >= 0x2000 && c < 0x2E80) ? STR("　") : STR(" "));
}

static void
put_marked(struct buf *b, struct str line, uint32_t column)
{
	uint32_t skip = column > SHOWN ? column - LEAD : 0, at = 0;
	struct buf mark = { 0 };
	unsigned len;

	buf_puts(b, STR("    "));
	for (size_t i = 0; i < line.n && at < skip + SHOWN; i += len, at++) {
		uint32_t c = utf8_get(line.p + i, str_end(line), &len);

		if (at < skip)
			continue;
		put_character(b, line.p + i, len);
		if (at + 1 < column)
			put_blank(&mark, c);
	}
	buf_puts(b, STR("\n    "));
	buf_put(b, mark.p, mark.n);
	buf_puts(b, STR("^\n"));
	buf_free(&mark);
}

void
fault_print(const struct faults *f, const struct fault *fault, enum lang lang, bool both, struct buf *b)
{
	buf_puts(b, f->name);
	buf_printf(b, ":%u:%u: ", fault->at.line, fault->at.column);
	fault_sentence(fault, lang, b);
	if (both) {
		buf_puts(b, STR(" / "));
		fault_sentence(fault, LANG_EN, b);
	}
	buf_putc(b, '\n');
	if (fault->code != FAULT_NOT_UTF8 && fault->code != FAULT_TOO_BIG)
		put_marked(b, line_of(f->text, fault->at.line), fault->at.column);
}

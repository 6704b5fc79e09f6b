#include "read/paper.h"
#include "base/utf8.h"
#include "read/chrome.h"
#include "read/lines.h"
#include "read/paper_inside.h"
#include "read/row.h"

#include <math.h>
#include <stdlib.h>

#define WIDE 0.65f		/* em between Han: a character was left free */
#define LETTERS 0.13f		/* em between Latin words */
#define WIDE_INK 1.6f		/* em: … beside Han, of boxes of ink */
#define LETTERS_INK 0.3f	/* em: … between letters of ink */
#define BETWEEN_HAN 0.2f	/* em: from here on a gap is a blank; rows are justified by less, or evenly */
#define BESIDE_HAN 0.2f		/* … beside figures, where no layout parts them by more */
#define PIECE 0.8f		/* em: a wider gap parts pieces */
#define HIDDEN 0.3f		/* em: … or this, behind a sign that may hang over the end */
#define RUN_LEAST 4		/* gaps that are alike make a row justified */
#define RUN_GAP 2.0f		/* em */
#define RUN_ALIKE 0.15f		/* em */
#define BASELINE 0.2f		/* of the height: words of a row stand so near */
#define ROW_SPAN 0.5f		/* … and all of them within this */
#define LATIN_HIGH 0.75f	/* em of a word without Han, of its height */

void
paper_page(struct paper *p, float wide)
{
	*array_add(p->arena, &p->pages) = wide;
}

void
paper_word(struct paper *p, struct paper_word box)
{
	box.page = (uint32_t)p->pages.n;
	box.from = box.to = (uint32_t)p->chars.n;
	*array_add(p->arena, &p->words) = box;
}

void
paper_put(struct paper *p, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		*array_add(p->arena, &p->chars) = s.p[i];
	array_last(&p->words)->to = (uint32_t)p->chars.n;
}

static struct str
word_str(const struct paper *p, const struct paper_word *w)
{
	return str_of(p->chars.v + w->from, p->chars.v + w->to);
}

static bool
is_wide(char c)
{
	return (unsigned char)c >= 0xE2;	/* Han and their signs; of three bytes or more */
}

/* Whether each of its characters is as wide as a Han character. */
static bool
all_wide(struct str s)
{
	for (size_t i = 0; i < s.n; i += utf8_len((unsigned char)s.p[i]))
		if (!is_wide(s.p[i]))
			return false;
	return true;
}

static float
em_of(const struct paper *p, const struct paper_word *w)
{
	struct str s = word_str(p, w);
	size_t n = !p->pictures && all_wide(s) ? utf8_count(s) : 0;

	return n > 0 ? (w->right - w->left) / (float)n : (w->bottom - w->top) * LATIN_HIGH;
}

const uint32_t paper_hanging[] = { U'，', U'。', U'、', U'；', U'：', U'！', U'？', U'”', U'’', U'）', U'》', U'」', U'】', U'〕',
	',', '.', ';', ':', '!', '?', ')', ']', '%', U'％', U'…', U'·', U'—', 0 };
const uint32_t paper_opening[] = { U'（', U'《', U'“', U'‘', U'「', U'【', U'〔', U'〈', '(', '[', '<', 0 };

bool
paper_is_one_of(uint32_t c, const uint32_t *signs)
{
	while (*signs != 0 && *signs != c)
		signs++;
	return *signs != 0;
}

uint32_t
paper_last_sign(struct str s)
{
	unsigned len;

	return utf8_get(utf8_back(str_end(s), s.p), str_end(s), &len);
}

/* ---- words to pieces ---- */

static float
middle(const struct paper_word *w)
{
	return (w->top + w->bottom) / 2;
}

struct sorting {
	float key;
	uint32_t i;
};

static int
compare_key(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->i < y->i ? -1 : x->i > y->i;
}

/* How wide Han are in a piece and how high; where it has none, what its height tells. */
static void
measure_piece(const struct sheet *s, struct piece *piece)
{
	float wide = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < piece->n; i++) {
		const struct paper_word *w = &s->paper->words.v[s->order.v[piece->first + i]];
		struct str words = word_str(s->paper, w);

		if (all_wide(words)) {
			wide += w->right - w->left;
			n += utf8_count(words);
			piece->high = w->bottom - w->top;
		}
	}
	piece->em = n > 0 ? wide / (float)n : (piece->box.bottom - piece->box.top) * LATIN_HIGH;
}

/* Where a word ends, without a wide sign that may hang over the end of a row. */
static float
solid_end(const struct paper *p, const struct paper_word *w)
{
	struct str s = word_str(p, w);
	uint32_t c = paper_last_sign(s);

	return c >= 0x2000 && paper_is_one_of(c, paper_hanging) ? w->right - em_of(p, w) : w->right;
}

/* A wide gap between two words of a row; a gutter may be hidden by a sign that hangs into it. */
static bool
parts_pieces(const struct paper *p, const struct piece *before, const struct paper_word *w)
{
	float gap = w->left - before->box.right, em = em_of(p, w);

	return gap > PIECE * em || (before->solid < before->box.right && gap > HIDDEN * em);
}

/*
 * A row that had too few characters to be justified stands wide apart, but
 * evenly. Returns where such a run ends that begins with word i of the row, or i.
 */
static size_t
run_end(const struct paper *p, const struct sorting *v, size_t n, size_t i)
{
	const struct paper_word *words = p->words.v;
	float gap = 0;
	size_t k = i;

	for (; k + 1 < n; k++) {
		const struct paper_word *a = &words[v[k].i], *b = &words[v[k + 1].i];
		float next = b->left - a->right, em = em_of(p, a);

		if (utf8_count(word_str(p, a)) > 1 || utf8_count(word_str(p, b)) > 1 || next > RUN_GAP * em ||
		    (k > i && fabsf(next - gap) > RUN_ALIKE * em))
			break;
		gap = k == i ? next : gap;
	}
	return k - i >= RUN_LEAST ? k : i;
}

/* Words of one row, by their left sides: cut where the gap is wide. */
static void
cut_pieces(struct sheet *s, struct sorting *v, size_t n)
{
	const struct paper_word *words = s->paper->words.v;
	struct piece *piece = NULL;
	size_t run = 0;

	for (size_t i = 0; i < n; i++)
		v[i].key = words[v[i].i].left;
	qsort(v, n, sizeof *v, compare_key);
	for (size_t i = 0; i < n; i++) {
		const struct paper_word *w = &words[v[i].i];
		struct box box = { w->left, w->right, w->top, w->bottom };

		if (piece == NULL || (i > run && parts_pieces(s->paper, piece, w))) {
			if (piece != NULL)
				measure_piece(s, piece);
			piece = array_add(s->arena, &s->pieces);
			*piece = (struct piece){ .box = box, .page = w->page, .first = (uint32_t)s->order.n };
		}
		*array_add(s->arena, &s->order) = v[i].i;
		piece->n++;
		box_add(&piece->box, &box);
		piece->solid = solid_end(s->paper, w);
		if (i >= run)
			run = run_end(s->paper, v, n, i);
	}
	if (piece != NULL)
		measure_piece(s, piece);
}

/* The words [from, to) of one page: rows are those whose middles are near each other. */
static void
take_page(struct sheet *s, size_t from, size_t to, struct sorting *v)
{
	const struct paper_word *words = s->paper->words.v;
	size_t n = 0, begin = 0;

	for (size_t i = from; i < to; i++)
		if (words[i].to > words[i].from)
			v[n++] = (struct sorting){ middle(&words[i]), (uint32_t)i };
	qsort(v, n, sizeof *v, compare_key);
	for (size_t i = 1; i <= n; i++) {
		const struct paper_word *w = &words[v[i - 1].i];
		float high = w->bottom - w->top;

		if (i < n && v[i].key - v[i - 1].key <= high * BASELINE && v[i].key - v[begin].key <= high * ROW_SPAN)
			continue;
		cut_pieces(s, v + begin, i - begin);
		begin = i;
	}
}

static void
take_words(struct sheet *s)
{
	const struct paper_word *words = s->paper->words.v;
	size_t n = s->paper->words.n;
	struct sorting *v = arena_resize(s->arena, NULL, (n + 1) * sizeof *v);

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && words[to].page == words[from].page; to++)
			;
		take_page(s, from, to, v);
	}
	arena_drop(s->arena, v);
}

/* ---- blanks ---- */

/* What stands between two words of a piece. */
struct gap {
	float em;		/* how wide */
	bool han_before, han_behind;
};

static struct gap
gap_between(const struct sheet *s, uint32_t before, uint32_t behind, float em)
{
	const struct paper_word *a = &s->paper->words.v[before], *b = &s->paper->words.v[behind];

	return (struct gap){ (b->left - a->right) / (em > 0 ? em : 1),
	    is_wide(utf8_back(s->paper->chars.v + a->to, s->paper->chars.v)[0]), is_wide(s->paper->chars.v[b->from]) };
}

static struct gap
gap_before(const struct sheet *s, const struct piece *piece, uint32_t i)
{
	return gap_between(s, s->order.v[piece->first + i - 1], s->order.v[piece->first + i], piece->em);
}

#define EVEN_LEAST 3	/* gaps between Han that make a row a justified one */
#define EVEN_MOST 64	/* … that are asked */

static int
compare_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

#define STRETCHED 0.12f	/* of an em: further apart, each character is a word */
#define STRETCHED_LEAST 0.003f	/* … less is no more than how figures are rounded */
#define UNEVEN 0.1f	/* em: rows that are justified are not so quite evenly */
#define NATURAL 10	/* one row of so many is not stretched at all */

/* How wide most Han are; and for their height, where rows are not justified. */
static void
learn_natural(struct sheet *s)
{
	float *v = arena_resize(s->arena, NULL, (s->pieces.n + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < s->pieces.n; i++)
		v[i] = s->pieces.v[i].em;
	qsort(v, s->pieces.n, sizeof *v, compare_float);
	s->usual = s->pieces.n > 0 ? v[s->pieces.n / 2] : 0;

	for (size_t i = 0; i < s->pieces.n; i++)
		if (s->pieces.v[i].high > 0)
			v[n++] = s->pieces.v[i].em / s->pieces.v[i].high;
	if (n > 0) {
		qsort(v, n, sizeof *v, compare_float);
		s->natural = v[n / NATURAL];
	}
	arena_drop(s->arena, v);
}

/* No two Han characters of a piece stand close enough to be a word. */
static bool
all_apart(const struct sheet *s, const struct piece *piece)
{
	for (uint32_t i = 0; i < piece->n; i++) {
		struct str words = word_str(s->paper, &s->paper->words.v[s->order.v[piece->first + i]]);
		size_t wide = 0;

		for (size_t k = 0; k < words.n; k += utf8_len((unsigned char)words.p[k]))
			wide += is_wide(words.p[k]);
		if (wide > 1)
			return false;
	}
	return true;
}

/* In ink no two characters are as wide: the middle one of a page is taken for all of them. */
static void
even_out(struct sheet *s)
{
	float *v = arena_resize(s->arena, NULL, (s->pieces.n + 1) * sizeof *v);

	for (size_t from = 0, to; from < s->pieces.n; from = to) {
		size_t n = 0;

		for (to = from; to < s->pieces.n && s->pieces.v[to].page == s->pieces.v[from].page; to++)
			if (s->pieces.v[to].high > 0)
				v[n++] = s->pieces.v[to].em;
		if (n > 0)
			qsort(v, n, sizeof *v, compare_float);
		for (size_t i = from; i < to && n > 0; i++)
			s->pieces.v[i].em = v[n / 2];
	}
	arena_drop(s->arena, v);
}

/* How a row is set. */
struct setting {
	float even;		/* em: any two characters stand so far apart, for it is justified */
	float blank;		/* em: what is more is a blank, beside Han */
	bool ink;		/* boxes are those of what is painted: narrower, and not alike */
};

/* By the gaps between its Han, where each is a word; else by how wide words are. */
static struct setting
setting_of(const struct sheet *s, const struct piece *piece)
{
	float gaps[EVEN_MOST], stretched = piece->high > 0 ? piece->em / (s->natural * piece->high) - 1 : 0;
	size_t n = 0;

	if (s->paper->pictures)
		return (struct setting){ .ink = true };
	for (uint32_t i = 1; i < piece->n && n < EVEN_MOST; i++) {
		struct gap g = gap_before(s, piece, i);

		if (g.han_before && g.han_behind)
			gaps[n++] = g.em;
	}
	if (n >= EVEN_LEAST && all_apart(s, piece)) {
		qsort(gaps, n, sizeof gaps[0], compare_float);
		return (struct setting){ gaps[n / NATURAL], s->blank + UNEVEN, false };
	}
	if (stretched < STRETCHED_LEAST || stretched > STRETCHED)
		return (struct setting){ 0, s->blank, false };
	return (struct setting){ stretched, s->blank + UNEVEN, false };
}

#define BINS 50
#define BIN 0.01f	/* em */
#define MADE_LEAST 0.06f	/* em: what is less is no gap */
#define MADE_MOST 0.3f	/* em: office programs part Han and figures by a fifth to a quarter */
#define MADE_MORE 0.03f	/* em: they are not all alike */

/* Counts the gaps between Han and other signs, by their width. */
static void
count_gaps(const struct sheet *s, const struct piece *piece, unsigned bins[BINS])
{
	struct setting set = setting_of(s, piece);

	for (uint32_t i = 1; i < piece->n; i++) {
		struct gap g = gap_before(s, piece, i);
		float wide = g.em - set.even;

		if (g.han_before != g.han_behind && wide >= MADE_LEAST && wide < BIN * BINS)
			bins[(int)(wide / BIN)]++;
	}
}

/*
 * Layouts put a gap between Han and figures that nobody typed. It is the one
 * that most of them are parted by; what is wider was typed.
 */
static void
learn_blank(struct sheet *s)
{
	unsigned bins[BINS] = { 0 }, best = 0;
	int at = 0;

	for (size_t i = 0; i < s->pieces.n; i++)
		count_gaps(s, &s->pieces.v[i], bins);
	for (int i = 1; i + 1 < BINS; i++) {
		unsigned n = bins[i - 1] + bins[i] + bins[i + 1];

		if (n > best) {
			best = n;
			at = i;
		}
	}
	s->blank = best > 0 && (float)at * BIN <= MADE_MOST ? (float)(at + 1) * BIN + MADE_MORE : BESIDE_HAN;
}

static struct str
blank_of(struct gap g, struct setting set)
{
	float wide = g.em - set.even;

	if (set.ink)
		return wide > (g.han_before || g.han_behind ? WIDE_INK : LETTERS_INK) ? STR(" ") : STR("");
	if (g.han_before && g.han_behind)
		return wide > WIDE ? STR("　") : wide > BETWEEN_HAN ? STR(" ") : STR("");
	if (!g.han_before && !g.han_behind)
		return g.em > LETTERS ? STR(" ") : STR("");
	return wide > set.blank ? STR(" ") : STR("");
}

static char *
put(char *to, struct str s)
{
	return mempcpy(to, s.p, s.n);
}

static char *
put_piece(const struct sheet *s, const struct piece *piece, char *to)
{
	struct setting set = setting_of(s, piece);

	for (uint32_t i = 0; i < piece->n; i++) {
		if (i > 0)
			to = put(to, blank_of(gap_before(s, piece, i), set));
		to = put(to, word_str(s->paper, &s->paper->words.v[s->order.v[piece->first + i]]));
	}
	return to;
}

static size_t
bytes_of(const struct sheet *s, const struct piece *piece)
{
	size_t n = 0;

	for (uint32_t i = 0; i < piece->n; i++) {
		const struct paper_word *w = &s->paper->words.v[s->order.v[piece->first + i]];

		n += w->to - w->from + strlen("　");
	}
	return n;
}

/* How wide letters are: those of its first word that has no Han. */
static float
latin_of(const struct sheet *s, const struct piece *piece)
{
	for (uint32_t i = 0; i < piece->n; i++) {
		const struct paper_word *w = &s->paper->words.v[s->order.v[piece->first + i]];

		if (!is_wide(s->paper->chars.v[w->from]))
			return (w->right - w->left) / (float)utf8_count(word_str(s->paper, w));
	}
	return piece->em / 2;
}

struct paper_row
paper_row_of(struct sheet *s, const uint32_t *pieces, size_t n, uint32_t column)
{
	const struct piece *first = &s->pieces.v[pieces[0]];
	struct paper_row row = { .box = first->box, .em = first->em, .page = first->page, .column = column,
	    .latin = latin_of(s, first) };
	size_t bytes = 0, longest = 0;
	uint32_t last = 0;
	char *text, *to;

	for (size_t i = 0; i < n; i++)
		bytes += bytes_of(s, &s->pieces.v[pieces[i]]) + strlen("　");
	text = to = arena_alloc(s->arena, bytes + 1);
	for (size_t i = 0; i < n; i++) {
		const struct piece *piece = &s->pieces.v[pieces[i]];

		if (i > 0)
			to = put(to, blank_of(gap_between(s, last, s->order.v[piece->first], piece->em),
			    setting_of(s, piece)));
		to = put_piece(s, piece, to);
		last = s->order.v[piece->first + piece->n - 1];
		box_add(&row.box, &piece->box);
		if (piece->n > longest) {
			longest = piece->n;
			row.em = piece->em;
		}
	}
	row.text = str_trim(str_of(text, to));
	return row;
}

/* ---- running heads and page numbers ---- */

#define OUTER 3		/* rows at either end of a page that may be furniture */
#define SAME 0.35f	/* em: places so near are one */

/* A row of a page as it is seen, over all columns. */
struct strip {
	struct str text;
	float top, em;
	size_t from, to;	/* pieces */
};

enum { HEAD, FOOT, ENDS };

/* The outermost rows of a page: its head from above, its foot from below. */
struct edges {
	struct strip v[ENDS][OUTER];
	unsigned n;
	uint32_t page;
};

typedef ARRAY(struct edges) edges_array;

static struct strip
strip_of(struct sheet *s, size_t from, size_t to)
{
	enum { ASKED = 16 };
	uint32_t ids[ASKED] = { (uint32_t)from };
	size_t n = 0;

	for (size_t i = from; i < to && n < ASKED; i++)
		ids[n++] = (uint32_t)i;
	return (struct strip){ paper_row_of(s, ids, n, 0).text, s->pieces.v[from].box.top, s->pieces.v[from].em,
	    from, to };
}

/* Where the row of a page ends that begins with piece `from`; pieces stand row by row. */
static size_t
row_behind(const struct sheet *s, size_t from, size_t to)
{
	size_t i = from + 1;

	while (i < to && beside(&s->pieces.v[from].box, &s->pieces.v[i].box, 0.5f))
		i++;
	return i;
}

static size_t
row_ahead(const struct sheet *s, size_t from, size_t to)
{
	size_t i = to - 1;

	while (i > from && beside(&s->pieces.v[to - 1].box, &s->pieces.v[i - 1].box, 0.5f))
		i--;
	return i;
}

static void
find_edges(struct sheet *s, size_t from, size_t to, edges_array *out)
{
	struct edges *e = array_add(s->arena, out);

	e->page = s->pieces.v[from].page;
	while (e->n < OUTER && from < to) {
		size_t behind = row_behind(s, from, to), ahead = row_ahead(s, from, to);

		e->v[HEAD][e->n] = strip_of(s, from, behind);
		e->v[FOOT][e->n++] = strip_of(s, ahead, to);
		if (behind >= ahead)
			break;
		from = behind;
		to = ahead;
	}
}

/* 3; 第3页 共9页: the first number, or -1 where other words stand there; whether a sign says what it is. */
static int
numbers_only(struct str s, bool *signs)
{
	static const struct str around[] = { STR("第"), STR("页"), STR("共"), STR("，"), STR(" "), STR("　") };
	enum { MOST = 9999 };
	int first = -1;
	bool open = true;
	unsigned len;

	*signs = false;
	for (const char *p = s.p; p < str_end(s); p += len) {
		int d = utf8_digit(utf8_get(p, str_end(s), &len));

		if (d < 0 && !str_starts_any(str_of(p, str_end(s)), around, sizeof around / sizeof around[0]))
			return -1;
		*signs |= str_starts(str_of(p, str_end(s)), STR("页"));
		if (d >= 0 && open)
			first = (first < 0 ? 0 : first * 10) + d;
		if (first > MOST)
			return -1;
		open &= first < 0 || d >= 0;
	}
	return first;
}

/* A bare number is that of the page where it runs on with the pages. */
static bool
is_page_number(const edges_array *all, size_t i, int end, unsigned k)
{
	const struct edges *e = &all->v[i];
	bool signs;
	int value = numbers_only(e->v[end][k].text, &signs);

	if (row_page_number(e->v[end][k].text) != 0)	/* - 3 - */
		return true;
	if (value < 0 || signs)
		return value >= 0;
	if (e->v[end][k].to - e->v[end][k].from > 1)
		return false;	/* a row of figures */
	if (value == (int)e->page)
		return true;
	for (size_t j = i == 0 ? 0 : i - 1; j < all->n && j <= i + 1; j++) {
		const struct edges *other = &all->v[j];
		int there = k < other->n ? numbers_only(other->v[end][k].text, &signs) : -1;

		if (j != i && there >= 0 && there - value == (int)other->page - (int)e->page)
			return true;
	}
	return false;
}

static bool
alike(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n && k < b.n) {
		bool digit = a.p[i] >= '0' && a.p[i] <= '9', other = b.p[k] >= '0' && b.p[k] <= '9';

		if (digit != other || (!digit && a.p[i] != b.p[k]))
			return false;
		for (i++; digit && i < a.n && a.p[i] >= '0' && a.p[i] <= '9'; i++)
			;
		for (k++; digit && k < b.n && b.p[k] >= '0' && b.p[k] <= '9'; k++)
			;
	}
	return i == a.n && k == b.n;
}

#define LARGER 1.2f	/* … than most characters */
#define ROW_PIECES 3	/* a row of so many is that of a table: its first page keeps it */

/*
 * The same stands at the same height of a page near by: left and right pages
 * may have their own. No running head is larger than the text: a title is,
 * though papers in one file may all have the same.
 */
static bool
is_repeated(const struct sheet *s, const edges_array *all, size_t i, int end, unsigned k)
{
	const struct strip *strip = &all->v[i].v[end][k];
	bool row = strip->to - strip->from >= ROW_PIECES;

	if (strip->em > LARGER * s->usual)
		return false;
	for (size_t j = i < 2 ? 0 : i - 2; j < all->n && j <= i + 2; j++)
		for (unsigned m = 0; m < all->v[j].n && j != i && (j < i || !row); m++) {
			const struct strip *other = &all->v[j].v[end][m];

			if (fabsf(other->top - strip->top) < SAME * strip->em && alike(other->text, strip->text))
				return true;
		}
	return false;
}

static void
drop(struct sheet *s, const struct strip *strip)
{
	for (size_t i = strip->from; i < strip->to; i++)
		s->pieces.v[i].dropped = true;
	s->dropped++;
}

/* From outside in, up to the first row that is of the text. */
static void
drop_furniture(struct sheet *s, const edges_array *all)
{
	for (size_t i = 0; i < all->n; i++)
		for (int end = HEAD; end < ENDS; end++)
			for (unsigned k = 0; k < all->v[i].n; k++) {
				if (!is_page_number(all, i, end, k) && !is_repeated(s, all, i, end, k))
					break;
				drop(s, &all->v[i].v[end][k]);
			}
}

/* ---- lines ---- */

struct writing {
	struct lines out;
	struct chrome chrome;
	size_t joined, dropped;
};

/* lines_put_clean makes a TAB a blank: the cells one by one. */
static void
put_cells(struct writing *w, const struct paper_row *row)
{
	struct str rest = row->text;

	for (size_t n; (n = str_find(rest, STR("\t"), 0)) != STR_NONE; rest = str_slice(rest, n + 1, rest.n)) {
		lines_put_clean(&w->out, str_slice(rest, 0, n));
		lines_putc(&w->out, '\t');
	}
	lines_put_clean(&w->out, rest);
	lines_close(&w->out, LINE_ROW, row->page);
}

/* The rows from..to are one paragraph; one row may be furniture of a site. */
static void
put_paragraph(struct writing *w, const struct sheet *s, size_t from, size_t to)
{
	const struct paper_row *rows = s->rows.v;

	if (from == to && chrome_judge(&w->chrome, rows[from].text) == CHROME_ROW) {
		w->dropped++;
		return;
	}
	for (size_t i = from; i <= to; i++) {
		if (i > from && paper_parts_words(rows[i - 1].text, rows[i].text))
			lines_putc(&w->out, ' ');
		lines_put_clean(&w->out, rows[i].text);
	}
	lines_close(&w->out, LINE_PLAIN, rows[from].page);
	w->joined += to - from;
}

static void
put_rows(struct writing *w, struct sheet *s)
{
	enum joint *joints = arena_resize(s->arena, NULL, (s->rows.n + 1) * sizeof *joints);
	size_t from = 0;

	paper_measure(s);
	paper_joints(s, joints);
	for (size_t i = 0; i < s->rows.n; i++) {
		if (i + 1 < s->rows.n && joints[i] == JOINT_ONE)
			continue;
		if (s->rows.v[from].table)
			put_cells(w, &s->rows.v[from]);
		else
			put_paragraph(w, s, from, i);
		from = i + 1;
	}
}

static void
say(struct writing *w, enum note_code code, size_t n)
{
	if (n > 0)
		lines_note(&w->out, code, 0, 0, arena_printf(w->out.a, "%zu", n));
}

static void
put_in_order(struct sheet *s)
{
	for (size_t from = 0, to; from < s->pieces.n; from = to) {
		for (to = from; to < s->pieces.n && s->pieces.v[to].page == s->pieces.v[from].page; to++)
			;
		paper_order(s, from, to);
	}
}

static void
order_pages(struct sheet *s)
{
	edges_array edges = { 0 };

	for (size_t from = 0, to; from < s->pieces.n; from = to) {
		for (to = from; to < s->pieces.n && s->pieces.v[to].page == s->pieces.v[from].page; to++)
			;
		find_edges(s, from, to, &edges);
	}
	drop_furniture(s, &edges);
	put_in_order(s);
	if (s->known.n > 0) {
		s->rows.n = s->columns.n = 0;
		put_in_order(s);
	}
}

void
paper_write(struct paper *p, struct text *t)
{
	struct sheet s = { .arena = p->arena, .paper = p };
	struct writing *w = arena_zalloc(p->arena, sizeof *w);

	take_words(&s);
	if (p->pictures)
		even_out(&s);
	learn_natural(&s);
	learn_blank(&s);
	order_pages(&s);
	lines_begin(&w->out, p->arena, t, p->chars.n + p->words.n);
	chrome_prepare(&w->chrome);
	put_rows(w, &s);
	lines_end(&w->out);
	say(w, NOTE_JOINED, w->joined);
	say(w, NOTE_CHROME, w->dropped + s.dropped);
}

#include "base/map.h"
#include "base/utf8.h"
#include "read/paper_inside.h"
#include "read/row.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_SHARE 12		/* one row of so many that begins further left is no exception */
#define NEAR 0.35f		/* em: places so near are one */
#define INDENT 0.7f		/* em: less is none */
#define INDENT_MOST 4.0f
#define INDENTED_LEAST 2	/* rows with the same indent that make it one of paragraphs */
#define END_NEAR 1.5f		/* em: the row that reaches furthest has another one so near */
#define TOLERANCE 0.06f		/* em */
#define MADE_GAP 0.25f		/* em: what layouts put between Han and figures */
#define CENTRED 1.5f		/* em: what stands in the middle has as much free on both sides */
#define SIZE_HIGH 1.3f		/* rows of one paragraph are no more than so much higher than others, … */
#define SIZE_WIDE 1.4f		/* … or wider */
#define SIZE_INK 1.7f		/* higher, where only what is painted counts */
#define RAGGED 3.0f		/* em: rows of an indented paragraph end so near where signs keep together */

/* ---- what stands at either end of a row ---- */

static uint32_t
first_sign(struct str s)
{
	unsigned len;

	return utf8_get(s.p, str_end(s), &len);
}

static float
reach(const struct paper_row *r)
{
	uint32_t c = paper_last_sign(r->text);

	if (!paper_is_one_of(c, paper_hanging))
		return r->box.right;
	return r->box.right - (c >= 0x2000 ? r->em : r->latin);
}

static bool
is_latin(char c)
{
	return c > ' ' && (unsigned char)c < 0x80;
}

/* Past signs of a kind; *wide grows by what they take. */
static const char *
skip_signs(const struct paper_row *r, const char *p, const uint32_t *signs, float *wide)
{
	const char *end = str_end(r->text);
	unsigned len;

	for (; p < end && paper_is_one_of(utf8_get(p, end, &len), signs); p += len)
		*wide += len > 1 ? r->em : r->latin;
	return p;
}

/* The letters and figures at p; *cut is where a line may be broken first: behind a hyphen. */
static const char *
skip_latin(const struct paper_row *r, const char *p, size_t *cut)
{
	size_t n = 0;

	for (*cut = 0; p + n < str_end(r->text) && is_latin(p[n]); n++)
		if (*cut == 0 && n > 0 && (p[n] == '-' || p[n] == '/'))
			*cut = n + 1;
	*cut = *cut == 0 ? n : *cut;
	return p + n;
}

/*
 * How wide what a row begins with is that no line is broken in: at least, and
 * at most, where closing signs do not hang over the end and quotes hold fast.
 */
static void
first_unit(const struct paper_row *r, float *least, float *most)
{
	static const uint32_t quotes[] = { '"', '\'', 0 };
	const char *end = str_end(r->text), *core, *p;
	float wide = 0;
	size_t cut;

	core = skip_signs(r, r->text.p, paper_opening, &wide);
	p = skip_latin(r, core, &cut);
	if (core == end || p > core) {
		*least = wide + r->latin * (float)cut;
		*most = wide + r->latin * (float)(p - core) + r->em * MADE_GAP;
		skip_signs(r, p, paper_hanging, most);
		return;
	}
	*least = *most = wide + r->em;
	core = p + utf8_len((unsigned char)*p);
	p = skip_signs(r, core < end ? core : end, paper_hanging, most);
	if (p < end && paper_is_one_of((unsigned char)*p, quotes))
		*most += r->latin + r->em;
	if (p > core)
		*most += r->latin * (float)(skip_latin(r, p, &cut) - p);
}

/* ---- columns ---- */

static int
compare_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

#define WHOLE_PAGE 1	/* key of the column that is none beside another */
#define PITCHES 64
#define PITCH 0.05f	/* em */

struct rows_of {
	float *lefts, *rights;
	size_t n;
	uint32_t page;		/* of the last row */
	unsigned pitches[PITCHES];
	float em;
};

/* The leftmost of n sorted places that is no exception. */
static float
margin_of(const float *v, size_t n, float em)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		while (k < n && v[k] - v[i] < NEAR * em)
			k++;
		if ((k - i) * LEAST_SHARE >= n)
			return v[i];
	}
	return v[0];
}

/* The furthest of n sorted places that has another near. */
static float
end_of(const float *v, size_t n, float em)
{
	for (size_t i = n - 1; i > 0; i--)
		if (v[i] - v[i - 1] < END_NEAR * em)
			return v[i];
	return v[n - 1];
}

#define EDGE_ROWS 8
#define EDGE_SHARE 3
#define EDGE_FREE 0.15f		/* of the column: margins of a page are not so different */

/* Enough rows end there to show where they are broken. */
static bool
is_edge(const struct rows_of *all, float end)
{
	size_t near = 0;

	for (size_t i = 0; i < all->n; i++)
		near += all->rights[i] > end - END_NEAR * all->em;
	return all->n >= EDGE_ROWS && near * EDGE_SHARE >= all->n;
}

/* Where rows would end if the page had as much free at both sides; no nearer than they do. */
static float
opposite_edge(const struct sheet *s, uint32_t page, const struct column *c)
{
	float wide = page > 0 && page <= s->paper->pages.n ? s->paper->pages.v[page - 1] : 0;
	float edge = wide - c->margin;

	return edge - c->end > EDGE_FREE * (c->end - c->margin) ? edge : c->end;
}

/* The indent that the most rows have, if they are enough; else 0. */
static float
indent_most_have(const struct rows_of *all, float margin)
{
	float best = 0;
	size_t most = 0;

	for (size_t i = 0, k; i < all->n; i = k > i ? k : i + 1) {
		float indent = all->lefts[i] - margin;

		for (k = i; k < all->n && all->lefts[k] - all->lefts[i] < NEAR * all->em; k++)
			;
		if (indent > INDENT * all->em && indent < INDENT_MOST * all->em && k - i > most) {
			most = k - i;
			best = indent;
		}
	}
	return most >= INDENTED_LEAST ? best : 0;
}

static void
measure(struct sheet *s, uint32_t column, struct rows_of *all)
{
	struct column *c = &s->columns.v[column];
	unsigned most = 0;

	if (all->n == 0)
		return;
	qsort(all->lefts, all->n, sizeof *all->lefts, compare_float);
	qsort(all->rights, all->n, sizeof *all->rights, compare_float);
	c->margin = margin_of(all->lefts, all->n, all->em);
	c->end = end_of(all->rights, all->n, all->em);
	if (c->key == WHOLE_PAGE && !is_edge(all, c->end))
		c->end = opposite_edge(s, all->page, c);
	c->indent = indent_most_have(all, c->margin);
	for (int i = 0; i < PITCHES; i++)
		if (all->pitches[i] > most) {
			most = all->pitches[i];
			c->pitch = ((float)i + 0.5f) * PITCH * all->em;
		}
}

/* The distance to the row above, where that is one of the same column. */
static void
take_pitch(const struct sheet *s, size_t i, struct rows_of *all)
{
	const struct paper_row *r = &s->rows.v[i], *above = i == 0 ? NULL : r - 1;
	float down = above == NULL ? 0 : (r->box.bottom - above->box.bottom) / r->em / PITCH;

	if (above != NULL && above->column == r->column && above->page == r->page && down > 0 && down < PITCHES)
		all->pitches[(int)down]++;
}

/* Rows [from, to) of one page that are no column beside another: are they one of those of other pages, alone? */
static uint32_t
lone_column(const struct sheet *s, const struct box *boxes, size_t from, size_t to)
{
	const struct paper_row *rows = s->rows.v;

	for (uint32_t c = 0; c < s->columns.n; c++) {
		size_t within = 0, full = 0;

		if (c == rows[from].column || s->columns.v[c].page != s->columns.v[rows[from].column].page ||
		    boxes[c].right <= boxes[c].left)
			continue;
		for (size_t i = from; i < to; i++) {
			within += rows[i].box.left >= boxes[c].left - rows[i].em / 2 &&
			    rows[i].box.right <= boxes[c].right + rows[i].em;
			full += rows[i].box.right >= boxes[c].right - END_NEAR * rows[i].em;
		}
		if (within == to - from && full >= 2)
			return c;
	}
	return rows[from].column;
}

static void
find_lone_columns(struct sheet *s)
{
	struct box *boxes = arena_zalloc(s->arena, (s->columns.n + 1) * sizeof *boxes);
	struct paper_row *rows = s->rows.v;

	for (size_t i = 0; i < s->rows.n; i++) {
		struct box *b = &boxes[rows[i].column];

		if (rows[i].table || s->columns.v[rows[i].column].key == WHOLE_PAGE)
			continue;
		if (b->right <= b->left)
			*b = rows[i].box;
		box_add(b, &rows[i].box);
	}
	for (size_t from = 0, to; from < s->rows.n; from = to) {
		uint32_t own = rows[from].column, found;

		for (to = from + 1; to < s->rows.n && rows[to].page == rows[from].page && rows[to].column == own; to++)
			;
		if (s->columns.v[own].key != WHOLE_PAGE || rows[from].table)
			continue;
		found = lone_column(s, boxes, from, to);
		for (size_t i = from; i < to; i++)
			rows[i].column = found;
	}
}

void
paper_measure(struct sheet *s)
{
	struct rows_of *all = arena_zalloc(s->arena, (s->columns.n + 1) * sizeof *all);
	float *room = arena_alloc(s->arena, (2 * s->rows.n + 1) * sizeof *room);

	find_lone_columns(s);
	for (size_t i = 0; i < s->rows.n; i++)
		all[s->rows.v[i].column].n += !s->rows.v[i].table;
	for (size_t i = 0; i < s->columns.n; i++) {
		all[i].lefts = room;
		all[i].rights = room + all[i].n;
		room += 2 * all[i].n;
		all[i].n = 0;
	}
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct paper_row *r = &s->rows.v[i];
		struct rows_of *in = &all[r->column];

		if (r->table)
			continue;
		in->em = in->n == 0 || r->em < in->em ? r->em : in->em;
		in->page = r->page;
		in->lefts[in->n] = r->box.left;
		in->rights[in->n++] = reach(r);
		take_pitch(s, i, in);
	}
	for (size_t i = 0; i < s->columns.n; i++)
		measure(s, (uint32_t)i, &all[i]);
}

/* ---- two rows ---- */

bool
paper_was_full(const struct paper_row *a, float end, const struct paper_row *b)
{
	float least, most;

	first_unit(b, &least, &most);
	return end - a->box.right < (least + most) / 2 + TOLERANCE * a->em;
}

bool
paper_parts_words(struct str before, struct str behind)
{
	const char *p = str_end(before), *q = behind.p;

	if (!is_latin(p[-1]) || !is_latin(*q) || p[-1] == '-')
		return false;
	for (; p > before.p && is_latin(p[-1]); p--)
		if (strchr("@./:", p[-1]) != NULL)
			return false;
	for (; q < str_end(behind) && is_latin(*q); q++)
		if (*q == '@')
			return false;
	return true;
}

/* How a paragraph may begin: with a number of this form, or a label. */
static struct str
beginning(struct str s)
{
	enum { LABEL_MOST = 10 * 3 };
	struct str head = str_slice(s, 0, LABEL_MOST + 3);
	size_t wide = str_find(head, STR("："), 0), narrow = str_find(head, STR(":"), 0);
	size_t at = wide < narrow ? wide : narrow;

	if (row_start(s) >= ROW_FIGURE)
		return STR("");
	head = str_slice(s, 0, at == STR_NONE ? 0 : at);
	if (head.n < 2 * 3 || str_has(head, STR("，")) || str_has(head, STR("。")))
		return (struct str){ NULL, 0 };
	return head;
}

static bool
is_number_sign(uint32_t c)
{
	static const uint32_t han[] = { U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九', U'十', U'百', 0 };

	return utf8_digit(c) >= 0 || paper_is_one_of(c, han);
}

#define FORM_SIGNS 8

/*
 * The number that s begins with, as "1" where it is the first and else "#":
 * （1）, #、, 第#条; or the label. Empty where s begins with neither.
 */
static struct str
form_of(struct arena *a, struct str s)
{
	static const uint32_t before[] = { U'（', U'(', U'第', 0 };
	struct str label = beginning(s);
	char form[4 * FORM_SIGNS], *to = form;
	const char *p = s.p, *end = str_end(s);
	bool number = false, circled = first_sign(s) >= U'①' && first_sign(s) <= U'⑳';
	unsigned len;

	if (label.n > 0)
		return label;
	if (label.p == NULL && !str_starts(s, STR("第")))
		return label;
	if (circled)
		return first_sign(s) == U'①' ? STR("①") : STR("②");
	for (int i = 0; p < end && i < 20 && to - form <= 4 * (FORM_SIGNS - 1); i++, p += len) {
		uint32_t c = utf8_get(p, end, &len);

		if (is_number_sign(c)) {
			if (!number)
				*to++ = c == U'一' || c == '1' ? '1' : '#';
			else
				to[-1] = '#';
			number = true;
			continue;
		}
		if (to == form || number || paper_is_one_of(c, before))
			to += utf8_put(to, c);
		if (number || !paper_is_one_of(c, before))
			break;
	}
	return number || label.p != NULL ? arena_str(a, str_of(form, to)) : (struct str){ NULL, 0 };
}

struct joining {
	struct sheet *sheet;
	struct map begun, within;	/* by form: paragraphs that begin so, and sentences inside of them */
	float hang;			/* where the rows of this paragraph but the first begin; below 0: at the margin */
	size_t first;			/* row of the paragraph */
	size_t middles, ends;		/* rows that go on in the next, and ends of sentences that end a paragraph */
};

/* How the sentences inside a row begin. */
static void
take_sentences(struct joining *j, struct str s)
{
	static const uint32_t ends[] = { U'。', U'；', U'：', U'！', U';', 0 };
	unsigned len;

	for (const char *p = s.p; p < str_end(s); p += len)
		if (paper_is_one_of(utf8_get(p, str_end(s), &len), ends) && p + len < str_end(s)) {
			struct str form = form_of(j->sheet->arena, str_of(p + len, str_end(s)));

			if (form.n > 0)
				++*map_put(j->sheet->arena, &j->within, form);
		}
}

static float
indent_of(const struct joining *j, const struct paper_row *r)
{
	return (r->box.left - j->sheet->columns.v[r->column].margin) / r->em;
}

static bool
same_size(const struct paper_row *a, const struct paper_row *b, bool ink)
{
	float high = a->box.bottom - a->box.top, other = b->box.bottom - b->box.top, most = ink ? SIZE_INK : SIZE_HIGH;

	return high < other * most && other < high * most && a->em < b->em * SIZE_WIDE && b->em < a->em * SIZE_WIDE;
}

/* Both are set in the middle, and at least one is shorter than the column. */
static bool
are_centred(const struct joining *j, const struct paper_row *a, const struct paper_row *b)
{
	const struct paper_row *both[] = { a, b };
	bool shorter = false;

	for (int i = 0; i < 2; i++) {
		const struct column *c = &j->sheet->columns.v[both[i]->column];
		float before = both[i]->box.left - c->margin, behind = c->end - both[i]->box.right;

		if (fabsf(before - behind) > CENTRED * both[i]->em ||
		    (c->indent > 0 && fabsf(before - c->indent) < NEAR * both[i]->em))
			return false;
		shorter |= before > NEAR * both[i]->em;
	}
	return shorter && a->column == b->column;
}

static struct row
look_at(struct str s)
{
	struct row r = { .s = s };

	row_look(&r);
	return r;
}

/* The second row of a paragraph may begin further right than a number that hangs before it. */
static bool
may_hang(struct joining *j, const struct paper_row *a, const struct paper_row *b)
{
	float more = indent_of(j, b) - indent_of(j, a);

	return a == &j->sheet->rows.v[j->first] && more > INDENT && more < INDENT_MOST &&
	    row_start(a->text) >= ROW_FIGURE && row_start(b->text) < ROW_FIGURE;
}

/* Where the next row begins as a paragraph does that has an indent, or as one that has none goes on. */
enum where { BEGINS, GOES_ON, UNKNOWN };

static enum where
where_of(struct joining *j, const struct paper_row *a, const struct paper_row *b, bool was_full)
{
	float indent = indent_of(j, b);

	if (j->hang >= 0)
		return fabsf(indent - j->hang) <= INDENT ? GOES_ON : BEGINS;
	if (indent > INDENT) {
		if (!was_full || !may_hang(j, a, b))
			return BEGINS;
		j->hang = indent;
		return GOES_ON;
	}
	return j->sheet->columns.v[b->column].indent > 0 ? GOES_ON : UNKNOWN;
}

/* The next row stands further below than rows of a paragraph do. */
static bool
is_far_below(const struct joining *j, const struct paper_row *a, const struct paper_row *b)
{
	const struct column *c = &j->sheet->columns.v[b->column];

	return a->column == b->column && a->page == b->page && c->pitch > 0 &&
	    b->box.bottom - a->box.bottom > c->pitch + NEAR * b->em;
}

/* No indent tells: a row of running text that had no room for more. */
static enum joint
joint_by_words(struct joining *j, const struct paper_row *a, const struct paper_row *b, bool sure)
{
	struct row end = look_at(a->text), start = look_at(b->text);

	if (start.start == ROW_CLOSER || (end.end == ROW_COMMA && start.start < ROW_FIGURE))
		return JOINT_ONE;
	if (is_far_below(j, a, b) || start.date)
		return JOINT_APART;
	if (start.start < ROW_FIGURE && (str_ends(a->text, STR("：")) || str_starts(b->text, STR("（"))))
		return JOINT_ONE;	/* paragraphs that a colon announces are numbered */
	if (end.end == ROW_FINAL && !sure)
		return JOINT_APART;
	return end.end == ROW_FINAL || start.start >= ROW_FIGURE ? JOINT_MAYBE : JOINT_ONE;
}

static enum joint
joint_of(struct joining *j, size_t i)
{
	const struct paper_row *a = &j->sheet->rows.v[i], *b = a + 1;
	const struct column *c = &j->sheet->columns.v[a->column];
	float least, most, room = c->end - a->box.right;
	enum row_end end;

	if (a->table || b->table || !same_size(a, b, j->sheet->paper->pictures))
		return JOINT_APART;
	first_unit(b, &least, &most);
	least += TOLERANCE * a->em;
	most += TOLERANCE * a->em + (is_latin(str_end(a->text)[-1]) && !is_latin(b->text.p[0]) ? MADE_GAP * a->em : 0);
	if (j->sheet->paper->pictures) {	/* signs are narrower in ink, and pages stand askew */
		least += a->em / 2;
		most += a->em;
	}
	if (are_centred(j, a, b))
		return c->end - c->margin - (a->box.right - a->box.left) < least ? JOINT_ONE : JOINT_APART;
	end = look_at(a->text).end;
	switch (where_of(j, a, b, room < most)) {
	case BEGINS:
		return JOINT_APART;
	case GOES_ON:
		return room < most || (end != ROW_FINAL && room < RAGGED * a->em + most) ? JOINT_ONE : JOINT_APART;
	case UNKNOWN:
		break;
	}
	if (room >= most)
		return end == ROW_COMMA && room < most + a->em ? JOINT_ONE : JOINT_APART;
	return joint_by_words(j, a, b, room < least);
}

/* Words that begin a paragraph of their own at the end of a paper. */
static bool
begins_closing(struct str s)
{
	static const struct str words[] = { STR("欢迎"), STR("公告期"), STR("公示期"), STR("通告期"), STR("特此"), STR("附件") };

	return str_starts_any(s, words, sizeof words / sizeof words[0]);
}

/* What begins row b is found more often where paragraphs begin, or inside of them? */
static enum joint
joint_by_custom(struct joining *j, size_t i)
{
	struct str s = j->sheet->rows.v[i + 1].text, form = form_of(j->sheet->arena, s);
	uint32_t begun = form.n == 0 ? 0 : *map_put(j->sheet->arena, &j->begun, form);
	uint32_t within = form.n == 0 ? 0 : *map_put(j->sheet->arena, &j->within, form);

	if (begun != within)
		return begun > within ? JOINT_APART : JOINT_ONE;
	if (form.n > 0)
		return row_start(s) >= ROW_FIGURE ? JOINT_APART : JOINT_ONE;
	return j->middles >= j->ends && !begins_closing(s) ? JOINT_ONE : JOINT_APART;
}

void
paper_joints(struct sheet *s, enum joint *joints)
{
	struct joining *j = arena_zalloc(s->arena, sizeof *j);

	j->sheet = s;
	j->hang = -1;
	for (size_t i = 0; i < s->rows.n; i++) {
		struct str form;

		take_sentences(j, s->rows.v[i].text);
		if (i + 1 == s->rows.n)
			break;
		joints[i] = joint_of(j, i);
		j->middles += joints[i] == JOINT_ONE;
		if (joints[i] != JOINT_APART)
			continue;
		j->ends += look_at(s->rows.v[i].text).end == ROW_FINAL;
		j->hang = -1;
		j->first = i + 1;
		form = form_of(s->arena, s->rows.v[i + 1].text);
		if (form.n > 0)
			++*map_put(s->arena, &j->begun, form);
	}
	for (size_t i = 0; i + 1 < s->rows.n; i++)
		if (joints[i] == JOINT_MAYBE)
			joints[i] = joint_by_custom(j, i);
}

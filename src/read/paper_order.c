#include "read/paper_inside.h"

#include <math.h>
#include <stdlib.h>

#define NEIGHBOURS 256	/* pieces before and behind one that may stand beside it */
#define BESIDE 0.3f	/* of the lower height */
#define DEPTH_MOST 4	/* columns in columns */
#define GUTTERS 48	/* open at one height */

/* White that runs down between pieces; lengths in em where so said. */
struct gutter {
	float left, right, top, bottom;
	float gaps;		/* em, of all rows together */
	unsigned rows;		/* with pieces on both sides */
	bool closed;		/* something reached across */
};

typedef ARRAY(struct gutter) gutter_array;

enum kind { TEXT, COLUMNS, TABLE };

struct region {
	float top, bottom;
	enum kind kind;
	gutter_array gutters;	/* from left to right */
};

typedef ARRAY(struct region) region_array;

static const struct piece *
piece_at(const struct sheet *s, struct pieces p, size_t i)
{
	return &s->pieces.v[p.v[i]];
}

/* ---- rows as they are seen ---- */

static int
compare_left(const void *a, const void *b, void *arg)
{
	const struct sheet *s = arg;
	const struct piece *x = &s->pieces.v[*(const uint32_t *)a], *y = &s->pieces.v[*(const uint32_t *)b];

	return x->box.left != y->box.left ? (x->box.left < y->box.left ? -1 : 1) : x < y ? -1 : x > y;
}

void
paper_visuals(struct sheet *s, struct pieces p, visual_array *out)
{
	for (size_t from = 0, to; from < p.n; from = to) {
		struct visual *v = array_add(s->arena, out);

		v->box = piece_at(s, p, from)->box;
		v->from = from;
		for (to = from + 1; to < p.n && beside(&v->box, &piece_at(s, p, to)->box, 0.5f); to++)
			box_add(&v->box, &piece_at(s, p, to)->box);
		v->n = to - from;
		qsort_r(p.v + from, v->n, sizeof *p.v, compare_left, s);
	}
}

/* ---- gutters ---- */

#define OPENING 0.8f	/* em: a gutter is nowhere narrower */
#define SURE 1.2f	/* em: one of its own; less may be a character left free in several rows */
#define WIDE 2.0f	/* em: … unless the rows leave more between them */
#define ROWS_LEAST 2

/* The nearest piece right of piece i, beside it. */
static const struct piece *
right_of(const struct sheet *s, struct pieces p, size_t i)
{
	const struct piece *a = piece_at(s, p, i), *best = NULL;
	size_t from = i < NEIGHBOURS ? 0 : i - NEIGHBOURS, to = i + NEIGHBOURS < p.n ? i + NEIGHBOURS : p.n;

	for (size_t k = from; k < to; k++) {
		const struct piece *b = piece_at(s, p, k);

		if (b->box.top > a->box.bottom && k > i)
			break;
		if (k != i && b->box.left >= a->solid && beside(&a->box, &b->box, BESIDE) &&
		    (best == NULL || b->box.left < best->box.left))
			best = b;
	}
	return best;
}

/* What a piece leaves of the gutters beside it. */
static void
cover(gutter_array *all, const struct piece *p)
{
	for (size_t i = 0; i < all->n; i++) {
		struct gutter *g = &all->v[i];

		if (g->closed || p->solid <= g->left || p->box.left >= g->right)
			continue;
		if (g->right - p->solid >= OPENING * p->em && g->right - p->solid > p->box.left - g->left)
			g->left = p->solid;
		else if (p->box.left - g->left >= OPENING * p->em)
			g->right = p->box.left;
		else
			g->closed = true;
	}
}

/* The open gutter that most of the gap between two pieces lies in; NULL if none has room for more. */
static struct gutter *
gutter_in(gutter_array *all, float left, float right, float em)
{
	struct gutter *best = NULL;
	float most = OPENING * em;

	for (size_t i = 0; i < all->n; i++) {
		struct gutter *g = &all->v[i];
		float wide = (g->right < right ? g->right : right) - (g->left > left ? g->left : left);

		if (!g->closed && wide >= most) {
			most = wide;
			best = g;
		}
	}
	return best;
}

static void
take_gap(struct sheet *s, gutter_array *all, const struct piece *a, const struct piece *b)
{
	float left = a->solid, right = b->box.left;
	struct gutter *g;

	if (right - left < OPENING * a->em)
		return;
	g = gutter_in(all, left, right, a->em);
	if (g == NULL && all->n < GUTTERS) {
		g = array_add(s->arena, all);
		*g = (struct gutter){ .left = left, .right = right, .top = a->box.top, .bottom = a->box.bottom };
	}
	if (g == NULL)
		return;
	g->left = left > g->left ? left : g->left;
	g->right = right < g->right ? right : g->right;
	g->top = b->box.top < g->top ? b->box.top : g->top;
	g->bottom = a->box.bottom > g->bottom ? a->box.bottom : g->bottom;
	g->bottom = b->box.bottom > g->bottom ? b->box.bottom : g->bottom;
	g->gaps += (right - left) / (a->em > 0 ? a->em : 1);
	g->rows++;
}

static bool
is_known(const struct sheet *s, const struct gutter *g)
{
	for (size_t i = 0; i < s->known.n; i++)
		if (g->left < s->known.v[i].right && g->right > s->known.v[i].left)
			return true;
	return false;
}

static bool
is_gutter(const struct sheet *s, const struct gutter *g, float em)
{
	return (g->rows >= ROWS_LEAST || is_known(s, g)) &&
	    (g->right - g->left >= SURE * em || g->gaps >= WIDE * (float)g->rows);
}

/* Those that are closed and gutters go to `out`; those that are no gutters are forgotten. */
static void
keep_closed(struct sheet *s, gutter_array *open, gutter_array *out, float em, bool all)
{
	size_t n = 0;

	for (size_t i = 0; i < open->n; i++) {
		const struct gutter g = open->v[i];

		if (!g.closed && !all)
			open->v[n++] = g;
		else if (is_gutter(s, &g, em))
			*array_add(s->arena, out) = g;
	}
	open->n = n;
}

static int
compare_top(const void *a, const void *b)
{
	const struct gutter *x = a, *y = b;

	return x->top != y->top ? (x->top < y->top ? -1 : 1) : x->left < y->left ? -1 : x->left > y->left;
}

static void
find_gutters(struct sheet *s, struct pieces p, gutter_array *out)
{
	gutter_array open = { 0 };
	float em = 0;

	for (size_t i = 0; i < p.n; i++) {
		const struct piece *a = piece_at(s, p, i), *b = right_of(s, p, i);

		cover(&open, a);
		if (b != NULL)
			take_gap(s, &open, a, b);
		em = a->em > em ? a->em : em;
		keep_closed(s, &open, out, a->em, false);
	}
	keep_closed(s, &open, out, p.n > 0 ? piece_at(s, p, 0)->em : em, true);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof *out->v, compare_top);
}

/* ---- regions ---- */

static int
compare_gutter_left(const void *a, const void *b)
{
	const struct gutter *x = a, *y = b;

	return x->left != y->left ? (x->left < y->left ? -1 : 1) : x->top < y->top ? -1 : x->top > y->top;
}

/* Gutters that run beside each other are of one region. */
static void
find_regions(struct sheet *s, const gutter_array *all, region_array *out)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct gutter *g = &all->v[i];
		struct region *r = out->n == 0 ? NULL : array_last(out);

		if (r == NULL || g->top >= r->bottom) {
			r = array_add(s->arena, out);
			r->top = g->top;
			r->bottom = g->bottom;
		}
		r->bottom = g->bottom > r->bottom ? g->bottom : r->bottom;
		*array_add(s->arena, &r->gutters) = *g;
	}
}

#define MAIN 0.6f	/* of a region's height: gutters that part all of it */

static void
main_gutters(struct sheet *s, const struct region *r, gutter_array *out)
{
	for (size_t i = 0; i < r->gutters.n; i++)
		if (r->gutters.v[i].bottom - r->gutters.v[i].top >= MAIN * (r->bottom - r->top))
			*array_add(s->arena, out) = r->gutters.v[i];
	if (out->n > 1)
		qsort(out->v, out->n, sizeof *out->v, compare_gutter_left);
}

/* In which of the columns that the gutters part. */
static size_t
place_of(const gutter_array *gutters, const struct piece *p)
{
	float x = (p->box.left + p->box.right) / 2;
	size_t i = 0;

	while (i < gutters->n && (gutters->v[i].left + gutters->v[i].right) / 2 < x)
		i++;
	return i;
}

/* The pieces in one column, in their order. */
static struct pieces
pieces_in(struct sheet *s, struct pieces p, const gutter_array *gutters, size_t place)
{
	struct pieces out = { arena_alloc(s->arena, (p.n + 1) * sizeof *out.v), 0 };

	for (size_t i = 0; i < p.n; i++)
		if (place_of(gutters, piece_at(s, p, i)) == place)
			out.v[out.n++] = p.v[i];
	return out;
}

#define COLUMNS_MOST 8		/* of text, beside each other: newspapers have six */
#define COLUMN_ROWS 3		/* … a column of text has, or two that are full */
#define COLUMN_LEAST 9.0f	/* em: a narrower one holds no text */
#define COLUMN_FULL 0.4f	/* of its rows, but the last, end near its end */
#define NEAR_END 2.5f		/* em */
#define COLUMN_FILLED 0.72f	/* of its height: a cell beside a longer one leaves more free */
#define ALIKE 1.6f		/* columns are no more than so much wider than others */

struct column_look {
	size_t rows, full;
	float wide, filled, em;
};

static int
compare_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

/* The middle one of all: a heading may be larger. */
static float
usual_em(struct sheet *s, struct pieces p)
{
	float *v = arena_resize(s->arena, NULL, (p.n + 1) * sizeof *v), em;

	for (size_t i = 0; i < p.n; i++)
		v[i] = piece_at(s, p, i)->em;
	qsort(v, p.n, sizeof *v, compare_float);
	em = p.n > 0 ? v[p.n / 2] : 1;
	arena_drop(s->arena, v);
	return em;
}

static struct column_look
look_at_column(struct sheet *s, struct pieces p)
{
	struct column_look look = { .rows = 0 };
	struct box box = { 0 };
	visual_array rows = { 0 };
	float steps = 0, step = 0;

	paper_visuals(s, p, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		if (i == 0)
			box = rows.v[i].box;
		box_add(&box, &rows.v[i].box);
	}
	look.rows = rows.n;
	look.em = usual_em(s, p);
	look.wide = box.right - box.left;
	for (size_t i = 0; i < rows.n; i++) {
		float down = i == 0 ? 0 : rows.v[i].box.top - rows.v[i - 1].box.top;
		float high = rows.v[i].box.bottom - rows.v[i].box.top;

		look.full += i + 1 < rows.n && rows.v[i].box.right >= box.right - NEAR_END * look.em;
		if (i > 0 && down < 2 * high) {	/* as rows of one paragraph stand */
			steps += down;
			step++;
		}
	}
	if (rows.n > 1 && step > 0)
		look.filled = steps / step * (float)(rows.n - 1) /
		    (rows.v[rows.n - 1].box.top - rows.v[0].box.top);
	return look;
}

static bool
is_text_column(const struct column_look *l)
{
	return l->rows >= COLUMN_ROWS - 1 && l->wide >= COLUMN_LEAST * l->em && l->filled >= COLUMN_FILLED &&
	    (float)l->full >= COLUMN_FULL * (float)(l->rows - 1) && (l->rows >= COLUMN_ROWS || l->full > 0);
}

/* Columns of text, beside each other: each is full of rows that are full. */
static bool
are_columns(struct sheet *s, struct pieces p, const gutter_array *gutters)
{
	float least = 0, most = 0;

	if (gutters->n == 0 || gutters->n >= COLUMNS_MOST)
		return false;
	for (size_t i = 0; i <= gutters->n; i++) {
		struct column_look look = look_at_column(s, pieces_in(s, p, gutters, i));

		if (!is_text_column(&look))
			return false;
		least = i == 0 || look.wide < least ? look.wide : least;
		most = look.wide > most ? look.wide : most;
	}
	return most <= least * ALIKE;
}

static bool
reaches_across(const struct piece *a, const gutter_array *gutters)
{
	for (size_t i = 0; i < gutters->n; i++)
		if (a->box.left < gutters->v[i].left && a->solid > gutters->v[i].right)
			return true;
	return false;
}

#define HEADING_INDENT 0.7f	/* em */

/* A short row with an indent, and rows over all columns below: it is their heading, and no more of a column. */
static bool
heads_what_follows(const struct sheet *s, struct pieces p, size_t i, const gutter_array *gutters)
{
	const struct piece *a = piece_at(s, p, i);
	float margin = a->box.left;

	if (i + 1 == p.n || gutters->n == 0 || !reaches_across(piece_at(s, p, i + 1), gutters) ||
	    a->solid > gutters->v[0].left - NEAR_END * a->em)
		return false;
	for (size_t k = 0; k < i; k++)
		margin = piece_at(s, p, k)->box.left < margin ? piece_at(s, p, k)->box.left : margin;
	return a->box.left - margin > HEADING_INDENT * a->em;
}

/* How far down columns go on where nothing stands beside them: one that ends before another, or a short last one. */
static size_t
columns_end(const struct sheet *s, struct pieces p, size_t to, const gutter_array *gutters, float *bottom)
{
	for (; to < p.n; to++) {
		const struct piece *a = piece_at(s, p, to);

		if (reaches_across(a, gutters) || a->box.top - *bottom > a->em || heads_what_follows(s, p, to, gutters))
			return to;
		*bottom = a->box.bottom > *bottom ? a->box.bottom : *bottom;
	}
	return to;
}

#define TWO_ROWS 3	/* with pieces beside each other that a table of two columns has, and … */
#define MORE_ROWS 2	/* … one of more */

static bool
is_table(struct sheet *s, struct pieces p, size_t ngutters)
{
	visual_array rows = { 0 };
	size_t beside_each_other = 0;

	paper_visuals(s, p, &rows);
	for (size_t i = 0; i < rows.n; i++)
		beside_each_other += rows.v[i].n > 1;
	return beside_each_other >= (ngutters > 1 ? MORE_ROWS : TWO_ROWS);
}

/* ---- out ---- */

static float
middle(const struct piece *p)
{
	return (p->box.top + p->box.bottom) / 2;
}

static uint32_t
column_of(struct sheet *s, uint32_t key, uint32_t page)
{
	uint32_t own = s->paper->pictures ? page : 0;

	for (size_t i = 0; i < s->columns.n; i++)
		if (s->columns.v[i].key == key && s->columns.v[i].page == own)
			return (uint32_t)i;
	*array_add(s->arena, &s->columns) = (struct column){ .key = key, .page = own };
	return (uint32_t)(s->columns.n - 1);
}

static void
put_text(struct sheet *s, struct pieces p, uint32_t key)
{
	visual_array rows = { 0 };

	paper_visuals(s, p, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		struct paper_row row = paper_row_of(s, p.v + rows.v[i].from, rows.v[i].n, 0);

		if (row.text.n == 0)
			continue;
		row.column = column_of(s, key, row.page);
		*array_add(s->arena, &s->rows) = row;
	}
}

static void put_all(struct sheet *s, struct pieces p, uint32_t key, unsigned depth);

static void
put_columns(struct sheet *s, struct pieces p, const gutter_array *gutters, uint32_t key, unsigned depth)
{
	for (size_t i = 0; i <= gutters->n; i++)
		put_all(s, pieces_in(s, p, gutters, i), key * 64 + (uint32_t)(gutters->n * 8 + i + 1) % 64, depth + 1);
}

static void
put_table(struct sheet *s, struct pieces p, struct region *r, uint32_t key)
{
	float *at = arena_alloc(s->arena, (r->gutters.n + 1) * sizeof *at);
	size_t n = 0;
	float left = 0, right = 0;

	qsort(r->gutters.v, r->gutters.n, sizeof *r->gutters.v, compare_gutter_left);
	for (size_t i = 0; i < r->gutters.n; i++) {
		const struct gutter *g = &r->gutters.v[i];

		if (n > 0 && g->left < right) {		/* the same, above or below a cell that spans */
			left = g->left > left ? g->left : left;
			right = g->right < right ? g->right : right;
		} else {
			left = g->left;
			right = g->right;
			n++;
		}
		at[n - 1] = (left + right) / 2;
	}
	paper_table(s, p, at, n, column_of(s, key, p.n > 0 ? piece_at(s, p, 0)->page : 0));
}

/* Pieces [*to, …) whose middles are above `limit`. */
static struct pieces
pieces_above(const struct sheet *s, struct pieces p, size_t *to, float limit)
{
	struct pieces out = { p.v + *to, 0 };

	while (*to < p.n && middle(piece_at(s, p, *to)) < limit)
		++*to;
	out.n = (size_t)(p.v + *to - out.v);
	return out;
}

/* One of all runs below or above g. */
static bool
has_gutter(const gutter_array *all, const struct gutter *g)
{
	for (size_t i = 0; i < all->n; i++)
		if (g->left < all->v[i].right && all->v[i].left < g->right)
			return true;
	return false;
}

/* Two parts of one table, that a cell over all its columns parts. */
static bool
goes_on_below(const struct sheet *s, struct pieces p, const struct region *a, const struct region *b)
{
	const struct region *few = a->gutters.n < b->gutters.n ? a : b, *many = few == a ? b : a;
	float em = p.n > 0 ? piece_at(s, p, 0)->em : 1;
	size_t same = 0;

	for (size_t i = 0; i < few->gutters.n; i++)
		same += has_gutter(&many->gutters, &few->gutters.v[i]);
	return same == few->gutters.n && same >= 2 && b->top - a->bottom < 4 * em;
}

#define KNOWN_MOST 256	/* gutters: pages differ little */

/* Gutters where pages of this paper have them between columns, each column wide enough for text. */
static bool
are_known_columns(struct sheet *s, struct pieces p, const gutter_array *gutters)
{
	if (gutters->n == 0 || gutters->n >= COLUMNS_MOST)
		return false;
	for (size_t i = 0; i < gutters->n; i++)
		if (!is_known(s, &gutters->v[i]))
			return false;
	for (size_t i = 0; i <= gutters->n; i++) {
		struct column_look look = look_at_column(s, pieces_in(s, p, gutters, i));

		if (look.rows == 0 || look.wide < COLUMN_LEAST / 2 * look.em)
			return false;
	}
	return true;
}

static void
learn_gutters(struct sheet *s, const gutter_array *gutters)
{
	for (size_t i = 0; i < gutters->n; i++)
		if (s->known.n < KNOWN_MOST && !is_known(s, &gutters->v[i]))
			*array_add(s->arena, &s->known) = (struct known){ gutters->v[i].left, gutters->v[i].right };
}

/* The same, with what goes on below; the columns' own rows alone may tell, where more stands there. */
static bool
are_columns_and_more(struct sheet *s, struct pieces p, struct pieces in, size_t at, const gutter_array *gutters)
{
	float bottom = in.n > 0 ? piece_at(s, in, in.n - 1)->box.bottom : 0;
	struct pieces more = { in.v, in.n + columns_end(s, p, at, gutters, &bottom) - at };

	if (are_columns(s, more, gutters) || are_columns(s, in, gutters)) {
		learn_gutters(s, gutters);
		return true;
	}
	return are_known_columns(s, in, gutters);
}

/* It begins where cells behind a gutter do. */
static bool
begins_cell(const struct piece *a, const gutter_array *gutters)
{
	for (size_t i = 0; i < gutters->n; i++)
		if (fabsf(a->box.left - gutters->v[i].right) < a->em / 2)
			return true;
	return false;
}

/* A table that goes on from the page before may begin with the rest of a cell: nothing stands beside that. */
static void
take_rest_above(const struct sheet *s, struct pieces p, struct region *r)
{
	const struct paper_row *last = s->rows.n == 0 ? NULL : array_last(&s->rows);
	float top = r->top;
	size_t i = 0;

	if (last == NULL || !last->table || last->page + 1 != piece_at(s, p, 0)->page)
		return;
	while (i < p.n && middle(piece_at(s, p, i)) < r->top)
		i++;
	for (; i > 0; i--) {
		const struct piece *a = piece_at(s, p, i - 1);

		if (!begins_cell(a, &r->gutters) || reaches_across(a, &r->gutters) || top - a->box.bottom > a->em)
			return;
		top = a->box.top < top ? a->box.top : top;
	}
	r->top = top;
}

static void
judge_regions(struct sheet *s, struct pieces p, region_array *regions)
{
	size_t at = 0, n = 0;

	for (size_t i = 0; i < regions->n; i++) {
		struct region *r = &regions->v[i], *before = n == 0 ? NULL : &regions->v[n - 1];
		gutter_array main = { 0 };
		struct pieces in;

		pieces_above(s, p, &at, r->top);
		in = pieces_above(s, p, &at, r->bottom);
		main_gutters(s, r, &main);
		r->kind = are_columns_and_more(s, p, in, at, &main) ? COLUMNS :
		    is_table(s, in, r->gutters.n) ? TABLE : TEXT;
		if (r->kind == COLUMNS)
			r->gutters = main;
		if (r->kind == TABLE && n == 0)
			take_rest_above(s, p, r);
		if (r->kind == TABLE && before != NULL && before->kind == TABLE && goes_on_below(s, p, before, r)) {
			for (size_t k = 0; k < r->gutters.n; k++)
				*array_add(s->arena, &before->gutters) = r->gutters.v[k];
			before->bottom = r->bottom;
		} else if (r->kind != TEXT) {
			regions->v[n++] = *r;
		}
	}
	regions->n = n;
}

static void
put_all(struct sheet *s, struct pieces p, uint32_t key, unsigned depth)
{
	gutter_array gutters = { 0 };
	region_array regions = { 0 };
	size_t at = 0;

	if (depth < DEPTH_MOST) {
		find_gutters(s, p, &gutters);
		find_regions(s, &gutters, &regions);
		judge_regions(s, p, &regions);
	}
	for (size_t i = 0; i < regions.n; i++) {
		struct region *r = &regions.v[i];
		struct pieces in;

		put_text(s, pieces_above(s, p, &at, r->top), key);
		in = pieces_above(s, p, &at, r->bottom);
		if (r->kind == COLUMNS) {
			size_t end = columns_end(s, p, at, &r->gutters, &r->bottom);

			in.n += end - at;
			at = end;
			put_columns(s, in, &r->gutters, key, depth);
		} else {
			put_table(s, in, r, key);
		}
	}
	put_text(s, (struct pieces){ p.v + at, p.n - at }, key);
}

void
paper_order(struct sheet *s, size_t from, size_t to)
{
	struct pieces p = { arena_alloc(s->arena, (to - from + 1) * sizeof *p.v), 0 };

	for (size_t i = from; i < to; i++)
		if (!s->pieces.v[i].dropped)
			p.v[p.n++] = (uint32_t)i;
	put_all(s, p, 1, 0);
}

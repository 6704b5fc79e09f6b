#include "write/lists_make.h"

#include "base/utf8.h"
#include "doc/duty.h"
#include "doc/stops.h"
#include "doc/words.h"

void
bytes_put(struct arena *a, bytes *b, struct str s)
{
	while (b->cap - b->n < s.n)
		array_room(a, (void **)&b->v, b->cap, &b->cap, 1);
	if (s.n > 0)
		memcpy(b->v + b->n, s.p, s.n);
	b->n += s.n;
}

struct str
bytes_str(const bytes *b)
{
	return (struct str){ b->v, b->n };
}

/* Line ends inside a cell as they are shown. */
static struct str
lines_apart(struct arena *a, struct str s)
{
	struct str inside = STR(LINE_INSIDE);
	bytes out = { 0 };
	size_t at = str_find(s, inside, 0);

	if (at == STR_NONE)
		return s;
	for (; at != STR_NONE; at = str_find(s, inside, 0)) {
		bytes_put(a, &out, str_slice(s, 0, at));
		bytes_put(a, &out, STR("\n"));
		s = str_slice(s, at + inside.n, s.n);
	}
	bytes_put(a, &out, s);
	return bytes_str(&out);
}

void
view_init(struct view *v, const struct lists *l, const struct document *d, const struct article *a,
    uint32_t base)
{
	size_t nodes = a->nodes.n + 1;
	uint32_t *last = arena_zalloc(l->arena, nodes * sizeof *last);
	uint32_t *last_fact = arena_zalloc(l->arena, nodes * sizeof *last_fact);

	*v = (struct view){ .arena = l->arena, .article = a, .first = d->first, .base = base };
	v->sources = l->sources.v + base;
	v->child = arena_zalloc(l->arena, nodes * sizeof *v->child);
	v->next = arena_zalloc(l->arena, nodes * sizeof *v->next);
	v->place = arena_zalloc(l->arena, nodes * sizeof *v->place);
	v->fact = arena_zalloc(l->arena, nodes * sizeof *v->fact);
	v->number = arena_zalloc(l->arena, nodes * sizeof *v->number);
	v->place_of = arena_zalloc(l->arena, nodes * sizeof *v->place_of);
	v->figure = arena_zalloc(l->arena, nodes * sizeof *v->figure);
	v->after = arena_zalloc(l->arena, (a->facts.n + 1) * sizeof *v->after);
	v->field = arena_zalloc(l->arena, (nodes + 1) * sizeof *v->field);
	for (uint32_t i = 0, id = 0; id <= nodes; v->field[id++] = i)
		while (i < a->fields.n && a->fields.v[i].node < id)
			i++;
	for (uint32_t id = 1; id < nodes; id++) {
		uint32_t up = a->nodes.v[id - 1].parent;

		*(last[up] == 0 ? &v->child[up] : &v->next[last[up]]) = id;
		v->place[id] = last[up] == 0 ? 1 : v->place[last[up]] + 1;
		last[up] = id;
	}
	for (uint32_t i = 1; i <= a->facts.n; i++) {
		uint32_t id = a->facts.v[i - 1].node;

		*(last_fact[id] == 0 ? &v->fact[id] : &v->after[last_fact[id]]) = i;
		last_fact[id] = i;
	}
}

const struct node *
view_node(const struct view *v, uint32_t id)
{
	return &v->article->nodes.v[id - 1];
}

struct str
view_str(const struct view *v, struct span s)
{
	return str_slice(v->sources[s.source - v->first].body, s.from, s.to);
}

struct span
view_span(const struct view *v, struct span s)
{
	return (struct span){ s.source - v->first + v->base, s.from, s.to };
}

uint32_t
view_walk(const struct view *v, uint32_t root, uint32_t at, enum walk walk)
{
	bool down = true;

	for (;;) {
		if (down && v->child[at] != 0) {
			at = v->child[at];
		} else {
			while (at != root && v->next[at] == 0)
				at = view_node(v, at)->parent;
			if (at == root)
				return 0;
			at = v->next[at];
		}
		if (walk == WALK_ALL || view_node(v, at)->role == ROLE_NONE)
			return at;
		down = false;
	}
}

uint32_t
view_above(const struct view *v, uint32_t id, enum role role)
{
	do
		id = view_node(v, id)->parent;
	while (id != 0 && view_node(v, id)->role != role);
	return id;
}

const struct fact *
view_fact_at(const struct view *v, uint32_t i)
{
	return &v->article->facts.v[i - 1];
}

uint32_t
view_fact(const struct view *v, uint32_t i, enum fact_type type)
{
	while (i != 0 && view_fact_at(v, i)->type != type)
		i = v->after[i];
	return i;
}

struct str
node_field(const struct view *v, uint32_t id, enum field_kind kind)
{
	bytes out = { 0 };

	for (uint32_t i = v->field[id]; i < v->field[id + 1]; i++) {
		const struct field *f = &v->article->fields.v[i];

		if (f->kind != kind)
			continue;
		if (out.n > 0)
			bytes_put(v->arena, &out, STR("\n"));
		bytes_put(v->arena, &out, view_str(v, f->span));
	}
	return lines_apart(v->arena, bytes_str(&out));
}

struct str
node_field_up(const struct view *v, uint32_t id, enum field_kind kind)
{
	struct str words = node_field(v, id, kind);

	while (words.n == 0 && view_node(v, id)->sheet && view_node(v, id)->role != ROLE_FINDING &&
	    (id = view_node(v, id)->parent) != 0)
		words = node_field(v, id, kind);
	return words;
}

void
node_spans(const struct view *v, uint32_t id, span_array *spans)
{
	for (uint32_t at = id; at != 0; at = view_walk(v, id, at, WALK_OWN)) {
		const struct node *n = view_node(v, at);

		for (uint32_t i = 0; i < n->nrun; i++)
			*array_add(v->arena, spans) = view_span(v, v->article->spans.v[n->run + i]);
	}
}

/* Behind a full stop a new piece is a paragraph; else it goes on where a page was turned. */
static void
run_put(const struct view *v, uint32_t id, uint32_t skip, bytes *out)
{
	const struct node *n = view_node(v, id);
	size_t begin = out->n;

	for (uint32_t i = 0; i < n->nrun; i++) {
		struct str piece = view_str(v, v->article->spans.v[n->run + i]);

		piece = str_trim(i == 0 ? str_slice(piece, skip, piece.n) : piece);
		if (n->sheet)
			piece = lines_apart(v->arena, piece);
		if (piece.n > 0 && out->n > begin && !stops_cut(bytes_str(out)))
			bytes_put(v->arena, out, STR("\n"));
		bytes_put(v->arena, out, piece);
	}
}

static struct str
run_words(const struct view *v, uint32_t id, uint32_t skip)
{
	bytes out = { 0 };

	run_put(v, id, skip, &out);
	return bytes_str(&out);
}

/* Children without a role stand behind the words of their parent, a line each. */
static struct str
below_put(const struct view *v, uint32_t id, bytes *out)
{
	uint32_t at = id;

	while ((at = view_walk(v, id, at, WALK_OWN)) != 0) {
		if (out->n > 0)
			bytes_put(v->arena, out, STR("\n"));
		bytes_put(v->arena, out, view_node(v, at)->marker);
		run_put(v, at, 0, out);
	}
	return bytes_str(out);
}

struct str
node_words(const struct view *v, uint32_t id)
{
	bytes out = { 0 };

	if (!view_node(v, id)->sheet)
		bytes_put(v->arena, &out, view_node(v, id)->marker);
	run_put(v, id, 0, &out);
	return below_put(v, id, &out);
}

static struct str
trim_tail(struct str s)
{
	static const char *const tails[] = { "主要是", "主要有", "、", ".", "．", "。", "：", ":", "，", ",", "；", ";" };
	bool again = true;

	while (again) {
		again = false;
		s = str_trim(s);
		for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
			if (str_ends(s, cstr(tails[i]))) {
				s.n -= strlen(tails[i]);
				again = true;
			}
		}
	}
	return s;
}

struct str
node_title(const struct view *v, uint32_t id)
{
	struct str heading = view_node(v, id)->heading;

	if (heading.n > 0)
		return arena_str(v->arena, heading);
	return trim_tail(run_words(v, id, 0));
}

struct str
node_told(const struct view *v, uint32_t id)
{
	bytes out = { 0 };

	run_put(v, id, view_node(v, id)->text, &out);
	return below_put(v, id, &out);
}

struct str
node_body(const struct view *v, uint32_t id)
{
	const struct node *n = view_node(v, id);
	struct str words = run_words(v, id, n->text);
	bytes out = { 0 };

	if (n->text == 0 && n->heading.n > 0 && str_starts(words, n->heading))
		words = str_slice(words, n->heading.n, words.n);
	while (str_starts(words, STR("。")) || str_starts(words, STR("：")))
		words = str_slice(words, 3, words.n);
	bytes_put(v->arena, &out, str_trim(words));
	return below_put(v, id, &out);
}

/* 第12行, of a workbook; empty where there are no rows. */
static struct str
sheet_place(const struct view *v, const struct node *n)
{
	struct span at = n->nrun > 0 ? v->article->spans.v[n->run] : (struct span){ v->first, 0, 0 };
	const struct list_source *s = &v->sources[at.source - v->first];
	uint32_t line = line_find(&s->lines, at.from), row = sheet_row_find(&s->rows, line), page;

	if (!n->sheet || row == 0)
		return (struct str){ NULL, 0 };
	page = s->lines.v[line].page;
	return page > 1 ? arena_printf(v->arena, "第%u张表第%u行", page, row) : arena_printf(v->arena, "第%u行", row);
}

struct str
node_path(const struct view *v, uint32_t id)
{
	struct str path = sheet_place(v, view_node(v, id));
	bool marked = path.n > 0;

	if (marked)
		return path;
	for (; id != 0; id = view_node(v, id)->parent) {
		struct str marker = view_node(v, id)->marker;

		if (marker.n == 0 && !marked && view_node(v, id)->role != ROLE_SECTION)
			marker = arena_printf(v->arena, "第%u项", v->place[id]);
		marked = true;
		path = arena_printf(v->arena, "%.*s%.*s", STR_ARG(marker), STR_ARG(path));
	}
	return trim_tail(path);
}

struct str
node_sections(const struct view *v, uint32_t id)
{
	struct str all = { 0 };

	while ((id = view_above(v, id, ROLE_SECTION)) != 0) {
		struct str title = node_title(v, id);

		all = all.n == 0 ? title : arena_printf(v->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(all));
	}
	return all;
}

struct date
node_deadline(const struct view *v, uint32_t id, enum walk walk, struct str *words)
{
	struct date best = { 0 };

	for (uint32_t at = id; at != 0; at = view_walk(v, id, at, walk)) {
		for (uint32_t i = view_fact(v, v->fact[at], FACT_DATE); i != 0;
		    i = view_fact(v, v->after[i], FACT_DATE)) {
			const struct fact *f = view_fact_at(v, i);
			struct date day = f->date.to.year != 0 ? f->date.to : f->date.from;

			if (f->role != DATE_DEADLINE || day.year == 0 ||
			    (best.year != 0 && date_days(date_last(day)) <= date_days(best)))
				continue;
			best = date_last(day);
			*words = day.day == 0 ? view_str(v, f->span) : (struct str){ 0 };
		}
	}
	return best;
}

bool
node_has_duty(const struct view *v, uint32_t id, enum walk walk)
{
	for (uint32_t at = id; at != 0; at = view_walk(v, id, at, walk))
		if (view_fact(v, v->fact[at], FACT_DUTY) != 0)
			return true;
	for (id = view_node(v, id)->parent; id != 0; id = view_node(v, id)->parent)
		if (view_fact(v, v->fact[id], FACT_DUTY) != 0)
			return true;
	return false;
}

static bool
holds_fact(struct span s, const struct fact *f)
{
	return s.source == f->span.source && s.from <= f->span.from && s.to >= f->span.to;
}

/* The cell beside its node that a fact stands in; NULL where it stands in words of the node. */
static const struct field *
field_around(const struct view *v, const struct fact *f)
{
	for (uint32_t i = v->field[f->node]; i < v->field[f->node + 1]; i++)
		if (holds_fact(v->article->fields.v[i].span, f))
			return &v->article->fields.v[i];
	return NULL;
}

/* The span of its node, or the cell beside it, that a fact stands in; its own for one of the article itself. */
static struct span
span_around(const struct view *v, const struct fact *f)
{
	const struct node *n = f->node == 0 ? NULL : view_node(v, f->node);
	const struct field *cell = field_around(v, f);

	for (uint32_t i = 0; n != NULL && i < n->nrun; i++)
		if (holds_fact(v->article->spans.v[n->run + i], f))
			return v->article->spans.v[n->run + i];
	return cell != NULL ? cell->span : f->span;
}

static bool
is_digit(const char *p, const char *begin, const char *end)
{
	return p >= begin && p < end && *p >= '0' && *p <= '9';
}

/* What parts clauses; not the , or : inside a number. */
static bool
parts_clauses(const char *p, const char *begin, const char *end)
{
	static const char *const marks[] = { "，", "。", "；", "：", "！", "？" };

	if (*p == '\n' || *p == '\t' || *p == ';' || *p == '!' || *p == '?')
		return true;
	if (*p == ',' || *p == ':')
		return !is_digit(p - 1, begin, end) || !is_digit(p + 1, begin, end);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_starts(str_of(p, end), cstr(marks[i])))
			return true;
	return false;
}

/* +1 for an opening bracket, -1 for a closing one. */
static int
bracket(const char *p, const char *end)
{
	struct str s = str_of(p, end);

	if (*p == '(' || str_starts(s, STR("（")) || str_starts(s, STR("《")))
		return 1;
	if (*p == ')' || str_starts(s, STR("）")) || str_starts(s, STR("》")))
		return -1;
	return 0;
}

static const char *
clause_begin(struct str run, const char *p)
{
	int depth = 0;

	while (p > run.p) {
		const char *before = utf8_back(p, run.p);

		depth -= bracket(before, str_end(run));
		if (depth < 0 || (depth == 0 && parts_clauses(before, run.p, str_end(run))))
			break;
		p = before;
	}
	return p;
}

static const char *
clause_end(struct str run, const char *p)
{
	int depth = 0;

	while (p < str_end(run)) {
		depth += bracket(p, str_end(run));
		if (depth < 0 || (depth == 0 && parts_clauses(p, run.p, str_end(run))))
			break;
		p += utf8_len((unsigned char)*p);
	}
	return p < str_end(run) ? p : str_end(run);
}

struct str
fact_clause(const struct view *v, const struct fact *f)
{
	struct span around = span_around(v, f);
	struct str run = view_str(v, around);
	const char *from = run.p + (f->span.from - around.from);
	const char *to = run.p + (f->span.to - around.from);
	struct str clause = str_of(clause_begin(run, from), clause_end(run, to));

	if (f->type == FACT_DATE && str_trim(clause).n == f->span.to - f->span.from &&
	    str_end(clause) < str_end(run) && bracket(str_end(clause), str_end(run)) == 0) {
		to = str_end(clause);
		clause = str_of(clause.p, clause_end(run, to + utf8_len((unsigned char)*to)));
	}
	return str_trim(clause);
}

struct str
fact_before(const struct view *v, const struct fact *f)
{
	struct span around = span_around(v, f);

	return str_slice(view_str(v, around), 0, f->span.from - around.from);
}

/* A deadline inside the clause makes its figures targets, whatever the status says. */
static bool
clause_has_deadline(const struct view *v, uint32_t id, struct str clause)
{
	for (uint32_t i = view_fact(v, v->fact[id], FACT_DATE); i != 0; i = view_fact(v, v->after[i], FACT_DATE)) {
		const struct fact *f = view_fact_at(v, i);
		struct str words = view_str(v, f->span);

		if (f->role == DATE_DEADLINE && words.p >= clause.p && str_end(words) <= str_end(clause))
			return true;
	}
	return false;
}

/* Whether a fact stands in words that only the heading prints. */
static bool
in_heading(const struct view *v, const struct fact *f)
{
	const struct node *n = view_node(v, f->node);
	struct span first;

	if (n->nrun == 0)
		return false;
	first = v->article->spans.v[n->run];
	return f->span.source == first.source && f->span.to <= first.from + n->text;
}

void
node_figures(const struct view *v, uint32_t id, figure_array *figures)
{
	const struct node *root = view_node(v, id);
	bool reported = root->role == ROLE_MEASURE || root->role == ROLE_FINDING;
	bool claimed = reported && root->status != STATUS_PLANNED;

	for (uint32_t at = id; at != 0; at = view_walk(v, id, at, WALK_OWN)) {
		for (uint32_t i = view_fact(v, v->fact[at], FACT_QUANTITY); i != 0;
		    i = view_fact(v, v->after[i], FACT_QUANTITY)) {
			const struct fact *f = view_fact_at(v, i);
			const struct field *cell = field_around(v, f);
			struct str clause = fact_clause(v, f);

			if (root->role == ROLE_FINDING && in_heading(v, f))
				continue;
			*array_add(v->arena, figures) = (struct figure){
				.value = fact_value(f),
				.unit = arena_str(v->arena, fact_unit(f)),
				.words = clause,
				.cmp = f->cmp,
				.target = cell != NULL ? cell->kind == FIELD_TARGET :
				    !claimed || clause_has_deadline(v, at, clause),
			};
		}
	}
}

/* Labels before a name: 责任领导：… */
static const struct { const char *label; enum lead lead; } labels[] = {
	{ "领导：", LEAD_LEADER }, { "领导:", LEAD_LEADER },
	{ "责任人：", LEAD_PERSON }, { "责任人:", LEAD_PERSON },
	{ "单位：", LEAD_UNIT }, { "单位:", LEAD_UNIT },
	{ "科室：", LEAD_UNIT }, { "科室:", LEAD_UNIT },
	{ "处室：", LEAD_UNIT }, { "处室:", LEAD_UNIT },
	{ "部门：", LEAD_UNIT }, { "部门:", LEAD_UNIT },
};

enum lead
lead_kind(const struct view *v, const struct fact *f, struct str lead)
{
	struct str words = view_str(v, f->span);
	size_t at = str_find(words, lead, 0), best = 0;
	const struct word *w;
	int kind = -1;

	words = str_slice(words, 0, at == STR_NONE ? 0 : at);
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		size_t label = str_rfind(words, cstr(labels[i].label));

		if (label != STR_NONE && label >= best) {
			best = label;
			kind = (int)labels[i].lead;
		}
	}
	if (kind >= 0)
		return (enum lead)kind;
	if (f->role != FIELD_NONE)
		return f->role == FIELD_LEADER ? LEAD_LEADER : f->role == FIELD_PERSON ? LEAD_PERSON : LEAD_UNIT;
	w = words_before(&words_body, str_end(lead), lead.p);
	return w != NULL && (w->value & BODY_PERSON) != 0 ? LEAD_LEADER : LEAD_UNIT;
}

struct str
words_join(struct arena *a, struct str list, const char *sep, struct str word)
{
	struct str rest = list, mark = cstr(sep);

	if (word.n == 0)
		return list;
	if (list.n == 0)
		return arena_str(a, word);
	for (;;) {
		size_t end = str_find(rest, mark, 0);

		if (str_eq(str_slice(rest, 0, end), word))
			return list;
		if (end == STR_NONE)
			break;
		rest = str_slice(rest, end + mark.n, rest.n);
	}
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(list), sep, STR_ARG(word));
}

struct str
date_words(struct arena *a, struct date d)
{
	if (d.day != 0)
		return arena_printf(a, "%d年%d月%d日", d.year, d.month, d.day);
	if (d.month != 0)
		return arena_printf(a, "%d年%d月", d.year, d.month);
	return arena_printf(a, "%d年", d.year);
}

#include "write/lists.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/letters.h"
#include "base/map.h"
#include "write/lists_make.h"

/* Rows that nobody is named for, which follow one another in a list. */
struct stretch {
	struct str first, last;
	uint32_t list, place;	/* of the last */
};

struct making {
	struct map found;			/* the place of a holder in `holders`, plus 1 */
	ARRAY(struct holder) holders;
	str_array keys;				/* of the holders */
	ARRAY(struct stretch) unowned;
	uint32_t groups;
	struct str answers;			/* of the last task that said what it answers */
	uint32_t answered;			/* its group */
};

/* Roles that get rows, and their sign in a 编号. */
static const struct { uint8_t role; const char *sign; } signs[] = {
	{ ROLE_FINDING, "W" },
	{ ROLE_MEASURE, "C" },
	{ ROLE_DUTY, "R" },
	{ ROLE_PROPOSAL, "Y" },
	{ ROLE_COMMITMENT, "N" },
};

static const char *
role_sign(uint8_t role)
{
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (signs[i].role == role)
			return signs[i].sign;
	return NULL;
}

/* FNV-1a: a stable ID must not change when the hash of the map does. */
static uint64_t
hash_more(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return (h ^ 0xFF) * 0x100000001b3u;
}

#define HASH_START 0xcbf29ce484222325u

static void
id_put(struct row *row, enum list list, uint64_t h)
{
	snprintf(row->id, sizeof row->id, "%016" PRIx64, hash_more(h, cstr(list_def(list)->key)));
}

/* Whether a ledger sheet tells what stands in a cell: of our own lists all, even that there is nothing. */
static bool
sheet_fill(const struct item *it, const struct column *column, struct cell *c)
{
	struct str words;

	if (it->id == 0 || column->field == FIELD_NONE || !view_node(it->view, it->id)->sheet)
		return false;
	if (!it->own && (column->flags & COLUMN_SHEET) == 0)
		return false;
	words = it->own ? node_field(it->view, it->id, column->field) : node_field_up(it->view, it->id, column->field);
	if (words.n > 0)
		cell_of_words(it, words, c);
	return it->own || words.n > 0;
}

static void
row_fill(struct lists *l, enum list list, struct item *it)
{
	const struct list_def *def = list_def(list);

	it->arena = l->arena;
	it->place = (uint32_t)l->rows[list].n;
	for (size_t i = 0; i < def->ncolumns; i++) {
		struct cell *c = &it->row->cell[i];

		*c = (struct cell){ .type = CELL_ABSENT, .text = STR(NOT_STATED) };
		if (!sheet_fill(it, &def->columns[i], c))
			def->columns[i].fill(it, c);
		l->absent[list][i] += c->type == CELL_ABSENT;
	}
}

/* The name of a file without its folders. */
static struct str
file_of(struct str path)
{
	size_t slash = str_rfind(path, STR("/"));

	return slash == STR_NONE ? path : str_slice(path, slash + 1, path.n);
}

/* A list that lives in the lists' arena. */
#define COPY_LIST(arena, to, from)                                                           \
	do {                                                                                 \
		(to).v = arena_alloc((arena), (from).n * sizeof *(from).v + 1);              \
		(to).n = (to).cap = (from).n;                                                \
		if ((from).n > 0)                                                            \
			memcpy((to).v, (from).v, (from).n * sizeof *(from).v);               \
	} while (0)

static void
source_add(struct lists *l, const struct text *t)
{
	struct list_source *s = array_add(l->arena, &l->sources);

	s->name = arena_str(l->arena, t->name);
	s->file = file_of(s->name);
	s->body = arena_str(l->arena, t->body);
	s->hash = hash_more(HASH_START, s->body);
	memcpy(s->sha256, t->sha256, sizeof s->sha256);
	s->bytes = t->bytes;
	COPY_LIST(l->arena, s->lines, t->lines);
	COPY_LIST(l->arena, s->covered, t->covered);
	COPY_LIST(l->arena, s->rows, t->rows);
}

static void
notes_add(struct lists *l, const note_array *notes, uint32_t shift)
{
	for (size_t i = 0; i < notes->n; i++) {
		const struct note *n = &notes->v[i];

		if (strcmp(note_severity(n->code), "info") == 0 && n->code != NOTE_COUNT_EQUAL && n->code != NOTE_LEDGER)
			continue;
		*array_add(l->arena, &l->notes) = (struct list_note){
			.source = n->at.source + shift,
			.code = (uint8_t)n->code,
			.detail = arena_str(l->arena, n->detail),
		};
	}
}

/* Whether the printed numbers of a role can stand in its 编号: of one kind, rising through the article. */
static void
printed_find(struct view *v)
{
	const struct node *last[ROLE_COUNT] = { 0 };

	for (size_t i = 0; i < ROLE_COUNT; i++)
		v->printed[i] = true;
	for (size_t i = 0; i < v->article->nodes.n; i++) {
		const struct node *n = &v->article->nodes.v[i];

		if (n->number == 0 || (last[n->role] != NULL &&
		    (last[n->role]->mark != n->mark || last[n->role]->number >= n->number)))
			v->printed[n->role] = false;
		last[n->role] = n;
	}
}

static bool
has_below(const struct view *v, uint32_t id, uint8_t role)
{
	for (uint32_t at = id; (at = view_walk(v, id, at, WALK_ALL)) != 0; )
		if (view_node(v, at)->role == role)
			return true;
	return false;
}

static bool
is_own(const struct view *v, uint32_t id)
{
	return node_field(v, id, FIELD_ID).n > 0;
}

/* The 编号 that a row of a list that this program wrote has already. */
static struct str
own_number(const struct view *v, uint32_t id)
{
	return is_own(v, id) ? node_field(v, id, FIELD_NUMBER) : (struct str){ NULL, 0 };
}

/*
 * A node that only leads over to nodes of its own role below it makes no row;
 * a finding makes a task where it tells itself what was done about it.
 */
static bool
is_task(const struct view *v, uint32_t id)
{
	const struct node *n = view_node(v, id);
	struct str body;

	if (n->role == ROLE_FINDING && n->sheet)
		return !is_own(v, id) && !has_below(v, id, ROLE_MEASURE) && node_field(v, id, FIELD_PROGRESS).n > 0;
	if (n->role == ROLE_FINDING)
		return n->status != STATUS_NONE && !has_below(v, id, ROLE_MEASURE) && node_body(v, id).n > 0;
	if (role_sign(n->role) == NULL)
		return false;
	if (!has_below(v, id, n->role))
		return true;
	body = node_body(v, id);
	return body.n > 0 && !str_ends(body, STR("：")) && !str_ends(body, STR(":"));
}

/* The ID that stands in a row of a list that this program wrote: 16 figures of base 16. */
static bool
own_id(const struct view *v, uint32_t id, char to[LIST_ID])
{
	struct str s = node_field(v, id, FIELD_ID);

	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	if (s.n != LIST_ID - 1)
		return false;
	memcpy(to, s.p, s.n);
	to[s.n] = '\0';
	return true;
}

/* Who is named at a node, and below it down to what has a role of its own. */
static void
who_collect(struct lists *l, const struct view *v, uint32_t id, struct str who[ROW_WHO_COUNT])
{
	static const enum row_who place[] = { [LEAD_UNIT] = ROW_UNIT, [LEAD_LEADER] = ROW_LEADER, [LEAD_PERSON] = ROW_PERSON };

	for (uint32_t at = id; at != 0; at = view_walk(v, id, at, WALK_OWN))
		for (uint32_t i = view_fact(v, v->fact[at], FACT_DUTY); i != 0; i = view_fact(v, v->after[i], FACT_DUTY)) {
			const struct fact *f = view_fact_at(v, i);

			for (size_t k = 0; k < f->nlead; k++) {
				struct str *to = &who[place[lead_kind(v, f, f->lead[k])]];

				*to = words_join(l->arena, *to, "、", f->lead[k]);
			}
			for (size_t k = 0; k < f->nsupport; k++)
				who[ROW_SUPPORT] = words_join(l->arena, who[ROW_SUPPORT], "、", f->support[k]);
		}
}

/* What is told of a node beside the cells of its row. A cell of a sheet over several measures names who answers for each. */
static void
row_of_words(struct lists *l, struct row *row, const struct view *v, uint32_t id)
{
	struct str words;

	row->title = node_title(v, id);
	row->place = node_path(v, id);
	row->sections = node_sections(v, id);
	row->words = node_words(v, id);
	row->due = node_deadline(v, id, WALK_OWN, &words);
	row->article = (uint32_t)l->articles.n - 1;
	who_collect(l, v, id, row->who);
	while (view_node(v, id)->sheet && view_node(v, id)->role != ROLE_FINDING && (id = view_node(v, id)->parent) != 0) {
		struct str above[ROW_WHO_COUNT] = { 0 };

		who_collect(l, v, id, above);
		for (size_t i = 0; i < ROW_WHO_COUNT; i++)
			if (row->who[i].n == 0)
				row->who[i] = arena_str(l->arena, above[i]);
	}
}

static void
row_of_node(struct lists *l, enum list list, struct item *it)
{
	const struct view *v = it->view;
	struct row *row = it->row;
	span_array spans = { 0 };
	uint64_t h = HASH_START;
	char place[64];

	it->node = view_node(v, it->id);
	it->own = is_own(v, it->id);
	node_spans(v, it->id, &spans);
	row->role = it->node->role;
	row->status = article_status(it->view->article, it->id);
	row->spans = spans.v;
	row->nspans = (uint32_t)spans.n;
	if (spans.n > 0) {
		snprintf(place, sizeof place, "%" PRIu32 "-%" PRIu32, spans.v[0].from, spans.v[0].to);
		h = hash_more(l->sources.v[spans.v[0].source].hash, cstr(place));
	}
	if (!own_id(v, it->id, row->id))
		id_put(row, list, hash_more(h, node_path(v, it->id)));
	row->own = it->own;
	row_of_words(l, row, v, it->id);
	row_fill(l, list, it);
}

static uint32_t
next_figure(const struct view *v, uint32_t id, uint32_t *counts)
{
	const struct node *n = view_node(v, id);

	counts[n->role]++;
	return v->printed[n->role] ? n->number : counts[n->role];
}

static void
finding_add(struct lists *l, struct view *v, uint32_t id, uint32_t *counts)
{
	struct row *row = array_add(l->arena, &l->rows[LIST_FINDINGS]);
	struct item it = { .view = v, .id = id, .row = row };

	v->figure[id] = next_figure(v, id, counts);
	v->number[id] = own_number(v, id);
	if (v->number[id].n == 0)
		v->number[id] = arena_printf(l->arena, "%.*s-W%02u", STR_ARG(v->letter), v->figure[id]);
	v->place_of[id] = (uint32_t)l->rows[LIST_FINDINGS].n;
	row->number = v->number[id];
	row->group = l->making->groups + view_node(v, id)->parent;
	row_of_node(l, LIST_FINDINGS, &it);
}

/* Tasks of one finding stand together. */
static uint32_t
task_group(struct lists *l, const struct item *it, const struct node *n)
{
	struct making *m = l->making;
	struct str answers = is_own(it->view, it->id) ? node_field(it->view, it->id, FIELD_ANSWERS) : (struct str){ NULL, 0 };

	if (answers.n == 0)
		return m->groups + (it->finding != 0 ? it->finding : n->parent);
	if (!str_eq(m->answers, answers))
		m->answered = m->groups + it->id;
	m->answers = answers;
	return m->answered;
}

/* `measures` counts them under each finding. */
static struct str
task_number(const struct view *v, const struct item *it, uint32_t *counts, uint32_t *measures)
{
	uint8_t role = view_node(v, it->id)->role;
	struct str own = own_number(v, it->id);

	if (own.n > 0)
		return own;
	if (role == ROLE_MEASURE || role == ROLE_FINDING)
		return arena_printf(v->arena, "%.*s-C%02u-%u", STR_ARG(v->letter),
		    it->finding == 0 ? 0 : v->figure[it->finding], ++measures[it->finding]);
	return arena_printf(v->arena, "%.*s-%s%02u", STR_ARG(v->letter), role_sign(role), next_figure(v, it->id, counts));
}

static void
task_add(struct lists *l, struct view *v, uint32_t id, uint32_t *counts, uint32_t *measures)
{
	const struct node *n = view_node(v, id);
	struct row *row = array_add(l->arena, &l->rows[LIST_TASKS]);
	struct item it = { .view = v, .id = id, .row = row };

	it.finding = n->role == ROLE_FINDING ? id : view_above(v, id, ROLE_FINDING);
	row->number = task_number(v, &it, counts, measures);
	if (v->number[id].n == 0)
		v->number[id] = row->number;
	row->group = task_group(l, &it, n);
	row->finding = it.finding == 0 ? 0 : v->place_of[it.finding];
	node_figures(v, id, &row->figures);
	row_of_node(l, LIST_TASKS, &it);
}

static struct holder *
holder_of(struct lists *l, const struct view *v, enum lead kind, struct str name)
{
	struct making *m = l->making;
	struct str key = arena_printf(l->arena, "%.*s\n%d\n%.*s", STR_ARG(v->article->issuer), (int)kind,
	    STR_ARG(name));
	uint32_t *place = map_put(l->arena, &m->found, key);

	if (*place == 0) {
		*array_add(l->arena, &m->keys) = key;
		array_add(l->arena, &m->holders);
		*place = (uint32_t)m->holders.n;
	}
	return &m->holders.v[*place - 1];
}

/* Who leads at one node, by kind. */
struct leads {
	str_array names[LEAD_PERSON + 1];
	str_array support;
	span_array spans;
	uint32_t id;
};

static void
leads_collect(struct lists *l, const struct view *v, uint32_t id, struct leads *out)
{
	for (uint32_t i = view_fact(v, v->fact[id], FACT_DUTY); i != 0; i = view_fact(v, v->after[i], FACT_DUTY)) {
		const struct fact *f = view_fact_at(v, i);

		for (size_t k = 0; k < f->nlead; k++)
			*array_add(l->arena, &out->names[lead_kind(v, f, f->lead[k])]) = f->lead[k];
		for (size_t k = 0; k < f->nsupport; k++)
			*array_add(l->arena, &out->support) = f->support[k];
		*array_add(l->arena, &out->spans) = view_span(v, f->span);
	}
}

static void
join_all(struct arena *a, struct str *to, const str_array *words)
{
	for (size_t i = 0; i < words->n; i++)
		*to = words_join(a, *to, "、", words->v[i]);
}

/* The 编号 of the row that a node belongs to; where it has none, its place. */
static struct str
number_near(const struct view *v, uint32_t id, uint32_t *row)
{
	uint32_t at = id;

	while (at != 0 && v->number[at].n == 0)
		at = view_node(v, at)->parent;
	*row = at != 0 ? at : id;
	if (at != 0)
		return v->number[at];
	return id == 0 ? arena_printf(v->arena, "%.*s-全文", STR_ARG(v->letter)) :
	    arena_printf(v->arena, "%.*s-%.*s", STR_ARG(v->letter), STR_ARG(node_path(v, id)));
}

static void
matter_add(struct lists *l, const struct view *v, struct holder *h, uint32_t id)
{
	struct str words, number;
	struct date day = { 0 };
	uint32_t row;

	number = number_near(v, id, &row);
	if (h->numbers.n > 0 && str_eq(*array_last(&h->numbers), number))
		return;
	*array_add(l->arena, &h->numbers) = number;
	if (row != 0)
		day = node_deadline(v, row, view_node(v, row)->sheet ? WALK_ALL : WALK_OWN, &words);
	if (day.year != 0)
		*array_add(l->arena, &h->deadlines) = (struct deadline){ day, (uint32_t)h->deadlines.n, number };
}

/* One holder a body; persons stand with the bodies of the same node, or alone where there is none. */
static void
holders_add(struct lists *l, const struct view *v, const struct leads *who)
{
	enum lead kind = LEAD_UNIT;

	while (kind < LEAD_PERSON && who->names[kind].n == 0)
		kind++;
	for (size_t i = 0; i < who->names[kind].n; i++) {
		struct str name = who->names[kind].v[i];
		struct holder *h = holder_of(l, v, kind, name);

		*(kind == LEAD_UNIT ? &h->unit : kind == LEAD_LEADER ? &h->leader : &h->person) =
		    arena_str(l->arena, name);
		if (kind < LEAD_LEADER)
			join_all(l->arena, &h->leader, &who->names[LEAD_LEADER]);
		if (kind < LEAD_PERSON)
			join_all(l->arena, &h->person, &who->names[LEAD_PERSON]);
		join_all(l->arena, &h->support, &who->support);
		matter_add(l, v, h, who->id);
		for (size_t k = 0; k < who->spans.n; k++)
			*array_add(l->arena, &h->spans) = who->spans.v[k];
	}
}

static void
unowned_add(struct lists *l, enum list list, const struct row *row, uint32_t place, bool first)
{
	struct making *m = l->making;
	struct stretch *s;

	if (first || m->unowned.n == 0 || array_last(&m->unowned)->list != list ||
	    array_last(&m->unowned)->place + 1 != place)
		array_add(l->arena, &m->unowned);
	s = array_last(&m->unowned);
	if (s->first.n == 0)
		s->first = row->number;
	s->last = row->number;
	s->list = list;
	s->place = place;
}

/* Findings nobody is named for, and tasks nobody is named for under findings that somebody is. */
static void
unowned_find(struct lists *l, const struct view *v, enum list list)
{
	row_array *rows = &l->rows[list];
	uint32_t place = (uint32_t)(rows->n - array_last(&l->articles)->rows[list]);
	bool first = true;

	for (uint32_t id = 1; id <= v->article->nodes.n; id++) {
		bool finding = view_node(v, id)->role == ROLE_FINDING;
		uint32_t above = finding ? id : view_above(v, id, ROLE_FINDING);

		if (list == LIST_FINDINGS ? !finding : !is_task(v, id))
			continue;
		place++;
		if (node_has_duty(v, id, finding ? WALK_ALL : WALK_OWN) ||
		    (list == LIST_TASKS && above != 0 && !node_has_duty(v, above, WALK_ALL)))
			continue;
		unowned_add(l, list, &rows->v[place - 1], place, first);
		first = false;
	}
}

static void
owners_find(struct lists *l, const struct view *v)
{
	for (uint32_t id = 0; id <= v->article->nodes.n; id++) {
		struct leads who = { .id = id };

		leads_collect(l, v, id, &who);
		array_last(&l->articles)->rows[LIST_DUTIES] += (uint32_t)who.spans.n;
		holders_add(l, v, &who);
	}
	unowned_find(l, v, LIST_FINDINGS);
	unowned_find(l, v, LIST_TASKS);
}

/* A row of the list of those who answer, as this program wrote it. */
static bool
is_own_duty(const struct view *v, uint32_t id)
{
	return is_own(v, id) && node_field(v, id, FIELD_NUMBERS).n > 0;
}

static void
own_duty_add(struct lists *l, const struct view *v, uint32_t id)
{
	struct row *row = array_add(l->arena, &l->rows[LIST_DUTIES]);
	struct item it = { .view = v, .id = id, .row = row };

	row->group = l->making->groups + id;
	row_of_node(l, LIST_DUTIES, &it);
}

static void
rows_find(struct lists *l, struct view *v)
{
	uint32_t *measures = arena_zalloc(l->arena, (v->article->nodes.n + 1) * sizeof *measures);
	uint32_t counts[ROLE_COUNT] = { 0 };
	size_t before[LIST_COUNT];

	for (size_t i = 0; i < LIST_COUNT; i++)
		before[i] = l->rows[i].n;
	for (uint32_t id = 1; id <= v->article->nodes.n; id++) {
		if (view_node(v, id)->role == ROLE_FINDING)
			finding_add(l, v, id, counts);
		if (is_task(v, id))
			task_add(l, v, id, counts, measures);
		if (is_own_duty(v, id))
			own_duty_add(l, v, id);
	}
	l->making->groups += (uint32_t)v->article->nodes.n + 1;
	for (size_t i = 0; i < LIST_COUNT; i++)
		array_last(&l->articles)->rows[i] = (uint32_t)(l->rows[i].n - before[i]);
}

static bool
has_rows(const struct article *a)
{
	for (size_t i = 0; i < a->nodes.n; i++)
		if (role_sign(a->nodes.v[i].role) != NULL || a->nodes.v[i].sheet)
			return true;
	return false;
}

static void
article_add(struct lists *l, const struct document *d, const struct article *a, uint32_t base)
{
	struct list_article *la = array_add(l->arena, &l->articles);
	char letters[LETTERS_TEXT];
	struct view v;

	la->source = base + (a->spans.n > 0 ? a->spans.v[0].source - d->first : 0);
	la->letter = arena_str(l->arena, (struct str){ letters, letters_print(letters, (uint32_t)l->articles.n) });
	la->title = arena_str(l->arena, a->title.n > 0 ? a->title : l->sources.v[la->source].file);
	la->issuer = arena_str(l->arena, a->issuer);
	la->number = arena_str(l->arena, a->number);
	la->secrecy = arena_str(l->arena, a->secrecy);
	la->issued = a->issued;
	view_init(&v, l, d, a, base);
	v.name = la->title;
	v.letter = la->letter;
	printed_find(&v);
	rows_find(l, &v);
	if (la->rows[LIST_DUTIES] == 0)
		owners_find(l, &v);
}

struct lists *
lists_new(struct arena *a)
{
	struct lists *l = arena_zalloc(a, sizeof *l);

	l->arena = a;
	l->making = arena_zalloc(a, sizeof *l->making);
	return l;
}

void
lists_add(struct lists *l, const struct document *d)
{
	uint32_t base = (uint32_t)l->sources.n;

	for (uint32_t i = 0; i < d->ntexts; i++) {
		source_add(l, d->texts[i]);
		notes_add(l, &d->texts[i]->notes, base - d->first);
	}
	notes_add(l, &d->notes, base - d->first);
	for (size_t i = 0; i < d->articles.n; i++)
		if (has_rows(&d->articles.v[i]))
			article_add(l, d, &d->articles.v[i], base);
}

static int
deadline_cmp(const void *left, const void *right)
{
	const struct deadline *a = left, *b = right;
	int by_day = date_cmp(a->day, b->day);

	return by_day != 0 ? by_day : a->place < b->place ? -1 : a->place > b->place;
}

static void
duty_row(struct lists *l, struct holder *h, struct str key)
{
	struct row *row = array_add(l->arena, &l->rows[LIST_DUTIES]);
	struct item it = { .holder = h, .row = row };

	if (h->deadlines.n > 1)
		qsort(h->deadlines.v, h->deadlines.n, sizeof h->deadlines.v[0], deadline_cmp);
	row->spans = h->spans.v;
	row->nspans = (uint32_t)h->spans.n;
	row->group = (uint32_t)l->rows[LIST_DUTIES].n;
	id_put(row, LIST_DUTIES, hash_more(HASH_START, key));
	row_fill(l, LIST_DUTIES, &it);
}

void
lists_finish(struct lists *l)
{
	struct making *m = l->making;
	struct holder nobody = { 0 };

	for (size_t i = 0; i < m->holders.n; i++)
		duty_row(l, &m->holders.v[i], m->keys.v[i]);
	for (size_t i = 0; i < m->unowned.n; i++) {
		const struct stretch *s = &m->unowned.v[i];

		*array_add(l->arena, &nobody.numbers) = str_eq(s->first, s->last) ? s->first :
		    arena_printf(l->arena, "%.*s至%.*s", STR_ARG(s->first), STR_ARG(s->last));
	}
	if (nobody.numbers.n > 0)
		duty_row(l, &nobody, (struct str){ 0 });
	l->making = NULL;
}

void
lists_summary(const struct lists *l, struct buf *b)
{
	for (enum list list = 0; list < LIST_COUNT; list++) {
		const struct list_def *def = list_def(list);
		const char *before = "；" NOT_STATED "：";

		buf_printf(b, "%s %zu 项", def->name, l->rows[list].n);
		for (size_t i = 0; i < def->ncolumns; i++) {
			if (l->absent[list][i] == 0)
				continue;
			buf_printf(b, "%s%s %" PRIu32, before, def->columns[i].name, l->absent[list][i]);
			before = "、";
		}
		buf_putc(b, '\n');
	}
}

void
lists_note(const struct lists *l, size_t i, struct buf *b)
{
	const struct list_note *n = &l->notes.v[i];

	buf_puts(b, l->sources.v[n->source].file);
	buf_printf(b, "：%s%.*s", note_sentence(n->code, LANG_ZH), STR_ARG(n->detail));
}

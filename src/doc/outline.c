#include "base/utf8.h"
#include "doc/builder.h"
#include "doc/ledger.h"
#include "doc/reorder.h"
#include "doc/stops.h"
#include "doc/words.h"

static struct str
line_at(const struct builder *b, uint32_t i)
{
	return line_str(b->text, &b->text->lines.v[i]);
}

/* Words that close an official paper; where its contacts stand is looked at behind its last marker only. */
static bool
is_closing(const struct builder *b, uint32_t line, struct str s)
{
	if (words_at(&words_closing, s.p, str_end(s)) != NULL)
		return true;
	if (line < b->last_marker || s.n > 900)
		return false;
	return str_has_any(s, "联系电话 监督电话 举报电话 邮政编码 邮编 邮箱 电子邮件 邮政信箱 邮政地址 通讯地址 联系人： 联系方式") ||
	    (str_has(s, STR("欢迎")) && str_has(s, STR("监督")) && str_has_any(s, "公开 群众 社会"));
}

/* The first sentence names an aspect and what follows lists its problems: （…方面。主要是：…） */
static bool
is_aspect(const struct builder *b, struct str s)
{
	size_t at = b->a->kind == KIND_FEEDBACK ? str_find(str_slice(s, 0, 200), STR("。"), 0) : STR_NONE;

	return at != STR_NONE && at >= 6 && at <= 180 && memcmp(s.p + at - 6, "方面", 6) == 0 &&
	    str_starts(str_slice(s, at + 3, s.n), STR("主要"));
}

/* The kind of marker that a heading without one stands for: the outermost one open, if `below` is deeper. */
static enum mark
lost_kind(const struct builder *b, enum mark below)
{
	const struct node *n;
	uint32_t kind;

	if (b->depth == 0)
		return MARK_NONE;
	n = &b->a->nodes.v[b->open[0] - 1];
	kind = n->mark == MARK_LOST ? n->number : n->mark;
	return kind < MARK_COUNT && mark_rank[kind] < mark_rank[below] ? (enum mark)kind : MARK_NONE;
}

/*
 * A line that is a heading but has no marker: the file says so; or it is short
 * and what it heads starts anew at 1 under no open series of that kind's
 * parent; or it has the form of its numbered siblings.
 */
static bool
is_lost_heading(const struct builder *b, uint32_t i, enum mark *kind)
{
	const struct line *l = &b->text->lines.v[i];
	struct str s = line_at(b, i);
	struct marker m;
	uint32_t next = i + 1;

	*kind = MARK_NONE;
	if (l->kind == LINE_HEADING && b->form[i] != FORM_ROW)
		return true;
	if (b->depth > 0 && is_aspect(b, s)) {
		*kind = lost_kind(b, MARK_NONE);
		return *kind != MARK_NONE;
	}
	if (b->form[i] != FORM_SHORT && b->form[i] != FORM_TITLE && b->form[i] != FORM_ORG)
		return false;
	if (s.n < 9 || next >= b->end_line)
		return false;
	if (b->form[next] == FORM_MARKER) {
		struct str after = line_at(b, next);

		if (!marker_at(after.p, str_end(after), &m) || m.number != 1 || m.mark >= MARK_NUM_PAREN)
			return false;
		if (b->a->nodes.n == 0)
			return l->centred && i > 0;
		*kind = lost_kind(b, m.mark);
		return *kind != MARK_NONE;
	}
	return l->centred && b->form[i] == FORM_SHORT && b->form[next] == FORM_BODY;
}

static void
open_lost_heading(struct builder *b, const struct line *l, enum mark kind)
{
	unsigned depth = 0;

	if (kind != MARK_NONE) {
		int i = builder_open_kind(b, kind), k = builder_open_lost(b, kind);

		depth = i >= 0 ? (unsigned)i : k >= 0 ? (unsigned)k : 0;
	} else if (b->depth > 0 && l->kind == LINE_HEADING) {
		while (depth < b->depth && (b->a->nodes.v[b->open[depth] - 1].mark != MARK_LOST ||
		    b->a->nodes.v[b->open[depth] - 1].number >= LOST_LEVEL + l->level) &&
		    b->a->nodes.v[b->open[depth] - 1].mark == MARK_LOST)
			depth++;
	}
	builder_push(b, depth, MARK_LOST, kind != MARK_NONE ? (uint32_t)kind : LOST_LEVEL + l->level,
	    builder_span(b, l->from, l->from));
	if (kind != MARK_NONE) {
		b->seen[kind]++;
		builder_note(b, NOTE_LOST_MARKER, builder_span(b, l->from, l->to), line_str(b->text, l));
	}
	builder_add_words(b, builder_span(b, l->from, l->to));
}

/* Its words end in the middle of a sentence. */
static bool
is_cut(const struct builder *b, uint32_t id)
{
	const struct chain *c = &b->chains.v[id - 1];

	return c->last == 0 || stops_cut(document_str(b->d, b->links.v[c->last - 1].span));
}

/* A paragraph without a marker behind the items of a series goes on with what the series belongs to. */
static void
leave_series(struct builder *b, struct str s)
{
	if (b->depth == 0 || mark_rank[builder_node(b, builder_top(b))->mark] < mark_rank[MARK_IS] || builder_goes_on_inside(b, s))
		return;
	while (b->depth > 0) {
		const struct node *n = builder_node(b, builder_top(b));

		if (mark_rank[n->mark] < mark_rank[MARK_IS] || builder_is_bare(b, builder_top(b)) || is_cut(b, builder_top(b)))
			return;
		b->depth--;
	}
}

/*
 * Whether the words behind the last item of an outline are the article's own
 * again: every item was one paragraph, and none follows.
 */
static bool
outline_is_over(const struct builder *b, uint32_t line)
{
	const struct chain *chains = b->chains.v;
	uint32_t id = builder_top(b);

	if (id == 0 || chains == NULL || line < b->last_marker || is_cut(b, id))
		return false;
	return chains[id - 1].whole;
}

static void
read_paragraph(struct builder *b, uint32_t line, size_t from, size_t to)
{
	struct str s = str_slice(b->text->body, from, to);
	size_t nodes = b->a->nodes.n;

	if (b->text->lines.v[line].kind == LINE_BREAK) {
		builder_note(b, NOTE_BREAK, builder_span(b, from, to), utf8_cut(s, 60));
	} else if (b->closed || (nodes > 0 && is_closing(b, line, s))) {
		b->closed = true;
		b->depth = 0;
	} else {
		leave_series(b, s);
		if (outline_is_over(b, line))
			b->depth = 0;
	}
	builder_read_inside(b, from, to);
	/* 提出五点意见：一是…: a series of the article's own; its lead-in says what it is. */
	if (b->a->nodes.n > nodes && b->a->nodes.v[nodes].parent == 0)
		for (size_t i = nodes; i < b->a->nodes.n; i++)
			if (b->a->nodes.v[i].parent == 0)
				b->leads->v[i] = str_of(s.p, b->a->nodes.v[nodes].marker.p);
}

static bool
is_feedback_split(const struct builder *b)
{
	return b->a->kind == KIND_FEEDBACK && b->depth > 0;
}

static void
read_line(struct builder *b, uint32_t i)
{
	const struct line *l = &b->text->lines.v[i];
	struct str s = line_str(b->text, l);
	size_t from = l->from, to = l->to, bytes;
	struct marker m;
	enum mark lost;

	if (turn_from(s, &bytes) > 0)
		from += bytes;
	if (turn_to(s, &bytes) > 0)
		to -= bytes;
	while (from < to && (b->text->body.p[from] == ' ' || b->text->body.p[from] == '\t'))
		from++;
	if (from >= to)
		return;
	s = str_slice(b->text->body, from, to);
	if (b->form[i] == FORM_BYLINE)
		return;
	if (marker_at(s.p, str_end(s), &m) && !(m.mark == MARK_IS && m.number > 1 &&
	    !builder_expects(b, MARK_IS, m.number) && b->a->nodes.n > 0 && builder_open_kind(b, MARK_IS) >= 0)) {
		if (m.mark == MARK_IS && is_feedback_split(b) && m.number == 1)
			leave_series(b, s);
		builder_open_marker(b, &m, from);
		builder_read_inside(b, from + m.bytes, to);
		b->chains.v[builder_top(b) - 1].whole = !builder_is_bare(b, builder_top(b));
	} else if (!b->closed && is_lost_heading(b, i, &lost)) {
		if (is_aspect(b, s)) {
			open_lost_heading(b, &(struct line){ .from = (uint32_t)from, .to = (uint32_t)from }, lost);
			b->d->notes.v[b->d->notes.n - 1].at.to = (uint32_t)(from + str_find(s, STR("。"), 0));
			b->d->notes.v[b->d->notes.n - 1].detail = str_slice(s, 0, str_find(s, STR("。"), 0));
			builder_read_inside(b, from, to);
		} else {
			open_lost_heading(b, l, lost);
		}
	} else {
		if (is_feedback_split(b) && !builder_is_bare(b, builder_top(b)) && !is_cut(b, builder_top(b)))
			b->depth = 0;
		read_paragraph(b, i, from, to);
	}
}

/* The rows of a ledger, and what stands between them; other tables have nothing to read. */
static uint32_t
read_rows(struct builder *b, uint32_t i, uint32_t end)
{
	while (i < end && ledger_rows(b, &i, end))
		if (i < end)
			read_line(b, i++);
	return end;
}

/* A table's rows are kept as a table, not as words. */
static uint32_t
read_table(struct builder *b, uint32_t i)
{
	struct table *t = array_add(b->d->arena, &b->a->tables);

	t->source = b->source;
	t->row = i;
	t->node = builder_top(b);
	while (i + t->nrows < b->end_line && b->form[i + t->nrows] == FORM_ROW)
		t->nrows++;
	return read_rows(b, i, i + t->nrows);
}

static void
read_piece(struct builder *b, const struct piece *p, const struct forms *forms)
{
	const uint32_t *order;

	b->text = b->d->texts[p->text];
	b->source = b->d->first + p->text;
	b->form = forms[p->text].v;
	b->end_line = p->tail;
	b->last_marker = p->next != 0 ? UINT32_MAX : p->body;
	for (uint32_t i = p->tail; p->next == 0 && i-- > p->body;)
		if (b->form[i] == FORM_MARKER) {
			b->last_marker = i;
			break;
		}
	order = reorder_lines(b->d, b->source, b->d->texts[p->text], p->body, p->tail);
	for (uint32_t k = p->body; k < p->tail;) {
		uint32_t i = order == NULL ? k : order[k - p->body];

		if (i >= p->title && i < p->title + p->ntitle) {
			k++;
		} else if (b->form[i] == FORM_ROW && order == NULL) {
			k = read_table(b, i);
		} else {
			read_line(b, i);
			k++;
		}
	}
}

void
outline_make(struct document *d, struct article *a, const piece_array *pieces, uint32_t first,
    const struct forms *forms, str_array *leads)
{
	struct builder b = { .d = d, .a = a, .leads = leads };

	for (uint32_t i = first + 1; i != 0; i = pieces->v[i - 1].next)
		read_piece(&b, &pieces->v[i - 1], forms);
	for (uint32_t i = 0; i < b.chains.n; i++) {
		struct node *n = &a->nodes.v[i];

		n->run = (uint32_t)a->spans.n;
		builder_lay_out(&b, b.chains.v[i], &a->spans);
		n->nrun = (uint32_t)a->spans.n - n->run;
		if (n->mark == MARK_LOST)
			n->number = 0;
	}
	builder_lay_out(&b, b.preamble, &a->preamble);
	builder_lay_out(&b, b.closing, &a->closing);
	arena_drop(d->arena, b.links.v);
	arena_drop(d->arena, b.chains.v);
}

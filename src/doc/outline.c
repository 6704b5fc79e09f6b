#include "doc/outline.h"

#include "base/utf8.h"
#include "doc/marker.h"
#include "doc/reorder.h"
#include "doc/stops.h"

/* Words of one node or of the article, in reading order, before they are laid out one behind the other. */
struct link {
	struct span span;
	uint32_t next;		/* place in links plus 1; 0: last */
};

struct chain {
	uint32_t first, last;	/* places in links plus 1 */
	bool whole;		/* its matter stood in one line with its marker: it is one paragraph */
};

struct builder {
	struct document *d;
	struct article *a;
	str_array *leads;
	ARRAY(struct link) links;
	ARRAY(struct chain) chains;	/* of node i + 1 */
	struct chain preamble, closing;
	uint32_t open[OUTLINE_DEEPEST];	/* ids from the outermost to the innermost open node */
	unsigned depth;
	bool closed;			/* the closing words have begun */
	uint32_t seen[MARK_COUNT];	/* last number of each kind */

	const struct text *text;	/* the line being read */
	uint32_t source;
	const uint8_t *form;
	uint32_t end_line, last_marker;	/* the last line that begins with a marker */
};

/* How far out a kind of marker stands by custom; smaller is further out. */
static const uint8_t rank[MARK_COUNT] = {
	[MARK_NONE] = 30, [MARK_LOST] = 5, [MARK_PART] = 1, [MARK_CHAPTER] = 2, [MARK_SECTION] = 3,
	[MARK_ARTICLE] = 4, [MARK_HAN] = 6, [MARK_HAN_PAREN] = 7, [MARK_NUM] = 8, [MARK_IS] = 10,
	[MARK_ORDINAL] = 10, [MARK_NUM_PAREN] = 12, [MARK_CIRCLE] = 14,
};

static struct node *
node(struct builder *b, uint32_t id)
{
	return &b->a->nodes.v[id - 1];
}

static uint32_t
top(const struct builder *b)
{
	return b->depth == 0 ? 0 : b->open[b->depth - 1];
}

/* A slogan-like opening stands alone in the heading up to this many characters. */
#define HEADING_ALONE 24

/* Adds words to a chain; what goes on where the last words ended becomes one span with them. */
static void
chain_add(struct builder *b, struct chain *c, struct span s)
{
	struct link *l;

	if (s.from == s.to)
		return;
	if (c->last != 0) {
		struct link *last = &b->links.v[c->last - 1];

		if (last->span.source == s.source && last->span.to + 1 == s.from &&
		    b->text->body.p[last->span.to] == '\n') {
			last->span.to = s.to;
			return;
		}
	}
	l = array_add(b->d->arena, &b->links);
	l->span = s;
	if (c->last != 0)
		b->links.v[c->last - 1].next = (uint32_t)b->links.n;
	else
		c->first = (uint32_t)b->links.n;
	c->last = (uint32_t)b->links.n;
}

static void
add_note(struct builder *b, enum note_code code, struct span at, struct str detail)
{
	*array_add(b->d->arena, &b->d->notes) = (struct note){ code, at, detail };
}

static struct span
span_of(const struct builder *b, size_t from, size_t to)
{
	return (struct span){ b->source, (uint32_t)from, (uint32_t)to };
}

/* Words without a marker: they go to the innermost open node, or to the article. */
static void
add_words(struct builder *b, struct span s)
{
	uint32_t id = top(b);

	if (id != 0)
		chain_add(b, &b->chains.v[id - 1], s);
	else
		chain_add(b, b->a->nodes.n == 0 ? &b->preamble : &b->closing, s);
}

/* Opens a node below `depth` open ones. */
static void
push(struct builder *b, unsigned depth, enum mark mark, uint32_t number, struct span at)
{
	struct node *n;
	uint32_t parent;

	if (depth >= OUTLINE_DEEPEST) {
		depth = OUTLINE_DEEPEST - 1;
		add_note(b, NOTE_DEPTH, at, (struct str){ NULL, 0 });
	}
	b->depth = depth;
	parent = top(b);
	n = array_add(b->d->arena, &b->a->nodes);
	n->parent = parent;
	n->mark = (uint8_t)mark;
	n->number = number;
	n->depth = (uint8_t)(depth + 1);
	n->marker = document_str(b->d, at);
	array_add(b->d->arena, &b->chains);
	array_add(b->d->arena, b->leads);
	if (parent != 0)
		node(b, parent)->children++;
	b->open[depth] = (uint32_t)b->a->nodes.n;
	b->depth = depth + 1;
	b->seen[mark] = number;
}

/* The innermost open node of this kind: its place in `open`, or -1. */
static int
open_kind(const struct builder *b, enum mark mark)
{
	for (int i = (int)b->depth - 1; i >= 0; i--)
		if (b->a->nodes.v[b->open[i] - 1].mark == mark)
			return i;
	return -1;
}

/*
 * While the outline is built, the number of a MARK_LOST node is the kind of
 * marker it stands for, or LOST_LEVEL plus the level the file gives it.
 */
#define LOST_LEVEL 0x100u

/* A lost marker and the kind it stands for are siblings. */
static int
open_lost(const struct builder *b, enum mark mark)
{
	int i = open_kind(b, MARK_LOST);

	if (i < 0)
		return -1;
	return b->a->nodes.v[b->open[i] - 1].number == mark ? i : -1;
}

/* How many open nodes stay open under a marker of this kind and number. */
static unsigned
depth_for(const struct builder *b, enum mark mark, uint32_t number)
{
	int i = open_kind(b, mark), lost = open_lost(b, mark);
	unsigned depth = b->depth;

	if (lost > i)
		i = lost;
	if (i >= 0) {
		/* 一是 once more below an open 一是: the series of a deeper item. */
		if (number == 1 && rank[mark] >= rank[MARK_IS] && (unsigned)i + 1 < b->depth &&
		    b->a->nodes.v[b->open[b->depth - 1] - 1].mark != MARK_NONE)
			return b->depth;
		return (unsigned)i;
	}
	if (number == 1 && (depth == 0 || rank[mark] >= rank[MARK_IS] ||
	    rank[b->a->nodes.v[b->open[depth - 1] - 1].mark] < rank[mark]))
		return depth;
	while (depth > 0 && rank[b->a->nodes.v[b->open[depth - 1] - 1].mark] >= rank[mark])
		depth--;
	return depth;
}

/* A series that runs on over its parents (1 to 33 across 一、 to 七、) or starts anew is whole. */
static void
check_number(struct builder *b, enum mark mark, uint32_t number, struct span at)
{
	uint32_t last = b->seen[mark];

	if (number == 1 || number == last + 1 || last == 0 || rank[mark] >= rank[MARK_IS])
		return;
	add_note(b, NOTE_NUMBER_GAP, at,
	    arena_printf(b->d->arena, "%u → %u", (unsigned)last, (unsigned)number));
}

static void
open_marker(struct builder *b, const struct marker *m, size_t at)
{
	struct span s = span_of(b, at, at + m->bytes);

	check_number(b, m->mark, m->number, s);
	push(b, depth_for(b, m->mark, m->number), m->mark, m->number, s);
	b->closed = false;
}

/* Whether p stands behind a sentence end, a closing quote or bracket, or at the beginning. */
static bool
behind_sentence(const char *p, const char *begin)
{
	static const char *const ends[] = { "。", "；", "：", "！", "？", "”", "’", "）", "》" };

	while (p > begin && p[-1] == ' ')
		p--;
	if (p == begin)
		return true;
	if (strchr(";:!?)\"\n\t", p[-1]) != NULL)
		return true;
	if (p - begin < 3)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (memcmp(p - 3, ends[i], 3) == 0)
			return true;
	return false;
}

/* The innermost open series of this kind expects just this number. */
static bool
expected(const struct builder *b, enum mark mark, uint32_t number)
{
	int i = open_kind(b, mark);

	return i >= 0 && b->a->nodes.v[b->open[i] - 1].number + 1 == number;
}

/* Some later 二是 (of number 2) stands in the rest of the line. */
static bool
series_follows(const char *p, const char *end, const char *second)
{
	return str_has(str_of(p, end), cstr(second));
}

/* 其二是, 第三是, 之一是, 统一是, 唯一是: no marker. */
static bool
part_of_word(const char *p, const char *begin)
{
	static const char *const before[] = { "其", "第", "之", "统", "唯", "专", "万", "每", "十", "百", "有",
		"同", "为", "的", "这" };

	for (size_t i = 0; p - begin >= 3 && i < sizeof before / sizeof before[0]; i++)
		if (memcmp(p - 3, before[i], 3) == 0)
			return true;
	return false;
}

/* Whether the marker found inside a line at p begins an item there. */
static bool
counts_inside(const struct builder *b, const struct marker *m, const char *p, const char *begin,
    const char *end)
{
	bool behind = behind_sentence(p, begin);

	switch (m->mark) {
	case MARK_IS:
		if (part_of_word(p, begin))
			return false;
		if (m->number > 1)
			return expected(b, MARK_IS, m->number);
		if (memcmp(p + m->bytes - 3, "要", 3) == 0)
			return behind && series_follows(p, end, "二要");
		if (behind)
			return true;
		return p - begin >= 3 && (p[-1] == ',' || memcmp(p - 3, "，", 3) == 0) &&
		    series_follows(p, end, "二是");
	case MARK_NUM_PAREN:
	case MARK_CIRCLE:
		if (m->number == 1)
			return behind && m->bytes > 1;
		return expected(b, m->mark, m->number) && behind;
	case MARK_ORDINAL:
		return behind && (m->number == 1 || expected(b, m->mark, m->number));
	case MARK_NUM:
	case MARK_HAN_PAREN:
		return behind && (p - begin < 3 || memcmp(p - 3, "）", 3) != 0) &&
		    (m->number == 1 || expected(b, m->mark, m->number) || m->number == b->seen[m->mark] + 1);
	case MARK_HAN:
		return behind && expected(b, m->mark, m->number);
	default:
		return false;
	}
}

/*
 * The next place where a marker inside running text may stand: behind a
 * sentence end, or at the numeral before 是. `end` when there is no more.
 */
static const char *
next_candidate(struct stops *s, const char *begin, const char *end)
{
	const char *p;

	while ((p = stops_next(s)) != NULL) {
		size_t n = stop_bytes(p, end);

		if (n > 0)
			return p + n;
		if (p - begin >= 3 && ((unsigned char)p[-3] & 0xFE) == 0xE4)
			return p - 3;
	}
	return end;
}

/* 十一是: the candidate stood at the last character of the numeral; go back to its first. */
static const char *
numeral_start(const char *p, const char *begin)
{
	for (int i = 0; i < 2 && p - begin >= 3; i++) {
		size_t bytes;

		if (marker_numeral(p - 3, p, &bytes) == 0)
			break;
		p -= 3;
	}
	return p;
}

/* Where a marker may begin at the candidate: behind blanks, and at the first sign of its numeral. */
static const char *
marker_start(const char *p, const char *begin, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p < end && ((unsigned char)*p == 0xE4 || (unsigned char)*p == 0xE5))
		p = numeral_start(p, begin);
	return p;
}

/* Reads what stands behind the marker of a line, or a line without one: words, and markers inside. */
static void
read_inside(struct builder *b, size_t from, size_t to)
{
	const char *base = b->text->body.p, *begin = base + from, *end = base + to;
	const char *words = begin, *at = begin;
	struct stops stops = stops_of(str_of(begin, end));
	struct marker m;

	for (; at < end; at = next_candidate(&stops, begin, end)) {
		at = marker_start(at, begin, end);
		if (at < words || !marker_at(at, end, &m) || !counts_inside(b, &m, at, begin, end))
			continue;
		add_words(b, span_of(b, (size_t)(words - base), (size_t)(at - base)));
		open_marker(b, &m, (size_t)(at - base));
		words = at + m.bytes;
		stops_skip(&stops, words);
	}
	add_words(b, span_of(b, (size_t)(words - base), to));
}

static struct str
line_at(const struct builder *b, uint32_t i)
{
	return line_str(b->text, &b->text->lines.v[i]);
}

/* Words that close an official paper; where its contacts stand is looked at behind its last marker only. */
static bool
is_closing(const struct builder *b, uint32_t line, struct str s)
{
	static const struct str words[] = { STR("欢迎广大"), STR("欢迎社会"), STR("欢迎监督"), STR("特此报告"),
		STR("特此通知"), STR("特此通报"), STR("特此函"), STR("专此报告"), STR("以上报告"), STR("以上情况"),
		STR("整改情况现向社会"), STR("附件："), STR("附件:"), STR("抄送"), STR("附："), STR("妥否"),
		STR("以上意见") };

	if (str_starts_any(s, words, sizeof words / sizeof words[0]))
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
	return kind < MARK_COUNT && rank[kind] < rank[below] ? (enum mark)kind : MARK_NONE;
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
		int i = open_kind(b, kind), k = open_lost(b, kind);

		depth = i >= 0 ? (unsigned)i : k >= 0 ? (unsigned)k : 0;
	} else if (b->depth > 0 && l->kind == LINE_HEADING) {
		while (depth < b->depth && (b->a->nodes.v[b->open[depth] - 1].mark != MARK_LOST ||
		    b->a->nodes.v[b->open[depth] - 1].number >= LOST_LEVEL + l->level) &&
		    b->a->nodes.v[b->open[depth] - 1].mark == MARK_LOST)
			depth++;
	}
	push(b, depth, MARK_LOST, kind != MARK_NONE ? (uint32_t)kind : LOST_LEVEL + l->level,
	    span_of(b, l->from, l->from));
	if (kind != MARK_NONE) {
		b->seen[kind]++;
		add_note(b, NOTE_LOST_MARKER, span_of(b, l->from, l->to), line_str(b->text, l));
	}
	add_words(b, span_of(b, l->from, l->to));
}

#define TITLE_LINE 120	/* bytes; a longer sentence is matter, not a title */

/*
 * Whether the words of a node are no more than a title: one short sentence or
 * less. In an inspection feedback a sentence with its stop is a problem itself.
 */
static bool
is_bare(const struct builder *b, uint32_t id)
{
	const struct chain *c = &b->chains.v[id - 1];
	struct str s;
	size_t at;

	if (c->first == 0)
		return true;
	if (c->first != c->last)
		return false;
	s = document_str(b->d, b->links.v[c->first - 1].span);
	if (str_has(s, STR("\n")) || str_ends(s, STR("；")) || str_ends(s, STR(";")))
		return false;
	at = str_find(s, STR("。"), 0);
	return at == STR_NONE || (at + 3 == s.n && s.n <= TITLE_LINE && b->a->kind != KIND_FEEDBACK);
}

/* Its words end in the middle of a sentence. */
static bool
is_cut(const struct builder *b, uint32_t id)
{
	const struct chain *c = &b->chains.v[id - 1];

	return c->last == 0 || stops_cut(document_str(b->d, b->links.v[c->last - 1].span));
}

/* The next number of an open series of items stands inside s: （3） behind (2), 三是 behind 二是. */
static bool
goes_on_inside(const struct builder *b, struct str s)
{
	for (unsigned i = b->depth; i-- > 0;) {
		const struct node *n = &b->a->nodes.v[b->open[i] - 1];
		struct marker m;

		if (rank[n->mark] < rank[MARK_IS])
			return false;
		const char *end = str_end(s), *at;
		struct stops stops = stops_of(s);

		while ((at = next_candidate(&stops, s.p, end)) < end) {
			at = marker_start(at, s.p, end);
			if (at < end && marker_at(at, end, &m) && m.mark == n->mark && m.number == n->number + 1)
				return true;
		}
	}
	return false;
}

/* A paragraph without a marker behind the items of a series goes on with what the series belongs to. */
static void
leave_series(struct builder *b, struct str s)
{
	if (b->depth == 0 || rank[node(b, top(b))->mark] < rank[MARK_IS] || goes_on_inside(b, s))
		return;
	while (b->depth > 0) {
		const struct node *n = node(b, top(b));

		if (rank[n->mark] < rank[MARK_IS] || is_bare(b, top(b)) || is_cut(b, top(b)))
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
	uint32_t id = top(b);

	if (id == 0 || line < b->last_marker || is_cut(b, id))
		return false;
	return b->chains.v[id - 1].whole;
}

static void
read_paragraph(struct builder *b, uint32_t line, size_t from, size_t to)
{
	struct str s = str_slice(b->text->body, from, to);
	size_t nodes = b->a->nodes.n;

	if (b->text->lines.v[line].kind == LINE_BREAK) {
		add_note(b, NOTE_BREAK, span_of(b, from, to), utf8_cut(s, 60));
	} else if (b->closed || (nodes > 0 && is_closing(b, line, s))) {
		b->closed = true;
		b->depth = 0;
	} else {
		leave_series(b, s);
		if (outline_is_over(b, line))
			b->depth = 0;
	}
	read_inside(b, from, to);
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
	    !expected(b, MARK_IS, m.number) && b->a->nodes.n > 0 && open_kind(b, MARK_IS) >= 0)) {
		if (m.mark == MARK_IS && is_feedback_split(b) && m.number == 1)
			leave_series(b, s);
		open_marker(b, &m, from);
		read_inside(b, from + m.bytes, to);
		b->chains.v[top(b) - 1].whole = !is_bare(b, top(b));
	} else if (!b->closed && is_lost_heading(b, i, &lost)) {
		if (is_aspect(b, s)) {
			open_lost_heading(b, &(struct line){ .from = (uint32_t)from, .to = (uint32_t)from }, lost);
			b->d->notes.v[b->d->notes.n - 1].at.to = (uint32_t)(from + str_find(s, STR("。"), 0));
			b->d->notes.v[b->d->notes.n - 1].detail = str_slice(s, 0, str_find(s, STR("。"), 0));
			read_inside(b, from, to);
		} else {
			open_lost_heading(b, l, lost);
		}
	} else {
		if (is_feedback_split(b) && !is_bare(b, top(b)) && !is_cut(b, top(b)))
			b->depth = 0;
		read_paragraph(b, i, from, to);
	}
}

/* A table's rows are kept as a table, not as words. */
static uint32_t
read_table(struct builder *b, uint32_t i)
{
	struct table *t = array_add(b->d->arena, &b->a->tables);

	t->source = b->source;
	t->row = i;
	t->node = top(b);
	while (i < b->end_line && b->form[i] == FORM_ROW) {
		t->nrows++;
		i++;
	}
	return i;
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

static void
lay_out(struct builder *b, struct chain c, span_array *to)
{
	for (uint32_t i = c.first; i != 0; i = b->links.v[i - 1].next)
		*array_add(b->d->arena, to) = b->links.v[i - 1].span;
}

void
outline_make(struct document *d, struct article *a, const piece_array *pieces, uint32_t first,
    const struct forms *forms, str_array *leads)
{
	struct builder b = { .d = d, .a = a, .leads = leads };

	for (uint32_t i = first + 1; i != 0; i = pieces->v[i - 1].next)
		read_piece(&b, &pieces->v[i - 1], forms);
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		struct node *n = &a->nodes.v[i];

		n->run = (uint32_t)a->spans.n;
		lay_out(&b, b.chains.v[i], &a->spans);
		n->nrun = (uint32_t)a->spans.n - n->run;
		if (n->mark == MARK_LOST)
			n->number = 0;
	}
	lay_out(&b, b.preamble, &a->preamble);
	lay_out(&b, b.closing, &a->closing);
	arena_drop(d->arena, b.links.v);
	arena_drop(d->arena, b.chains.v);
}

/* The first sentence of s: its bytes without the punctuation that ends it, and with it. */
static size_t
first_sentence(struct str s, size_t *with, bool *ended)
{
	const char *p = s.p, *end = str_end(s);

	*ended = true;
	for (; p < end; p += utf8_len((unsigned char)*p)) {
		unsigned char c = (unsigned char)*p;
		size_t n = c >= 0xE4 ? 0 : c == '\n' ? 1 : stop_bytes(p, end);

		if (c == 0xEF)
			n = stop_bytes(p, end);
		/* ；and ： part a sentence, they do not end it */
		if (n == 0 || c == ';' || c == ':' || (c == 0xEF && ((unsigned char)p[2] & 0xFE) == 0x9A))
			continue;
		*with = (size_t)(p - s.p) + n;
		return (size_t)(p - s.p);
	}
	*ended = false;
	*with = s.n;
	return s.n;
}

static struct str
without_final_punctuation(struct str s)
{
	static const char *const ends[] = { "。", "；", "：", "，", "、" };

	s = str_trim(s);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (str_ends(s, cstr(ends[i])))
			return str_slice(s, 0, s.n - 3);
	if (s.n > 0 && strchr(".;:,", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

static bool
has_lead_in(struct str sentence)
{
	return str_has(sentence, STR("主要是：")) || str_ends(sentence, STR("："));
}

static void
set_heading(struct document *d, struct article *a, struct node *n)
{
	struct str s, head;
	size_t with, bytes;
	bool ended, more;

	if (n->mark == MARK_NONE || n->nrun == 0)
		return;
	s = document_str(d, a->spans.v[n->run]);
	bytes = first_sentence(s, &with, &ended);
	more = with < s.n || n->nrun > 1;
	head = without_final_punctuation(str_slice(s, 0, bytes));
	if (n->mark == MARK_IS || n->mark == MARK_ORDINAL) {
		if (!ended || utf8_count(head) > HEADING_ALONE || has_lead_in(str_slice(s, 0, bytes)))
			return;
	}
	n->heading = head;
	if (more && utf8_count(head) <= HEADING_ALONE)
		n->text = (uint32_t)with;
}

void
outline_headings(struct document *d, struct article *a)
{
	for (size_t i = 0; i < a->nodes.n; i++)
		set_heading(d, a, &a->nodes.v[i]);
}

/* The lead-in of a list of problems: its bytes with the colon, 0 if s has none. */
static size_t
lead_in(struct str s)
{
	static const struct str words[] = { STR("主要是："), STR("主要是:"), STR("主要表现在："), STR("主要表现为："),
		STR("主要问题是："), STR("主要问题有："), STR("具体表现为："), STR("具体表现在："), STR("主要问题："),
		STR("存在以下问题："), STR("存在的主要问题是："), STR("主要有："), STR("表现在："), STR("突出问题是：") };
	size_t best = 0;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t at = str_find(str_slice(s, 0, 400), words[i], 0);

		if (at != STR_NONE && (best == 0 || at + words[i].n < best))
			best = at + words[i].n;
	}
	return best;
}

/* The items of s parted by ；, up to the 。 that ends the list, as spans; returns how many bytes they take. */
static size_t
list_items(struct document *d, struct str s, struct span at, span_array *items)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		bool part = str_starts(str_slice(s, i, s.n), STR("；")) || s.p[i] == ';';
		bool stop = str_starts(str_slice(s, i, s.n), STR("。")) || s.p[i] == '\n';

		if (part || stop) {
			if (i > from)
				*array_add(d->arena, items) = (struct span){ at.source,
					at.from + (uint32_t)from, at.from + (uint32_t)i };
			i += s.p[i] == ';' || s.p[i] == '\n' ? 1 : 3;
			from = i;
			if (stop)
				return i;
		} else {
			i += utf8_len((unsigned char)s.p[i]);
		}
	}
	if (s.n > from)
		*array_add(d->arena, items) = (struct span){ at.source, at.from + (uint32_t)from, at.to };
	return s.n;
}

/* The problems that node n lists by punctuation; its own words are cut to the lead-in. */
static void
take_items(struct document *d, struct article *a, struct node *n, span_array *items)
{
	struct span *own = &a->spans.v[n->run], s = *own;
	struct str words = document_str(d, s);
	size_t lead = lead_in(words), taken;

	items->n = 0;
	if (lead == 0)
		return;
	taken = list_items(d, str_slice(words, lead, words.n),
	    (struct span){ s.source, s.from + (uint32_t)lead, s.to }, items);
	if (items->n < 2) {
		items->n = 0;
		return;
	}
	own->to = s.from + (uint32_t)lead;
	if (lead + taken < words.n && n->nrun == 1) {	/* words behind the list stay the node's own */
		struct span rest = { s.source, s.from + (uint32_t)(lead + taken), s.to };

		*array_add(d->arena, &a->spans) = a->spans.v[n->run];
		*array_add(d->arena, &a->spans) = rest;
		n->run = (uint32_t)a->spans.n - 2;
		n->nrun = 2;
	}
}

void
outline_split_findings(struct document *d, struct article *a, str_array *leads)
{
	node_array nodes = { 0 };
	str_array new_leads = { 0 };
	span_array items = { 0 };
	uint32_t *moved = arena_alloc(d->arena, (a->nodes.n + 1) * sizeof *moved), split = 0;

	moved[0] = 0;
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		struct node n = a->nodes.v[i];
		uint32_t id;

		items.n = 0;
		if (n.children == 0 && n.nrun > 0)
			take_items(d, a, &n, &items);
		n.parent = moved[n.parent];
		n.children += (uint32_t)items.n;
		*array_add(d->arena, &nodes) = n;
		*array_add(d->arena, &new_leads) = leads->v[i];
		id = moved[i + 1] = (uint32_t)nodes.n;
		for (size_t k = 0; k < items.n; k++) {
			*array_add(d->arena, &a->spans) = items.v[k];
			*array_add(d->arena, &nodes) = (struct node){ .parent = id, .mark = MARK_NONE,
				.depth = (uint8_t)(n.depth + 1), .run = (uint32_t)a->spans.n - 1, .nrun = 1 };
			array_add(d->arena, &new_leads);
			split++;
		}
	}
	if (split > 0)
		*array_add(d->arena, &d->notes) = (struct note){ NOTE_UNMARKED, a->spans.v[a->nodes.v[0].run],
			arena_printf(d->arena, "%u", (unsigned)split) };
	arena_drop(d->arena, items.v);
	arena_drop(d->arena, a->nodes.v);
	arena_drop(d->arena, leads->v);
	a->nodes.v = nodes.v;
	a->nodes.n = nodes.n;
	a->nodes.cap = nodes.cap;
	*leads = new_leads;
}

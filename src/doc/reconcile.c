#include "doc/reconcile.h"

#include "base/chars.h"
#include "doc/around.h"
#include "doc/numeral.h"

/* What can be counted in an article, by its outline and by its own words. */
enum count {
	COUNT_ASPECTS,		/* 4个方面 */
	COUNT_FINDINGS,		/* 35个问题 */
	COUNT_DONE,		/* 已完成整改28个 */
	COUNT_ONGOING,		/* 正在整改5个 */
	COUNT_STANDING,		/* 持续整改2个 */
	COUNT_KINDS
};

static const char *const labels[COUNT_KINDS] = { "方面", "问题", "已完成", "正在整改", "长期坚持" };

/*
 * Cue words around a figure: before it and behind it, within the clause. The
 * first row that fits decides. Their lengths are known, for they are looked for around every figure.
 */
static const struct {
	struct str before[10], behind[7];	/* the last one empty; none: whatever stands there */
	enum count count;
} cues[] = {
	{ { { NULL, 0 } }, { STR("方面") }, COUNT_ASPECTS },
	{ { STR("反馈"), STR("指出"), STR("查出"), STR("发现"), STR("存在"), STR("梳理"), STR("涉及"), STR("移交"),
	      STR("方面") }, { STR("问题") }, COUNT_FINDINGS },
	{ { STR("持续整改"), STR("长期坚持"), STR("持续推进"), STR("长期整改") }, { { NULL, 0 } }, COUNT_STANDING },
	{ { STR("正在整改"), STR("正在推进"), STR("未完成"), STR("推进中"), STR("尚未"), STR("仍在") }, { { NULL, 0 } }, COUNT_ONGOING },
	{ { STR("已完成"), STR("完成整改"), STR("已整改"), STR("整改完成"), STR("已销号"), STR("已办结"), STR("整改到位"),
	      STR("办结") }, { { NULL, 0 } }, COUNT_DONE },
	{ { { NULL, 0 } }, { STR("已完成"), STR("完成整改"), STR("已整改"), STR("已销号"), STR("已办结"), STR("整改到位") }, COUNT_DONE },
	{ { { NULL, 0 } }, { STR("正在整改"), STR("正在推进") }, COUNT_ONGOING },
	{ { { NULL, 0 } }, { STR("持续整改"), STR("需长期坚持"), STR("长期坚持") }, COUNT_STANDING },
};

/* What parts the words around a figure, whichever side it stands on. */
static bool
parts(uint32_t c)
{
	return c == U'，' || c == U'。' || c == U'；' || c == U'、' || c == ',' || c == ';' || c == '\n';
}

/* The words before a figure: back to a comma, a stop or another figure, at most 60 bytes. */
static struct str
clause_before(struct str body, size_t at)
{
	size_t from = at > 60 ? at - 60 : 0;
	const char *p = body.p + at, *begin, *back;

	while (from < at && ((unsigned char)body.p[from] & 0xC0) == 0x80)
		from++;
	for (begin = body.p + from; p > begin; p = back) {
		uint32_t c = char_before(p, begin, &back);

		if (parts(c) || c == U'（' || c == '(' || (c >= '0' && c <= '9'))
			break;
	}
	return str_of(p, body.p + at);
}

/* The noun or verb behind it: up to a comma or a stop, at most 36 bytes. */
static struct str
clause_behind(struct str body, size_t at)
{
	struct str s = str_slice(body, at, at + 36);
	unsigned len;

	for (const char *p = s.p, *end = str_end(s); p < end; p += len) {
		uint32_t c = char_at(p, end, &len);

		if (parts(c) || c == U'）' || c == ')')
			return str_of(s.p, p);
	}
	return s;
}

static bool
counted_unit(struct str unit)
{
	return str_eq(unit, STR("个")) || str_eq(unit, STR("项")) || str_eq(unit, STR("条"));
}

static bool
have_any(const struct chars *c, const struct str *words)
{
	for (; words->n > 0; words++)
		if (chars_have(c, *words))
			return true;
	return false;
}

/* What this figure counts; COUNT_KINDS if nothing of ours. */
static enum count
count_of(const struct document *d, const struct fact *f)
{
	struct chars before, behind;
	struct str body;

	if (f->type != FACT_QUANTITY || f->cmp != CMP_EQ || f->scale != 0 || !counted_unit(fact_unit(f)))
		return COUNT_KINDS;
	body = d->texts[f->span.source - d->first]->body;
	before = chars_of(clause_before(body, f->span.from));
	behind = chars_of(clause_behind(body, f->span.to));
	for (size_t i = 0; i < sizeof cues / sizeof cues[0]; i++)
		if ((cues[i].behind[0].n == 0 || have_any(&behind, cues[i].behind)) &&
		    (cues[i].before[0].n == 0 || have_any(&before, cues[i].before)))
			return cues[i].count;
	return COUNT_KINDS;
}

struct tally {
	int64_t n[COUNT_KINDS];
	bool known[COUNT_KINDS];
	struct span at[COUNT_KINDS];
};

/* The figures that the article's own words, before its outline, tell. */
static struct tally
told(const struct document *d, const struct article *a)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < a->facts.n; i++) {
		const struct fact *f = &a->facts.v[i];
		enum count c;

		if (f->node != 0)
			continue;
		c = count_of(d, f);
		if (c == COUNT_KINDS || t.known[c])
			continue;
		t.known[c] = true;
		t.n[c] = f->digits;
		t.at[c] = f->span;
	}
	return t;
}

/* （5个） at the end of a finding's heading: it stands for five. 0 if there is none. */
static int64_t
heading_count(struct str heading)
{
	static const char *const units[] = { "个", "项", NULL };
	const char *end = str_end(heading);
	size_t at = str_rfind(heading, STR("（")), open = 3;
	struct numeral n;

	if (at == STR_NONE) {
		at = str_rfind(heading, STR("("));
		open = 1;
	}
	if (at == STR_NONE || heading.n - at > 40 || !numeral_read(heading.p + at + open, end, &n) ||
	    n.huge || n.low.scale != 0 || n.low.digits > 100000)
		return 0;
	return any_at(n.end, end, units) > 0 ? n.low.digits : 0;
}

/* What the words of one finding tell of its parts: 已完成整改3个，正在整改1个. */
static void
parts_of(const struct document *d, const struct article *a, uint32_t id, size_t *fact, struct tally *t)
{
	while (*fact < a->facts.n && a->facts.v[*fact].node < id)
		++*fact;
	for (size_t i = *fact; i < a->facts.n && a->facts.v[i].node == id; i++) {
		enum count c = count_of(d, &a->facts.v[i]);

		if ((c == COUNT_DONE || c == COUNT_ONGOING || c == COUNT_STANDING) && !t->known[c]) {
			t->known[c] = true;
			t->n[c] = a->facts.v[i].digits;
		}
	}
}

/* The class that a section and those above it put a finding in: 持续整改类问题. */
static enum count
class_of(const struct article *a, uint32_t id)
{
	for (; id != 0; id = a->nodes.v[id - 1].parent) {
		struct chars h = chars_of(a->nodes.v[id - 1].heading);

		if (chars_have_any(&h, "持续整改类 长期坚持类"))
			return COUNT_STANDING;
		if (chars_have_any(&h, "立行立改 全部完成 全部整改到位 已全部 均已完成"))
			return COUNT_DONE;
	}
	return COUNT_KINDS;
}

/* above: the class_of() its parent. */
static enum count
count_for(const struct article *a, uint32_t i, enum count above)
{
	static const uint8_t counts[STATUS_COUNT] = { [STATUS_NONE] = COUNT_KINDS, [STATUS_DONE] = COUNT_DONE,
		[STATUS_ONGOING] = COUNT_ONGOING, [STATUS_PLANNED] = COUNT_ONGOING,
		[STATUS_STANDING] = COUNT_STANDING };

	return above != COUNT_KINDS ? above : (enum count)counts[article_status(a, i + 1)];
}

static void
count_aspects(const struct article *a, struct tally *t, int64_t *outermost)
{
	uint32_t root = 0, counted = 0, parent = 0;

	*outermost = 0;
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		const struct node *n = &a->nodes.v[i];

		if (n->parent == 0)
			root = i + 1;
		if (n->role != ROLE_FINDING || n->parent == 0)
			continue;
		if (root != counted)
			++*outermost;
		counted = root;
		if (n->parent != parent)
			t->n[COUNT_ASPECTS]++;
		parent = n->parent;
	}
}

/* A finding that stands for as many as it has items: each item's own state counts. */
static bool
count_items(const struct article *a, uint32_t i, int64_t stands_for, struct tally *t)
{
	enum count above, c;

	if (stands_for < 2 || a->nodes.v[i].children != (uint64_t)stands_for)
		return false;
	above = class_of(a, i + 1);
	for (uint32_t k = i + 1; k < a->nodes.n && a->nodes.v[k].depth > a->nodes.v[i].depth; k++) {
		c = a->nodes.v[k].parent == i + 1 ? count_for(a, k, above) : COUNT_KINDS;
		if (c != COUNT_KINDS)
			t->n[c]++;
	}
	return true;
}

/*
 * The same figures from the outline; states only where `states` asks for them.
 * `worded` is set where the findings' own words give their states.
 */
static struct tally
found(const struct document *d, const struct article *a, bool states, bool *worded)
{
	enum count above = COUNT_KINDS;
	struct tally t = { 0 };
	uint32_t parent = 0;
	size_t fact = 0;

	*worded = false;
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		struct tally parts = { 0 };
		int64_t stands_for;
		enum count c;

		if (a->nodes.v[i].role != ROLE_FINDING)
			continue;
		stands_for = heading_count(a->nodes.v[i].heading);
		t.n[COUNT_FINDINGS] += stands_for > 0 ? stands_for : 1;
		if (!states)
			continue;
		if (stands_for > 0)
			parts_of(d, a, i + 1, &fact, &parts);
		if (stands_for > 0 && (parts.known[COUNT_DONE] || parts.known[COUNT_ONGOING])) {
			*worded = true;
			for (c = COUNT_DONE; c < COUNT_KINDS; c++)
				t.n[c] += parts.n[c];
			continue;
		}
		*worded |= stands_for > 0;
		if (count_items(a, i, stands_for, &t))
			continue;
		if (a->nodes.v[i].parent != parent)
			above = class_of(a, parent = a->nodes.v[i].parent);
		c = count_for(a, i, above);
		if (c != COUNT_KINDS)
			t.n[c] += stands_for > 0 ? stands_for : 1;
	}
	return t;
}

void
reconcile(struct document *d, struct article *a)
{
	struct tally words = told(d, a), outline;
	int64_t outermost;
	bool any = false, worded;

	for (enum count c = 0; c < COUNT_KINDS; c++)
		any |= words.known[c];
	if (!any)
		return;
	outline = found(d, a, words.known[COUNT_DONE] || words.known[COUNT_ONGOING] ||
	    words.known[COUNT_STANDING], &worded);
	if (outline.n[COUNT_FINDINGS] == 0)
		return;
	count_aspects(a, &outline, &outermost);
	if (words.n[COUNT_ASPECTS] == outermost)	/* aspects within aspects: the outer ones may be meant */
		outline.n[COUNT_ASPECTS] = outermost;
	for (enum count c = 0; c < COUNT_KINDS; c++) {
		bool equal = words.n[c] == outline.n[c];

		/* States judged from prose are no count to hold a figure against, unless they agree. */
		if (!words.known[c] || (c >= COUNT_DONE && !worded && !equal) ||
		    (c == COUNT_ASPECTS && outline.n[c] == 0))
			continue;
		*array_add(d->arena, &d->notes) = (struct note){ equal ? NOTE_COUNT_EQUAL : NOTE_COUNT_GAP,
			words.at[c], equal ?
			arena_printf(d->arena, "%s%lld", labels[c], (long long)words.n[c]) :
			arena_printf(d->arena, "%s：文中%lld，条目%lld", labels[c], (long long)words.n[c],
			    (long long)outline.n[c]) };
	}
}

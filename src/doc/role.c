#include "doc/role.h"

#include "base/chars.h"
#include "doc/around.h"
#include "doc/numeral.h"
#include "doc/status.h"

/* The part of a paper that a node of the outermost level opens. */
enum part {
	PART_MATTER,		/* findings and what was done about them */
	PART_ORGANISE,		/* how the work was organised */
	PART_UNFINISHED,	/* what is still being done about findings */
	PART_FUTURE,		/* what comes next */
	PART_PROPOSAL,		/* what the inspectors ask for */
	PART_PROMISE,		/* what the inspected promise */
	PART_NONE,		/* praise, background */
};

struct roles {
	struct document *d;
	struct article *a;
	const str_array *leads;
	uint8_t *part;		/* of every node */
};

static struct str
own_words(const struct roles *r, const struct node *n)
{
	return n->nrun == 0 ? (struct str){ NULL, 0 } : document_str(r->d, r->a->spans.v[n->run]);
}

static struct str
heading_of(const struct roles *r, const struct node *n)
{
	return n->heading.n > 0 ? n->heading : utf8_cut(own_words(r, n), 120);
}

/* Cue words of the heading, the lead-in, or the first words below it; the first row that fits decides. */
static const struct {
	const char *heading, *words;	/* in the heading; or in the first own words; parted by blanks */
	const char *unless;		/* not if the heading has one of these */
	uint8_t kinds;			/* bit per enum article_kind */
	enum part part;
} part_rows[] = {
#define REPORTS (1u << KIND_RECTIFICATION | 1u << KIND_AUDIT)
	{ "未完成 尚未 未整改 后续安排 未销号", "", "下一步", REPORTS, PART_UNFINISHED },
	{ "下一步 下步 今后 后续 打算 努力方向", "下一步， 下一步, 下步，", "", REPORTS, PART_FUTURE },
	{ "组织 主体责任 总体情况 基本情况 工作开展 主要做法 推进情况 工作部署 领导", "", "问题 方面", REPORTS,
	    PART_ORGANISE },
	{ "表态 承诺", "", "", 1u << KIND_FEEDBACK, PART_PROMISE },
	{ "意见建议 整改意见 整改建议 整改要求 工作要求 意见和建议 下一步 几点建议 工作建议", "", "", 1u << KIND_FEEDBACK,
	    PART_PROPOSAL },
	{ "基本情况 总体评价 工作成效 主要成效 肯定", "", "问题", 1u << KIND_FEEDBACK, PART_NONE },
	{ "要求 下一步", "", "问题", 1u << KIND_NOTICE, PART_PROPOSAL },
};

static enum part
lead_part(struct str lead)
{
	if (str_has_any(lead, "表示 表态 承诺"))
		return PART_PROMISE;
	if (str_has_any(lead, "建议 意见 要求"))
		return PART_PROPOSAL;
	return PART_MATTER;
}

static enum part
part_of(const struct roles *r, uint32_t i)
{
	const struct node *n = &r->a->nodes.v[i];
	struct chars head = chars_of(heading_of(r, n));
	struct str words = str_slice(own_words(r, n), 0, 600);

	if (r->leads->v[i].n > 0 && r->a->kind == KIND_FEEDBACK) {
		enum part p = lead_part(r->leads->v[i]);

		if (p != PART_MATTER)
			return p;
	}
	for (size_t k = 0; k < sizeof part_rows / sizeof part_rows[0]; k++) {
		if (!(part_rows[k].kinds >> r->a->kind & 1u) || chars_have_any(&head, part_rows[k].unless) ||
		    (part_rows[k].part == PART_ORGANISE && (n->number > 1 || n->mark > MARK_HAN)))
			continue;
		if (chars_have_any(&head, part_rows[k].heading) || str_has_any(words, part_rows[k].words))
			return part_rows[k].part;
	}
	return PART_MATTER;
}

static void
find_parts(struct roles *r)
{
	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		uint32_t parent = r->a->nodes.v[i].parent;

		r->part[i] = parent == 0 ? (uint8_t)part_of(r, i) : r->part[parent - 1];
	}
}

/* Words of a heading that names a problem. */
static const char problems[] = "问题 不够 不足 不到位 不力 不严 不实 不高 不强 不畅 不深 不细 不规范 不充分 不完善 不及时 不健全 "
    "薄弱 弱化 虚化 滞后 迟缓 缓慢 缺位 缺失 缺乏 粗放 松散 盲区 偏差 打折扣 走过场 流于形式 层层衰减 短板";

/* The figure that ends at p; 0 if none does. */
static uint32_t
figure_before(const char *p, const char *begin)
{
	const char *from = p, *back;
	struct numeral n;

	while (is_figure(char_before(from, begin, &back)))
		from = back;
	if (from == p || !numeral_read(from, p, &n) || n.end != p || n.low.scale != 0 || n.low.digits > 9999)
		return 0;
	return (uint32_t)n.low.digits;
}

/* How many problems the words before the outline count: 反馈6个问题. 0 if they do not say. */
static uint32_t
told_findings(const struct roles *r)
{
	static const char *const nouns[] = { "个问题", "项问题", "条问题", "个具体问题", "项具体问题", "条具体问题", NULL };

	for (size_t i = 0; i < r->a->preamble.n; i++) {
		struct str s = document_str(r->d, r->a->preamble.v[i]);

		for (size_t k = 0; nouns[k] != NULL; k++) {
			size_t at = str_find(s, cstr(nouns[k]), 0);
			uint32_t n = at == STR_NONE ? 0 : figure_before(s.p + at, s.p);

			if (n > 0)
				return n;
		}
	}
	return 0;
}

/* Nodes of the matter part by kind of marker. */
struct tally {
	uint32_t n[MARK_COUNT], with_items[MARK_COUNT];
};

static bool
is_item(enum mark m)
{
	return m == MARK_IS || m == MARK_ORDINAL || m == MARK_NUM_PAREN || m == MARK_CIRCLE;
}

static struct tally
tally_matter(const struct roles *r)
{
	struct tally t = { 0 };

	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		const struct node *n = &r->a->nodes.v[i];

		if (r->part[i] != PART_MATTER)
			continue;
		t.n[n->mark]++;
		if (is_item(n->mark) && n->parent != 0 && !is_item(r->a->nodes.v[n->parent - 1].mark))
			t.with_items[r->a->nodes.v[n->parent - 1].mark]++;
	}
	return t;
}

/* The kind of marker there are as many of as findings are told; MARK_NONE if none. */
static enum mark
told_level(const struct tally *t, uint32_t told)
{
	for (enum mark m = MARK_NUM; m >= MARK_PART && told >= 2; m--)
		if (t->n[m] == told)
			return m;
	return MARK_NONE;
}

/* Whether more than half of the n nodes of the matter part with this mark name a problem. */
static bool
names_problems(const struct roles *r, enum mark m, uint32_t n)
{
	uint32_t named = 0, others = 0;

	for (uint32_t i = 0; named * 2 <= n && others * 2 < n; i++) {
		struct chars heading;

		if (r->part[i] != PART_MATTER || r->a->nodes.v[i].mark != m)
			continue;
		heading = chars_of(r->a->nodes.v[i].heading);
		if (chars_have_any(&heading, problems))
			named++;
		else
			others++;
	}
	return named * 2 > n;
}

/* The kind of marker that numbers the findings of a report, by what its headings and items are like. */
static enum mark
finding_level(const struct roles *r, const struct tally *t)
{
	enum mark best = MARK_NONE;

	for (enum mark m = MARK_NUM; m >= MARK_PART; m--)
		if (t->n[m] >= 2 && names_problems(r, m, t->n[m]))
			return m;
	if (t->n[MARK_NUM] >= 2)
		return MARK_NUM;
	for (enum mark m = MARK_PART; m <= MARK_NUM; m++)
		if (t->with_items[m] > (best == MARK_NONE ? 0 : t->with_items[best]))
			best = m;
	if (best != MARK_NONE)
		return best;
	for (enum mark m = MARK_NUM; m >= MARK_PART; m--)
		if (t->n[m] >= 2)
			return m;
	return MARK_NONE;
}

static enum role
part_role(enum part p)
{
	static const uint8_t roles[] = { [PART_MATTER] = ROLE_MEASURE, [PART_ORGANISE] = ROLE_MEASURE,
		[PART_UNFINISHED] = ROLE_MEASURE, [PART_FUTURE] = ROLE_COMMITMENT,
		[PART_PROPOSAL] = ROLE_PROPOSAL, [PART_PROMISE] = ROLE_COMMITMENT, [PART_NONE] = ROLE_NONE };

	return roles[p];
}

/* Whether a node above this one has the role. */
static bool
below(const struct article *a, uint32_t i, enum role role)
{
	for (uint32_t id = a->nodes.v[i].parent; id != 0; id = a->nodes.v[id - 1].parent)
		if (a->nodes.v[id - 1].role == role)
			return true;
	return false;
}

/* Parts of a report that hold no finding: before the first that does, how it was organised; behind the last, what comes next. */
static void
parts_around(struct roles *r, enum mark level)
{
	uint32_t first = UINT32_MAX, last = 0, root = 0;

	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		if (r->a->nodes.v[i].parent == 0)
			root = i;
		if (r->part[i] != PART_MATTER || r->a->nodes.v[i].mark != level)
			continue;
		if (first == UINT32_MAX)
			first = root;
		last = root;
	}
	if (first == UINT32_MAX)
		return;
	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		if (r->a->nodes.v[i].parent == 0)
			root = i;
		if (r->part[i] == PART_MATTER && (root < first || root > last))
			r->part[i] = root < first ? PART_ORGANISE : PART_FUTURE;
	}
}

static enum mark
report_parts(struct roles *r)
{
	struct tally t = tally_matter(r);
	enum mark level = told_level(&t, told_findings(r));

	if (level == MARK_NONE)
		level = finding_level(r, &t);
	parts_around(r, level);
	return level;
}

static void
report_roles(struct roles *r)
{
	enum mark level = report_parts(r);

	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (r->part[i] == PART_MATTER && n->mark == level && !below(r->a, i, ROLE_FINDING))
			n->role = ROLE_FINDING;
		else if (n->children > 0 && !below(r->a, i, ROLE_FINDING) && !is_item(n->mark))
			n->role = ROLE_SECTION;
		else
			n->role = (uint8_t)part_role(r->part[i]);
	}
}

static void
feedback_roles(struct roles *r)
{
	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (n->children > 0)
			n->role = ROLE_SECTION;
		else
			n->role = r->part[i] == PART_MATTER ? ROLE_FINDING : (uint8_t)part_role(r->part[i]);
	}
}

/* The kind of marker that numbers the duties of a plan: 1. where there is one, else the heading there are most of. */
static enum mark
duty_level(const struct roles *r)
{
	uint32_t n[MARK_COUNT] = { 0 };
	enum mark best = MARK_NONE;

	for (uint32_t i = 0; i < r->a->nodes.n; i++)
		n[r->a->nodes.v[i].mark]++;
	if (n[MARK_NUM] >= 2)
		return MARK_NUM;
	for (enum mark m = MARK_HAN_PAREN; m >= MARK_PART; m--)
		if (n[m] >= 2 && (best == MARK_NONE || n[m] > n[best]))
			best = m;
	return best != MARK_NONE || n[MARK_IS] < 2 ? best : MARK_IS;
}

static void
plan_roles(struct roles *r)
{
	enum mark level = duty_level(r);

	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (n->mark == level && !below(r->a, i, ROLE_DUTY))
			n->role = ROLE_DUTY;
		else if (n->children > 0 && !below(r->a, i, ROLE_DUTY))
			n->role = ROLE_SECTION;
	}
}

/* It asks somebody to do something, or says who is to. */
static bool
asks(struct str words)
{
	return str_has_any(words, "请于 请在 请各 请你 请上述 ，请 。请 ；请 务必 责任单位： 牵头单位： 责任科室：");
}

/* What was found, and what is asked for: an item that does both is a duty. */
static void
notice_roles(struct roles *r)
{
	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (n->children > 0)
			n->role = ROLE_SECTION;
		else if (r->part[i] == PART_PROPOSAL || (n->depth > 1 && asks(own_words(r, n))))
			n->role = ROLE_DUTY;
		else if (n->depth > 1)
			n->role = ROLE_FINDING;
	}
}

/* A covering notice hands out duties; other papers only group. */
static void
other_roles(struct roles *r)
{
	bool notice = str_ends(r->a->title, STR("通知"));

	for (uint32_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (n->children > 0)
			n->role = ROLE_SECTION;
		else if (notice && n->depth == 1)
			n->role = ROLE_DUTY;
	}
}

static void
mark_future(struct roles *r)
{
	for (uint32_t i = 0; i < r->a->nodes.n; i++)
		r->a->nodes.v[i].future = r->part[i] == PART_FUTURE || r->part[i] == PART_UNFINISHED ||
		    r->part[i] == PART_PROPOSAL || r->part[i] == PART_PROMISE;
}

/* The roles that the columns of ledger sheets told. */
static uint8_t *
sheet_roles(const struct roles *r)
{
	uint8_t *told = arena_resize(r->d->arena, NULL, r->a->nodes.n);

	for (size_t i = 0; i < r->a->nodes.n; i++)
		told[i] = r->a->nodes.v[i].role;
	return told;
}

/* A workbook holds no prose: what is no row in it has no role of its own. */
static bool
in_workbook(const struct roles *r, const struct node *n)
{
	return n->nrun > 0 && r->d->texts[r->a->spans.v[n->run].source - r->d->first]->rows.n > 0;
}

/* They stay; what stands over rows only groups. */
static void
keep_roles(struct roles *r, uint8_t *told)
{
	for (size_t i = 0; i < r->a->nodes.n; i++)
		if (in_workbook(r, &r->a->nodes.v[i]))
			r->a->nodes.v[i].role = ROLE_NONE;
	for (size_t i = 0; i < r->a->nodes.n; i++) {
		struct node *n = &r->a->nodes.v[i];

		if (!n->sheet)
			continue;
		n->role = told[i];
		n->future = false;
		for (uint32_t id = n->parent; id != 0 && !r->a->nodes.v[id - 1].sheet; id = r->a->nodes.v[id - 1].parent)
			r->a->nodes.v[id - 1].role = ROLE_SECTION;
	}
	arena_drop(r->d->arena, told);
}

void
roles_assign(struct document *d, struct article *a, const str_array *leads)
{
	static void (*const assign[KIND_COUNT])(struct roles *) = {
		[KIND_OTHER] = other_roles, [KIND_NEWS] = other_roles, [KIND_RECTIFICATION] = report_roles,
		[KIND_AUDIT] = report_roles, [KIND_FEEDBACK] = feedback_roles, [KIND_PLAN] = plan_roles,
		[KIND_NOTICE] = notice_roles,
	};
	struct roles r = { d, a, leads, NULL };
	uint8_t *told;

	if (a->nodes.n == 0)
		return;
	r.part = arena_resize(d->arena, NULL, a->nodes.n);
	find_parts(&r);
	told = a->ledgers.n == 0 ? NULL : sheet_roles(&r);
	assign[a->kind](&r);
	mark_future(&r);
	if (told != NULL)
		keep_roles(&r, told);
	arena_drop(d->arena, r.part);
}

/* All words of a node as one str, its runs parted by line ends. */
static struct str
all_words(struct roles *r, const struct node *n)
{
	const struct span *run;
	size_t bytes = 0;
	char *all, *to;

	if (n->nrun <= 1)
		return own_words(r, n);
	run = &r->a->spans.v[n->run];
	for (uint32_t i = 0; i < n->nrun; i++)
		bytes += document_str(r->d, run[i]).n + 1;
	all = to = arena_alloc(r->d->arena, bytes);
	for (uint32_t i = 0; i < n->nrun; i++) {
		struct str words = document_str(r->d, run[i]);

		if (i > 0)
			*to++ = '\n';
		memcpy(to, words.p, words.n);
		to += words.n;
	}
	return str_of(all, to);
}

/* No more than a heading, or a lead-in to what stands below. */
static bool
claims_nothing(const struct roles *r, const struct node *n, struct str words)
{
	size_t heading = n->heading.n + 3;

	if (n->nrun == 0 || str_ends(words, STR("：")) || str_ends(words, STR(":")))
		return true;
	if (n->role == ROLE_FINDING && r->a->kind == KIND_FEEDBACK)
		return true;
	if (n->role == ROLE_SECTION && r->a->kind != KIND_RECTIFICATION && r->a->kind != KIND_AUDIT)
		return true;
	return n->children > 0 && n->heading.n > 0 && words.n <= heading;
}

/* The status that the items below a bare node make together. */
static enum status
from_children(const struct roles *r, uint32_t i)
{
	enum status statuses[256];
	size_t n = 0;

	for (uint32_t k = i + 1; k < r->a->nodes.n && n < 256 &&
	    r->a->nodes.v[k].depth > r->a->nodes.v[i].depth; k++)
		if (r->a->nodes.v[k].parent == i + 1)
			statuses[n++] = r->a->nodes.v[k].status;
	return status_of_children(statuses, n);
}

static void
assign_status(struct roles *r, uint32_t i)
{
	struct node *n = &r->a->nodes.v[i];
	struct str words = all_words(r, n);
	struct status_context c = { .kind = r->a->kind, .role = n->role, .future = n->future };

	if (n->sheet && n->role != ROLE_DUTY)
		return;
	if (!claims_nothing(r, n, words))
		n->status = (uint8_t)status_of(words, &c);
	else if (n->children > 0 && is_item(n->mark))
		n->status = (uint8_t)from_children(r, i);
}

void
statuses_assign(struct document *d, struct article *a)
{
	struct roles r = { d, a, NULL, NULL };

	for (uint32_t i = (uint32_t)a->nodes.n; i-- > 0;) {
		article_fetch(a, i - ARTICLE_AHEAD);
		assign_status(&r, i);
	}
}

/*
 * duty: who leads and who supports. A duty needs a named body and a word of its
 * role: 责任单位：A、B；配合单位：C / （A牵头，B、C配合） / 由A办理 / A负责 /
 * A是第一责任人 / 以A名义牵头. Not membership (以A为组长), not slogans (主体责任),
 * not a 牵头 that has no subject.
 *
 * Two rules of a text hold from where they stand to its end: how a list of
 * owners parts (逗号前的牵头，下同), and who joins every owner note that
 * follows (以下任务均需A落实，不再列出).
 */
#include "doc/duty.h"

#include "doc/around.h"
#include "doc/reading.h"

enum {
	BACK = 150,	/* bytes that the subject of a verb may take */
	AHEAD = 420,	/* bytes up to the verb */
	LIST = 3000,	/* bytes that a list behind a label may take */
	NAME = 75,	/* bytes of one name */
	EVERYWHERE = 64,	/* bodies that join later owner notes */
};

struct list {
	str_array v;
	size_t comma;		/* how many stand before the first ，; v.n if there is none */
	size_t marked;		/* the first of them that say so themselves: 甲科（牵头） */
	bool order_said;
	bool order_stays;	/* 下同 */
	enum owner_order order;
};

/* At most n bytes on from p, no character cut. */
static const char *
bound(const char *p, const char *end, size_t n)
{
	if ((size_t)(end - p) <= n)
		return end;
	for (p += n; ((unsigned char)*p & 0xC0) == 0x80; p--)
		continue;
	return p;
}

enum sign { SIGN_NONE, SIGN_STOP, SIGN_COMMA, SIGN_PAUSE, SIGN_OPEN, SIGN_CLOSE };

/* The punctuation at p; *n: its bytes. Han begin with none of these first bytes. */
static enum sign
sign_at(const char *p, const char *end, size_t *n)
{
	static const struct {
		const char *text;
		enum sign is;
	} rows[] = {
		{ "，", SIGN_COMMA }, { "、", SIGN_PAUSE }, { "。", SIGN_STOP }, { "；", SIGN_STOP },
		{ "：", SIGN_STOP }, { "（", SIGN_OPEN }, { "）", SIGN_CLOSE }, { "》", SIGN_STOP },
		{ "【", SIGN_OPEN }, { "】", SIGN_CLOSE },
		{ "〔", SIGN_OPEN }, { "〕", SIGN_CLOSE }, { "！", SIGN_STOP }, { "？", SIGN_STOP },
		{ "　", SIGN_STOP },
	};
	static const enum sign ascii[128] = {
		[','] = SIGN_COMMA, [';'] = SIGN_STOP, [':'] = SIGN_STOP, ['\n'] = SIGN_STOP,
		['\t'] = SIGN_STOP, [' '] = SIGN_STOP, ['|'] = SIGN_STOP, ['('] = SIGN_OPEN,
		['['] = SIGN_OPEN, [')'] = SIGN_CLOSE, [']'] = SIGN_CLOSE,
	};
	unsigned char c = (unsigned char)*p;

	*n = 1;
	if (c < 0x80)
		return ascii[c];
	*n = 3;
	if ((c != 0xE3 && c != 0xEF) || end - p < 3)
		return SIGN_NONE;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (memcmp(p, rows[i].text, 3) == 0)
			return rows[i].is;
	return SIGN_NONE;
}

/* ---- names ---- */

/* 有关部门, 各责任单位: a body, but none that is named. */
static bool
unnamed(struct str s, size_t kind)
{
	static const char *const any[] = { "有关", "相关", "责任", "牵头", "配合", "主管", "职能", "承办",
		"主办", "上级", "下级", "同级", "多个", "其他", "所在", "协办", "行业主管", "业务", NULL };
	size_t n;

	if (str_starts(s, STR("各")))
		s = str_slice(s, strlen("各"), s.n);
	n = any_at(s.p, str_end(s), any);
	return n > 0 && n + kind >= s.n;
}

/* loose: something else says that it is a body, so it may be described (分管财务的副主任). */
static bool
is_body(struct str s, bool loose)
{
	static const char *const verbs[] = { "推进", "推动", "加强", "开展", "完善", "落实", "强化", "做好",
		"实行", "按照", "根据", "通过", "对照", "结合", "进一步", "以及", "包括", NULL };
	const struct word *w;
	size_t open = str_rfind(s, STR("（"));

	if (open == STR_NONE)
		open = str_rfind(s, STR("("));
	if (open != STR_NONE && (str_ends(s, STR("）")) || str_ends(s, STR(")"))))
		s.n = open;	/* 医务部（质控科） */
	if (s.n < 6 || s.n > NAME || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	w = words_before(&words_body, str_end(s), s.p);
	if (w == NULL || BODY_OF(w->value) == BODY_NOT || (BODY_OF(w->value) == BODY_KIND && w->n == s.n))
		return false;
	if (unnamed(s, w->n))
		return false;
	return loose || (!str_has(s, STR("的")) && !any_in(s, verbs));
}

/* Without 等, 等部门 behind it, and what only leads it in. */
static struct str
bare_name(struct str s)
{
	static const char *const tails[] = { "等有关部门", "等相关部门", "等有关单位", "等相关单位",
		"等市级部门", "等部门", "等单位", "等科室", "等处室", "等地", "等", NULL };
	static const char *const heads[] = { "“", "\"", "以及", "由", "并由", NULL };
	static const char *const quotes[] = { "”", "\"", NULL };
	size_t n;

	s = str_trim(s);
	while ((n = any_before(str_end(s), s.p, tails)) > 0 || (n = any_before(str_end(s), s.p, quotes)) > 0)
		s.n -= n;
	while ((n = any_at(s.p, str_end(s), heads)) > 0)
		s = str_slice(s, n, s.n);
	return s;
}

/* Where 和, 及, 与, 会同 part s into two bodies; 0 if nowhere. *n: its bytes. */
static size_t
parting(struct str s, size_t *n, bool *joins)
{
	static const char *const ands[] = { "会同", "以及", "和", "及", "与", NULL };

	for (const char *p = s.p, *end = str_end(s); p < end; p += utf8_len((unsigned char)*p)) {
		*n = any_at(p, end, ands);
		if (*n > 0 && is_body(str_of(s.p, p), false) && is_body(bare_name(str_of(p + *n, end)), true)) {
			*joins = stands(p, end, "会同");
			return (size_t)(p - s.p);
		}
	}
	return 0;
}

static void
list_put(struct reading *r, struct list *l, struct str name)
{
	bool joins = false;
	size_t n, at;

	while ((at = parting(name, &n, &joins)) > 0) {
		*array_add(r->arena, &l->v) = str_slice(name, 0, at);
		name = bare_name(str_slice(name, at + n, name.n));
		if (joins && l->comma == SIZE_MAX)
			l->comma = l->v.n;
	}
	*array_add(r->arena, &l->v) = name;
}

/* ---- lists of names, forwards ---- */

static bool
order_said(struct list *l, struct str item)
{
	static const char *const leads[] = { "为牵头", "是牵头", "为主办", "为责任", "为主责", "牵头", NULL };
	static const char *const firsts[] = { "第一", "首位", "首个", "居首", NULL };

	if (!any_in(item, leads))
		return false;
	if (str_has(item, STR("逗号前")) || str_has(item, STR("逗号之前")))
		l->order = OWNERS_COMMA;
	else if (any_in(item, firsts))
		l->order = OWNERS_FIRST;
	else
		return false;
	l->order_said = true;
	return true;
}

/* 甲科（牵头）: goes before those that are not so marked. */
static bool
list_mark(struct reading *r, struct list *l, struct str item)
{
	static const char *const marks[] = { "（牵头）", "(牵头)", "（牵头单位）", "(牵头单位)", "（主办）",
		"(主办)", NULL };
	size_t n = any_before(str_end(item), item.p, marks);

	item.n -= n;
	if (n == 0 || !is_body(item, true))
		return false;
	*array_add(r->arena, &l->v) = item;
	for (size_t i = l->v.n - 1; i > l->marked; i--)
		l->v.v[i] = l->v.v[i - 1];
	l->v.v[l->marked++] = item;
	return true;
}

/* The end of the item at p: a separator, a closing bracket or a stop, outside brackets of its own. */
static const char *
item_end(const char *p, const char *end)
{
	unsigned depth = 0;
	size_t n;

	for (; p < end; p += utf8_len((unsigned char)*p)) {
		enum sign sign = sign_at(p, end, &n);

		if (sign == SIGN_OPEN)
			depth++;
		else if (sign == SIGN_CLOSE && depth-- == 0)
			return p;
		else if (depth == 0 && (sign == SIGN_STOP || sign == SIGN_COMMA || sign == SIGN_PAUSE))
			return p;
	}
	return end;
}

/*
 * The names behind a label, from p on. Between 、 the label vouches for them;
 * behind a comma a name must look like one. Returns the byte after the last.
 */
static const char *
list_at(struct reading *r, const char *p, struct list *l)
{
	const char *end = bound(p, str_end(r->run), LIST), *taken = p, *q;
	bool strict = true;

	l->comma = SIZE_MAX;
	for (;;) {
		enum sign sign;
		struct str item;
		size_t n;

		q = item_end(p, end);
		item = bare_name(str_of(p, q));
		if (order_said(l, item)) {
			taken = q;
		} else if (str_eq(item, STR("下同"))) {
			l->order_stays = true;
			taken = q;
		} else if (list_mark(r, l, item)) {
			taken = q;
		} else if (is_body(item, !strict) ||
		    (!strict && item.n >= 6 && item.n <= 36 && !stands(q, end, "："))) {
			list_put(r, l, item);
			taken = q;
		} else {
			break;
		}
		sign = q < end ? sign_at(q, end, &n) : SIGN_STOP;
		if (sign != SIGN_PAUSE && sign != SIGN_COMMA)
			break;
		strict = sign == SIGN_COMMA;
		if (strict && l->comma == SIZE_MAX)
			l->comma = l->v.n;
		p = q + n;
	}
	return taken;
}

/* ---- facts ---- */

static void
strs_keep(struct reading *r, const struct list *l, size_t from, size_t to, struct str **v, uint16_t *n)
{
	struct str *all = arena_alloc(r->arena, (*n + (to - from) + 1) * sizeof *all);

	if (*n > 0)
		memcpy(all, *v, *n * sizeof *all);
	for (size_t i = from; i < to && *n < UINT16_MAX; i++)
		all[(*n)++] = l->v.v[i];
	*v = all;
}

static void
join_everywhere(struct reading *r, struct fact *f)
{
	struct list everywhere = { .v = r->everywhere };

	strs_keep(r, &everywhere, 0, everywhere.v.n, &f->support, &f->nsupport);
}

/* A new duty of the first `lead` of leads; those after them, and supports, support. */
static struct fact *
duty_add(struct reading *r, const char *from, const char *to, const struct list *leads, size_t lead,
    const struct list *supports)
{
	struct fact *f = reading_add(r, FACT_DUTY, from, to);

	strs_keep(r, leads, 0, lead, &f->lead, &f->nlead);
	strs_keep(r, leads, lead, leads->v.n, &f->support, &f->nsupport);
	strs_keep(r, supports, 0, supports->v.n, &f->support, &f->nsupport);
	return f;
}

/* ---- 责任单位：A、B；配合单位：C ---- */

/* Behind a label and its colon; NULL if none stands at p. */
static const char *
label_at(const char *p, const char *end, const char *const *heads)
{
	static const char *const nouns[] = { "单位", "部门", "科室", "处室", "股室", "司局", "机构", "主体",
		"领导", "局办", NULL };
	size_t n = any_at(p, end, heads);

	if (n == 0)
		return NULL;
	p += n;
	p += any_at(p, end, nouns);
	for (unsigned blanks = 0; blanks < 4 && p < end && *p == ' '; blanks++)
		p++;
	if (stands(p, end, "：") || stands(p, end, "】"))
		p += 3;
	else if (stands(p, end, ":"))
		p += 1;
	else
		return NULL;
	while (p < end && *p == ' ')
		p++;
	return p;
}

static const char *const lead_heads[] = { "责任", "牵头", "主办", "承办", "主责", "负责", NULL };
static const char *const main_heads[] = { "牵头", "主办", "主责", NULL };
static const char *const support_heads[] = { "配合", "协办", "协同", "协助", "参与", "参加", "协作",
	"支持", NULL };
static const char *const other_heads[] = { "配合", "协办", "协同", "协助", "参与", "参加", "协作",
	"支持", "责任", "承办", NULL };

/* The supporting label that may follow a leading one; behind 牵头单位 the 责任单位 support. */
static const char *
support_label_at(struct reading *r, const char *p, const char *const *heads, struct list *l)
{
	static const char *const between[] = { "；", ";", "，", ",", "、", "。", "\n", " ", "　", "【", NULL };
	const char *end = str_end(r->run), *q = p, *in;
	size_t n;

	for (int i = 0; i < 3 && (n = any_at(q, end, between)) > 0; i++)
		q += n;
	in = label_at(q, end, heads);
	if (in == NULL)
		return p;
	q = list_at(r, in, l);
	return l->v.n > 0 ? q : p;
}

static const char *
labelled_at(struct reading *r, const char *p)
{
	struct list leads = { 0 }, supports = { 0 };
	const char *in = label_at(p, str_end(r->run), lead_heads), *to;
	bool owners = stands(p, str_end(r->run), "责任");
	enum owner_order order;
	size_t lead;

	/* 主办单位 outside the outline is a web page's own. */
	if (in == NULL || (r->node == 0 && stands(p, str_end(r->run), "主办")))
		return p;
	to = list_at(r, in, &leads);
	if (leads.v.n == 0)
		return p;
	order = leads.order_said ? leads.order : (enum owner_order)r->owners;
	if (leads.order_said && leads.order_stays)
		r->owners = (uint8_t)order;
	to = support_label_at(r, to, any_at(p, str_end(r->run), main_heads) > 0 ? other_heads : support_heads,
	    &supports);
	lead = leads.v.n;
	if (leads.marked > 0)
		lead = leads.marked;
	else if (owners && order == OWNERS_FIRST)
		lead = 1;
	else if (owners && order == OWNERS_COMMA && leads.comma < lead && leads.comma > 0)
		lead = leads.comma;
	join_everywhere(r, duty_add(r, p, to, &leads, lead, &supports));
	return to;
}

/* ---- A牵头，B配合 ---- */

/* Without the adverbs, and the year, that stand behind a name. */
static struct str
without_how(struct str s)
{
	for (;;) {
		const struct word *w;

		s = str_trim_right(s);
		w = words_before(&words_duty, str_end(s), s.p);
		if (w != NULL && w->value == DUTY_HOW && w->n < s.n)
			s.n -= w->n;
		else if (s.n > 7 && str_ends(s, STR("年")) && s.p[s.n - 4] >= '0' && s.p[s.n - 4] <= '9')
			s.n -= 7;
		else
			return s;
	}
}

/* Without what leads a subject in: 明确|A负责, 形成|A牵头. */
static struct str
without_cue(struct str s)
{
	static const char *const cues[] = { "明确", "要求", "确定", "指定", "安排", "委托", "形成",
		"建立了", "建立", "实行", "坚持", "组建", "成立", "督促", "其中", "同时", "目前", "今年", "今年以来", "并", "均",
		"原则上", "日常工作", "具体工作", "具体", "统一", "授权", "全面", "完成", "抓好", NULL };
	static const char *const ours[] = { "我委", "我局", "我厅", "我院", "本委", "本局", NULL };
	size_t n;

	while ((n = any_at(s.p, str_end(s), cues)) > 0)
		s = str_trim_left(str_slice(s, n, s.n));
	n = any_before(str_end(s), s.p, ours);
	return n > 0 ? str_slice(s, s.n - n, s.n) : s;
}

/* All of 、-parted s as bodies; false if one is none. */
static bool
names_of(struct reading *r, struct str s, bool loose, struct list *l)
{
	const char *p = s.p, *end = str_end(s);

	l->comma = SIZE_MAX;
	while (p < end) {
		const char *q = item_end(p, end);
		struct str item = bare_name(str_of(p, q));
		size_t n;

		if (!is_body(item, loose))
			return false;
		list_put(r, l, item);
		if (q == end)
			break;
		if (sign_at(q, end, &n) != SIGN_PAUSE && sign_at(q, end, &n) != SIGN_COMMA)
			return false;
		p = q + n;
	}
	return l->v.n > 0;
}

/* Where the clause before p begins: behind a comma, a stop, a bracket or the start of the run. */
static struct str
clause_before(const struct reading *r, const char *p)
{
	const char *from = p, *begin = r->run.p, *end = p;
	unsigned depth = 0;
	size_t n;

	while (from > begin && p - from < BACK) {
		const char *q = utf8_back(from, begin);
		enum sign sign = sign_at(q, end, &n);

		if (sign == SIGN_CLOSE)
			depth++;
		else if (sign == SIGN_OPEN && depth-- == 0)
			break;
		if (depth == 0 && (sign == SIGN_COMMA || sign == SIGN_STOP))
			break;
		from = q;
	}
	return str_of(from, p);
}

/*
 * The verb of duty in the clause from p on, the first that is no adverb; NULL if
 * there is none. One at p is part of a name (分管|领导).
 */
static const struct word *
verb_ahead(const char *p, const char *end, const char **at)
{
	const char *begin = p;
	unsigned depth = 0;
	size_t n;

	end = bound(p, end, AHEAD);
	for (; p < end; p += utf8_len((unsigned char)*p)) {
		enum sign sign = sign_at(p, end, &n);
		const struct word *w;

		if (sign == SIGN_OPEN)
			depth++;
		else if (sign == SIGN_CLOSE && depth-- == 0)
			return NULL;
		if (depth > 0)
			continue;
		if (sign == SIGN_COMMA || sign == SIGN_STOP || stands(p, end, "由"))
			return NULL;
		w = words_at(&words_duty, p, end);
		if (w != NULL && w->value != DUTY_HOW && w->value != DUTY_NONE && p > begin) {
			*at = p;
			return w;
		}
		if (w != NULL)
			p += w->n - 3;
	}
	return NULL;
}

/* ，B、C配合 and 、B具体抓 behind a leading verb, as often as they follow. */
static const char *
supports_at(struct reading *r, const char *p, struct list *l)
{
	static const char *const between[] = { "，", ",", "、", NULL };

	for (;;) {
		const char *end = str_end(r->run), *q = p + any_at(p, end, between), *verb;
		const struct word *w;
		struct list more = { 0 };
		struct str s;

		if (q == p)
			return p;
		w = verb_ahead(q, end, &verb);
		if (w == NULL)
			return p;
		s = str_of(q, verb);
		if (w->value == DUTY_LEAD && !str_ends(s, STR("分工")) && !str_ends(s, STR("职责")))
			return p;
		if (w->value == DUTY_BY || !names_of(r, without_how(s), true, &more))
			return p;
		for (size_t i = 0; i < more.v.n; i++)
			*array_add(r->arena, &l->v) = more.v.v[i];
		p = verb + w->n;
	}
}

/* A note in brackets, whose support the bodies of 不再列出 join. */
static bool
in_note(const struct reading *r, struct str clause)
{
	const char *p = clause.p;

	return p > r->run.p && (p[-1] == '(' || (p - r->run.p >= 3 && memcmp(p - 3, "（", 3) == 0));
}

static const char *
lead_add(struct reading *r, const char *from, const char *behind, const struct list *leads, bool note)
{
	struct list supports = { 0 };
	const char *to = supports_at(r, behind, &supports);
	struct fact *f = duty_add(r, from, to, leads, leads->comma < leads->v.n ? leads->comma : leads->v.n,
	    &supports);

	if (note)
		join_everywhere(r, f);
	return to;
}

/* 由A、B共同负责. */
static const char *
by_at(struct reading *r, const char *p)
{
	static const char *const other[] = { "自由", "理由", "缘由", "事由", "来由", "案由", "经由", NULL };
	const char *in = p + strlen("由"), *end = str_end(r->run), *verb;
	struct list leads = { 0 };
	const struct word *w;

	if (stands(in, end, "于") || any_before(in, r->run.p, other) > 0)
		return p;
	w = verb_ahead(in, end, &verb);
	if (w == NULL || w->value == DUTY_SUPPORT || !names_of(r, without_how(str_of(in, verb)), true, &leads))
		return p;
	return lead_add(r, p, verb + w->n, &leads, in_note(r, str_of(p, p)));
}

/* 以A名义牵头. */
static bool
in_name_of(struct str clause, struct str *name)
{
	size_t at;

	if (!str_ends(clause, STR("名义")))
		return false;
	at = str_rfind(clause, STR("以"));
	if (at == STR_NONE)
		return false;
	*name = str_slice(clause, at + strlen("以"), clause.n - strlen("名义"));
	return true;
}

/* The 、-parted bodies that end s, the foremost of them without its cue; where they begin, or NULL. */
static const char *
subject_of(struct reading *r, struct str s, struct list *l)
{
	struct str all = without_cue(s);

	if (str_starts(all, STR("由")))	/* by_at has refused it */
		return NULL;
	if (names_of(r, all, false, l))
		return all.p;
	for (const char *p = str_end(s); p > s.p; p = utf8_back(p, s.p)) {
		if (!stands(utf8_back(p, s.p), str_end(s), "、"))
			continue;
		*l = (struct list){ 0 };
		all = without_cue(str_of(p, str_end(s)));
		return names_of(r, all, false, l) ? all.p : NULL;
	}
	return NULL;
}

/* Before the whole clause is looked at: may the words before p end in the name of a body? */
static bool
may_have_subject(const struct reading *r, const char *p, const struct word *verb)
{
	const char *begin = p - r->run.p > NAME ? p - NAME : r->run.p;
	struct str s = without_how(str_of(begin, p));

	return verb->n > strlen("负责") || str_ends(s, STR("名义")) || str_ends(s, STR("）")) ||
	    str_ends(s, STR(")")) || str_ends(s, STR("等")) || str_ends(s, STR("”")) ||
	    str_ends(s, STR("部门")) || words_before(&words_body, str_end(s), s.p) != NULL;
}

/* A负责, A牵头, A对整改负总责: p is at the verb. */
static const char *
lead_at(struct reading *r, const char *p)
{
	const struct word *w = words_at(&words_duty, p, str_end(r->run));
	struct list leads = { 0 };
	struct str clause, name;
	const char *from;
	size_t at;

	if (w == NULL || w->value != DUTY_LEAD || !may_have_subject(r, p, w))
		return p;
	clause = clause_before(r, p);
	name = without_how(clause);
	if (in_name_of(clause, &name)) {
		from = name.p;
		if (!names_of(r, name, true, &leads))
			return p;
		return lead_add(r, from, p + w->n, &leads, false);
	}
	at = str_find(name, STR("对"), 0);
	if (at != STR_NONE && at > 0 && str_starts(str_of(p, p + w->n), STR("负")) && w->n > 6)
		name = without_how(str_slice(name, 0, at));
	from = subject_of(r, name, &leads);
	if (from == NULL)
		return p;
	return lead_add(r, from, p + w->n, &leads, in_note(r, clause));
}

/* ---- A履行第一责任人责任, A担任牵头领导 ---- */

/* The body at the head of the clause whose verb is one of bearing a duty; n == 0 if there is none. */
static struct str
bearer_of(struct str clause)
{
	static const char *const bear[] = { "履行", "担负", "承担", "担起", "扛起", "扛牢", "担当",
		"担任", "当好", "作为", "是", "为", "肩负", NULL };
	const char *end;

	clause = without_cue(clause);
	end = str_end(clause);
	for (const char *p = clause.p; p < end; p += utf8_len((unsigned char)*p)) {
		const struct word *w = words_at(&words_duty, p, end);

		if ((any_at(p, end, bear) > 0 || (w != NULL && w->value == DUTY_HOW)) &&
		    is_body(str_of(clause.p, p), false)) {
			const char *verb = p;

			while (w != NULL && w->value == DUTY_HOW) {
				verb += w->n;
				w = words_at(&words_duty, verb, end);
			}
			if (any_at(verb, end, bear) > 0)
				return str_of(clause.p, p);
		}
	}
	return (struct str){ 0 };
}

static const char *
bearer_at(struct reading *r, const char *p, const char *const *posts)
{
	size_t n = any_at(p, str_end(r->run), posts);
	struct list leads = { .comma = SIZE_MAX };
	struct str name;

	if (n == 0)
		return p;
	name = bearer_of(clause_before(r, p));
	if (name.n == 0)
		return p;
	list_put(r, &leads, name);
	return lead_add(r, name.p, p + n, &leads, false);
}

/* ---- rules for what follows ---- */

static bool
among(const str_array *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			return true;
	return false;
}

/* 以下任务均需A落实，不再列出: p is at 均. */
static const char *
everywhere_at(struct reading *r, const char *p)
{
	static const char *const heads[] = { "均需由", "均须由", "均应由", "均需", "均须", "均由", "均应",
		"均请", NULL };
	const char *end = str_end(r->run), *verb, *to;
	size_t n = any_at(p, end, heads);
	struct list leads = { 0 }, none = { 0 };
	const struct word *w;
	struct str rest;

	if (n == 0 || (w = verb_ahead(p + n, end, &verb)) == NULL)
		return p;
	to = verb + w->n;
	rest = str_slice(str_of(to, end), 0, BACK);
	rest.n = str_find(rest, STR("。"), 0) == STR_NONE ? rest.n : str_find(rest, STR("。"), 0);
	if (!str_has(rest, STR("不再")) || !str_has(rest, STR("列")))
		return p;
	if (!names_of(r, without_how(str_of(p + n, verb)), true, &leads))
		return p;
	duty_add(r, p, to, &leads, leads.v.n, &none);
	for (size_t i = 0; i < leads.v.n; i++)
		if (r->everywhere.n < EVERYWHERE && !among(&r->everywhere, leads.v.v[i]))
			*array_add(r->arena, &r->everywhere) = leads.v.v[i];
	return to;
}

/* 注：责任单位排第一位的为牵头单位: outside a list. p is at 逗 or 第一. */
static const char *
order_at(struct reading *r, const char *p)
{
	const char *end = str_end(r->run);
	struct list l = { 0 };
	struct str item = str_of(p, item_end(p, bound(p, end, BACK)));

	if (!str_has(item, STR("为牵头")) && !str_has(item, STR("为主办")) && !str_has(item, STR("为主责")))
		return p;
	if (!order_said(&l, item))
		return p;
	r->owners = (uint8_t)l.order;
	return str_end(item);
}

/* One of the words by which a body leads or owns; their first characters are among the triggers. */
static bool
leads_at(const char *p, const char *end)
{
	const char *q = p + STR("主").n;
	unsigned len;

	switch (char_at(q, end, &len)) {
	case U'头':
		return stands(p, end, "牵头");
	case U'责':
		return stands(p, end, "负责") || stands(p, end, "主责");
	case U'办':
		return stands(p, end, "主办") || stands(p, end, "承办");
	case U'抓':
		return stands(p, end, "主抓");
	case U'总': case U'主':
		return stands(p, end, "负总责") || stands(p, end, "负主责");
	}
	return false;
}

const char *
duty_at(struct reading *r, const char *p)
{
	static const char *const first[] = { "第一责任人", NULL };
	static const char *const posts[] = { "牵头领导", "牵头人", "牵头负责人", NULL };
	const char *end = str_end(r->run), *q;
	unsigned len;

	switch (char_at(p, end, &len)) {
	case U'由':
		return by_at(r, p);
	case U'均':
		return everywhere_at(r, p);
	case U'逗':
		return order_at(r, p);
	case U'第':
		if (!stands(p, end, "第一"))
			return p;
		q = bearer_at(r, p, first);
		return q > p ? q : order_at(r, p);
	case U'责':
		return stands(p, end, "责任") ? labelled_at(r, p) : p;
	}
	if (!leads_at(p, end))
		return p;
	q = labelled_at(r, p);
	if (q > p)
		return q;
	q = bearer_at(r, p, posts);
	return q > p ? q : lead_at(r, p);
}

const struct rule rule_duty = { "duty", "由均逗第责牵负主承", NULL };

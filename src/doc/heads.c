#include "doc/heads.h"

#include "doc/around.h"
#include "doc/contact.h"
#include "doc/marker.h"
#include "doc/numeral.h"
#include "doc/when.h"

struct head_reader {
	struct document *d;
	struct article *a;
	const struct piece *piece;
	const struct text *text;
	const uint8_t *form;
};

static struct str
line_at(const struct head_reader *h, uint32_t i)
{
	return line_str(h->text, &h->text->lines.v[i]);
}

/* Chinese words of one title stand together; Latin ones keep a blank. */
static struct str
joined(struct arena *a, struct str x, struct str y)
{
	return arena_printf(a, "%.*s%.*s", STR_ARG(x), STR_ARG(y));
}

static void
read_title(struct head_reader *h)
{
	const struct piece *p = h->piece;

	if (p->ntitle == 0) {
		if (p->head == 0 && h->text->title.n > 0)
			h->a->title = h->text->title;
		return;
	}
	h->a->title = line_at(h, p->title);
	for (uint32_t i = 1; i < p->ntitle; i++)
		h->a->title = joined(h->d->arena, h->a->title, line_at(h, p->title + i));
}

/* The first full day in s: 2026年1月16日, 2025-05-28, 二〇二六年一月十六日. */
static struct date
day_in(struct str s)
{
	struct when w;

	for (const char *p = s.p, *end = str_end(s); p < end; p += utf8_len((unsigned char)*p))
		if (is_figure(char_at(p, end, &(unsigned){ 0 })) && when_at(p, end, &w) && w.from.day > 0 &&
		    date_valid(w.from))
			return w.from;
	return (struct date){ 0 };
}

static void
read_addressees(struct head_reader *h, struct str s)
{
	const char *from = s.p, *end = str_end(s);
	struct str comma = str_has(s, STR("，")) || str_has(s, STR(",")) ? STR("，") : STR("、");
	int inside = 0;

	for (const char *p = s.p; p < end; p += utf8_len((unsigned char)*p)) {
		struct str rest = str_of(p, end);
		bool colon = str_starts(rest, STR("：")) || *p == ':';

		if (*p == '(' || str_starts(rest, STR("（")))
			inside++;
		if (*p == ')' || str_starts(rest, STR("）")))
			inside--;
		if (inside > 0 || !(colon || *p == ',' || str_starts(rest, comma)))
			continue;
		if (p > from)
			*array_add(h->d->arena, &h->a->addressees) = str_trim(str_of(from, p));
		from = p + utf8_len((unsigned char)*p);
	}
}

static void
read_head(struct head_reader *h)
{
	for (uint32_t i = h->piece->head; i < h->piece->body; i++) {
		struct str s = line_at(h, i);

		switch (h->form[i]) {
		case FORM_NUMBER:
			if (h->a->number.n == 0)
				h->a->number = s;
			break;
		case FORM_SECRECY:
			h->a->secrecy = s;
			*array_add(h->d->arena, &h->d->notes) = (struct note){ NOTE_SECRECY,
				{ h->d->first + h->piece->text, h->text->lines.v[i].from,
				    h->text->lines.v[i].to }, s };
			break;
		case FORM_REDHEAD:
			h->a->issuer = str_slice(s, 0, s.n - 6);
			break;
		case FORM_META:
			if (h->a->issued.year == 0)
				h->a->issued = day_in(s);
			break;
		case FORM_ADDRESSEE:
			if (h->a->addressees.n == 0)
				read_addressees(h, s);
			break;
		default:
			break;
		}
	}
}

/* The names above the day, several parted by 、 */
static void
read_signature(struct head_reader *h)
{
	struct str issuer = { NULL, 0 };

	for (uint32_t i = h->piece->tail; i < h->piece->end; i++) {
		struct str s = line_at(h, i);

		if (h->form[i] == FORM_DATE) {
			struct date day = day_in(s);

			if (day.year != 0)
				h->a->issued = day;
			break;
		}
		/* a name cut at a line end: …委员会委 员会 */
		if (h->form[i] == FORM_SHORT && issuer.n > 0 && utf8_count(s) < 8) {
			struct str whole = joined(h->d->arena, issuer, s);

			if (line_form(whole, LINE_PLAIN) == FORM_ORG)
				issuer = whole;
		}
		if (h->form[i] != FORM_ORG)
			continue;
		issuer = issuer.n == 0 ? s : arena_printf(h->d->arena, "%.*s、%.*s", STR_ARG(issuer), STR_ARG(s));
	}
	if (issuer.n > 0)
		h->a->issuer = issuer;
}

/* Words that tell the kind of a paper; the first row that fits its title, else its first words, decides. */
static const struct {
	const char *all, *any;		/* `all` must stand there, and one of `any` (parted by blanks) */
	enum article_kind kind;
} kind_rows[] = {
	{ "的通知", "印发 印送 转发 下发 下达", KIND_OTHER },
	{ "审计", "整改", KIND_AUDIT },
	{ "整改", "方案 清单 台账", KIND_PLAN },
	{ "整改", "通报 报告 情况 进展 落实 结果 通告 公告 公示", KIND_RECTIFICATION },
	{ "反馈", "巡视 巡察 督导 检查 督查", KIND_FEEDBACK },
	{ "", "督办通知 督办单 督办函 督办通报 督查通知 督查通报 的督办 督办意见", KIND_NOTICE },
	{ "限期", "整改 办理", KIND_NOTICE },
	{ "", "提醒函 告诫书 约谈", KIND_NOTICE },
	{ "", "工作要点 工作计划 任务分工 重点任务 责任分工 工作安排 行动计划 任务分解 重点工作 实施方案 任务清单 督办清单 工作方案", KIND_PLAN },
};

static bool
kind_of(struct str s, enum article_kind *kind)
{
	for (size_t i = 0; i < sizeof kind_rows / sizeof kind_rows[0]; i++)
		if (str_has_any(s, kind_rows[i].any) && str_has(s, cstr(kind_rows[i].all))) {
			*kind = kind_rows[i].kind;
			return true;
		}
	return false;
}

static struct str
first_words(const struct head_reader *h, size_t most)
{
	const struct piece *p = h->piece;

	if (p->body >= p->end)
		return (struct str){ NULL, 0 };
	return str_slice(h->text->body, h->text->lines.v[p->body].from,
	    h->text->lines.v[p->body].from + most);
}

static bool
has_byline(const struct head_reader *h)
{
	for (uint32_t i = h->piece->head; i < h->piece->end; i++) {
		if (h->form[i] == FORM_BYLINE)
			return true;
		if (i == h->piece->body && h->piece->tail > i)
			i = h->piece->tail - 1;
	}
	return false;
}

static void
read_kind(struct head_reader *h)
{
	enum article_kind kind = KIND_OTHER;
	struct str words = first_words(h, 900);

	if (has_byline(h))
		kind = KIND_NEWS;
	else if (h->a->title.n > 0)
		kind_of(h->a->title, &kind);
	else if (str_has(words, STR("印发给你们")))
		kind = KIND_OTHER;
	else if (str_has(words, STR("反馈")) && str_has(words, STR("整改")) && str_has(words, STR("公布")))
		kind = KIND_RECTIFICATION;
	else
		kind_of(words, &kind);
	h->a->kind = (uint8_t)kind;
}

void
heads_read(struct document *d, struct article *a, const piece_array *pieces, uint32_t first,
    const struct forms *forms)
{
	struct head_reader h = { .d = d, .a = a };

	for (uint32_t i = first + 1; i != 0; i = pieces->v[i - 1].next) {
		h.piece = &pieces->v[i - 1];
		h.text = d->texts[h.piece->text];
		h.form = forms[h.piece->text].v;
		if (i == first + 1)
			read_title(&h);
		read_head(&h);
		read_signature(&h);
		if (i == first + 1)
			read_kind(&h);
	}
}

/* The group's name begins here: 中央, 省委, 市委, 县委, 区委 … 第 */
static struct str
group_name(struct str s, size_t at)
{
	static const char *const heads[] = { "中央", "省委", "市委", "县委", "区委", "州委", "旗委", "党组", "党委", "工委" };
	const char *p = s.p + at, *q;
	size_t bytes;

	/* back over the numeral and 第 */
	for (int i = 0; i < 4 && p - s.p >= 3; i++) {
		q = p - 3;
		if (memcmp(q, "第", 3) == 0) {
			for (size_t k = 0; k < sizeof heads / sizeof heads[0]; k++)
				if (q - s.p >= 6 && memcmp(q - 6, heads[k], 6) == 0)
					return str_of(q - 6, s.p + at + 9);
			return (struct str){ NULL, 0 };
		}
		if (marker_numeral(q, p, &bytes) == 0)
			break;
		p = q;
	}
	return (struct str){ NULL, 0 };
}

/* The first 巡视组 that has a name, else the first such 巡察组. */
static bool
find_inspector(struct article *a, struct str s)
{
	struct str town = { NULL, 0 };

	for (size_t at = 0; (at = str_find(s, STR("巡"), at)) != STR_NONE; at += 3) {
		struct str rest = str_slice(s, at, s.n);

		if (str_starts(rest, STR("巡视组"))) {
			a->inspector = group_name(s, at);
			if (a->inspector.n > 0)
				return true;
		} else if (town.n == 0 && str_starts(rest, STR("巡察组"))) {
			town = group_name(s, at);
		}
	}
	a->inspector = town;
	return town.n > 0;
}

static void
read_inspector(struct document *d, struct article *a)
{
	if (a->kind != KIND_RECTIFICATION && a->kind != KIND_FEEDBACK)
		return;
	if (find_inspector(a, a->title))
		return;
	for (size_t i = 0; i < a->preamble.n; i++)
		if (find_inspector(a, document_str(d, a->preamble.v[i])))
			return;
	for (size_t i = 0; i < a->spans.n; i++)
		if (find_inspector(a, document_str(d, a->spans.v[i])))
			return;
}

static void
read_contact(struct document *d, struct article *a, const span_array *spans)
{
	static const struct str words[] = { STR("电话"), STR("邮箱"), STR("邮编"), STR("地址"), STR("信箱"),
		STR("邮政编码"), STR("传真") };

	for (size_t i = 0; i < spans->n; i++) {
		struct str s = document_str(d, spans->v[i]);

		for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
			if (str_has(s, words[k])) {
				contact_find(d->arena, s, &a->contact);
				break;
			}
	}
}

/* Counts the years named in s (2024年); the one named most is the text's own. */
static void
count_years(struct str s, uint16_t counts[200])
{
	static const struct str sign = STR("年");

	for (size_t at = 0; (at = str_find(s, sign, at)) != STR_NONE; at += 3) {
		const char *p = s.p + at - 4;
		int year = 0;

		if (at < 4 || p[0] != '2' || p[1] != '0')
			continue;
		for (int i = 0; i < 4; i++)
			year = p[i] >= '0' && p[i] <= '9' ? year * 10 + p[i] - '0' : 0;
		if (year >= 2000 && year < 2200 && counts[year - 2000] < UINT16_MAX)
			counts[year - 2000]++;
	}
}

static int
most_named_year(struct document *d, const struct article *a)
{
	uint16_t counts[200] = { 0 };
	size_t looked = 0;
	int best = -1;

	for (size_t i = 0; i < a->preamble.n; i++)
		count_years(document_str(d, a->preamble.v[i]), counts);
	for (size_t i = 0; i < a->spans.n && looked < 65536; i++) {
		struct str s = document_str(d, a->spans.v[i]);

		count_years(s, counts);
		looked += s.n;
	}
	for (int y = 0; y < 200; y++)
		if (counts[y] > 0 && (best < 0 || counts[y] > counts[best]))
			best = y;
	return best < 0 ? 0 : 2000 + best;
}

static int
title_year(struct str title)
{
	uint16_t counts[200] = { 0 };

	count_years(title, counts);
	for (int y = 199; y >= 0; y--)
		if (counts[y] > 0)
			return 2000 + y;
	return 0;
}

void
heads_finish(struct document *d, struct article *a)
{
	read_inspector(d, a);
	read_contact(d, a, &a->preamble);
	read_contact(d, a, &a->closing);
	a->year = a->issued.year;
	if (a->year == 0)
		a->year = title_year(a->title);
	if (a->year == 0)
		a->year = most_named_year(d, a);
}

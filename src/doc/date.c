/*
 * date: which year a date without one means, and what a date is for.
 *
 * deadline: work still to be done by then. event: a point, a state as of then
 * (截至), and "X底前" claimed as done. period: a year that scopes something, a
 * stretch, 以来, 自X起. Not facts: a cadence (每月5日前), a date inside a title,
 * the number of a paper, digits that have lost a 年 or 月.
 */
#include "doc/reading.h"

#include "doc/around.h"
#include "doc/numeral.h"
#include "doc/when.h"

enum { CLAUSE = 90 };	/* bytes looked at on either side of a date */

/* A date and what stands around it. */
struct use {
	struct when when;
	const char *from;	/* with the word that leads it in */
	uint8_t before;		/* enum before */
	bool by;		/* something is to be so, or was so, by then */
	struct str run;		/* the words around it */
};

static bool
clause_end(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	unsigned len;

	if (c < 0x80)
		return c == ',' || c == ';' || c == ':' || c == '\n';
	if (c != 0xE3 && c != 0xEF)	/* nearly all */
		return false;
	switch (char_at(p, end, &len)) {
	case U'，': case U'。': case U'；': case U'：': case U'！': case U'？':
		return true;
	}
	return false;
}

/* The clause before the words. */
static struct str
clause_left(const struct use *u)
{
	const char *begin = u->run.p, *end = u->from, *p = end, *from = p;

	while (from > begin && p - from < CLAUSE) {
		const char *q = utf8_back(from, begin);

		if (clause_end(q, end))
			break;
		from = q;
	}
	return str_of(from, p);
}

/* … and behind them. */
static struct str
clause_right(const struct use *u)
{
	const char *p = u->when.end, *end = str_end(u->run), *to = p;

	while (to < end && to - p < CLAUSE && !clause_end(to, end))
		to += utf8_len((unsigned char)*to);
	return str_of(p, to > end ? end : to);
}

/* Whether a 》 closes, without a 《, what p stands in: its opening was lost in the source. */
static bool
in_lost_title(const char *p, const char *end)
{
	const char *line;

	if (end - p > CLAUSE)
		end = p + CLAUSE;
	line = memchr(p, '\n', (size_t)(end - p));
	if (line != NULL)
		end = line;
	while ((p = memchr(p, 0xE3, (size_t)(end - p))) != NULL) {	/* all three brackets begin so */
		if (stands(p, end, "》"))
			return true;
		if (stands(p, end, "《") || stands(p, end, "。"))
			return false;
		p++;
	}
	return false;
}

static struct use
use_of(const struct reading *r, const struct when *when)
{
	const char *begin = r->run.p, *end = str_end(r->run), *from = when->begin;
	struct use u = { .when = *when, .run = r->run };
	const struct word *w;

	while (from > begin && from[-1] == ' ')
		from--;
	w = words_before(&words_date_before, from, begin);
	if (w != NULL)
		u.before = (uint8_t)w->value;
	if (u.before == BEFORE_AS_OF || u.before == BEFORE_FROM || u.before == BEFORE_TO)
		from -= w->n;
	u.from = w == NULL || u.before >= BEFORE_DUE ? when->begin : from;
	if (u.before == BEFORE_TO && stands(when->end, end, "的"))
		u.before = BEFORE_SCOPE;
	u.by = when->close == AFTER_BY || u.before == BEFORE_TO || u.before == BEFORE_DUE;
	return u;
}

static bool
said_done(const struct use *u)
{
	return str_has(clause_left(u), STR("已")) || str_has(clause_right(u), STR("已"));
}

/* The clause itself says that it is yet to come, or was not done. */
static bool
said_open(const struct use *u)
{
	static const char *const open[] = { "计划", "预计", "拟于", "拟在", "力争", "争取", "确保",
		"务必", "应于", "应在", "须于", "请于", "请在", "要求", "尚未", "未能", "未按", NULL };

	return any_in(clause_left(u), open);
}

/* Texts that set tasks, and parts that promise: their dates lie ahead. */
static bool
looks_ahead(const struct reading *r)
{
	switch (r->article->kind) {
	case KIND_PLAN: case KIND_NOTICE: case KIND_FEEDBACK:
		return true;
	}
	return r->role == ROLE_DUTY || r->role == ROLE_PROPOSAL || r->role == ROLE_COMMITMENT;
}

/* Before the day of issue? d must have its year. */
static bool
is_past(const struct reading *r, struct date d)
{
	struct date issued = r->article->issued;

	return issued.year != 0 ? date_days(date_last(d)) < date_days(date_last(issued)) :
	    d.year < r->article->year;
}

/* Of something that is to be so by then: whether the text claims that it is. */
static bool
was_reached(const struct reading *r, const struct use *u)
{
	if (said_done(u))
		return true;
	if (looks_ahead(r) || said_open(u))
		return false;
	return is_past(r, u->when.to) || (r->article->issued.year == 0 && r->status == STATUS_DONE);
}

/* The year that a date without one means; 0 if the text gives none to go by. */
static int
year_of(const struct reading *r, const struct use *u)
{
	struct date issued = r->article->issued, d = u->when.to;
	int year = r->last_year != 0 ? r->last_year : r->article->year;
	bool done, claimed, open;

	if (year == 0 || issued.year == 0)
		return year;
	done = said_done(u);
	claimed = done || r->status == STATUS_DONE;
	open = u->by && !done && (looks_ahead(r) || r->status == STATUS_PLANNED || said_open(u));
	if (open && year < r->article->year)
		year = r->article->year;
	d.year = (int16_t)year;
	if (!open && year == issued.year && d.month > issued.month &&
	    (!u->by || claimed) && r->article->kind != KIND_PLAN && r->article->kind != KIND_NOTICE)
		return year - 1;
	if (u->by && (open || !claimed) && d.month != 0 && year == issued.year && issued.month - d.month >= 6)
		return year + 1;
	return year;
}

static bool
a_meeting(struct str words)
{
	static const char *const meetings[] = { "会", "班", "赛", "论坛", "讲座", "仪式", "演练", NULL };

	return any_in(words, meetings);
}

static bool
goal_follows(const struct use *u)
{
	const char *p = u->when.end;

	return words_at(&words_goal, p, str_end(u->run)) != NULL &&
	    words_at(&words_goal, p, str_end(clause_right(u))) != NULL;
}

static enum date_role
role_of(const struct reading *r, const struct use *u)
{
	const struct when *w = &u->when;

	if (u->before == BEFORE_AS_OF)
		return DATE_EVENT;
	if (u->before == BEFORE_DUE)
		return DATE_DEADLINE;
	if (w->close == AFTER_SINCE || u->before == BEFORE_SCOPE || u->before == BEFORE_COMPARE)
		return DATE_PERIOD;
	if (u->by && (!w->stretch || w->part))
		return was_reached(r, u) ? DATE_EVENT : DATE_DEADLINE;
	if (w->stretch && !w->part)
		return DATE_PERIOD;
	if (goal_follows(u) && !is_past(r, w->to) && !was_reached(r, u) &&
	    (w->to.month != 0 || w->to.year > r->article->year))
		return DATE_DEADLINE;
	if (w->stretch || u->before == BEFORE_FROM)
		return DATE_PERIOD;
	if (w->late && looks_ahead(r) && !is_past(r, w->to))
		return DATE_DEADLINE;
	if (w->to.month != 0)
		return DATE_EVENT;
	return u->before == BEFORE_HELD && a_meeting(clause_right(u)) ? DATE_EVENT : DATE_PERIOD;
}

/* 到2027年和2030年: the second of two years is what the first is. */
static const struct fact *
year_before(const struct reading *r, const struct use *u)
{
	const struct fact *f = r->article->facts.n > r->first ? array_last(&r->article->facts) : NULL;
	const char *p = u->from;
	uint32_t at = r->at.from + (uint32_t)(p - r->run.p);

	if (f == NULL || f->type != FACT_DATE || f->date.from.month != 0 || f->date.to.year != 0 ||
	    u->when.to.month != 0 || u->when.stretch || f->span.source != r->at.source || f->span.to + 3 != at)
		return NULL;
	return stands(p - 3, p, "和") || stands(p - 3, p, "、") || stands(p - 3, p, "及") ? f : NULL;
}

static void
fill_years(struct when *w, int year)
{
	if (w->to.year == 0)
		w->to.year = w->from.year != 0 ? w->from.year : (int16_t)year;
	if (w->from.year == 0)
		w->from.year = (int16_t)(w->to.year - (w->from.month > w->to.month));
}

/* Whether the dates that follow without a year mean this one's: not that of a 2024年度 that is looked into. */
static bool
to_go_by(const struct use *u)
{
	const struct when *w = &u->when;

	if (w->to.month == 0 && stands(w->end - 3, w->end, "度"))
		return false;
	return w->from.year == w->to.year && w->close != AFTER_SINCE && u->before != BEFORE_COMPARE &&
	    u->before != BEFORE_SCOPE && !stands(w->end, str_end(u->run), "同期");
}

/* Days of the calendar, the first not behind the second. Most are one and the same. */
static bool
in_order(struct date from, struct date to)
{
	if (from.year == to.year && from.month == to.month && from.day == to.day)
		return date_valid(to);
	return date_valid(from) && date_valid(to) && date_cmp(from, to) <= 0;
}

/* Makes a fact of what stands there, if it is one; returns the byte after it. */
static const char *
take(struct reading *r, const struct when *when)
{
	struct use u = use_of(r, when);
	struct when *w = &u.when;
	bool named = w->to.year != 0;
	const struct fact *earlier;
	enum date_role role;
	struct fact *f;

	if (w->broken || u.before == BEFORE_NO_DATE || in_lost_title(w->end, str_end(r->run)))
		return w->end;
	fill_years(w, named ? 0 : year_of(r, &u));
	if (named && to_go_by(&u))
		r->last_year = w->to.year;
	if (!in_order(w->from, w->to))
		return w->end;
	earlier = year_before(r, &u);
	role = earlier != NULL ? (enum date_role)earlier->role : role_of(r, &u);
	f = reading_add(r, FACT_DATE, u.from, w->end);
	f->role = (uint8_t)role;
	if (w->part && role != DATE_PERIOD)
		w->stretch = false;
	f->date.from = w->stretch ? w->from : w->to;
	if (w->stretch)
		f->date.to = w->to;
	return w->end;
}

static bool
is_ascii_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

/* The number of the plan named at p (十四五 is the 14th, 九五 the 9th), and its bytes; 0 if none is. */
static int
plan_number(const char *p, const char *end, size_t *n)
{
	static const char *const digits[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	int plan = 0;

	if (is_ascii_digit(p, end))
		return 0;
	*n = 3;
	if (stands(p, end, "十")) {
		plan = 10;
		for (int i = 0; i < 9 && *n == 3; i++)
			if (stands(p + 3, end, digits[i]) && stands(p + 6, end, "五")) {
				plan += i + 1;
				*n = 6;
			}
	} else {
		for (int i = 5; i < 9; i++)
			if (stands(p, end, digits[i]))
				plan = i + 1;
	}
	if (plan == 0 || !stands(p + *n, end, "五"))
		return 0;
	*n += strlen("五");
	return plan;
}

/* “十四五”时期: the plans run five years each, the tenth from 2001. */
static const char *
plan_at(struct reading *r, const char *p)
{
	static const char *const quotes[] = { "”", "’", "\"", "」" };
	const char *end = str_end(r->run), *q;
	size_t n;
	int plan = plan_number(p, end, &n);
	struct fact *f;

	if (plan == 0)
		return p;
	q = p + n;
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
		if (stands(q, end, quotes[i]))
			q += strlen(quotes[i]);
	if (!stands(q, end, "时期") && !stands(q, end, "期间"))
		return p;
	q += strlen("时期");
	f = reading_add(r, FACT_DATE, p, q);
	f->date.from.year = (int16_t)(2001 + (plan - 10) * 5);
	f->date.to.year = (int16_t)(f->date.from.year + 4);
	f->role = DATE_PERIOD;
	return q;
}

/* Whether the character that ends at p is one of `set`. */
static bool
ends_in(const char *p, const char *begin, const char *set)
{
	const char *q;

	if (p <= begin)
		return false;
	q = utf8_back(p, begin);
	for (; *set != '\0'; set += utf8_len((unsigned char)*set))
		if ((size_t)(p - q) == utf8_len((unsigned char)*set) && memcmp(q, set, (size_t)(p - q)) == 0)
			return true;
	return false;
}

/* 今年8月 in a paper of January, of what happened: written in the year before. */
static bool
ahead_of_issue(const struct reading *r, struct date d)
{
	struct date issued = r->article->issued;

	return issued.year != 0 && !looks_ahead(r) && d.year == issued.year && d.month > issued.month;
}

/* Words for a year without a number: p is at 年. */
static const char *
year_word_at(struct reading *r, const char *p)
{
	static const struct {
		uint32_t word;
		int years;
		const char *not_behind, *not_before;	/* characters that make another word of it */
	} rows[] = {
		{ U'今', 0, "如", "轻龄" },
		{ U'去', -1, "过", "同" },
		{ U'明', 1, "说声证表注查申", "确显" },
	};
	const char *begin = r->run.p, *end = str_end(r->run), *after = p + strlen("年"), *q;
	uint32_t word = char_before(p, begin, &q);
	struct when w = { .begin = q, .end = after };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (word != rows[i].word || ends_in(q, begin, rows[i].not_behind) ||
		    (end - after >= 3 && ends_in(after + 3, after, rows[i].not_before)) ||
		    r->article->year == 0)
			continue;
		w.from.year = w.to.year = (int16_t)(r->article->year + rows[i].years);
		when_rest(after, end, &w);
		if (w.close != AFTER_BY && w.to.month != 0 && ahead_of_issue(r, w.from))
			w.from.year = --w.to.year;
		return take(r, &w);
	}
	return p;
}

/* 全年, and 年内 年底前 without a year: p is at 年. */
static const char *
bare_year_at(struct reading *r, const char *p)
{
	const char *begin = r->run.p, *end = str_end(r->run), *after = p + strlen("年");
	struct when w = { .begin = p, .end = after };

	if (stands_before(p, begin, "全")) {
		if (ends_in(p - 3, begin, "健安完保齐") ||
		    (end - after >= 3 && ends_in(after + 3, after, "龄级度段制休薪轻会")))
			return p;
		w.begin = p - strlen("全");
		return take(r, &w);
	}
	if ((!stands(after, end, "底") && !stands(after, end, "末") && !stands(after, end, "内")) ||
	    ends_in(p, begin, "0123456789一二两三四五六七八九十百几数多半近每当前上往逐周历同常隔跨"))
		return p;
	when_rest(after, end, &w);
	if (w.broken || w.end == after)
		return p;
	if (w.close != AFTER_BY) {
		struct use u = use_of(r, &w);

		if (u.before != BEFORE_AS_OF && u.before != BEFORE_TO && !goal_follows(&u))
			return p;
	}
	return take(r, &w);
}

/* 上半年, 下半年: p is at 半. */
APART static const char *
half_year_at(struct reading *r, const char *p)
{
	const char *q;
	uint32_t c = char_before(p, r->run.p, &q);
	struct when w;

	if ((c != U'上' && c != U'下') || !when_at(p - 3, str_end(r->run), &w))
		return p;
	return take(r, &w);
}

/* What may stand behind the Arabic figures of a date. */
static bool
follows_arabic(uint32_t c)
{
	static const uint16_t set[16] = { U'年', U'月', U'日', U'季', U'至', U'到', U'—', U'－', U'–', U'―', U'～',
		U'〜', U'　' };

	return is_one_of_few(c, set) || (c >= U'０' && c <= U'９');
}

/* … and behind the first of its Chinese ones. */
static bool
follows_han(uint32_t c)
{
	static const uint16_t set[24] = { U'〇', U'零', U'○', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八',
		U'九', U'十', U'月', U'季', U'至', U'到', U'—', U'－' };

	return is_one_of_few(c, set);
}

/* Most figures are no dates: is there, behind the ASCII ones at p, what makes a date of them? */
static bool
may_be_arabic(const char *p, const char *begin, const char *end)
{
	const char *q = p;
	unsigned len, n;

	if (p > begin && (is_ascii_digit(p - 1, p) || p[-1] == '.'))
		return false;
	while ((n = numeral_figures(q, end)) == FIGURES_AT_ONCE)
		q += n;
	q += n;
	if (q < end && (*q == '.' || *q == '/'))	/* only behind a year */
		return q - p == 4 && is_ascii_digit(q + 1, end);
	if (q < end && (*q == '-' || *q == '~'))
		return is_ascii_digit(q + 1, end);
	while (q < end && *q == ' ')
		q++;
	return follows_arabic(char_at(q, end, &len));
}

/* The same of the full-width or Chinese figure at p. */
static bool
may_be_date(const char *p, const char *begin, const char *end)
{
	const char *q;
	unsigned len;
	uint32_t c;

	if ((unsigned char)*p == 0xEF) {
		c = char_before(p, begin, &q);
		return utf8_digit(c) < 0 && c != '.' && c != U'．';
	}
	return follows_han(char_at(p + 3, end, &len)) && !(p > begin && is_ascii_digit(p - 1, p));
}

/* p is at a figure. */
APART static const char *
figures_at(struct reading *r, const char *p)
{
	const char *begin = r->run.p, *end = str_end(r->run), *q = plan_at(r, p);
	struct when w;
	uint32_t c;

	if (q > p)
		return q;
	c = char_before(p, begin, &q);
	if (c == U'前' || c == U'第')
		return when_at(p - 3, end, &w) && w.end > p ? take(r, &w) :
		    when_at(p, end, &w) ? take(r, &w) : p;
	return when_at(p, end, &w) ? take(r, &w) : p;
}

/* p is at 年. */
APART static const char *
year_at(struct reading *r, const char *p)
{
	const char *q = year_word_at(r, p);

	return q > p ? q : bare_year_at(r, p);
}

const char *
date_at(struct reading *r, const char *p)
{
	const char *end = str_end(r->run);
	unsigned len;

	if (is_ascii_digit(p, end))
		return may_be_arabic(p, r->run.p, end) ? figures_at(r, p) : p;
	switch (char_at(p, end, &len)) {
	case U'年':
		return year_at(r, p);
	case U'半':
		return half_year_at(r, p);
	}
	return may_be_date(p, r->run.p, end) ? figures_at(r, p) : p;
}

const struct rule rule_date = {
	"date", "0123456789０１２３４５６７８９〇零○一二三四五六七八九十年半", NULL,
};

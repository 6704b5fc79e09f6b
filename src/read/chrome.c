#include "read/chrome.h"
#include "base/utf8.h"

enum kind {
	PATH,		/* the row starts with it: the whole row is furniture */
	BUTTON,		/* a word of a row that is all buttons and counters */
	SIZE,		/* the same, but not alone: 大 中 小 */
	COUNTER,	/* a word, then perhaps a colon, digits, 次 */
	IMPRINT,	/* the row starts with it */
	BESIDE,		/* the row starts with it, and stands beside an imprint */
};

static const struct pattern {
	struct str s;
	enum kind kind;
} patterns[] = {
	{ STR("当前位置"), PATH },
	{ STR("您当前的位置"), PATH },
	{ STR("您的当前位置"), PATH },
	{ STR("您的位置"), PATH },
	{ STR("您现在的位置"), PATH },
	{ STR("你当前的位置"), PATH },
	{ STR("所在位置"), PATH },
	{ STR("现在位置"), PATH },
	{ STR("扫一扫"), PATH },
	{ STR("上一篇："), PATH },
	{ STR("上一篇:"), PATH },
	{ STR("下一篇："), PATH },
	{ STR("下一篇:"), PATH },
	{ STR("关闭本页"), BUTTON },
	{ STR("关闭窗口"), BUTTON },
	{ STR("关闭"), BUTTON },
	{ STR("返回顶部"), BUTTON },
	{ STR("返回首页"), BUTTON },
	{ STR("返回列表"), BUTTON },
	{ STR("返回上一页"), BUTTON },
	{ STR("打印本页"), BUTTON },
	{ STR("打印此页"), BUTTON },
	{ STR("打印"), BUTTON },
	{ STR("首页"), BUTTON },
	{ STR("设为首页"), BUTTON },
	{ STR("加入收藏"), BUTTON },
	{ STR("收藏本页"), BUTTON },
	{ STR("网站声明"), BUTTON },
	{ STR("网站地图"), BUTTON },
	{ STR("关于我们"), BUTTON },
	{ STR("联系我们"), BUTTON },
	{ STR("隐私声明"), BUTTON },
	{ STR("免责声明"), BUTTON },
	{ STR("无障碍浏览"), BUTTON },
	{ STR("长者模式"), BUTTON },
	{ STR("分享到"), BUTTON },
	{ STR("字体大小"), COUNTER },
	{ STR("字体"), COUNTER },
	{ STR("字号"), COUNTER },
	{ STR("保护视力色"), COUNTER },
	{ STR("视力保护色"), COUNTER },
	{ STR("访问量"), COUNTER },
	{ STR("访问次数"), COUNTER },
	{ STR("浏览量"), COUNTER },
	{ STR("浏览次数"), COUNTER },
	{ STR("阅读次数"), COUNTER },
	{ STR("阅读量"), COUNTER },
	{ STR("点击数"), COUNTER },
	{ STR("点击量"), COUNTER },
	{ STR("点击次数"), COUNTER },
	{ STR("大"), SIZE },
	{ STR("中"), SIZE },
	{ STR("小"), SIZE },
	{ STR("版权所有"), IMPRINT },
	{ STR("备案序号"), IMPRINT },
	{ STR("备案号"), IMPRINT },
	{ STR("网站备案号"), IMPRINT },
	{ STR("网站标识码"), IMPRINT },
	{ STR("政府网站标识码"), IMPRINT },
	{ STR("Copyright"), IMPRINT },
	{ STR("主办单位"), BESIDE },
	{ STR("主办："), BESIDE },
	{ STR("主办:"), BESIDE },
	{ STR("承办单位"), BESIDE },
	{ STR("承办："), BESIDE },
	{ STR("承办:"), BESIDE },
	{ STR("技术支持"), BESIDE },
	{ STR("维护单位"), BESIDE },
};

/* What may stand between words of furniture, or around one. */
static const struct str joints[] = {
	STR(" "), STR("\t"), STR("|"), STR("｜"), STR(">"), STR("　"), STR("\xC2\xA0"), STR("【"),
	STR("】"), STR("["), STR("]"), STR("·"), STR("-"), STR("："), STR(":"), STR("("), STR(")"),
	STR("（"), STR("）"),
};

/* A line that starts so says when and by whom; it is kept. */
static const struct str dated[] = {
	STR("发布时间"), STR("发布日期"), STR("发文时间"), STR("时间"), STR("日期"), STR("来源"),
	STR("信息来源"), STR("稿件来源"), STR("文章来源"), STR("索引号"),
};

#define FRONT_MOST 80	/* rows of front matter */

#define EACH(i, array) (size_t i = 0; i < sizeof array / sizeof array[0]; i++)

static void
sieve_add(struct sieve *v, struct str s)
{
	unsigned bit = sieve_bit(s.p);

	v->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

_Static_assert(sizeof patterns / sizeof patterns[0] <= CHROME_PATTERNS, "more patterns than a chrome holds");

void
chrome_prepare(struct chrome *c)
{
	memset(c, 0, sizeof *c);
	for EACH(i, patterns) {
		uint8_t *head = &c->head[sieve_bit(patterns[i].s.p) % sizeof c->head];

		sieve_add(&c->words, patterns[i].s);
		c->next[i + 1] = *head;
		*head = (uint8_t)(i + 1);
	}
	for EACH(i, joints)
		if (joints[i].n == 3)
			sieve_add(&c->words, joints[i]);
	c->first = c->words;
	for EACH(i, dated) {
		sieve_add(&c->dated, dated[i]);
		sieve_add(&c->first, dated[i]);
	}
}

/* s may be a row of furniture. */
static bool
may_be(const struct chrome *c, struct str s)
{
	return sieve_has(&c->words, s) || (s.n > 3 && s.n <= CHROME_MOST && (s.p[0] == '[' || s.p[0] == '|'));
}

/* The longest pattern that s starts with. */
static const struct pattern *
pattern_at(const struct chrome *c, struct str s)
{
	const struct pattern *best = NULL;

	if (s.n < 3)
		return NULL;
	for (unsigned i = c->head[sieve_bit(s.p) % sizeof c->head]; i != 0; i = c->next[i]) {
		const struct pattern *p = &patterns[i - 1];

		if (str_starts(s, p->s) && (best == NULL || p->s.n > best->s.n))
			best = p;
	}
	return best;
}

/* Bytes of the joint that s starts with, 0 if with none. */
static size_t
joint_at(struct str s)
{
	for EACH(i, joints)
		if (s.n > 0 && s.p[0] == joints[i].p[0] && str_starts(s, joints[i]))
			return joints[i].n;
	return 0;
}

static struct str
skip_joints(struct str s)
{
	size_t n;

	while ((n = joint_at(s)) > 0)
		s = str_slice(s, n, s.n);
	return s;
}

/* Past ": 128 次". */
static struct str
skip_count(struct str s)
{
	s = skip_joints(s);
	while (s.n > 0 && ((s.p[0] >= '0' && s.p[0] <= '9') || s.p[0] == ','))
		s = str_slice(s, 1, s.n);
	s = skip_joints(s);
	if (str_starts(s, STR("人次")))
		return str_slice(s, strlen("人次"), s.n);
	if (str_starts(s, STR("次")))
		return str_slice(s, strlen("次"), s.n);
	return s;
}

/* Nothing but buttons and counters, to the end. */
static bool
all_buttons(const struct chrome *c, struct str s)
{
	unsigned words = 0;

	for (s = skip_joints(s); s.n > 0; s = skip_joints(s)) {
		const struct pattern *p = pattern_at(c, s);

		if (p == NULL || p->kind == PATH || p->kind >= IMPRINT)
			return false;
		words += p->kind != SIZE;
		s = str_slice(s, p->s.n, s.n);
		if (p->kind == COUNTER)
			s = skip_count(s);
	}
	return words > 0;
}

bool
chrome_is_imprint(const struct chrome *c, struct str row)
{
	const struct pattern *p = may_be(c, row) ? pattern_at(c, row) : NULL;

	return p != NULL && p->kind == IMPRINT;
}

enum chrome_verdict
chrome_judge_closer(struct chrome *c, struct str row)
{
	bool below = c->below;
	const struct pattern *p;

	c->below = false;
	if (chrome_is_dated(c, row))
		return CHROME_DATED;
	if (!may_be(c, row))
		return CHROME_NONE;
	p = pattern_at(c, row);
	if (p != NULL && p->kind == BESIDE) {
		c->below = below;
		return below ? CHROME_ROW : CHROME_MAYBE;
	}
	if (p != NULL && p->kind == IMPRINT) {
		c->below = true;
		return CHROME_ROW;
	}
	if (p != NULL && p->kind == PATH)
		return CHROME_ROW;
	if (p == NULL && row.p[0] >= '\xE4' && row.p[0] <= '\xE9')
		return CHROME_NONE;	/* a Han character: neither a word of furniture nor a joint */
	c->below = all_buttons(c, row);
	return c->below ? CHROME_ROW : CHROME_NONE;
}

bool
chrome_is_dated(const struct chrome *c, struct str row)
{
	if (!sieve_has(&c->dated, row))
		return false;
	for EACH(i, dated)
		if (str_starts(row, dated[i]))
			return true;
	return false;
}

struct str
chrome_cut(const struct chrome *c, struct str row)
{
	if (!chrome_is_dated(c, row))
		return row;
	for (size_t i = 1; i < row.n; i++) {
		struct str rest = str_slice(row, i, row.n), kept = str_slice(row, 0, i);

		if (may_be(c, rest) && str_trim_right(kept).n < i && all_buttons(c, rest))
			return str_trim_right(kept);
	}
	return row;
}

size_t
chrome_front_matter(struct str utf8)
{
	const char *p = utf8.p, *end = str_end(utf8);

	if (!str_starts(utf8, STR("---\n")) && !str_starts(utf8, STR("---\r\n")))
		return 0;
	for (unsigned rows = 0; rows < FRONT_MOST && p < end; rows++) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		struct str row = str_trim_right(str_of(p, lf == NULL ? end : lf));

		if (rows > 0 && (str_eq(row, STR("---")) || str_eq(row, STR("..."))))
			return (size_t)((lf == NULL ? end : lf + 1) - utf8.p);
		if (rows > 0 && row.n > 0 && memchr(row.p, ':', row.n) == NULL && row.p[0] != '-' &&
		    row.p[0] != ' ' && row.p[0] != '#')
			return 0;
		p = lf == NULL ? end : lf + 1;
	}
	return 0;
}

bool
chrome_is_masthead(struct str row)
{
	if (!str_starts(row, STR("电话")))
		return false;
	for (size_t i = strlen("电话"); i < row.n;) {
		unsigned len;
		uint32_t c = utf8_get(row.p + i, str_end(row), &len);

		if (utf8_digit(c) < 0 && c != ':' && c != 0xFF1A && c != '(' && c != ')' && c != '-' &&
		    c != 0xFF08 && c != 0xFF09 && c != ' ' && c != 0x2014)
			return false;
		i += len;
	}
	return true;
}

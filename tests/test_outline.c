#include "test.h"

#include "base/buf.h"
#include "doc/article.h"

/* A text from lines, as a reader would give it. */
static struct text *
text_of(struct arena *a, const char *body)
{
	struct text *t = arena_zalloc(a, sizeof *t);
	const char *p = body, *nl;

	t->name = STR("test");
	t->reader = "text";
	t->encoding = "utf-8";
	t->body = cstr(body);
	for (; *p != '\0'; p = nl + 1) {
		struct line *l = array_add(a, &t->lines);

		nl = strchr(p, '\n');
		l->from = (uint32_t)(p - body);
		l->to = (uint32_t)(nl - body);
	}
	return t;
}

/* The outline in one line: marker heading-or-text, children in brackets. */
static void
print_children(struct buf *b, const struct document *d, const struct article *a, uint32_t parent)
{
	bool any = false;

	for (uint32_t i = 0; i < a->nodes.n; i++) {
		const struct node *n = &a->nodes.v[i];

		if (n->parent != parent)
			continue;
		buf_puts(b, any ? STR(" ") : parent == 0 ? STR("") : STR("["));
		any = true;
		buf_puts(b, n->marker);
		if (n->heading.n > 0)
			buf_puts(b, n->heading);
		else if (n->nrun > 0)
			buf_puts(b, document_str(d, a->spans.v[n->run]));
		print_children(b, d, a, i + 1);
	}
	if (any && parent != 0)
		buf_putc(b, ']');
}

static void
check(const char *body, const char *want, const char *notes)
{
	struct arena *a = arena_new(0);
	struct text *t = text_of(a, body);
	struct document d = { .arena = a, .texts = &t, .ntexts = 1 };
	struct buf b = { 0 }, codes = { 0 };

	if (arena_try(a))
		fail_msg("out of memory");
	document_make(&d, DOCUMENT_OUTLINE);
	for (size_t i = 0; i < d.articles.n; i++) {
		if (i > 0)
			buf_puts(&b, STR(" || "));
		print_children(&b, &d, &d.articles.v[i], 0);
	}
	for (size_t i = 0; i < d.notes.n; i++)
		buf_printf(&codes, "%s%s", i > 0 ? " " : "", note_name(d.notes.v[i].code));
	assert_str(((struct str){ b.p, b.n }), want);
	assert_str(((struct str){ codes.p, codes.n }), notes);
	buf_free(&b);
	buf_free(&codes);
	arena_free(a);
}

static const struct {
	const char *text, *outline, *notes;
} rows[] = {
	/* the levels of the standard, numbers that restart */
	{ "一、甲\n（一）乙。正文。\n1.丙。正文。\n2.丁。正文。\n（二）戊。正文。\n1.己。正文。\n二、庚\n",
	    "一、甲[（一）乙[1.丙 2.丁] （二）戊[1.己]] 二、庚", "" },
	/* numbers that run on over their parents */
	{ "一、甲\n1.乙。正文。\n2.丙。正文。\n二、丁\n3.戊。正文。\n4.己。正文。\n",
	    "一、甲[1.乙 2.丙] 二、丁[3.戊 4.己]", "" },
	/* markers inside running text; the item keeps its slogan as heading */
	{ "1.甲问题的整改。一是抓培训。办班两期。二是抓考核。考了三次。\n2.乙问题的整改。一是建章立制，印发办法。二是定期检查。\n",
	    "1.甲问题的整改[一是抓培训 二是抓考核] 2.乙问题的整改[一是建章立制，印发办法 二是定期检查]", "" },
	/* (1) inside 一是, and the next 一是 closes it */
	{ "1.甲。\n一是乙。(1)丙丙。正文。(2)丁丁。正文。\n二是戊。(1)己己。正文。\n",
	    "1.甲[一是乙[(1)丙丙 (2)丁丁] 二是戊[(1)己己]]", "" },
	/* the sentence end is lost before 二是; 三是 is expected there all the same */
	{ "1.甲。\n一是新增床位479二是接入平台，覆盖三是开展培训。\n",
	    "1.甲[一是新增床位479 二是接入平台，覆盖 三是开展培训]", "" },
	/* what looks like a marker and is none */
	{ "一、甲\n其二是乙，唯一是丙。二、三级医院均已接入，一些单位反映3.6亿元未到位。\n二、丁\n",
	    "一、甲 二、丁", "" },
	{ "1.甲。统一是目标，一要二看三通过。\n2.乙。投诉（12345热线）下降。\n", "1.甲 2.乙", "" },
	/* a lost 二、: the heading before a series that starts anew */
	{ "一、甲甲甲\n（一）乙。正文。\n整改落实情形\n1.丙。正文。\n2.丁。正文。\n三、戊\n",
	    "一、甲甲甲[（一）乙] 整改落实情形[1.丙 2.丁] 三、戊", "marker-lost" },
	/* a heading that is the content itself, whatever its length */
	{ "1.年底前全市一半以上的乡镇卫生院达到推荐标准，招录乡村医生一百五十名。\n2.乙。正文。\n",
	    "1.年底前全市一半以上的乡镇卫生院达到推荐标准，招录乡村医生一百五十名 2.乙", "" },
	/* chapters and articles */
	{ "第一章 总则\n第一条 为了规范。\n第二条 适用于全市。\n第二章 职责\n第三条 办公室牵头。\n",
	    "第一章总则[第一条为了规范 第二条适用于全市] 第二章职责[第三条办公室牵头]", "" },
	/* circles below brackets */
	{ "（一）甲：①乙；②丙。\n（二）丁。\n", "（一）甲[①乙 ②丙] （二）丁", "" },
	/* a gap is told */
	{ "1.甲。正文。\n2.乙。正文。\n4.丁。正文。\n", "1.甲 2.乙 4.丁", "number-gap" },
	/* the middle of a document: a series that starts higher takes its place by custom */
	{ "四是甲。(1)乙乙。正文。(2)丙丙。正文。\n2.丁。\n一是戊。\n（二）己己\n5.庚。正文。\n",
	    "四是甲[(1)乙乙 (2)丙丙] 2.丁[一是戊] （二）己己[5.庚]", "number-gap" },
};

static void
trees(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check(rows[i].text, rows[i].outline, rows[i].notes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(trees) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

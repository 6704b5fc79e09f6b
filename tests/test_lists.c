/*
 * The rows of the three lists, from documents put together by hand: a report
 * with findings and measures, and a plan with duties. The words are ours.
 */
#include "write/writer.h"

#include <stdlib.h>
#include <unistd.h>

#include "test.h"

struct made_node {
	uint32_t parent;
	const char *marker, *heading, *words;	/* words: as they stand in the text, behind the marker */
	uint8_t mark, role, status;
	uint32_t number;
	bool apart;		/* the heading is printed by the heading alone */
};

struct made_fact {
	uint32_t node;
	uint8_t type;
	const char *words;	/* as they stand in the text of the node */
	struct date day;
	uint8_t role;
	int64_t value;
	const char *unit, *lead, *support;
	uint8_t cmp;
};

struct made {
	const char *name, *title, *issuer, *body;
	uint8_t kind;
	const struct made_node *nodes;
	size_t nnodes;
	const struct made_fact *facts;
	size_t nfacts;
};

#define ROWS(v) v, sizeof v / sizeof v[0]

static const char report_body[] =
	"甲局整改报告\n"
	"一、立行立改类问题\n"
	"1.台账不全。\n"
	"一是补建台账。印发《台账规范》，补录档案35份。\n"
	"二是2026年6月底前建成库房，由仓储科牵头、<财务科>配合。\n"
	"2.收费不公开。已在3个窗口张贴价目。\n"
	"二、下一步打算\n"
	"每年抽查不少于2次，分管副局长负责。\n";

static const struct made_node report_nodes[] = {
	{ 0, "一、", "立行立改类问题", "立行立改类问题", MARK_HAN, ROLE_SECTION, STATUS_NONE, 1, true },
	{ 1, "1.", "台账不全", "台账不全。", MARK_NUM, ROLE_FINDING, STATUS_NONE, 1, true },
	{ 2, "一是", "补建台账", "补建台账。印发《台账规范》，补录档案35份。", MARK_IS, ROLE_MEASURE, STATUS_DONE, 1, true },
	{ 2, "二是", "", "2026年6月底前建成库房，由仓储科牵头、<财务科>配合。", MARK_IS, ROLE_MEASURE, STATUS_PLANNED, 2, false },
	{ 1, "2.", "收费不公开", "收费不公开。已在3个窗口张贴价目。", MARK_NUM, ROLE_FINDING, STATUS_DONE, 2, true },
	{ 0, "二、", "下一步打算", "下一步打算", MARK_HAN, ROLE_SECTION, STATUS_NONE, 2, true },
	{ 6, "", "", "每年抽查不少于2次，分管副局长负责。", MARK_NONE, ROLE_COMMITMENT, STATUS_PLANNED, 0, false },
};

static const struct made_fact report_facts[] = {
	{ 3, FACT_DOCUMENT, "《台账规范》", .unit = "台账规范" },
	{ 3, FACT_QUANTITY, "35份", .value = 35, .unit = "份" },
	{ 4, FACT_DATE, "2026年6月底前", .day = { 2026, 6, 0 }, .role = DATE_DEADLINE },
	{ 4, FACT_DUTY, "由仓储科牵头、<财务科>配合", .lead = "仓储科", .support = "<财务科>" },
	{ 5, FACT_QUANTITY, "3个", .value = 3, .unit = "个" },
	{ 7, FACT_QUANTITY, "不少于2次", .value = 2, .unit = "次", .cmp = CMP_GE },
	{ 7, FACT_DUTY, "分管副局长负责", .lead = "分管副局长" },
};

static const struct made report = {
	"report.txt", "甲局整改报告", "甲局", report_body, KIND_RECTIFICATION,
	ROWS(report_nodes), ROWS(report_facts),
};

static const char plan_body[] =
	"乙局计划\n"
	"3.办好义诊。三季度内办义诊12场以上，年底前覆盖8个乡。（仓储科、宣传科负责）\n"
	"4.=SUM(A1)不是公式。\n";

static const struct made_node plan_nodes[] = {
	{ 0, "3.", "办好义诊", "办好义诊。三季度内办义诊12场以上，年底前覆盖8个乡。（仓储科、宣传科负责）", MARK_NUM, ROLE_DUTY,
	    STATUS_PLANNED, 3, true },
	{ 0, "4.", "", "=SUM(A1)不是公式。", MARK_NUM, ROLE_DUTY, STATUS_STANDING, 4, false },
};

static const struct made_fact plan_facts[] = {
	{ 1, FACT_DATE, "三季度内", .day = { 2026, 9, 0 }, .role = DATE_DEADLINE },
	{ 1, FACT_QUANTITY, "12场以上", .value = 12, .unit = "场", .cmp = CMP_GE },
	{ 1, FACT_DATE, "年底前", .day = { 2026, 12, 0 }, .role = DATE_DEADLINE },
	{ 1, FACT_QUANTITY, "8个乡", .value = 8, .unit = "个" },
	{ 1, FACT_DUTY, "仓储科、宣传科负责", .lead = "仓储科" },
	{ 1, FACT_DUTY, "仓储科、宣传科负责", .lead = "宣传科" },
};

static const struct made plan = {
	"plan.txt", "乙局计划", "乙局", plan_body, KIND_PLAN, ROWS(plan_nodes), ROWS(plan_facts),
};

/* Where the words stand in [from, to) of the body. */
static struct span
find(const struct made *m, const char *words, size_t from, size_t to)
{
	size_t at = str_find(str_slice(cstr(m->body), 0, to), cstr(words), from);

	assert_true(at != STR_NONE);
	return (struct span){ 0, (uint32_t)at, (uint32_t)(at + strlen(words)) };
}

static void
node_add(struct arena *a, struct article *art, const struct made *m, const struct made_node *from, size_t *at)
{
	struct node *n = array_add(a, &art->nodes);
	size_t length;

	n->parent = from->parent;
	n->marker = cstr(from->marker);
	n->heading = cstr(from->heading);
	n->mark = from->mark;
	n->number = from->number;
	n->role = from->role;
	n->status = from->status;
	n->run = (uint32_t)art->spans.n;
	n->nrun = 1;
	*array_add(a, &art->spans) = find(m, from->words, *at, strlen(m->body));
	*at = array_last(&art->spans)->to;
	length = strlen(from->heading);
	n->text = !from->apart ? 0 : (uint32_t)(strlen(from->words) > length ? length + 3 : length);
}

static struct str *
name_of(struct arena *a, const char *name)
{
	struct str *s = arena_alloc(a, sizeof *s);

	*s = cstr(name);
	return s;
}

static void
fact_add(struct arena *a, struct article *art, const struct made *m, const struct made_fact *from)
{
	struct span in = art->spans.v[art->nodes.v[from->node - 1].run];
	struct fact *f = array_add(a, &art->facts);

	f->node = from->node;
	f->type = from->type;
	f->span = find(m, from->words, in.from, in.to);
	if (from->type == FACT_QUANTITY) {
		fact_set_quantity(f, (struct decimal){ from->value, 0 }, cstr(from->unit), (enum cmp)from->cmp);
	} else if (from->type == FACT_DATE) {
		f->date.from = from->day;
		f->role = from->role;
	} else if (from->type == FACT_DOCUMENT) {
		fact_set_title(f, cstr(from->unit));
	} else {
		f->lead = name_of(a, from->lead);
		f->nlead = 1;
		f->support = from->support == NULL ? NULL : name_of(a, from->support);
		f->nsupport = from->support != NULL;
	}
}

static struct text *
text_make(struct arena *a, const struct made *m)
{
	struct text *t = arena_zalloc(a, sizeof *t);
	struct str rest = cstr(m->body);

	t->name = cstr(m->name);
	t->body = rest;
	while (rest.n > 0) {
		size_t end = str_find(rest, STR("\n"), 0);
		uint32_t from = (uint32_t)(rest.p - m->body);

		*array_add(a, &t->lines) = (struct line){ .from = from, .to = from + (uint32_t)end };
		rest = str_slice(rest, end + 1, rest.n);
	}
	return t;
}

/* Adds a document whose memory is gone when this returns: the lists hold copies. */
static void
add(struct lists *l, const struct made *m, uint32_t first)
{
	struct arena *a = arena_new(0);
	struct document d = { .arena = a, .ntexts = 1, .first = first };
	struct text *t = text_make(a, m);
	struct article *art = array_add(a, &d.articles);
	size_t at = 0;

	d.texts = &t;
	art->kind = m->kind;
	art->title = arena_str(a, cstr(m->title));
	art->issuer = arena_str(a, cstr(m->issuer));
	for (size_t i = 0; i < m->nnodes; i++)
		node_add(a, art, m, &m->nodes[i], &at);
	for (size_t i = 0; i < m->nfacts; i++)
		fact_add(a, art, m, &m->facts[i]);
	for (size_t i = 0; i < art->spans.n; i++)
		art->spans.v[i].source = first;
	for (size_t i = 0; i < art->facts.n; i++)
		art->facts.v[i].span.source = first;
	lists_add(l, &d);
	arena_free(a);
}

static const struct cell *
cell_of(const struct lists *l, enum list list, size_t row, const char *key)
{
	const struct list_def *def = list_def(list);

	assert_true(row < l->rows[list].n);
	for (size_t i = 0; i < def->ncolumns; i++)
		if (strcmp(def->columns[i].key, key) == 0)
			return &l->rows[list].v[row].cell[i];
	fail_msg("no column %s", key);
	return NULL;
}

static struct lists *
both(struct arena *a)
{
	struct lists *l = lists_new(a);

	add(l, &report, 0);
	add(l, &plan, 1);
	lists_finish(l);
	return l;
}

#define ABSENT NOT_STATED
static const struct { enum list list; size_t row; const char *key, *want; } cells[] = {
	{ LIST_FINDINGS, 0, "place", "1" },
	{ LIST_FINDINGS, 0, "number", "A-W01" },
	{ LIST_FINDINGS, 0, "from", "甲局整改报告\n一、1" },
	{ LIST_FINDINGS, 0, "aspect", "立行立改类问题" },
	{ LIST_FINDINGS, 0, "finding", "台账不全" },
	{ LIST_FINDINGS, 0, "leader", ABSENT },
	{ LIST_FINDINGS, 0, "unit", "仓储科" },			/* stated at one of its measures */
	{ LIST_FINDINGS, 0, "class", "立行立改" },
	{ LIST_FINDINGS, 0, "deadline", "2026年6月30日（6月底前）" },
	{ LIST_FINDINGS, 0, "status", ABSENT },			/* its measures have theirs */
	{ LIST_FINDINGS, 0, "words", "1.台账不全。" },
	{ LIST_FINDINGS, 1, "status", "已完成" },
	{ LIST_FINDINGS, 1, "deadline", ABSENT },
	{ LIST_TASKS, 0, "number", "A-C01-1" },
	{ LIST_TASKS, 0, "answers", "A-W01\n台账不全" },
	{ LIST_TASKS, 0, "measure", "印发《台账规范》，补录档案35份。" },
	{ LIST_TASKS, 0, "milestones", "【措施】补建台账" },
	{ LIST_TASKS, 0, "target", ABSENT },			/* done: a result, no target */
	{ LIST_TASKS, 0, "progress", "补录档案35份" },
	{ LIST_TASKS, 0, "evidence", "《台账规范》" },
	{ LIST_TASKS, 0, "words", "一是补建台账。印发《台账规范》，补录档案35份。" },
	{ LIST_TASKS, 1, "number", "A-C01-2" },
	{ LIST_TASKS, 1, "milestones", "措施\n2026年6月底前建成库房" },
	{ LIST_TASKS, 1, "progress", ABSENT },
	{ LIST_TASKS, 1, "evidence", ABSENT },
	{ LIST_TASKS, 2, "number", "A-C02-1" },			/* the finding tells what was done */
	{ LIST_TASKS, 2, "measure", "已在3个窗口张贴价目。" },
	{ LIST_TASKS, 2, "progress", "已在3个窗口张贴价目" },
	{ LIST_TASKS, 3, "number", "A-N01" },
	{ LIST_TASKS, 3, "answers", "（无对应问题）\n下一步打算" },
	{ LIST_TASKS, 3, "milestones", "承诺" },
	{ LIST_TASKS, 3, "target", "每年抽查不少于2次" },
	{ LIST_TASKS, 4, "number", "B-R03" },			/* as the plan numbers it */
	{ LIST_TASKS, 4, "milestones", "【任务】办好义诊\n三季度内办义诊12场以上\n年底前覆盖8个乡" },
	{ LIST_TASKS, 4, "target", "三季度内办义诊12场以上\n年底前覆盖8个乡" },
	{ LIST_TASKS, 4, "deadline", "2026年12月31日（年底前）" },	/* the last of several */
	{ LIST_TASKS, 5, "status", "长期坚持" },
	{ LIST_DUTIES, 0, "unit", "仓储科" },
	{ LIST_DUTIES, 0, "support", "<财务科>" },
	{ LIST_DUTIES, 0, "numbers", "A-C01-2" },
	{ LIST_DUTIES, 0, "deadline", "2026年6月30日" },
	{ LIST_DUTIES, 0, "lamp", ABSENT },
	{ LIST_DUTIES, 1, "leader", "分管副局长" },
	{ LIST_DUTIES, 1, "unit", ABSENT },
	{ LIST_DUTIES, 2, "unit", "仓储科" },			/* the same name, another issuer */
	{ LIST_DUTIES, 2, "numbers", "B-R03" },
	{ LIST_DUTIES, 3, "unit", "宣传科" },
	{ LIST_DUTIES, 4, "unit", ABSENT },			/* nobody is named for these */
	{ LIST_DUTIES, 4, "numbers", "A-W02、A-C01-1、B-R04" },
};

static void
test_cells(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a);

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		assert_str(cell_of(l, cells[i].list, cells[i].row, cells[i].key)->text, cells[i].want);
	assert_int_equal(l->rows[LIST_FINDINGS].n, 2);
	assert_int_equal(l->rows[LIST_TASKS].n, 6);
	assert_int_equal(l->rows[LIST_DUTIES].n, 5);
	arena_free(a);
}

/* Every cell that says so is absent and counted; no other. */
static void
test_absent(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a);

	(void)state;
	for (enum list list = 0; list < LIST_COUNT; list++)
		for (size_t i = 0; i < list_def(list)->ncolumns; i++) {
			uint32_t n = 0;

			for (size_t r = 0; r < l->rows[list].n; r++) {
				const struct cell *c = &l->rows[list].v[r].cell[i];

				assert_int_equal(c->type == CELL_ABSENT, str_eq(c->text, STR(NOT_STATED)));
				assert_true(c->text.n > 0);
				n += c->type == CELL_ABSENT;
			}
			assert_int_equal(n, l->absent[list][i]);
		}
	assert_int_equal(cell_of(l, LIST_TASKS, 4, "deadline")->day.day, 31);
	arena_free(a);
}

/* A stable ID is the same whatever else is in the lists, and no two rows share one. */
static void
test_ids(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a), *alone = lists_new(a);

	(void)state;
	add(alone, &plan, 0);
	lists_finish(alone);
	assert_string_equal(alone->rows[LIST_TASKS].v[0].id, l->rows[LIST_TASKS].v[4].id);
	assert_string_equal(alone->rows[LIST_DUTIES].v[1].id, l->rows[LIST_DUTIES].v[3].id);
	for (size_t r = 0; r < l->rows[LIST_TASKS].n; r++)
		for (size_t k = 0; k < r; k++)
			assert_string_not_equal(l->rows[LIST_TASKS].v[r].id, l->rows[LIST_TASKS].v[k].id);
	arena_free(a);
}

/* The words of every row are where its spans say. */
static void
test_spans(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a);

	(void)state;
	for (enum list list = 0; list < LIST_DUTIES; list++)
		for (size_t r = 0; r < l->rows[list].n; r++) {
			const struct row *row = &l->rows[list].v[r];
			struct span s = row->spans[0];

			assert_int_equal(row->nspans, 1);
			assert_true(str_ends(cell_of(l, list, r, "words")->text,
			    str_slice(l->sources.v[s.source].body, s.from, s.to)));
		}
	assert_int_equal(l->rows[LIST_TASKS].v[4].spans[0].source, 1);
	arena_free(a);
}

/* Not a word of these may stand in what the writer makes; all of those must. */
static const struct { const char *writer, *must[4], *never[2]; } papers[] = {
	{ "csv", { "\xEF\xBB\xBF问题清单\r\n序号,编号,", "\"'=SUM(A1)不是公式。\"", "\r\n\r\n责任清单\r\n", "\"A-W01\n台账不全\"" },
	    { "\"=SUM", ",=SUM" } },
	{ "html", { "&lt;财务科&gt;", "<mark id=\"s0-", "data-of", "lang=\"zh-CN\"" }, { "<财务科>", "://" } },
	{ "md", { "| A-W01<br>台账不全 |", "&lt;财务科>", "## 汇总", "- B：乙局计划" }, { "<财务科>", "\t" } },
	{ "json", { "\"format\":\"bihuan.lists/1\"", "{\"value\":12,\"unit\":\"场\",\"cmp\":\">=\",\"target\":true",
	    "\"deadline\":{\"day\":\"2026-12-31\",\"words\":\"年底前\"}", "\"lamp\":null" }, { "\"" NOT_STATED "\"", "\t" } },
	{ "xlsx", { "PK\3\4", "xl/worksheets/sheet5.xml", "docProps/core.xml", "[Content_Types].xml" }, { "\"\"\"", "<html" } },
};

static void
test_writers(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a);

	(void)state;
	for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
		const struct writer *w = writer_find(cstr(papers[i].writer));
		struct buf once = { 0 }, twice = { 0 };

		assert_non_null(w);
		assert_int_equal(w->put(l, LISTS_ALL, &once, NULL), OK);
		assert_int_equal(w->put(l, LISTS_ALL, &twice, NULL), OK);
		assert_int_equal(once.n, twice.n);
		assert_memory_equal(once.p, twice.p, once.n);
		for (size_t k = 0; k < 4; k++)
			if (!str_has((struct str){ once.p, once.n }, cstr(papers[i].must[k])))
				fail_msg("%s has no %s", papers[i].writer, papers[i].must[k]);
		for (size_t k = 0; k < 2; k++)
			if (str_has((struct str){ once.p, once.n }, cstr(papers[i].never[k])))
				fail_msg("%s has %s", papers[i].writer, papers[i].never[k]);
		buf_free(&once);
		buf_free(&twice);
	}
	arena_free(a);
}

static const struct { const char *name, *want; } names[] = {
	{ "xlsx", "xlsx" }, { "a.b/清单.html", "html" }, { "x.csv", "csv" }, { "a.md", "md" },
	{ "a.docx", NULL }, { "", NULL }, { ".csv", NULL }, { "csv/", NULL }, { "dir.csv/x", NULL },
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct writer *w = writer_find(cstr(names[i].name));

		if (names[i].want == NULL)
			assert_null(w);
		else
			assert_string_equal(w->name, names[i].want);
	}
}

/* What cannot be written says where; what was written is named, and nothing else is left over. */
static void
test_refused(void **state)
{
	struct arena *a = arena_new(0);
	struct lists *l = both(a);
	struct why why = { 0 };
	str_array written = { 0 };
	char dir[] = "/tmp/bihuan-test-XXXXXX", path[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/none/x.html", dir);
	assert_int_equal(lists_write(l, writer_find(STR("html")), path, NULL, &why), E_WRITE);
	assert_non_null(strstr(why.what, path));
	snprintf(path, sizeof path, "%s/x.csv", dir);
	assert_int_equal(lists_write(l, writer_find(STR("csv")), path, &written, &why), OK);
	assert_int_equal(written.n, 3);
	assert_true(str_ends(written.v[0], STR("/x-1问题清单.csv")));
	for (size_t i = 0; i < written.n; i++)
		assert_int_equal(unlink(written.v[i].p), 0);
	assert_int_equal(rmdir(dir), 0);		/* nothing else was left there */
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_writers),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

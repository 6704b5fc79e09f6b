#include "test.h"

#include "doc/reading.h"
#include "facts.h"

/* The titles that a node cites, parted by |. */
static const struct {
	const char *words, *titles;
} rows[] = {
	{ "印发《云溪市急救站点管理办法》", "云溪市急救站点管理办法" },
	{ "《甲办法》《乙办法》和《丙办法》", "甲办法|乙办法|丙办法" },
	{ "修订《甲办法》，解读《甲办法》", "甲办法" },
	{ "《甲办法（2020 年版）》与《甲办法（2020年版）》", "甲办法（2020 年版）" },
	{ "《行动计划（2025—2027年）》（以下简称《计划》）", "行动计划（2025—2027年）|计划" },
	{ "《关于〈甲规划〉落实情况的汇报》", "关于〈甲规划〉落实情况的汇报" },
	{ "《关于印发《甲规划》的通知》已发", "关于印发《甲规划》的通知" },
	{ "《关于印发〈甲规划》的通知》已发", "关于印发〈甲规划》的通知" },
	{ "《关于〈甲规划(草案))的汇报》，审议《乙条例》", "关于〈甲规划(草案))的汇报|乙条例" },
	{ "《云溪健康报》刊登", "云溪健康报" },
	{ "《 甲办法 》", "甲办法" },
	{ "《甲，乙办法》", "甲，乙办法" },
	/* What a bracket has lost is not made up. */
	{ "建立了评审制度》《甲细则》", "甲细则" },
	{ "落实《甲办法，修订《乙办法》", "乙办法" },
	{ "落实《甲办法。修订乙办法》", "" },
	{ "落实《甲办法\n修订乙办法》", "" },
	{ "《》", "" },
	{ "《", "" },
	{ "〈甲〉", "" },
};

static struct article *
read_one(struct arena *a, struct str words, unsigned nodes)
{
	struct document *d = arena_zalloc(a, sizeof *d);
	struct text *t = arena_zalloc(a, sizeof *t);
	struct article *article;

	t->body = words;
	d->arena = a;
	d->texts = arena_alloc(a, sizeof *d->texts);
	d->texts[0] = t;
	d->ntexts = 1;
	article = array_add(a, &d->articles);
	article->year = 2026;
	for (unsigned i = 0; i < nodes; i++) {
		struct node *node = array_add(a, &article->nodes);

		node->run = i;
		node->nrun = 1;
		*array_add(a, &article->spans) = (struct span){ 0, 0, (uint32_t)words.n };
	}
	read_facts(d);
	return article;
}

static void
titles(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(0);
		struct article *article;
		char got[600] = "";
		size_t n = 0;

		assert_non_null(a);
		article = read_one(a, cstr(rows[i].words), 1);
		for (size_t k = 0; k < article->facts.n; k++) {
			const struct fact *f = &article->facts.v[k];

			if (f->type == FACT_DOCUMENT)
				n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", n > 0 ? "|" : "",
				    STR_ARG(fact_title(f)));
		}
		if (strcmp(got, rows[i].titles) != 0)
			fail_msg("<%s>: got <%s>", rows[i].words, got);
		arena_free(a);
	}
}

/* Once a node, and again in the next; nothing inside is read by another rule. */
static void
once_a_node(void **state)
{
	struct arena *a = arena_new(0);
	struct article *article;

	(void)state;
	assert_non_null(a);
	article = read_one(a, STR("《2025年3月甲办法由乙科负责》，《2025年3月甲办法由乙科负责》"), 2);
	assert_int_equal(article->facts.n, 2);
	assert_int_equal(article->facts.v[0].node, 1);
	assert_int_equal(article->facts.v[1].node, 2);
	arena_free(a);
}

/* A bracket that is never closed costs no more than the words it could hold. */
static void
never_closed(void **state)
{
	struct arena *a = arena_new(0);
	enum { TIMES = 100000 };
	char *words;

	(void)state;
	assert_non_null(a);
	words = arena_alloc(a, TIMES * 6);
	for (size_t i = 0; i < TIMES; i++)
		memcpy(words + i * 6, "《甲", 6);
	assert_int_equal(read_one(a, (struct str){ words, TIMES * 6 }, 1)->facts.n, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles),
		cmocka_unit_test(once_a_node),
		cmocka_unit_test(never_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "write/lists_make.h"

/*
 * What stands in the cells. A fill function that finds nothing in the text
 * leaves the cell as it is: CELL_ABSENT.
 */
static void
cell_put(struct cell *c, struct str text)
{
	if (text.n > 0) {
		c->type = CELL_TEXT;
		c->text = text;
	}
}

static void
fill_place(const struct item *it, struct cell *c)
{
	c->type = CELL_NUMBER;
	c->number = it->place;
	c->text = arena_printf(it->arena, "%u", it->place);
}

static void
fill_number(const struct item *it, struct cell *c)
{
	cell_put(c, it->row->number);
}

static void
fill_from(const struct item *it, struct cell *c)
{
	struct str path = node_path(it->view, it->id);

	cell_put(c, path.n == 0 ? it->view->name :
	    arena_printf(it->arena, "%.*s\n%.*s", STR_ARG(it->view->name), STR_ARG(path)));
}

static void
fill_aspect(const struct item *it, struct cell *c)
{
	cell_put(c, node_sections(it->view, it->id));
}

static void
fill_finding(const struct item *it, struct cell *c)
{
	cell_put(c, node_title(it->view, it->id));
}

/* The leads of one kind that duties of the node and below it name. */
static void
fill_leads(const struct item *it, struct cell *c, enum lead kind)
{
	const struct view *v = it->view;
	struct str all = { 0 };

	for (uint32_t at = it->id; at != 0; at = view_walk(v, it->id, at, WALK_ALL)) {
		for (uint32_t i = view_fact(v, v->fact[at], FACT_DUTY); i != 0;
		    i = view_fact(v, v->after[i], FACT_DUTY)) {
			const struct fact *f = view_fact_at(v, i);

			for (size_t k = 0; k < f->nlead; k++)
				if (lead_kind(v, f, f->lead[k]) == kind)
					all = words_join(it->arena, all, "、", f->lead[k]);
		}
	}
	cell_put(c, all);
}

static void
fill_leader(const struct item *it, struct cell *c)
{
	fill_leads(it, c, LEAD_LEADER);
}

static void
fill_unit(const struct item *it, struct cell *c)
{
	fill_leads(it, c, LEAD_UNIT);
}

/* 立行立改类问题, but not 持续整改2个: a class is named where what it sorts follows, or nothing. */
static bool
names_class(struct str heading, struct str name)
{
	static const char *const sorted[] = { "类", "的", "问题", "事项", "任务", "方面", "部分" };
	size_t at = str_find(heading, name, 0);
	struct str rest;

	if (at == STR_NONE)
		return false;
	rest = str_slice(heading, at + name.n, heading.n);
	for (size_t i = 0; i < sizeof sorted / sizeof sorted[0]; i++)
		if (str_starts(rest, cstr(sorted[i])))
			return true;
	return rest.n == 0;
}

/* Only a heading over the finding, or its own, sorts it into a class. */
static void
fill_class(const struct item *it, struct cell *c)
{
	static const char *const classes[] = { "立行立改", "即知即改", "限期整改", "分阶段整改", "持续整改", "长期整改" };

	for (uint32_t id = it->id; id != 0; id = view_node(it->view, id)->parent)
		for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
			if (names_class(view_node(it->view, id)->heading, cstr(classes[i]))) {
				cell_put(c, cstr(classes[i]));
				return;
			}
}

/* 2026年6月底前: the day shows the year already. */
static struct str
without_year(struct str words)
{
	struct str year = str_slice(words, 0, 7), rest = str_slice(words, 7, words.n);

	if (year.n == 7 && str_ends(year, STR("年")) && rest.n > 0 && rest.p[0] >= '0' && rest.p[0] <= '9')
		return rest;
	return words;
}

static void
date_put(const struct item *it, struct cell *c, struct date day, struct str words)
{
	if (day.year == 0)
		return;
	words = without_year(words);
	c->type = CELL_DATE;
	c->day = day;
	c->words = words;
	c->text = date_words(it->arena, day);
	if (words.n > 0)
		c->text = arena_printf(it->arena, "%.*s（%.*s）", STR_ARG(c->text), STR_ARG(words));
}

/* 2026年6月30日（6月底前）: the day that the words begin with, and what stands behind it in brackets; year 0 if another thing. */
static struct date
day_of(const struct item *it, struct str words, struct str *rest)
{
	const struct view *v = it->view;
	struct str open = STR("（"), close = STR("）");

	for (uint32_t i = view_fact(v, v->fact[it->id], FACT_DATE); i != 0; i = view_fact(v, v->after[i], FACT_DATE)) {
		const struct fact *f = view_fact_at(v, i);
		struct str day = view_str(v, f->span);

		if (f->date.from.day == 0 || f->date.to.year != 0 || !str_starts(words, day))
			continue;
		*rest = str_slice(words, day.n, words.n);
		if (str_starts(*rest, open) && str_ends(*rest, close))
			*rest = str_slice(*rest, open.n, rest->n - close.n);
		else if (rest->n > 0)
			continue;
		return f->date.from;
	}
	return (struct date){ 0 };
}

void
cell_of_words(const struct item *it, struct str words, struct cell *c)
{
	struct str rest = { NULL, 0 };
	struct date day = day_of(it, words, &rest);

	if (day.year != 0)
		date_put(it, c, day, rest);
	else
		cell_put(c, words);
}

/* The last day that is set; where a sheet sets none, what it says instead (长期坚持). */
static void
fill_deadline(const struct item *it, struct cell *c, enum walk walk)
{
	const struct view *v = it->view;
	struct str words = { 0 }, said = { 0 };

	date_put(it, c, node_deadline(v, it->id, walk, &words), words);
	for (uint32_t at = it->id; at != 0 && c->type == CELL_ABSENT; at = view_walk(v, it->id, at, walk))
		said = words_join(it->arena, said, "、", node_field(v, at, FIELD_DEADLINE));
	if (c->type == CELL_ABSENT)
		cell_put(c, said);
}

static void
fill_finding_deadline(const struct item *it, struct cell *c)
{
	fill_deadline(it, c, WALK_ALL);
}

static void
fill_task_deadline(const struct item *it, struct cell *c)
{
	fill_deadline(it, c, WALK_OWN);
}

/* A finding without a word on its state is as far as the least finished of its measures. */
static void
fill_status(const struct item *it, struct cell *c)
{
	enum status s = article_status(it->view->article, it->id);

	if (s != STATUS_NONE)
		cell_put(c, cstr(status_label(s)));
}

static void
fill_words(const struct item *it, struct cell *c)
{
	cell_put(c, node_words(it->view, it->id));
}

/* A task without a finding says so, and under which heads it stands. */
static void
fill_answers(const struct item *it, struct cell *c)
{
	struct str heads = node_sections(it->view, it->id);

	if (it->finding != 0)
		cell_put(c, arena_printf(it->arena, "%.*s\n%.*s", STR_ARG(it->view->number[it->finding]),
		    STR_ARG(node_title(it->view, it->finding))));
	else
		cell_put(c, arena_printf(it->arena, "（无对应问题）%s%.*s", heads.n > 0 ? "\n" : "", STR_ARG(heads)));
}

static void
fill_measure(const struct item *it, struct cell *c)
{
	bool whole = it->node->text == 0 && it->node->role != ROLE_FINDING;
	struct str body = whole ? node_told(it->view, it->id) : node_body(it->view, it->id);

	if (it->node->role == ROLE_FINDING && it->node->sheet)
		return;		/* its row tells of progress, and of no measure */
	cell_put(c, body.n > 0 ? body : node_title(it->view, it->id));
}

/* The heads between the finding and the task, and its own, on one line; not one that the measure begins with. */
static struct str
task_heads(const struct item *it)
{
	struct str heads = { 0 };

	for (uint32_t id = it->id; id != 0 && id != it->finding; id = view_node(it->view, id)->parent) {
		const struct node *n = view_node(it->view, id);

		if (n->role != it->node->role)
			break;
		if (id == it->id && (n->text == 0 || node_body(it->view, id).n == 0))
			continue;
		if (n->heading.n > 0 && heads.n > 0)
			heads = arena_printf(it->arena, "%.*s／%.*s", STR_ARG(n->heading), STR_ARG(heads));
		else if (n->heading.n > 0)
			heads = arena_str(it->arena, n->heading);
	}
	return heads;
}

/* What it is, and its heads: 【措施】加强培训; then the clauses that set a day, a line each. */
static void
fill_milestones(const struct item *it, struct cell *c)
{
	const struct view *v = it->view;
	enum role role = it->node->role == ROLE_FINDING ? ROLE_MEASURE : (enum role)it->node->role;
	struct str heads = task_heads(it);
	const char *clause = NULL;
	bytes out = { 0 };

	if (heads.n > 0)
		bytes_put(it->arena, &out, arena_printf(it->arena, "【%s】%.*s", role_label(role), STR_ARG(heads)));
	else
		bytes_put(it->arena, &out, cstr(role_label(role)));
	for (uint32_t at = it->id; at != 0; at = view_walk(v, it->id, at, WALK_OWN)) {
		for (uint32_t i = view_fact(v, v->fact[at], FACT_DATE); i != 0;
		    i = view_fact(v, v->after[i], FACT_DATE)) {
			struct str words = fact_clause(v, view_fact_at(v, i));

			if (view_fact_at(v, i)->role != DATE_DEADLINE || words.p == clause || it->node->sheet)
				continue;	/* a sheet has a column for it */
			clause = words.p;
			bytes_put(it->arena, &out, STR("\n"));
			bytes_put(it->arena, &out, words);
		}
	}
	cell_put(c, bytes_str(&out));
}

/* The clauses that state figures, targets or results, a line each. */
static struct str
figure_clauses(const struct item *it, bool targets)
{
	const char *clause = NULL;
	bytes out = { 0 };

	for (size_t i = 0; i < it->row->figures.n; i++) {
		const struct figure *f = &it->row->figures.v[i];

		if (f->target != targets || f->words.p == clause)
			continue;
		clause = f->words.p;
		if (out.n > 0)
			bytes_put(it->arena, &out, STR("\n"));
		bytes_put(it->arena, &out, f->words);
	}
	return bytes_str(&out);
}

static void
fill_target(const struct item *it, struct cell *c)
{
	cell_put(c, figure_clauses(it, true));
}

/* Where the text tells what was done without a figure, all of it is the progress. */
static void
fill_progress(const struct item *it, struct cell *c)
{
	struct str results = figure_clauses(it, false);
	bool told = it->node->status == STATUS_DONE || it->node->status == STATUS_ONGOING;

	cell_put(c, results.n == 0 && told ? STR("见原文") : results);
}

/* Without what may stand between a verb and a title: 了, and the titles before it in a row. */
static struct str
before_titles(struct str s)
{
	static const char *const between[] = { "《", "、", "和", "及", "以及", "与", "了", ",", "，", "“" };
	bool again = true;

	while (again) {
		again = false;
		if (str_ends(s, STR("》")) && str_rfind(s, STR("《")) != STR_NONE) {
			s = str_slice(s, 0, str_rfind(s, STR("《")));
			again = true;
		}
		for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
			if (str_ends(s, cstr(between[i]))) {
				s.n -= strlen(between[i]);
				again = true;
			}
	}
	return s;
}

/* A cited paper proves something where the word before it says that it was made. */
static bool
was_made(struct str before)
{
	static const char *const made[] = {
		"制定", "制订", "印发", "出台", "下发", "发布", "修订", "修改", "完善", "健全", "编制", "建立", "形成", "签订",
		"转发", "刊发", "报送",
	};

	before = before_titles(before);
	for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
		if (str_ends(before, cstr(made[i])))
			return true;
	return false;
}

static void
fill_evidence(const struct item *it, struct cell *c)
{
	const struct view *v = it->view;
	struct str all = { 0 };

	if (it->node->status != STATUS_DONE && it->node->status != STATUS_ONGOING)
		return;
	for (uint32_t at = it->id; at != 0; at = view_walk(v, it->id, at, WALK_OWN)) {
		for (uint32_t i = view_fact(v, v->fact[at], FACT_DOCUMENT); i != 0;
		    i = view_fact(v, v->after[i], FACT_DOCUMENT)) {
			const struct fact *f = view_fact_at(v, i);

			if (was_made(fact_before(v, f)))
				all = words_join(it->arena, all, "\n",
				    arena_printf(it->arena, "《%.*s》", STR_ARG(fact_title(f))));
		}
	}
	cell_put(c, all);
}

static void
fill_holder_leader(const struct item *it, struct cell *c)
{
	cell_put(c, it->holder->leader);
}

static void
fill_holder_unit(const struct item *it, struct cell *c)
{
	cell_put(c, it->holder->unit);
}

static void
fill_holder_person(const struct item *it, struct cell *c)
{
	cell_put(c, it->holder->person);
}

static void
fill_holder_support(const struct item *it, struct cell *c)
{
	cell_put(c, it->holder->support);
}

static void
fill_holder_numbers(const struct item *it, struct cell *c)
{
	bytes out = { 0 };

	for (size_t i = 0; i < it->holder->numbers.n; i++) {
		if (i > 0)
			bytes_put(it->arena, &out, STR("、"));
		bytes_put(it->arena, &out, it->holder->numbers.v[i]);
	}
	cell_put(c, bytes_str(&out));
}

/* One day for all stands as a day; else a line a day: 2026年6月30日：A-R01、A-R05 */
static void
fill_holder_deadline(const struct item *it, struct cell *c)
{
	const struct holder *h = it->holder;
	struct date last = { 0 };
	bytes out = { 0 };

	for (size_t i = 0; i < h->deadlines.n; i++) {
		const struct deadline *d = &h->deadlines.v[i];

		if (date_cmp(d->day, last) != 0) {
			bytes_put(it->arena, &out, arena_printf(it->arena, "%s%.*s：", i > 0 ? "\n" : "",
			    STR_ARG(date_words(it->arena, d->day))));
		} else {
			bytes_put(it->arena, &out, STR("、"));
		}
		bytes_put(it->arena, &out, d->number);
		last = d->day;
	}
	if (h->deadlines.n > 0 && h->numbers.n == h->deadlines.n && date_cmp(h->deadlines.v[0].day, last) == 0)
		date_put(it, c, last, (struct str){ 0 });
	else
		cell_put(c, bytes_str(&out));
}

/* A lamp needs a clock; a document alone sets none. */
static void
fill_lamp(const struct item *it, struct cell *c)
{
	(void)it;
	(void)c;
}

static const struct column finding_columns[] = {
	{ "序号",	"place",	6, 6,	COLUMN_CENTRE, FIELD_NONE, fill_place },
	{ "编号",	"number",	10, 11,	COLUMN_CENTRE, FIELD_NUMBER, fill_number },
	{ "来源(文件/条)", "from",	24, 16,	COLUMN_FROM, FIELD_SOURCE, fill_from },
	{ "方面",	"aspect",	22, 20,	COLUMN_MERGE, FIELD_ASPECT, fill_aspect },
	{ "问题",	"finding",	40, 40,	0, FIELD_FINDING, fill_finding },
	{ "责任领导",	"leader",	12, 12,	COLUMN_CENTRE, FIELD_LEADER, fill_leader },
	{ "牵头单位",	"unit",		14, 13,	COLUMN_CENTRE, FIELD_UNIT, fill_unit },
	{ "类别",	"class",	12, 12,	COLUMN_CENTRE | COLUMN_SHEET, FIELD_CLASS, fill_class },
	{ "整改时限",	"deadline",	22, 18,	COLUMN_CENTRE, FIELD_DEADLINE, fill_finding_deadline },
	{ "状态",	"status",	11, 15,	COLUMN_CENTRE | COLUMN_STATUS, FIELD_STATUS, fill_status },
	{ "原文",	"words",	64, 8,	COLUMN_SOURCE, FIELD_WORDS, fill_words },
};

static const struct column task_columns[] = {
	{ "序号",	"place",	6, 9,	COLUMN_CENTRE, FIELD_NONE, fill_place },
	{ "编号",	"number",	12, 17,	COLUMN_CENTRE, FIELD_NUMBER, fill_number },
	{ "对应问题",	"answers",	24, 22,	COLUMN_MERGE, FIELD_ANSWERS, fill_answers },
	{ "措施",	"measure",	48, 42,	0, FIELD_MEASURE, fill_measure },
	{ "任务/节点",	"milestones",	24, 20,	0, FIELD_MILESTONES, fill_milestones },
	{ "目标(值)",	"target",	26, 24,	COLUMN_SHEET, FIELD_TARGET, fill_target },
	{ "完成时限",	"deadline",	22, 20,	COLUMN_CENTRE, FIELD_DEADLINE, fill_task_deadline },
	{ "进展",	"progress",	26, 32,	COLUMN_SHEET, FIELD_PROGRESS, fill_progress },
	{ "佐证",	"evidence",	18, 14,	COLUMN_SHEET, FIELD_EVIDENCE, fill_evidence },
	{ "状态",	"status",	11, 19,	COLUMN_CENTRE | COLUMN_STATUS, FIELD_STATUS, fill_status },
	{ "原文",	"words",	56, 10,	COLUMN_SOURCE, FIELD_WORDS, fill_words },
};

static const struct column duty_columns[] = {
	{ "责任领导",	"leader",	20, 16,	COLUMN_CENTRE, FIELD_LEADER, fill_holder_leader },
	{ "责任处室(单位)", "unit",	26, 24,	COLUMN_CENTRE, FIELD_UNIT, fill_holder_unit },
	{ "责任人",	"person",	16, 14,	COLUMN_CENTRE, FIELD_PERSON, fill_holder_person },
	{ "配合单位",	"support",	44, 36,	0, FIELD_SUPPORT, fill_holder_support },
	{ "承担的问题与措施(编号)", "numbers", 50, 50, COLUMN_NUMBERS, FIELD_NUMBERS, fill_holder_numbers },
	{ "时限",	"deadline",	44, 36,	0, FIELD_DEADLINE, fill_holder_deadline },
	{ "当前灯",	"lamp",		12, 14,	COLUMN_CENTRE, FIELD_LAMP, fill_lamp },
};

#define COLUMNS(c) sizeof (c) / sizeof (c)[0], c
static const struct list_def lists[] = {
	[LIST_FINDINGS] = { "问题清单", "findings", "-1问题清单", COLUMNS(finding_columns) },
	[LIST_TASKS] = { "任务清单", "tasks", "-2任务清单", COLUMNS(task_columns) },
	[LIST_DUTIES] = { "责任清单", "duties", "-3责任清单", COLUMNS(duty_columns) },
};

const struct list_def *
list_def(enum list list)
{
	return &lists[list];
}

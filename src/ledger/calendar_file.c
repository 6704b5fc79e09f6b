#include "ledger/calendar_file.h"
#include "ledger/yaml.h"

#define RANGE STR("..")

/* A year as it stands in the file. */
struct table_of {
	int year;
	struct str source;
	const struct yaml_node *off, *work;
};

static const struct yaml_key keys[] = {
	YAML_KEY(struct table_of, year, "year", YAML_INTEGER, .required = true, .least = CALENDAR_FIRST,
	    .most = CALENDAR_FIRST + CALENDAR_YEARS - 1),
	YAML_KEY(struct table_of, source, "source", YAML_TEXT, .required = true, .least = 1, .most = 200),
	YAML_KEY(struct table_of, off, "off", YAML_LIST, .required = true),
	YAML_KEY(struct table_of, work, "work", YAML_LIST),
};

static bool
refuse(struct faults *f, enum fault_code code, const struct yaml_node *node)
{
	fault_add(f, code, node->at, yaml_shown(node), STR(""));
	return false;
}

/* A day, or the first and the last of several. */
static bool
take_days(struct faults *f, const struct yaml_node *node, struct date *from, struct date *to)
{
	struct str text = node->text;
	size_t dots = str_find(text, RANGE, 0);

	if (!yaml_is_text(f, node))
		return false;
	if (dots == STR_NONE ? yaml_day(text, from) :
	    yaml_day(str_slice(text, 0, dots), from) && yaml_day(str_slice(text, dots + RANGE.n, text.n), to)) {
		*to = dots == STR_NONE ? *from : *to;
		return true;
	}
	return refuse(f, FAULT_WRONG_DAY, node);
}

static bool
add_off(struct faults *f, struct calendar *c, const struct yaml_node *node)
{
	struct date from, to;

	if (!take_days(f, node, &from, &to))
		return false;
	return calendar_add_off(c, from, to, NULL) == OK || refuse(f, FAULT_CALENDAR, node);
}

static bool
add_work(struct faults *f, struct calendar *c, const struct yaml_node *node)
{
	struct date day;

	if (!yaml_is_text(f, node))
		return false;
	if (!yaml_day(node->text, &day))
		return refuse(f, FAULT_WRONG_DAY, node);
	return calendar_add_work(c, day, NULL) == OK || refuse(f, FAULT_CALENDAR, node);
}

static bool
add_year(struct faults *f, struct calendar *c, const struct yaml_node *node)
{
	struct table_of t = { .year = 0 };
	bool good = yaml_take(f, node, keys, sizeof keys / sizeof keys[0], &t);

	if (good && calendar_add_year(c, t.year, t.source, NULL) != OK)
		good = refuse(f, FAULT_CALENDAR, node);
	for YAML_EACH(off, t.off)
		good = good && add_off(f, c, off);
	for YAML_EACH(work, t.work)
		good = good && add_work(f, c, work);
	return good;
}

bool
calendar_load(struct faults *f, struct calendar *c)
{
	const struct yaml_node *root = yaml_parse(f);
	bool good = root != NULL && yaml_is_list(f, root, CALENDAR_YEARS);

	if (!good)
		return false;
	for YAML_EACH(year, root)
		good = good && add_year(f, c, year);
	return good;
}

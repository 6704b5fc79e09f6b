#include "test.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/definition.h"

/*
 * Rows change tests/definition_base.yaml, which is free of faults: the first line that holds `line` has `from`
 * replaced by `to`. « in what is put there marks a fault.
 */
struct change {
	const char *line, *from, *to;
};

static const struct {
	const char *codes;	/* in the order of the marks */
	struct change a, b;
} rows[] = {
	/* the file */
	{ "not-utf8", { "label: {zh: 甲", "甲", "甲«\xFF" }, { 0 } },
	{ "control", { "label: {zh: 甲", "甲", "甲«\x01" }, { 0 } },
	{ "tab", { "version: 2", "version", "«\tversion" }, { 0 } },
	{ "syntax", { "when: count > 3", "count > 3", "«'count > 3" }, { 0 } },
	{ "alias", { "number: \"{year}", "\"{year}", "«&it \"{year}" }, { 0 } },
	{ "alias", { "version: 2", "2", "«*it" }, { 0 } },
	{ "tag", { "version: 2", "2", "«!!int 2" }, { 0 } },
	{ "documents", { "item: {old: open}", "}", "}\n«---\nledger: other" }, { 0 } },
	{ "too-deep", { "version: 2", "2", "[[[[[[[[[[[[[[[«[[1]]]]]]]]]]]]]]]]]" }, { 0 } },
	/* shapes */
	{ "wanted-map", { "label: {zh: 甲", "{zh: 甲, en: A}", "«甲" }, { 0 } },
	{ "wanted-map", { "class:", "class:", "class: «[fast]\n      class-two:" }, { 0 } },
	{ "wanted-list", { "columns:", "[number, title, state]", "«title" }, { 0 } },
	{ "wanted-text", { "version: 2", "2", "«[2]" }, { 0 } },
	{ "wanted-text", { "version: 2", "version: 2", "? «{a: 1}\n: 2" }, { 0 } },
	{ "unknown-key", { "title: {type", "required", "«requird" }, { 0 } },
	{ "unknown-key", { "ledger: base", "ledger: base", "ledger: base\n«colour: red" }, { 0 } },
	{ "missing-key", { "ledger: base", "ledger: base\n", "" }, { "version: 2", "version", "«version" } },
	{ "missing-key", { "name: {type", "name: {type: text, ", "«name: {" }, { 0 } },
	{ "duplicate-key", { "version: 2", "version: 2", "version: 2\n«version: 3" }, { 0 } },
	{ "empty-text", { "ledger: base", "base", "«''" }, { 0 } },
	{ "too-long", { "green: {label", "绿}\n", "绿}\n" }, { "mark: 绿", "mark: 绿", "mark: «绿色" } },
	{ "wrong-name", { "ledger: base", "base", "«Base" }, { 0 } },
	{ "wrong-name", { "ledger: base", "base", "«base-" }, { 0 } },
	{ "wrong-name", { "ledger: base", "base", "«a23456789-123456789-123456789-123456789-1" }, { 0 } },
	{ "wrong-name", { "event: end", "end", "«the end" }, { 0 } },
	{ "wrong-integer", { "version: 2", "2", "«two" }, { 0 } },
	{ "wrong-integer", { "overdue: 1", "1", "«0" }, { 0 } },
	{ "wrong-integer", { "version: 2", "2", "«12345678901" }, { 0 } },
	{ "wrong-flag", { "title: {type", "required: true", "required: «yes" }, { 0 } },
	{ "unknown-word", { "count: {type", "integer", "«number" }, { 0 } },
	{ "unknown-word", { "event: accept", "accept", "accept" }, { "who: reviewer", "reviewer", "«reviewr" } },
	{ "unknown-word", { "red: {label", "\"#cf222e\"", "red" }, { "red: {label", "{label", "«{label" } },
	{ "wrong-duration", { "runs: 5", "5 workdays", "«5 fortnights" }, { 0 } },
	{ "wrong-duration", { "runs: 5", "5 workdays", "«workdays" }, { 0 } },
	{ "wrong-duration", { "runs: 5", "5 workdays", "«0 months" }, { 0 } },
	{ "wrong-integer", { "runs: 5", "5 workdays", "0 months\n        end: true" }, { "overdue: 1", "1", "«0" } },	/* 月底 */
	/* conditions stand inside a scalar */
	{ "expression-long", { "when: count", "count > 3", "not not not not not not not not not not not not not not not not not «(count > 3)" }, { 0 } },
	{ "unexpected", { "when: count", "count > 3", "count > «and" }, { 0 } },
	{ "unexpected", { "when: count", "count > 3", "\"count > «and\"" }, { 0 } },
	{ "unknown-name", { "when: count", "count > 3", "3 < «cont" }, { 0 } },
	{ "unknown-name", { "when: count", "count > 3", ">-\n            3 < «cont" }, { 0 } },
	{ "unknown-name", { "when: count", "count > 3", ">-\n          «count > 3\n          and cont = 3" }, { 0 } },	/* folded */
	{ "not-here", { "when: count", "count > 3", "until > «today" }, { 0 } },
	{ "wrong-type", { "when: count", "count > 3", "class = 'fast' and count = «'整改'" }, { 0 } },
	{ "wrong-number", { "when: count", "count > 3", "count > «3.00001" }, { 0 } },
	{ "wrong-day", { "when: count", "count > 3", "until > «2026-13-01" }, { 0 } },
	{ "unknown-word", { "when: class", "'fast'", "'«fest'" }, { 0 } },
	{ "wrong-day", { "set-by:", "{zh: 办, en: Office}", "{zh: 办, en: Office}\n        set-on: «2026-02-30" }, { 0 } },
	/* fields */
	{ "reserved", { "count: {type", "count", "«today" }, { "when: count", "count > 3", "class = 'fast'" } },
	{ "reserved", { "inverse: items", "items", "«state" }, { 0 } },
	{ "reserved", { "  part:", "part", "«any" }, { "to: part", "part", "any" } },
	{ "key-of-type", { "count: {type", "integer", "integer, «choices: {a: {zh: 甲, en: A}}" }, { 0 } },
	{ "key-of-type", { "count: {type", "integer", "integer, «unit: 项" }, { 0 } },
	{ "missing-key", { "count: {type", "count: {type: integer", "«count: {type: link, to: part, inverse: x" }, { 0 } },
	{ "part-type", { "lead: {type", "lead: {type: unit", "«lead: {type: day" }, { 0 } },
	{ "part-twice", { "count: {type", "count: {type: integer", "«count: {type: choice, as: class, choices: {a: {zh: 甲, en: A}}" },
	    { "when: count", "count > 3", "count = 'a'" } },
	{ "name-twice", { "parts:", "parts:", "«parts:" }, { "inverse: items", "items", "name" } },
	{ "name-twice", { "count: {type", "integer, label: {zh: 数, en: Count}}\n      until: {type: day, label: {zh: 至, en: Until}}\n      parts",
	    "link, to: part, inverse: items, inverse-label: {zh: 所, en: Its}, label: {zh: 数, en: Count}}\n"
	    "      until: {type: day, label: {zh: 至, en: Until}}\n      «parts" }, { "when: count", "count > 3", "until is set" } },
	{ "unknown-kind", { "to: part", "part", "«prat" }, { 0 } },
	{ "reads-twice", { "  part:", "part:", "«part:\n    reads: duty" }, { "review: 1", "review: 1", "review: 1\n    reads: duty" } },
	{ "never-filled", { "name: {type", "name", "«name" }, { "event: begin", ", fills: name", "" } },
	{ "never-filled not-filled", { "title: {type", "title", "«title" }, { "- event: enter",
	    "event: enter\n        label: {zh: 录, en: Enter}\n        to: open\n        who: office\n        fills: all",
	    "«event: enter\n        label: {zh: 录, en: Enter}\n        to: open\n        who: office\n        fills: [lead, class, count, until, parts]" } },
	/* states and moves */
	{ "unknown-state", { "to: sent", "sent", "«send" }, { 0 } },
	{ "unknown-state", { "from: begun", "begun", "[begun, «gone]" }, { 0 } },
	{ "unknown-field", { "fills: all", "all", "[title, «leed]" }, { 0 } },
	{ "unknown-field", { "columns:", "state]", "«status]" }, { 0 } },
	{ "not-link", { "closed: parts", "parts", "«title" }, { 0 } },
	{ "no-maker", { "  part:", "part", "«part" }, { "event: begin", "to: begun", "from: begun, to: begun" } },
	{ "no-final", { "  part:", "part", "«part" }, { "done: {label", ", final: true", "" } },
	{ "dead-end unreachable", { "begun: {label", "begun: {label: {zh: 始, en: Begun}}\n      done", "«begun: {label: {zh: 始, en: Begun}}\n      «done" },
	    { "event: end", "to: done", "to: begun" } },
	{ "dead-end", { "sent: {label", "sent", "«sent" }, { "from: sent", "sent", "open" } },
	{ "move-twice", { "- event: accept", "event: accept", "«event: send" }, { "from: sent", "sent", "[sent, open]" } },
	{ "maker-stays", { "event: begin", "{event: begin", "«{event: begin" }, { "event: begin", ", to: begun", "" } },
	{ "no-such-part", { "event: end", "{event: end", "«{event: end" }, { "event: end", "who: office", "who: lead" } },
	{ "no-milestones", { "lamps:", "lamps:", "lamps:\n      - «{show: red, lag: 10}" }, { "milestones: true", "true", "false" } },
	{ "no-milestones", { "closed: parts", "closed", "«milestones: true\n          closed" }, { "milestones: true", "true", "false" } },
	{ "review-level", { "- event: accept", "event: accept", "«event: accept" }, { "review: 1", "    review: 1\n", "" } },
	{ "level-missing", { "  item:", "item", "«item" }, { "review: 1", "1", "2" } },
	{ "say-missing", { "when: class", "when", "«when" }, { "say: {zh", "          say: {zh: 缺日期, en: no day}\n", "" } },
	/* clocks, cadences, lamps, notices */
	{ "unknown-event", { "starts: send", "send", "«sent" }, { 0 } },
	{ "unknown-event", { "weekly:", "event: send", "event: «sent" }, { 0 } },
	{ "event-impossible", { "weekly:", "weekly", "«weekly" }, { "weekly:", "during: open", "during: [open, sent]" } },
	{ "see-hand", { "  item:", "item:", "«item:\n    see: [office, reporter]" }, { 0 } },
	{ "becomes came-from", { "event: send", "event: send", "«event: send\n        becomes: «part" }, { 0 } },
	{ "unknown-kind", { "event: accept", "event: accept", "event: accept\n        becomes: [«prt, other/prt]" }, { 0 } },
	{ "becomes", { "event: enter", "event: enter", "«event: enter\n        becomes: other/thing" }, { 0 } },
	{ "unknown-lamp", { "show: green", "green", "«gren" }, { 0 } },
	{ "last-lamp", { "show: green", "{show: green", "«{show: green, left: 3" }, { 0 } },
	{ "lamp-behind", { "show: red", "red, overdue: 1", "red" }, { "show: green", "{show", "«{show" } },
	{ "ladder", { "urge:", "urge", "«urge" }, { "urge:", "overdue: 5", "overdue: 2" } },
	{ "pattern", { "number: \"{year}", "{year}-{seq:3}", "{year}-«{seqence}" }, { 0 } },
	{ "pattern", { "number: \"{year}", "{year}-{seq:3}", "{year}-«{seq:0}" }, { 0 } },
	{ "pattern", { "number: \"{year}", "{year}-{seq:3}", "甲{seq}«{year" }, { 0 } },
	{ "too-many", { "number: \"{year}", "\"{year}-{seq:3}\"", "«\"a{year}a{year}a{year}a{year}a{year}a{year}a{year}a{year}a\"" }, { 0 } },
	{ "too-long", { "number: \"{year}", "\"{year}-{seq:3}\"", "«\"1234567890123456789012345678901234567890123456789012345{seq}!\"" }, { 0 } },
	{ "pattern-seq", { "number: \"{year}", "\"{year}-{seq:3}\"", "«\"{year}\"" }, { 0 } },
	{ "pattern-twice", { "urge:", "\"督{seq}号\"", "«\"提{seq}号\"" }, { 0 } },
	/* papers, upgrades */
	{ "unknown-kind", { "shown:", "kind: item", "kind: «itm" }, { 0 } },
	{ "not-public", { "columns:", "state]", "«lead]" }, { 0 } },
	{ "not-public", { "shown:", "kind: item, public: true, columns: [number, title, state]",
	    "kind: part, public: true, columns: [number, «items]" }, { 0 } },
	{ "upgrade-version", { "upgrade:", "upgrade", "«upgrade" }, { "from: 1", "1", "2" } },
	{ "unknown-state", { "item: {old", "open", "«opened" }, { 0 } },
	{ "unknown-kind", { "item: {old", "item", "«itme" }, { 0 } },
	{ "unknown-word wrong-flag", { "count: {type", "integer", "«integr, list: «maybe" }, { 0 } },
	/* several at once, in the order of the file */
	{ "wrong-name wrong-integer unknown-word unknown-state", { "ledger: base", "base\nversion: 2", "«Base\nversion: «x" },
	    { "count: {type", "integer", "«integr" } },
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static struct str
read_whole(struct arena *a, const char *path)
{
	struct stat st = { 0 };
	int fd = open(path, O_RDONLY);
	char *p;

	if (fd < 0 || fstat(fd, &st) != 0)
		fail_msg("%s cannot be read", path);
	p = arena_alloc(a, (size_t)st.st_size + 1);
	assert_int_equal(read(fd, p, (size_t)st.st_size), st.st_size);
	close(fd);
	return (struct str){ p, (size_t)st.st_size };
}

static struct str
changed(struct arena *a, struct str text, const struct change *c)
{
	size_t line, at;

	if (c->line == NULL)
		return text;
	line = str_find(text, cstr(c->line), 0);
	if (line != STR_NONE)
		line = line - (line - (str_rfind(str_slice(text, 0, line), STR("\n")) == STR_NONE ? 0 :
		    str_rfind(str_slice(text, 0, line), STR("\n")) + 1));
	at = line == STR_NONE ? STR_NONE : str_find(text, cstr(c->from), line);
	if (at == STR_NONE)
		fail_msg("no <%s> behind <%s>", c->from, c->line);
	return arena_printf(a, "%.*s%s%.*s", (int)at, text.p, c->to, (int)(text.n - at - strlen(c->from)),
	    text.p + at + strlen(c->from));
}

/* Takes the next mark out of the text and tells where it stood. */
static bool
take_mark(struct arena *a, struct str *text, struct spot *at)
{
	size_t mark = str_find(*text, STR("«"), 0), begin;

	if (mark == STR_NONE)
		return false;
	begin = str_rfind(str_slice(*text, 0, mark), STR("\n"));
	begin = begin == STR_NONE ? 0 : begin + 1;
	*at = (struct spot){ 1, 1 };
	for (size_t i = 0; i < mark; i++) {
		at->line += text->p[i] == '\n';
		at->column += i >= begin && ((unsigned char)text->p[i] & 0xC0) != 0x80;
	}
	*text = arena_printf(a, "%.*s%.*s", (int)mark, text->p, (int)(text->n - mark - strlen("«")), text->p + mark + strlen("«"));
	return true;
}

/* The code at this place of a list parted by blanks. */
static struct str
code_at(const char *codes, size_t i)
{
	struct str rest = cstr(codes);

	for (; i > 0; i--) {
		size_t blank = str_find(rest, STR(" "), 0);

		rest = str_slice(rest, blank == STR_NONE ? rest.n : blank + 1, rest.n);
	}
	return str_slice(rest, 0, str_find(rest, STR(" "), 0));
}

static void
show_faults(const struct faults *f, size_t row)
{
	for (size_t i = 0; i < f->list.n; i++)
		print_error("row %zu (%s): %s at %u:%u\n", row, rows[row].codes, fault_name(f->list.v[i].code),
		    f->list.v[i].at.line, f->list.v[i].at.column);
}

static bool
check_row(struct arena *a, size_t row)
{
	struct str text = changed(a, changed(a, read_whole(a, "tests/definition_base.yaml"), &rows[row].a), &rows[row].b);
	struct faults f = { .arena = a, .name = STR("x.yaml") };
	struct spot marks[FAULTS_MOST] = { { 0 } };
	size_t n = 0;
	bool as_marked;

	while (n < FAULTS_MOST && take_mark(a, &text, &marks[n]))
		n++;
	f.text = text;
	assert_null(definition_load(&f));
	as_marked = f.list.n == n;
	for (size_t i = 0; as_marked && i < n; i++)
		as_marked = str_eq(cstr(fault_name(f.list.v[i].code)), code_at(rows[row].codes, i)) &&
		    f.list.v[i].at.line == marks[i].line && f.list.v[i].at.column == marks[i].column;
	if (!as_marked) {
		show_faults(&f, row);
		print_error("row %zu: expected %s at %u:%u\n", row, rows[row].codes, marks[0].line, marks[0].column);
	}
	return as_marked;
}

static void
test_faults(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		struct arena *a = arena_new(0);

		failed += !check_row(a, i);
		arena_free(a);
	}
	assert_int_equal(failed, 0);
}

/* Faults that rows cannot make: each has a test below, or in test_calendar_file.c. */
static const char *const elsewhere = "too-big empty-file too-many calendar";

/* Each kind of fault has a row. */
static void
test_all_faults(void **state)
{
	(void)state;
	for (unsigned code = 0; code < FAULT_COUNT; code++) {
		bool seen = str_has(cstr(elsewhere), cstr(fault_name(code)));

		for (size_t i = 0; !seen && i < ROWS; i++)
			seen = str_has(cstr(rows[i].codes), cstr(fault_name(code)));
		if (!seen)
			fail_msg("no row makes %s", fault_name(code));
	}
}

static enum fault_code
first_fault(struct arena *a, struct str text)
{
	struct faults f = { .arena = a, .name = STR("x.yaml"), .text = text };

	assert_null(definition_load(&f));
	return f.list.v[0].code;
}

static void
test_limits(void **state)
{
	struct arena *a = arena_new(0);
	struct str text = STR("");
	char *big;

	(void)state;
	big = arena_alloc(a, YAML_BYTES + 1);
	memset(big, ' ', YAML_BYTES + 1);
	assert_int_equal(first_fault(a, (struct str){ big, YAML_BYTES + 1 }), FAULT_TOO_BIG);
	assert_int_equal(first_fault(a, (struct str){ big, YAML_BYTES }), FAULT_EMPTY_FILE);
	assert_int_equal(first_fault(a, STR("# nothing\n")), FAULT_EMPTY_FILE);
	for (int i = 0; i <= YAML_ENTRIES; i++)
		text = arena_printf(a, "%.*skey%d: 1\n", STR_ARG(text), i);
	assert_int_equal(first_fault(a, text), FAULT_TOO_MANY);
	memset(big, '[', 1000);
	assert_int_equal(first_fault(a, (struct str){ big, 1000 }), FAULT_TOO_DEEP);
	arena_free(a);
}

/* The first twenty are told, and how many more there are. */
static void
test_most(void **state)
{
	struct arena *a = arena_new(0);
	struct faults f = { .arena = a, .name = STR("x.yaml") };

	(void)state;
	f.text = STR("ledger: a\n");
	for (int i = 0; i < 30; i++)
		f.text = arena_printf(a, "%.*sk%d: 1\n", STR_ARG(f.text), i);
	assert_null(definition_load(&f));
	assert_int_equal(f.list.n, FAULTS_MOST);
	assert_int_equal(f.more, 30 + 3 - FAULTS_MOST);		/* and version, label, kinds are missing */
	arena_free(a);
}

/* A mark of as many columns as what stands before it; what commands a terminal does not reach it. */
static void
test_print(void **state)
{
	struct arena *a = arena_new(0);
	struct faults f = { .arena = a, .name = STR("台账.yaml"), .text = STR("ledger: base\nlabel: {zh: 甲, en: A}\nversion: 甲乙\n") };
	struct buf b = { 0 };

	(void)state;
	fault_add(&f, FAULT_WRONG_INTEGER, (struct spot){ 2, 15 }, STR("甲"), STR("1..3"));
	fault_add(&f, FAULT_WRONG_INTEGER, (struct spot){ 9, 1 }, STR("甲"), STR("1..3"));
	fault_print(&f, &f.list.v[0], LANG_ZH, true, &b);
	assert_str(((struct str){ b.p, b.n }),
	    "台账.yaml:2:15: “甲”不是 1..3 之间的整数 / \"甲\" is no whole number of 1..3\n"
	    "    label: {zh: 甲, en: A}\n"
	    "                　 ^\n" + 0);
	b.n = 0;
	fault_print(&f, &f.list.v[1], LANG_EN, false, &b);	/* no such line */
	assert_str(((struct str){ b.p, b.n }), "台账.yaml:9:1: \"甲\" is no whole number of 1..3\n    \n    ^\n");
	b.n = 0;
	f.text = STR("a\x1b[31m: \xC2\x9B x\n");
	fault_add(&f, FAULT_UNKNOWN_KEY, (struct spot){ 1, 1 }, STR("a"), STR("b"));
	fault_print(&f, &f.list.v[2], LANG_EN, false, &b);
	assert_null(memchr(b.p, 0x1B, b.n));
	assert_null(memchr(b.p, 0x9B, b.n));
	buf_free(&b);
	arena_free(a);
}

static const struct definition *
load_path(struct arena *a, const char *path)
{
	struct faults f = { .arena = a, .name = cstr(path), .text = read_whole(a, path) };
	const struct definition *d = definition_load(&f);

	if (d == NULL)
		fail_msg("%s:%u:%u: %s", path, f.list.v[0].at.line, f.list.v[0].at.column, fault_name(f.list.v[0].code));
	return d;
}

/* Whoever defines a ledger cannot let reviewers review what is their own. */
static void
check_reviews(const struct definition *d)
{
	unsigned never = PARTY_BIT(REPORTER) | PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT);

	for (size_t k = 0; k < d->kinds.n; k++)
		for (size_t i = 0; i < d->kinds.v[k].moves.n; i++) {
			const struct move *m = &d->kinds.v[k].moves.v[i];

			if (m->level > 0)
				assert_int_equal(m->who_not & never, never);
			if (m->level > 1)
				assert_true((m->who_not & PARTY_BIT(REVIEWED)) != 0);
		}
}

static void
test_shipped(void **state)
{
	glob_t found;
	struct arena *a;

	(void)state;
	assert_int_equal(glob("definitions/*.yaml", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 5);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		a = arena_new(0);
		check_reviews(load_path(a, found.gl_pathv[i]));
		arena_free(a);
	}
	globfree(&found);
}

/* What the file says is what is there. */
static void
test_base(void **state)
{
	struct arena *a = arena_new(0);
	const struct definition *d;
	const struct kind *k;

	(void)state;
	d = load_path(a, "tests/definition_base.yaml");
	assert_str(d->key, "base");
	assert_int_equal(d->version, 2);
	assert_int_equal(d->kinds.n, 2);
	k = &d->kinds.v[0];
	assert_int_equal(k->fields.n, 6);
	assert_int_equal(k->fields.v[2].type, TYPE_CHOICE);
	assert_int_equal(k->fields.v[2].choices.n, 2);
	assert_str(k->fields.v[2].choices.v[1].label.zh, "慢");
	assert_ptr_equal(k->fields.v[5].kind, &d->kinds.v[1]);
	assert_int_equal(kind_part(k, PART_LEAD), 1);
	assert_int_equal(kind_part(k, PART_OUTCOME), -1);
	assert_int_equal(kind_state(k, STR("closed")), 2);
	assert_int_equal(kind_state(k, STR("gone")), -1);
	assert_int_equal(kind_move(k, STR("enter"), STATE_STAYS)->fills, 63);
	assert_int_equal(kind_move(k, STR("send"), 0)->to, 1);
	assert_int_equal(kind_move(k, STR("send"), 0)->needs.closed, 1 << 5);
	assert_null(kind_move(k, STR("send"), 1));
	assert_null(kind_move(k, STR("send"), STATE_STAYS));
	assert_int_equal(kind_move(k, STR("accept"), 1)->who, PARTY_BIT(REVIEWER));
	assert_int_equal(k->clocks.v[0].runs.count, 5);
	assert_int_equal(k->clocks.v[0].runs.unit, PERIOD_WORKDAY);
	assert_int_equal(k->cadences.v[0].every, PERIOD_WEEK);
	assert_int_equal(k->lamps.v[0].overdue, 1);
	assert_int_equal(k->lamps.v[0].left, -1);
	assert_int_equal(k->notices.v[1].form, 1);
	assert_int_equal(k->number.n, 3);
	assert_int_equal(k->number.v[2].width, 3);
	assert_int_equal(d->papers.v[0].columns.n, 3);
	assert_ptr_equal(d->papers.v[0].columns.v[1].field, &k->fields.v[0]);
	assert_int_equal(d->upgrade_from, 1);
	assert_str(d->renamings.v[0].from, "old");
	arena_free(a);
}

/* A file with a byte order mark and with CR LF is the same definition. */
static void
test_line_ends(void **state)
{
	struct arena *a = arena_new(0);
	struct str text = read_whole(a, "tests/definition_base.yaml");
	char *p = arena_alloc(a, 2 * text.n + 3);
	size_t n = 3;
	struct faults f = { .arena = a, .name = STR("x.yaml") };

	(void)state;
	memcpy(p, "\xEF\xBB\xBF", 3);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			p[n++] = '\r';
		p[n++] = text.p[i];
	}
	f.text = (struct str){ p, n };
	assert_non_null(definition_load(&f));
	arena_free(a);
}

/* Wherever memory runs out, who asked gets control back, and nothing leaks. */
static void
test_memory(void **state)
{
	struct arena *whole = arena_new(0);
	struct str text = read_whole(whole, "definitions/rectification.yaml");

	(void)state;
	for (size_t limit = 20000; limit < 400000; limit += 17000) {
		struct arena *a = arena_new(limit);
		struct faults f = { .arena = a, .name = STR("x.yaml"), .text = text };

		if (!arena_try(a))
			definition_load(&f);
		arena_free(a);
	}
	arena_free(whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_all_faults),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_most),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

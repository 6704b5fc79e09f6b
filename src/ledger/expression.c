#include "ledger/expression.h"

#include "base/utf8.h"

#define DIGITS_WHOLE 14
#define DIGITS_BEHIND 4
#define NUMBER_MOST INT64_C(1000000000000000000)	/* ten-thousandths: fourteen digits */
#define DAY_LEAST (-25567)	/* 1900-01-01 */
#define DAY_MOST 84005		/* 2199-12-31 */

enum op {
	OP_NAME, OP_LITERAL, OP_OR, OP_AND, OP_NOT, OP_IS_SET, OP_IN, OP_ADD, OP_SUBTRACT,
	OP_EQUAL, OP_UNEQUAL, OP_LESS, OP_LESS_EQUAL, OP_MORE, OP_MORE_EQUAL
};

struct expression {
	enum op op;
	enum datum_type type;
	struct yaml_words choices;
	uint32_t index;			/* of a name, in the scope */
	struct datum value;		/* of a literal */
	struct expression *a, *b;	/* OP_IN: b is the first of its literals */
	struct expression *next;	/* literal of an OP_IN */
	size_t at;			/* in the text, for faults */
	struct str text;
};

/* ---- tokens ---- */

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_DAY, TOKEN_TEXT, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	size_t at;
	struct str text;
};

struct parser {
	struct faults *f;
	const struct yaml_node *node;
	const struct names *scope;
	bool outside, failed;
	unsigned depth;
	struct token token;		/* the next one */
};

static const struct str words[] = {
	STR("or"), STR("and"), STR("not"), STR("in"), STR("is"), STR("set"), STR("true"), STR("false")
};

static const struct {
	struct str sign;
	enum op op;
} comparisons[] = {	/* the longer first */
	{ STR("!="), OP_UNEQUAL },
	{ STR("<="), OP_LESS_EQUAL },
	{ STR(">="), OP_MORE_EQUAL },
	{ STR("="), OP_EQUAL },
	{ STR("<"), OP_LESS },
	{ STR(">"), OP_MORE },
};
enum { COMPARISONS = sizeof comparisons / sizeof comparisons[0] };

bool
expression_word(struct str s)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq(words[i], s))
			return true;
	return false;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A hyphen belongs to a name, or to a day, where a letter or digit stands on both sides. */
static size_t
run_of(struct str s, bool (*more)(char), char joint)
{
	size_t i = 0;

	while (i < s.n && (more(s.p[i]) || (s.p[i] == joint && i > 0 && i + 1 < s.n && more(s.p[i + 1]))))
		i++;
	return i;
}

static bool
is_name(char c)
{
	return is_letter(c) || is_digit(c);
}

static size_t
sign_of(struct str s)
{
	unsigned len;

	for (size_t i = 0; i < COMPARISONS; i++)
		if (str_starts(s, comparisons[i].sign))
			return comparisons[i].sign.n;
	utf8_get(s.p, str_end(s), &len);
	return len;
}

static struct token
token_of(struct str s)
{
	size_t end;

	if (s.n == 0)
		return (struct token){ .kind = TOKEN_END };
	if (is_letter(s.p[0]))
		return (struct token){ TOKEN_WORD, 0, str_slice(s, 0, run_of(s, is_name, '-')) };
	if (is_digit(s.p[0]) && s.n > 5 && s.p[4] == '-' && is_digit(s.p[5]))
		return (struct token){ TOKEN_DAY, 0, str_slice(s, 0, run_of(s, is_digit, '-')) };
	if (is_digit(s.p[0]))
		return (struct token){ TOKEN_NUMBER, 0, str_slice(s, 0, run_of(s, is_digit, '.')) };
	end = s.p[0] == '\'' ? str_find(s, STR("'"), 1) : STR_NONE;
	if (end != STR_NONE)
		return (struct token){ TOKEN_TEXT, 0, str_slice(s, 0, end + 1) };
	return (struct token){ TOKEN_SIGN, 0, str_slice(s, 0, sign_of(s)) };
}

static void
advance(struct parser *p)
{
	size_t at = p->token.at + p->token.text.n;

	while (at < p->node->text.n && strchr(" \t\n", p->node->text.p[at]) != NULL)
		at++;
	p->token = token_of(str_slice(p->node->text, at, p->node->text.n));
	p->token.at = at;
}

static bool
next_is(const struct parser *p, struct str text)
{
	return p->token.kind != TOKEN_TEXT && str_eq(p->token.text, text);
}

static bool
accept(struct parser *p, struct str text)
{
	if (!next_is(p, text))
		return false;
	advance(p);
	return true;
}

/* ---- faults: the first one ends the expression ---- */

static struct expression *
refuse(struct parser *p, enum fault_code code, size_t at, struct str found, struct str expected)
{
	if (!p->failed)
		fault_add(p->f, code, yaml_place(p->node, at), found, expected);
	p->failed = true;
	return NULL;
}

static struct expression *
unexpected(struct parser *p, struct str expected)
{
	return refuse(p, FAULT_UNEXPECTED, p->token.at, p->token.kind == TOKEN_END ? STR("…") : p->token.text, expected);
}

static struct expression *
wrong_type(struct parser *p, const struct expression *e, struct str expected)
{
	size_t end = p->token.at;

	return refuse(p, FAULT_WRONG_TYPE, e->at, e->text.n > 0 ? e->text :
	    str_trim(str_slice(p->node->text, e->at, end)), expected);
}

static struct str
type_name(enum datum_type type)
{
	static const struct str names[] = {
		STR("true, false"), STR("12"), STR("2026-03-05"), STR("'…'"), STR("'…'"), STR("… is set")
	};

	return names[type];
}

/* ---- the tree ---- */

static struct expression *either(struct parser *);

static struct expression *
node_new(struct parser *p, enum op op, enum datum_type type, struct expression *a, struct expression *b)
{
	struct expression *e = arena_zalloc(p->f->arena, sizeof *e);

	e->op = op;
	e->type = type;
	e->a = a;
	e->b = b;
	e->at = a != NULL ? a->at : p->token.at;
	return e;
}

static struct expression *
leaf_new(struct parser *p, enum op op, enum datum_type type)
{
	struct expression *e = node_new(p, op, type, NULL, NULL);

	e->text = p->token.text;
	e->value.set = true;
	return e;
}

static bool
read_number(struct str s, int64_t *out)
{
	size_t point = str_find(s, STR("."), 0);
	size_t whole = point == STR_NONE ? s.n : point, behind = point == STR_NONE ? 0 : s.n - point - 1;
	int64_t value = 0;

	if (whole > DIGITS_WHOLE || behind > DIGITS_BEHIND || (behind > 0 && str_find(s, STR("."), point + 1) != STR_NONE))
		return false;
	for (size_t i = 0; i < s.n; i++)
		value = s.p[i] == '.' ? value : value * 10 + (s.p[i] - '0');
	for (; behind < DIGITS_BEHIND; behind++)
		value *= 10;
	*out = value;
	return true;
}

static struct expression *
number(struct parser *p)
{
	struct expression *e = leaf_new(p, OP_LITERAL, DATUM_NUMBER);

	if (!read_number(p->token.text, &e->value.number))
		return refuse(p, FAULT_WRONG_NUMBER, p->token.at, p->token.text, STR(""));
	advance(p);
	return e;
}

static struct expression *
day(struct parser *p)
{
	struct expression *e = leaf_new(p, OP_LITERAL, DATUM_DAY);
	struct date d;

	if (!yaml_day(p->token.text, &d))
		return refuse(p, FAULT_WRONG_DAY, p->token.at, p->token.text, STR(""));
	e->value.number = date_days(d);
	advance(p);
	return e;
}

static struct expression *
text(struct parser *p)
{
	struct expression *e = leaf_new(p, OP_LITERAL, DATUM_TEXT);

	e->value.text = str_slice(p->token.text, 1, p->token.text.n - 1);
	advance(p);
	return e;
}

static struct expression *
unknown_name(struct parser *p)
{
	struct str *known = arena_alloc(p->f->arena, (p->scope->n + 1) * sizeof *known);

	for (size_t i = 0; i < p->scope->n; i++)
		known[i] = p->scope->v[i].name;
	if (!p->failed)
		fault_add_unknown(p->f, FAULT_UNKNOWN_NAME, yaml_place(p->node, p->token.at), p->token.text, known, p->scope->n);
	p->failed = true;
	return NULL;
}

static struct expression *
name(struct parser *p)
{
	struct expression *e;
	size_t i = 0;

	while (i < p->scope->n && !str_eq(p->scope->v[i].name, p->token.text))
		i++;
	if (i == p->scope->n)
		return unknown_name(p);
	if (p->scope->v[i].outside && !p->outside)
		return refuse(p, FAULT_NOT_HERE, p->token.at, p->token.text, STR(""));
	e = leaf_new(p, OP_NAME, p->scope->v[i].type);
	e->choices = p->scope->v[i].choices;
	e->index = (uint32_t)i;
	advance(p);
	return e;
}

static struct expression *
word(struct parser *p)
{
	struct expression *e;

	if (!next_is(p, STR("true")) && !next_is(p, STR("false")))
		return expression_word(p->token.text) ? unexpected(p, STR("12, 2026-03-05, '…', (")) : name(p);
	e = leaf_new(p, OP_LITERAL, DATUM_FLAG);
	e->value.number = next_is(p, STR("true"));
	advance(p);
	return e;
}

static struct expression *
literal(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER:	return number(p);
	case TOKEN_DAY:		return day(p);
	case TOKEN_TEXT:	return text(p);
	case TOKEN_WORD:	return word(p);
	default:		return unexpected(p, STR("12, 2026-03-05, '…', true, false"));
	}
}

/* What may hold itself is counted. */
static bool
deeper(struct parser *p)
{
	if (p->depth++ < EXPRESSION_DEPTH)
		return true;
	refuse(p, FAULT_EXPRESSION_LONG, p->token.at, STR(""), STR("16"));
	return false;
}

static struct expression *
inner(struct parser *p)
{
	struct expression *e = deeper(p) ? either(p) : NULL;

	p->depth--;
	if (e != NULL && !accept(p, STR(")")))
		return unexpected(p, STR("), and, or"));
	return e;
}

static struct expression *
term(struct parser *p)
{
	struct expression *e;
	size_t at = p->token.at;

	if (accept(p, STR("("))) {
		e = inner(p);
		return e;
	}
	if (!accept(p, STR("-")))
		return literal(p);
	e = deeper(p) ? term(p) : NULL;
	p->depth--;
	if (e == NULL)
		return NULL;
	if (e->type != DATUM_NUMBER)
		return wrong_type(p, e, type_name(DATUM_NUMBER));
	e = node_new(p, OP_SUBTRACT, DATUM_NUMBER, NULL, e);
	e->at = at;
	return e;
}

/* number ± number, day ± number, day - day */
static struct expression *
sum_of(struct parser *p, enum op op, struct expression *a, struct expression *b)
{
	bool days = a->type == DATUM_DAY && b->type == DATUM_DAY && op == OP_SUBTRACT;

	if (a->type != DATUM_NUMBER && a->type != DATUM_DAY)
		return wrong_type(p, a, STR("12, 2026-03-05"));
	if (b->type != DATUM_NUMBER && !days)
		return wrong_type(p, b, type_name(DATUM_NUMBER));
	return node_new(p, op, days ? DATUM_NUMBER : a->type, a, b);
}

static struct expression *
sum(struct parser *p)
{
	struct expression *e = term(p), *b;

	while (e != NULL && (next_is(p, STR("+")) || next_is(p, STR("-")))) {
		enum op op = next_is(p, STR("+")) ? OP_ADD : OP_SUBTRACT;

		advance(p);
		b = term(p);
		e = b == NULL ? NULL : sum_of(p, op, e, b);
	}
	return e;
}

/* A literal that stands beside a choice is one of its words. */
static bool
choose(struct parser *p, const struct expression *choice, struct expression *e)
{
	if (e->op != OP_LITERAL || e->type != DATUM_TEXT)
		return true;
	for (size_t i = 0; i < choice->choices.n; i++)
		if (str_eq(choice->choices.v[i], e->value.text)) {
			e->type = DATUM_CHOICE;
			e->choices = choice->choices;
			e->value.number = (int64_t)i;
			return true;
		}
	if (!p->failed)
		fault_add_unknown(p->f, FAULT_UNKNOWN_WORD, yaml_place(p->node, e->at + 1), e->value.text,
		    choice->choices.v, choice->choices.n);
	p->failed = true;
	return false;
}

static bool
agree(struct parser *p, struct expression *a, struct expression *b)
{
	if (a->type == DATUM_THING)
		return wrong_type(p, a, type_name(DATUM_THING)) != NULL;
	if (a->type == DATUM_CHOICE && !choose(p, a, b))
		return false;
	if (b->type == DATUM_CHOICE && !choose(p, b, a))
		return false;
	if (a->type == b->type && (a->type != DATUM_CHOICE || a->choices.v == b->choices.v))
		return true;
	return wrong_type(p, b, type_name(a->type)) != NULL;
}

static struct expression *
compared(struct parser *p, enum op op, struct expression *a)
{
	struct expression *b = sum(p);
	bool order = op != OP_EQUAL && op != OP_UNEQUAL;

	if (b == NULL || !agree(p, a, b))
		return NULL;
	if (order && a->type != DATUM_NUMBER && a->type != DATUM_DAY)
		return wrong_type(p, a, STR("12, 2026-03-05"));
	return node_new(p, op, DATUM_FLAG, a, b);
}

static struct expression *
member(struct parser *p, struct expression *a)
{
	struct expression *e = node_new(p, OP_IN, DATUM_FLAG, a, NULL), **last = &e->b;

	if (!accept(p, STR("(")))
		return unexpected(p, STR("("));
	do {
		*last = literal(p);
		if (*last != NULL && (*last)->op != OP_LITERAL)
			return wrong_type(p, *last, type_name(a->type));
		if (*last == NULL || !agree(p, a, *last))
			return NULL;
		last = &(*last)->next;
	} while (accept(p, STR(",")));
	return accept(p, STR(")")) ? e : unexpected(p, STR("),"));
}

static struct expression *
is_set(struct parser *p, struct expression *a)
{
	bool not = accept(p, STR("not"));

	if (!accept(p, STR("set")))
		return unexpected(p, STR("set, not set"));
	if (a->op != OP_NAME)
		return wrong_type(p, a, STR("… is set"));
	a = node_new(p, OP_IS_SET, DATUM_FLAG, a, NULL);
	return not ? node_new(p, OP_NOT, DATUM_FLAG, a, NULL) : a;
}

static struct expression *
comparison(struct parser *p)
{
	struct expression *e = sum(p);

	if (e == NULL)
		return NULL;
	for (size_t i = 0; i < COMPARISONS; i++)
		if (accept(p, comparisons[i].sign))
			return compared(p, comparisons[i].op, e);
	if (accept(p, STR("is")))
		return is_set(p, e);
	if (accept(p, STR("in")))
		return member(p, e);
	if (!accept(p, STR("not")))
		return e;
	if (!accept(p, STR("in")))
		return unexpected(p, STR("in"));
	e = member(p, e);
	return e == NULL ? NULL : node_new(p, OP_NOT, DATUM_FLAG, e, NULL);
}

static struct expression *
flag(struct parser *p, struct expression *e)
{
	return e == NULL || e->type == DATUM_FLAG ? e : wrong_type(p, e, STR("=, <, in, is set"));
}

static struct expression *
negated(struct parser *p)
{
	struct expression *e;

	if (!accept(p, STR("not")))
		return comparison(p);
	e = deeper(p) ? flag(p, negated(p)) : NULL;
	p->depth--;
	return e == NULL ? NULL : node_new(p, OP_NOT, DATUM_FLAG, e, NULL);
}

static struct expression *
chain(struct parser *p, struct str joint, enum op op, struct expression *(*part)(struct parser *))
{
	struct expression *e = part(p), *b;

	while (e != NULL && next_is(p, joint)) {
		if (flag(p, e) == NULL)
			return NULL;
		advance(p);
		b = flag(p, part(p));
		e = b == NULL ? NULL : node_new(p, op, DATUM_FLAG, e, b);
	}
	return e;
}

static struct expression *
both(struct parser *p)
{
	return chain(p, STR("and"), OP_AND, negated);
}

static struct expression *
either(struct parser *p)
{
	return chain(p, STR("or"), OP_OR, both);
}

const struct expression *
expression_parse(struct faults *f, const struct yaml_node *node, const struct names *scope, bool outside)
{
	struct parser p = { .f = f, .node = node, .scope = scope, .outside = outside };
	struct expression *e;

	if (!yaml_is_text(f, node))
		return NULL;
	if (node->text.n > EXPRESSION_BYTES)
		return refuse(&p, FAULT_EXPRESSION_LONG, 0, STR(""), arena_printf(f->arena, "%d", EXPRESSION_BYTES));
	advance(&p);
	e = either(&p);
	if (e != NULL && p.token.kind != TOKEN_END)
		return unexpected(&p, e->type == DATUM_FLAG ? STR("and, or") : STR("=, <, in, is set"));
	return flag(&p, e);
}

/* ---- what it says of a record ---- */

static const struct datum absent, zero = { .set = true };

static struct datum
within(struct datum v, int64_t least, int64_t most)
{
	return v.set && v.number >= least && v.number <= most ? v : absent;
}

static struct datum evaluate(const struct expression *, const struct datum *);

static struct datum
add(const struct expression *e, const struct datum *values)
{
	struct datum a = e->a == NULL ? zero : evaluate(e->a, values);	/* a sign has nothing before it */
	struct datum b = evaluate(e->b, values), sum = { .set = a.set && b.set };
	bool days = e->type == DATUM_DAY, span = !days && e->a != NULL && e->a->type == DATUM_DAY;
	int64_t by = days ? b.number / NUMBER_ONE : b.number;
	bool over = e->op == OP_ADD ? __builtin_add_overflow(a.number, by, &sum.number)
	    : __builtin_sub_overflow(a.number, by, &sum.number);

	if (span)
		over |= __builtin_mul_overflow(sum.number, NUMBER_ONE, &sum.number);
	if (over)
		return absent;
	return days ? within(sum, DAY_LEAST, DAY_MOST) : within(sum, -NUMBER_MOST + 1, NUMBER_MOST - 1);
}

static int
compare(const struct expression *e, struct datum a, struct datum b)
{
	if (e->type == DATUM_TEXT)
		return str_cmp(a.text, b.text);
	return a.number < b.number ? -1 : a.number > b.number;
}

static bool
relation(const struct expression *e, const struct datum *values)
{
	struct datum a = evaluate(e->a, values), b = evaluate(e->b, values);
	int order;

	if (!a.set || !b.set)
		return false;
	order = compare(e->a, a, b);
	switch (e->op) {
	case OP_EQUAL:		return order == 0;
	case OP_UNEQUAL:	return order != 0;
	case OP_LESS:		return order < 0;
	case OP_LESS_EQUAL:	return order <= 0;
	case OP_MORE:		return order > 0;
	default:		return order >= 0;
	}
}

static bool
among(const struct expression *e, const struct datum *values)
{
	struct datum a = evaluate(e->a, values);

	for (const struct expression *l = e->b; a.set && l != NULL; l = l->next)
		if (compare(e->a, a, l->value) == 0)
			return true;
	return false;
}

static bool
holds(const struct expression *e, const struct datum *values)
{
	struct datum v = evaluate(e, values);

	return v.set && v.number != 0;
}

static bool
truth(const struct expression *e, const struct datum *values)
{
	switch (e->op) {
	case OP_OR:	return holds(e->a, values) || holds(e->b, values);
	case OP_AND:	return holds(e->a, values) && holds(e->b, values);
	case OP_NOT:	return !holds(e->a, values);
	case OP_IS_SET:	return values[e->a->index].set;
	case OP_IN:	return among(e, values);
	default:	return relation(e, values);
	}
}

static struct datum
evaluate(const struct expression *e, const struct datum *values)
{
	switch (e->op) {
	case OP_NAME:		return values[e->index];
	case OP_LITERAL:	return e->value;
	case OP_ADD:
	case OP_SUBTRACT:	return add(e, values);
	default:		return (struct datum){ .set = true, .number = truth(e, values) };
	}
}

bool
expression_holds(const struct expression *e, const struct datum *values)
{
	return e == NULL || holds(e, values);
}

#include "store/statements.h"
#include "store/scope.h"

#include <ctype.h>

const struct statement_row statements[STATEMENT_COUNT] = {
#define X(name, reads, reason, sql) { #name, READS_##reads, STR(reason), STR(sql) },
	STATEMENTS(X)
#undef X
};

static const struct str record_tables[] = {
#define X(name) STR(#name),
	RECORD_TABLES(X)
#undef X
};

static bool
part_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The next word of SQL at or after *at; empty at the end. */
static struct str
next_word(struct str sql, size_t *at)
{
	size_t from;

	while (*at < sql.n && !part_of_word(sql.p[*at]))
		(*at)++;
	from = *at;
	while (*at < sql.n && part_of_word(sql.p[*at]))
		(*at)++;
	return str_slice(sql, from, *at);
}

static bool
is_record_table(struct str word)
{
	for (size_t i = 0; i < sizeof record_tables / sizeof record_tables[0]; i++)
		if (str_eq(word, record_tables[i]))
			return true;
	return false;
}

/* Any mention of a table of records, but to insert into it. */
static bool
reads_records(struct str sql)
{
	struct str before = { 0 };

	for (size_t at = 0; at < sql.n; ) {
		struct str word = next_word(sql, &at);

		if (is_record_table(word) && !str_eq(before, STR("INTO")))
			return true;
		before = word;
	}
	return false;
}

/* $1 first, and each next one is known or one more than the last new one. */
static bool
in_order(struct str sql)
{
	unsigned known = 0;

	for (size_t at = 0; (at = str_find(sql, STR("$"), at)) != STR_NONE; ) {
		struct str digits;
		unsigned n = 0;

		at++;
		digits = next_word(sql, &at);
		for (size_t i = 0; i < digits.n; i++)
			n = n * 10 + (unsigned)(digits.p[i] - '0');
		if (n == 0 || n > known + 1)
			return false;
		known = n > known ? n : known;
	}
	return true;
}

const char *
statement_fault(const struct statement_row *row)
{
	bool records = reads_records(row->sql), scope = scope_stands(row->sql) != STR_NONE;

	if (!in_order(row->sql))
		return "parameters are not $1, $2 … in order of first use";
	if (str_has(row->sql, STR("'")) || str_has(row->sql, STR("?")))
		return "a value stands in the text";
	if (row->reads == READS_PLAIN && records)
		return "reads records, and says PLAIN";
	if (row->reads == READS_ENGINE && row->reason.n == 0)
		return "reads records without a scope, and gives no reason";
	if (row->reads == READS_SCOPED && !records)
		return "says SCOPED, and reads no records";
	if (scope != (row->reads == READS_SCOPED))
		return scope ? "has a scope, and does not say SCOPED" : "says SCOPED, and has no scope";
	return NULL;
}

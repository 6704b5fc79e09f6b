#include "store/scope.h"

#define MARK "{scope "

const struct scope scope_all = { .parts = &(const struct scope_part){ .ledger = NULL }, .n = 1 };

struct marker {
	size_t from, to;		/* of it in the statement */
	struct str ledger, path;	/* columns; "-": none */
};

size_t
scope_stands(struct str sql)
{
	return str_find(sql, STR(MARK), 0);
}

static bool
marker_parse(struct str sql, struct marker *m)
{
	size_t blank, end;
	struct str inside;

	m->from = scope_stands(sql);
	if (m->from == STR_NONE || (end = str_find(sql, STR("}"), m->from)) == STR_NONE)
		return false;
	inside = str_slice(sql, m->from + strlen(MARK), end);
	blank = str_find(inside, STR(" "), 0);
	if (blank == STR_NONE)
		return false;
	m->to = end + 1;
	m->ledger = str_slice(inside, 0, blank);
	m->path = str_slice(inside, blank + 1, inside.n);
	return m->ledger.n > 0 && m->path.n > 0;
}

struct writing {
	struct buf *b;
	struct value *values;
	size_t before, n;	/* parameters of the statement; those added */
};

/* JOIN COLUMN OPERATOR $n, and binds the value. */
static void
compare(struct writing *w, struct str column, const char *operator, struct value v)
{
	buf_printf(w->b, " AND %.*s %s $%zu", STR_ARG(column), operator, w->before + w->n + 1);
	w->values[w->n++] = v;
}

static void
write_part(struct writing *w, const struct marker *m, const struct scope_part *part)
{
	bool some = part->from.n > 0 || part->to.n > 0;

	if (some && str_eq(m->path, STR("-"))) {
		buf_puts(w->b, STR("1 = 0"));
		return;
	}
	buf_puts(w->b, STR("(1 = 1"));
	if (part->ledger != NULL)
		compare(w, m->ledger, "=", value_id(part->ledger));
	if (some) {
		compare(w, m->path, ">=", value_text(part->from));
		compare(w, m->path, "<", value_text(part->to));
	}
	buf_putc(w->b, ')');
}

size_t
scope_write(struct buf *b, struct str sql, const struct scope *scope, size_t n, struct value *out)
{
	struct writing w = { .b = b, .values = out, .before = n };
	struct marker m;

	if (scope == NULL || scope_stands(sql) == STR_NONE) {
		buf_puts(b, sql);
		return 0;
	}
	if (scope->n > SCOPE_MOST || !marker_parse(sql, &m)) {
		b->err = E_INTERNAL;
		return 0;
	}
	buf_puts(b, str_slice(sql, 0, m.from));
	buf_puts(b, STR("("));
	for (size_t i = 0; i < scope->n; i++) {
		if (i > 0)
			buf_puts(b, STR(" OR "));
		write_part(&w, &m, &scope->parts[i]);
	}
	buf_puts(b, scope->n == 0 ? STR("1 = 0)") : STR(")"));
	buf_puts(b, str_slice(sql, m.to, sql.n));
	return w.n;
}

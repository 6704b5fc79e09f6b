#include "store/scope.h"
#include "store/statements.h"

#define MARK "{scope "

const struct scope scope_all = { .parts = &(const struct scope_part){ .ledger = 0 }, .n = 1 };

struct marker {
	size_t from, to;		/* of it in the statement */
	struct str ledger, path, key;	/* columns; "-": none */
	struct str beside;		/* empty: none */
};

size_t
scope_stands(struct str sql)
{
	return str_find(sql, STR(MARK), 0);
}

/* The next word of what stands in the marker. */
static struct str
next_column(struct str *rest)
{
	size_t blank = str_find(*rest, STR(" "), 0);
	struct str word = str_slice(*rest, 0, blank);

	*rest = blank == STR_NONE ? (struct str){ NULL, 0 } : str_slice(*rest, blank + 1, rest->n);
	return word;
}

static bool
marker_parse(struct str sql, struct marker *m)
{
	size_t end;
	struct str rest;

	m->from = scope_stands(sql);
	if (m->from == STR_NONE || (end = str_find(sql, STR("}"), m->from)) == STR_NONE)
		return false;
	rest = str_slice(sql, m->from + strlen(MARK), end);
	m->to = end + 1;
	m->ledger = next_column(&rest);
	m->path = next_column(&rest);
	m->key = next_column(&rest);
	m->beside = next_column(&rest);
	return m->ledger.n > 0 && m->path.n > 0 && m->key.n > 0 && rest.n == 0;
}

struct writing {
	struct buf *b;
	const struct scope *scope;
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

static bool
has(struct str column)
{
	return !str_eq(column, STR("-"));
}

static void
compare_paths(struct writing *w, struct str column, const struct scope_part *part)
{
	compare(w, column, ">=", value_text(part->from));
	compare(w, column, "<", value_text(part->to));
}

static bool
plus(struct str column)
{
	return str_starts(column, STR("+"));
}

/* Behind a + each record that is come by is looked up; else, or where they are few, the records are found by who has a part in them. */
static void
write_party(struct writing *w, const struct marker *m, const struct scope_part *part)
{
	bool found = part->few || !plus(m->key);

	if (found)
		buf_printf(w->b, " AND %.*s IN (SELECT p.record FROM party p WHERE p.valid_to = " NOW, STR_ARG(m->key));
	else
		buf_printf(w->b, " AND EXISTS (SELECT 1 FROM party p WHERE p.record = %.*s AND p.valid_to = " NOW,
		    STR_ARG(str_slice(m->key, 1, m->key.n)));
	if (part->who != NULL)
		compare(w, STR("p.who"), "=", value_id(part->who));
	else
		compare_paths(w, STR("p.path"), part);
	if (part->part.n > 0)
		compare(w, STR("p.part"), "=", value_text(part->part));
	buf_putc(w->b, ')');
}

/* What is behind `from` in `to`, of the ranges that are a subtree or a unit alone; empty of others. */
static struct str
range_end(const struct scope_part *part)
{
	return part->to.n > part->from.n && str_starts(part->to, part->from) ? str_slice(part->to, part->from.n, part->to.n) : STR("");
}

/* Whether what is below the same unit is seen in any case. */
static bool
seen_as_own(const struct scope *scope, const struct scope_part *part)
{
	for (size_t i = 0; i < scope->n; i++) {
		const struct scope_part *own = &scope->parts[i];

		if (!own->takes_part && (own->ledger == 0 || own->ledger == part->ledger) && str_eq(own->from, part->from) &&
		    str_eq(own->to, part->to))
			return true;
	}
	return false;
}

/* A unit takes part beside the record's own, which the row tells; or it is the record's own and takes part. */
static void
write_beside(struct writing *w, const struct marker *m, const struct scope_part *part)
{
	buf_printf(w->b, " AND (%.*s LIKE '%%" SCOPE_BESIDE "' || $%zu || '%s'", STR_ARG(m->beside), w->before + w->n + 1,
	    str_eq(range_end(part), STR(SCOPE_ALONE)) ? SCOPE_BESIDE "%" : "%");
	w->values[w->n++] = value_text(part->from);
	if (!seen_as_own(w->scope, part)) {
		buf_puts(w->b, STR(" OR (1 = 1"));
		compare_paths(w, m->path, part);
		write_party(w, m, part);
		buf_putc(w->b, ')');
	}
	buf_putc(w->b, ')');
}

static bool
told_beside(const struct marker *m, const struct scope_part *part)
{
	struct str end = range_end(part);

	return m->beside.n > 0 && has(m->path) && part->who == NULL && part->part.n == 0 && part->from.n > 0 &&
	    (str_eq(end, STR(SCOPE_END)) || str_eq(end, STR(SCOPE_ALONE)));
}

static void
write_taking_part(struct writing *w, const struct marker *m, const struct scope_part *part)
{
	if (told_beside(m, part))
		write_beside(w, m, part);
	else
		write_party(w, m, part);
}

static void
write_part(struct writing *w, const struct marker *m, const struct scope_part *part)
{
	bool some = part->from.n > 0 || part->to.n > 0;

	if ((part->takes_part && !has(m->key)) || (!part->takes_part && some && !has(m->path)) ||
	    (part->ledger != 0 && !has(m->ledger))) {
		buf_puts(w->b, STR("1 = 0"));
		return;
	}
	buf_puts(w->b, STR("(1 = 1"));
	if (part->ledger != 0)
		compare(w, m->ledger, "=", value_int(part->ledger));
	if (part->takes_part)
		write_taking_part(w, m, part);
	else if (some)
		compare_paths(w, m->path, part);
	buf_putc(w->b, ')');
}

/* The condition in place of the first marker; false where that is not understood. */
static bool
write_marked(struct writing *w, struct str sql, struct str *rest)
{
	const struct scope *scope = w->scope;
	struct marker m;

	if (scope->n > SCOPE_MOST || !marker_parse(sql, &m))
		return false;
	buf_puts(w->b, str_slice(sql, 0, m.from));
	buf_putc(w->b, '(');
	for (size_t i = 0; i < scope->n; i++) {
		if (i > 0)
			buf_puts(w->b, STR(" OR "));
		write_part(w, &m, &scope->parts[i]);
	}
	buf_puts(w->b, scope->n == 0 ? STR("1 = 0)") : STR(")"));
	*rest = str_slice(sql, m.to, sql.n);
	return true;
}

size_t
scope_write(struct buf *b, struct str sql, const struct scope *scope, size_t n, struct value *out)
{
	struct writing w = { .b = b, .scope = scope, .values = out, .before = n };

	while (scope != NULL && scope_stands(sql) != STR_NONE) {
		w.n = 0;
		if (!write_marked(&w, sql, &sql)) {
			b->err = E_INTERNAL;
			return 0;
		}
	}
	buf_puts(b, sql);
	return w.n;
}

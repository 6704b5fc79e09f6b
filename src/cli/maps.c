#include "cli/maps.h"

#include <stdio.h>

#include "base/utf8.h"
#include "cli/output.h"
#include "doc/ledger.h"
#include "read/reader.h"

static enum err
wrong_line(struct why *why, unsigned number, struct str line)
{
	struct str shown = utf8_cut(line, 60);

	return fail(why, E_MAP, 0, "%u: %.*s", number, STR_ARG(shown));
}

static enum err
take_line(struct maps *m, struct str line, unsigned number, struct why *why)
{
	size_t tab = str_find(line, STR("\t"), 0);
	struct str head = str_slice(line, 0, tab == STR_NONE ? 0 : tab);
	enum field_kind kind = tab == STR_NONE ? FIELD_COUNT : field_named(str_trim(str_slice(line, tab + 1, line.n)));

	if (line.n == 0 || line.p[0] == '#')
		return OK;
	head = ledger_head_words(m->arena, head);
	if (head.n == 0 || kind == FIELD_COUNT)
		return wrong_line(why, number, line);
	*array_add(m->arena, &m->given) = (struct head_map){ head, (uint8_t)kind };
	return OK;
}

static enum err
take_lines(struct maps *m, struct str text, struct why *why)
{
	enum err rc = OK;
	size_t end;

	if (text.n > MAP_BYTES || utf8_check(text) != text.n)
		return fail(why, text.n > MAP_BYTES ? E_TOOBIG : E_GARBLED, 0, "%s", "");
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.n);
	for (unsigned number = 1; text.n > 0 && rc == OK; number++) {
		end = str_find(text, STR("\n"), 0);
		rc = take_line(m, str_trim(str_slice(text, 0, end == STR_NONE ? text.n : end)), number, why);
		text = end == STR_NONE ? (struct str){ NULL, 0 } : str_slice(text, end + 1, text.n);
	}
	return rc;
}

enum err
maps_begin(struct maps *m, const struct call *c)
{
	const char *path = c->opt[OPT_MAP];
	struct why why = { .err = E_MEMORY };
	struct source s;
	enum err rc;

	*m = (struct maps){ .arena = arena_new(0) };
	if (m->arena == NULL || arena_try(m->arena))
		return say_error(c->voice, path, &why);
	if (path == NULL)
		return OK;
	rc = load_file(path, &s, &why);
	if (rc == OK) {
		rc = take_lines(m, s.bytes, &why);
		source_free(&s);
	}
	return rc == OK ? OK : say_error(c->voice, path, &why);
}

static void
take_column(struct maps *m, const struct ledger_column *c)
{
	for (size_t i = 0; i < m->found.n; i++)
		if (str_eq(m->found.v[i].head, c->head))
			return;
	*array_add(m->arena, &m->found) = (struct head_map){ arena_str(m->arena, c->head), c->kind };
}

void
maps_take(struct maps *m, const struct document *d)
{
	if (arena_try(m->arena))
		return;
	for (size_t i = 0; i < d->articles.n; i++)
		for (size_t k = 0; k < d->articles.v[i].ledgers.n; k++)
			for (uint32_t n = 0; n < d->articles.v[i].ledgers.v[k].ncolumns; n++)
				take_column(m, &d->articles.v[i].ledgers.v[k].columns[n]);
}

static void
put_fields(struct buf *b)
{
	buf_puts(b, STR("# 表头\t读作（head\tfield）\n#"));
	for (enum field_kind k = FIELD_NONE; k < FIELD_COUNT; k++)
		buf_printf(b, " %s %s%s", field_name(k), field_label(k), k + 1 < FIELD_COUNT ? "；" : "\n");
}

enum err
maps_save(struct maps *m, const struct call *c)
{
	const char *path = c->opt[OPT_SAVE_MAP];
	struct why why = { 0 };
	struct output o;
	enum err rc;

	if (path == NULL)
		return OK;
	rc = output_open(&o, path, &why);
	if (rc == OK) {
		put_fields(&o.buf);
		for (size_t i = 0; i < m->found.n; i++)
			buf_printf(&o.buf, "%.*s\t%s\n", STR_ARG(m->found.v[i].head), field_name(m->found.v[i].kind));
		rc = output_close(&o, true, &why);
	}
	return rc == OK ? OK : say_error(c->voice, path, &why);
}

void
maps_free(struct maps *m)
{
	arena_free(m->arena);
}

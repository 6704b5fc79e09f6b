/*
 * json: the format bihuan.lists/1.
 *
 *	{"format":"bihuan.lists/1",
 *	 "sources":[{"name":"…","sha256":"…|null"}],
 *	 "articles":[{"letter":"A","title":"…","issuer":"…|null","number":"…|null","issued":"YYYY-MM-DD|null",
 *	              "secrecy":"…|null","source":0}],
 *	 "findings":[{"id":"…","place":1,"number":"A-W01","from":"…","aspect":"…|null", …,
 *	              "deadline":{"day":"YYYY-MM-DD","words":"6月底前|null"}|null,
 *	              "spans":[[source,from,to]]}],
 *	 "tasks":[{…,"figures":[{"value":60,"unit":"场","cmp":">=","target":true,"words":"…"}],"spans":[…]}],
 *	 "duties":[…],
 *	 "absent":{"findings":{"leader":3, …}, …}}
 *
 * The keys of a row are those of the columns. null: the text does not state
 * it; `absent` counts these. A deadline that is not one day is a string. A
 * span counts bytes of the normalised text of a source, as in bihuan.extract/1.
 */
#include <inttypes.h>

#include "base/json.h"
#include "write/writer.h"

static void
cell_put(struct buf *b, const struct cell *c)
{
	switch ((enum cell_type)c->type) {
	case CELL_ABSENT:
		JSON_PUT(b, "null");
		break;
	case CELL_TEXT:
		json_str(b, c->text);
		break;
	case CELL_NUMBER:
		json_num(b, c->number);
		break;
	case CELL_DATE:
		JSON_PUT(b, "{\"day\":");
		json_date_or_null(b, c->day);
		JSON_PUT(b, ",\"words\":");
		json_str_or_null(b, c->words);
		JSON_PUT(b, "}");
		break;
	}
}

static void
figures_put(struct buf *b, const figure_array *figures)
{
	char value[DECIMAL_TEXT];

	JSON_PUT(b, ",\"figures\":[");
	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->v[i];

		buf_puts(b, i > 0 ? STR(",{\"value\":") : STR("{\"value\":"));
		buf_put(b, value, decimal_print(value, f->value));
		JSON_PUT(b, ",\"unit\":");
		json_str(b, f->unit);
		buf_printf(b, ",\"cmp\":\"%s\",\"target\":%s,\"words\":", cmp_name(f->cmp),
		    f->target ? "true" : "false");
		json_str(b, f->words);
		JSON_PUT(b, "}");
	}
	JSON_PUT(b, "]");
}

static void
row_put(struct buf *b, enum list list, const struct row *row)
{
	const struct list_def *def = list_def(list);

	buf_printf(b, "{\"id\":\"%s\"", row->id);
	for (size_t i = 0; i < def->ncolumns; i++) {
		buf_printf(b, ",\"%s\":", def->columns[i].key);
		cell_put(b, &row->cell[i]);
	}
	if (list == LIST_TASKS)
		figures_put(b, &row->figures);
	JSON_PUT(b, ",\"spans\":");
	json_spans(b, row->spans, row->nspans);
	JSON_PUT(b, "}");
}

static void
heads_put(struct buf *b, const struct lists *l)
{
	JSON_PUT(b, "{\"format\":\"bihuan.lists/1\",\n\"sources\":[");
	for (size_t i = 0; i < l->sources.n; i++) {
		buf_puts(b, i > 0 ? STR(",\n{\"name\":") : STR("\n{\"name\":"));
		json_name(b, l->sources.v[i].name);
		JSON_PUT(b, ",\"sha256\":");
		json_str_or_null(b, cstr(l->sources.v[i].sha256));
		JSON_PUT(b, "}");
	}
	JSON_PUT(b, "],\n\"articles\":[");
	for (size_t i = 0; i < l->articles.n; i++) {
		const struct list_article *a = &l->articles.v[i];

		buf_puts(b, i > 0 ? STR(",\n{\"letter\":") : STR("\n{\"letter\":"));
		json_str(b, a->letter);
		JSON_PUT(b, ",\"title\":");
		json_name(b, a->title);
		JSON_PUT(b, ",\"issuer\":");
		json_str_or_null(b, a->issuer);
		JSON_PUT(b, ",\"number\":");
		json_str_or_null(b, a->number);
		JSON_PUT(b, ",\"issued\":");
		json_date_or_null(b, a->issued);
		JSON_PUT(b, ",\"secrecy\":");
		json_str_or_null(b, a->secrecy);
		buf_printf(b, ",\"source\":%" PRIu32 "}", a->source);
	}
	JSON_PUT(b, "]");
}

static void
absent_put(struct buf *b, const struct lists *l)
{
	JSON_PUT(b, ",\n\"absent\":{");
	for (enum list list = 0; list < LIST_COUNT; list++) {
		const struct list_def *def = list_def(list);

		buf_printf(b, "%s\"%s\":{", list > 0 ? "," : "", def->key);
		for (size_t i = 0; i < def->ncolumns; i++)
			buf_printf(b, "%s\"%s\":%" PRIu32, i > 0 ? "," : "", def->columns[i].key, l->absent[list][i]);
		JSON_PUT(b, "}");
	}
	JSON_PUT(b, "}");
}

static enum err
json_lists_put(const struct lists *l, unsigned which, struct buf *b, struct why *why)
{
	(void)why;
	heads_put(b, l);
	for (enum list list = 0; list < LIST_COUNT; list++) {
		if ((which & 1u << list) == 0)
			continue;
		buf_printf(b, ",\n\"%s\":[", list_def(list)->key);
		for (size_t r = 0; r < l->rows[list].n; r++) {
			buf_puts(b, r > 0 ? STR(",\n") : STR("\n"));
			row_put(b, list, &l->rows[list].v[r]);
		}
		JSON_PUT(b, "]");
	}
	absent_put(b, l);
	JSON_PUT(b, "}\n");
	return OK;
}

const struct writer writer_json = {
	.name = "json",
	.what = "bihuan.lists/1",
	.put = json_lists_put,
};

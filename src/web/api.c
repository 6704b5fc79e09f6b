/*
 * /api/v1: what pages show, for programs: the same records by the same questions (looking.h), told by the same teller. What goes wrong is
 * told as RFC 9457 (application/problem+json) lays down.
 */
#include "base/json.h"
#include "tell/whole.h"
#include "web/looking.h"
#include "web/record_of.h"
#include "web/route.h"

static void
begin(struct visit *v, const char *format)
{
	v->type = "application/json; charset=utf-8";
	json_member_text(&v->out, "format", cstr(format));
}

static void
end(struct visit *v)
{
	buf_puts(&v->out, STR("}\n"));
}

/* ---- ledgers ---- */

static void
put_kinds(struct visit *v, const struct ledger *g)
{
	json_member(&v->out, "kinds");
	buf_putc(&v->out, '[');
	for (size_t i = 0; i < g->force->d->kinds.n; i++) {
		json_next(&v->out);
		json_str(&v->out, g->force->d->kinds.v[i].key);
	}
	buf_putc(&v->out, ']');
}

static enum err
ledgers_run(struct visit *v)
{
	const struct ledgers *l = v->teller.ledgers;

	begin(v, "bihuan.ledgers/1");
	json_member(&v->out, "ledgers");
	buf_putc(&v->out, '[');
	for (size_t i = 0; i < l->list.n; i++) {
		const struct ledger *g = l->list.v[i];

		if (!rights_sees_ledger(&v->teller.actor, g))
			continue;
		json_next(&v->out);
		buf_putc(&v->out, '{');
		json_member_text(&v->out, "code", g->code);
		json_member_text(&v->out, "name", g->name);
		json_member_text(&v->out, "round", g->round);
		json_member_text(&v->out, "definition", g->force->d->key);
		json_member(&v->out, "archived");
		buf_puts(&v->out, g->archived ? STR("true") : STR("false"));
		put_kinds(v, g);
		buf_putc(&v->out, '}');
	}
	buf_putc(&v->out, ']');
	end(v);
	return OK;
}

const struct route route_api_ledgers = { "GET", "/api/v1/ledgers", ROUTE_LOGIN, 0, false, ledgers_run };

/* ---- records ---- */

static enum err
records_run(struct visit *v)
{
	struct looking l = { .v = v };
	struct buf *b = &v->out;
	enum err err = looking_ledger(&l);

	if (err != OK || l.kind == NULL)
		return err;
	err = looking_rows(&l);
	if (err == OK && l.wrong.n > 0)
		err = fail(&v->why, E_VALUE, 0, "%.*s", STR_ARG(l.wrong));
	if (err != OK)
		return err;
	begin(v, "bihuan.records/1");
	json_member(b, "records");
	buf_putc(b, '[');
	for (size_t i = 0; i < l.records.n; i++) {
		json_next(b);
		buf_putc(b, '{');
		tell_put_json(&v->teller, b, &l.records.v[i], rights_parties(&v->teller.actor, &l.records.v[i]));
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
	json_member_text(b, "next", l.next.n == 0 ? (struct str){ NULL, 0 } :
	    arena_printf(v->arena, "/api/v1/ledgers/%.*s/records%.*s", STR_ARG(l.ledger->code), STR_ARG(l.next)));
	end(v);
	return OK;
}

const struct route route_api_records = { "GET", "/api/v1/ledgers/{}/records", ROUTE_LOGIN, 0, false, records_run };

static enum err
record_run(struct visit *v)
{
	struct whole w = { .parties = 0 };
	struct record rec;
	enum err err = record_of_visit(v, &rec);

	if (err == OK)
		err = whole_read(&v->teller, rec.ledger, rec.key, &w);
	if (err != OK)
		return err;
	visit_header(v, "ETag", arena_printf(v->arena, "\"%lld\"", (long long)w.rec.last));
	begin(v, "bihuan.record/1");
	whole_put_json(&v->teller, &v->out, &w);
	end(v);
	return OK;
}

const struct route route_api_record = { "GET", "/api/v1/records/{}", ROUTE_LOGIN, 0, false, record_run };

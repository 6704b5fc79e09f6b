/* import_known: records of the ledger that are there already. */
#include "cli/import.h"

static enum err
take_found(struct import *job, struct rows *rows, int64_t *key, struct uuid *id, const struct kind_force **kind, struct why *why)
{
	*key = 0;
	while (rows_next(rows)) {
		if (rows_int(rows, 1) != job->ledger->number || *key != 0)
			continue;
		*key = rows_int(rows, 0);
		*kind = force_kind(job->ledger->force, rows_text(rows, 2));
		rows_bytes(rows, 3, id->b, UUID_BYTES);
	}
	return rows_end(rows, why);
}

enum err
import_numbered(struct import *job, struct str number, int64_t *key, struct uuid *id, const struct kind_force **kind, struct why *why)
{
	struct rows rows;

	store_ask(job->desk->site.store, RECORD_NUMBERED, &scope_all, VALUES(value_text(number)), &rows);
	return take_found(job, &rows, key, id, kind, why);
}

static enum err
find_id(struct import *job, struct uuid u, int64_t *key, const struct kind_force **kind, struct why *why)
{
	struct uuid id;
	struct rows rows;

	store_ask(job->desk->site.store, RECORD_SEEN, &scope_all, VALUES(value_id(u.b)), &rows);
	return take_found(job, &rows, key, &id, kind, why);
}

static enum err
find_part(struct import *job, struct offer *o, const struct kind_force **kind, struct why *why)
{
	struct rows rows;

	store_ask(job->desk->site.store, INTAKE_FIND, NULL, VALUES(value_int(job->ledger->number), value_text(o->part)), &rows);
	if (rows_next(&rows)) {
		o->key = rows_int(&rows, 0);
		*kind = force_kind(job->ledger->force, rows_text(&rows, 1));
		rows_bytes(&rows, 2, o->id.b, UUID_BYTES);
	}
	return rows_end(&rows, why);
}

enum err
import_find_known(struct import *job, struct offer *o, struct why *why)
{
	const struct kind_force *kind = o->kind;
	struct uuid u;
	bool said = o->sheet != NULL && uuid_parse(sheet_cell_of(job, o->sheet, o->line, COLUMN_KEY), &u);
	enum err err = said ? find_id(job, u, &o->key, &kind, why) : OK;

	if (said && err == OK && o->key == 0)
		o->fault = cstr(job->call->voice.lang == LANG_ZH ? "台账里没有这个标识" : "no record has this identifier");
	if (said)
		o->id = u;
	else if (o->number.n > 0)
		err = import_numbered(job, o->number, &o->key, &o->id, &kind, why);
	if (err == OK && o->key == 0 && o->fault.n == 0)
		err = find_part(job, o, &kind, why);
	if (err == OK && o->key != 0 && kind != o->kind)
		o->fault = cstr(job->call->voice.lang == LANG_ZH ? "已有的是另一种记录" : "what is there is of another kind");
	return err;
}

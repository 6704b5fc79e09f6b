#include "store/event_row.h"

static enum err
next_number(struct store *s, struct event_row *e, struct why *why)
{
	struct rows rows;

	store_ask(s, LOG_NEXT, NULL, VALUES(value_int(e->time), value_int(e->log)), &rows);
	if (rows_next(&rows)) {
		e->number = rows_int(&rows, 0);
		e->time = rows_int(&rows, 1);
	} else if (rows.err == OK) {
		rows.err = fail(&rows.why, E_INTERNAL, 0, "no log %lld", (long long)e->log);
	}
	while (rows_next(&rows))
		;
	return rows_end(&rows, why);
}

enum err
event_row_reserve(struct store *s, int32_t day, struct event_row *e, struct why *why)
{
	enum err err = store_int(s, SEQ_NEXT, NO_VALUES, &e->seq, NULL, why);

	if (err == OK)
		err = next_number(s, e, why);
	/* What was known yesterday stays so, even if the clock was set back over midnight. */
	return err == OK ? store_do(s, DAY_PUT, VALUES(value_int(day), value_int(e->seq)), why) : err;
}

static struct value
optional(int64_t number)
{
	return number == 0 ? value_null() : value_int(number);
}

enum err
event_row_append(struct store *s, const struct event_row *e, struct why *why)
{
	enum err err = store_do(s, EVENT_ADD,
	    VALUES(value_int(e->seq), value_int(e->log), value_int(e->number), value_int(e->time), optional(e->person),
		optional(e->acting_for), optional(e->definition), optional(e->record), value_text(e->type),
		value_hash(e->payload_hash), value_hash(e->leaf)), why);

	if (err != OK)
		return err;
	return store_do(s, PAYLOAD_ADD,
	    VALUES(value_int(e->seq), value_blob((struct str){ (const char *)e->salt, SALT_SIZE }), value_blob(e->payload)), why);
}

/* What `find` finds by `key`, else what `add` makes of `row`. */
static enum err
number_of(struct store *s, enum statement find, struct values key, enum statement add, struct values row, int64_t *out,
    struct why *why)
{
	bool found;
	enum err err = store_int(s, find, key, out, &found, why);

	return err != OK || found ? err : store_int(s, add, row, out, NULL, why);
}

enum err
identity_number(struct store *s, const unsigned char *id, int64_t *out, struct why *why)
{
	struct values key = VALUES(value_id(id));

	return number_of(s, IDENTITY_FIND, key, IDENTITY_ADD, key, out, why);
}

enum err
definition_number(struct store *s, struct str algorithm, const unsigned char *hash, struct str bytes, int64_t *out,
    struct why *why)
{
	return number_of(s, DEFINITION_FIND, VALUES(value_text(algorithm), value_hash(hash)), DEFINITION_ADD,
	    VALUES(value_text(algorithm), value_hash(hash), value_blob(bytes)), out, why);
}

enum err
site_number(struct store *s, const unsigned char *id, bool own, int64_t *out, struct why *why)
{
	return number_of(s, SITE_FIND, VALUES(value_id(id)), SITE_ADD,
	    VALUES(value_id(id), value_int(own), value_text(STR(""))), out, why);
}

enum err
ledger_number(struct store *s, const unsigned char *id, struct str hash, int64_t *out, struct why *why)
{
	return number_of(s, LEDGER_FIND, VALUES(value_id(id)), LEDGER_ADD, VALUES(value_id(id), value_text(hash)), out, why);
}

enum err
log_number(struct store *s, int64_t site, int64_t ledger, int64_t *out, struct why *why)
{
	struct values key = VALUES(value_int(site), value_int(ledger));

	return number_of(s, LOG_FIND, key, LOG_ADD, key, out, why);
}

enum err
day_seq(struct store *s, int32_t day, int64_t *seq, struct why *why)
{
	*seq = 0;
	return store_int(s, DAY_SEQ, VALUES(value_int(day)), seq, &(bool){ false }, why);
}

/* bihuan act: a move of a record, as its definition has it. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/place.h"
#include "cli/records.h"

struct asked {
	struct records r;
	const struct ledger *ledger;
	const struct kind *kind;
	struct field_value fields[DEFINITION_FIELDS];
	uint64_t given;
	ARRAY(struct evidence_given) evidence;
	int32_t dated;
};

/* ---- evidence ---- */

/* @FILE */
static enum err
take_evidence(struct asked *a, const char *path)
{
	struct evidence_given *e = array_add(a->r.desk->arena, &a->evidence);
	enum err err = records_keep_file(&a->r, path, e);

	e->dated = a->dated;
	return err;
}

/* ---- words ---- */

static enum err
take_word(struct asked *a, const char *word)
{
	return word[0] == '@' ? take_evidence(a, word + 1) : records_take_field(&a->r, a->ledger, a->kind, word, a->fields, &a->given);
}

static enum err
take_words(struct asked *a, size_t from)
{
	const struct call *c = a->r.desk->call;
	enum err err = OK;

	a->dated = DAY_NONE;
	if (c->opt[OPT_DATED] != NULL)
		err = desk_day(a->r.desk, c->opt[OPT_DATED], &a->dated);
	for (size_t i = from; i < c->nfiles && err == OK; i++)
		err = take_word(a, c->files[i]);
	return err;
}

static enum err
take_seen(struct desk *d, int64_t *seen)
{
	const char *word = d->call->opt[OPT_SEEN];
	char *end;

	*seen = SEEN_ANY;
	if (word == NULL)
		return OK;
	*seen = strtoll(word, &end, 10);
	return *end == '\0' && *seen >= 0 ? OK : desk_refuse(d, word, SAY_WRONG_COUNT, E_USAGE);
}

/* ---- the act ---- */

/* The record that the word names; or, where the event makes records, its kind. */
static enum err
find_target(struct asked *a, struct request *q, size_t *words)
{
	const struct call *c = a->r.desk->call;
	const struct kind_force *kf;
	struct record before;
	enum err err;

	if (c->nfiles > 1 && strchr(c->files[1], '=') == NULL && c->files[1][0] != '@') {
		*words = 2;
		err = records_find(&a->r, c->files[1], &a->ledger, &q->record);
		if (err == OK)
			err = tell_read(&a->r.teller, a->ledger, q->record, &before);
		a->kind = err == OK ? record_kind(&before) : NULL;
		return err;
	}
	*words = 1;
	err = records_ledger(&a->r, &a->ledger);
	if (err == OK)
		err = records_kind(&a->r, a->ledger, &kf);
	if (err == OK) {
		a->kind = kf->kind;
		q->kind = a->kind->key;
	}
	return err;
}

static enum err
do_act(struct desk *d)
{
	struct asked a = { .dated = DAY_NONE };
	struct request q = { .event = cstr(d->call->files[0]), .reason = cstr(d->call->opt[OPT_REASON]), .until = DAY_NONE,
		.answers = NUMBER_NONE, .lang = d->call->voice.lang };
	size_t words;
	enum err err = records_open(d, &a.r);

	if (err == OK)
		err = find_target(&a, &q, &words);
	if (err == OK)
		err = take_seen(d, &q.seen);
	if (err == OK)
		err = take_words(&a, words);
	if (err != OK)
		return err;
	q.ledger = a.ledger;
	q.given = a.given;
	q.fields = a.fields;
	q.evidence = a.evidence.v;
	q.evidences = a.evidence.n;
	q.today = a.r.teller.today;
	return records_act(&a.r, &q);
}

static enum err
act_run(const struct call *c)
{
	return c->nfiles == 0 ? say_usage(c->voice, NULL, SAY_NO_VERB) : desk_write(c, do_act);
}

const struct command command_act = {
	.name = "act",
	.run = act_run,
	.usage_zh = "动作 [事项] [字段=内容]… [@佐证文件]… [--reason 理由] [--seen N] [--for 登录名]",
	.usage_en = "EVENT [RECORD] [FIELD=VALUE]... [@FILE]... [--reason TEXT] [--seen N] [--for LOGIN]",
	.zh = "办理：录入、签收、报进展、申请销号、审核……（台账定义里的动作；“act”可以不写）",
	.en = "do what the definition has moves for: enter, sign, progress, submit, accept (the word \"act\" may be left out)",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(REASON) | TAKES(SEEN) | TAKES(DATED) | TAKES(FOR),
};

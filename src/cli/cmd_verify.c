/* bihuan verify: whether the history is what it was; against checkpoints kept elsewhere, if some are given. */
#include <stdio.h>

#include "base/json.h"
#include "cli/place.h"
#include "ledger/verify.h"
#include "read/reader.h"

#define KEYS_MOST NOTE_KEYS

/* What is kept elsewhere: the files that were named, and the notes in them. */
struct kept {
	struct source *files;
	size_t nfiles;
	ARRAY(struct str) notes;
};

/* The first note of *rest: its text, an empty line, its signatures; behind them an empty line, or the end. */
static struct str
take_note(struct str *rest)
{
	size_t text = str_find(*rest, STR("\n\n"), 0);
	size_t end = text == STR_NONE ? STR_NONE : str_find(*rest, STR("\n\n"), text + 2);
	struct str note = str_slice(*rest, 0, end == STR_NONE ? rest->n : end + 1);

	*rest = str_slice(*rest, end == STR_NONE ? rest->n : end + 2, rest->n);
	return note;
}

/* As `bihuan checkpoint` printed them: one ledger after another. */
static enum err
load_kept(const struct call *c, struct arena *a, struct kept *k)
{
	k->files = arena_zalloc(a, (c->nfiles + 1) * sizeof *k->files);
	for (; k->nfiles < c->nfiles; k->nfiles++) {
		struct source *f = &k->files[k->nfiles];
		struct why why = { 0 };

		if (load_file(c->files[k->nfiles], f, &why) != OK)
			return say_error(c->voice, c->files[k->nfiles], &why);
		for (struct str rest = f->bytes; rest.n > 0;)
			*array_add(a, &k->notes) = take_note(&rest);
	}
	return OK;
}

/* The keys of all sites that the store knows. */
static enum err
load_keys(struct store *s, struct note_key *keys, size_t *n, struct why *why)
{
	struct rows rows;

	store_ask(s, SITE_KEYS, NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		if (*n < KEYS_MOST && note_key_parse(rows_text(&rows, 0), &keys[*n], NULL) == OK)
			++*n;
	return rows_end(&rows, why);
}

static void
put_fault(struct buf *b, const struct verify_report *r)
{
	char time[INSTANT_TEXT];

	JSON_PUT(b, "{\"code\":");
	json_str(b, cstr(verify_fault_name(r->fault)));
	JSON_PUT(b, ",\"site\":");
	json_uuid_or_null(b, r->site);
	JSON_PUT(b, ",\"ledger\":");
	json_uuid_or_null(b, r->ledger);
	JSON_PUT(b, ",\"number\":");
	buf_putu(b, r->number);
	JSON_PUT(b, ",\"time\":");
	json_str_or_null(b, (struct str){ time, instant_print(time, r->time) });
	JSON_PUT(b, ",\"record\":");
	json_uuid_or_null(b, r->record);
	JSON_PUT(b, ",\"type\":");
	json_str_or_null(b, r->type);
	JSON_PUT(b, "}");
}

static void
put_json(struct buf *b, const struct verify_report *r)
{
	buf_puts(b, r->bad ? STR("{\"format\":\"bihuan.verify/1\",\"holds\":false") :
	    STR("{\"format\":\"bihuan.verify/1\",\"holds\":true"));
	buf_printf(b, ",\"logs\":%llu,\"events\":%llu,\"removed\":%llu,\"checkpoints\":%llu,\"fault\":", (unsigned long long)r->logs,
	    (unsigned long long)r->events, (unsigned long long)r->removed, (unsigned long long)r->checkpoints);
	if (r->bad)
		put_fault(b, r);
	else
		JSON_PUT(b, "null");
	JSON_PUT(b, "}\n");
}

static void
put_text(struct buf *b, const struct verify_report *r, enum lang lang)
{
	char ledger[UUID_TEXT], time[INSTANT_TEXT];

	if (!r->bad) {
		buf_printf(b, say_text(SAY_HOLDS, lang), (unsigned long long)r->logs, (unsigned long long)r->events,
		    (unsigned long long)r->removed, (unsigned long long)r->checkpoints);
		buf_putc(b, '\n');
		return;
	}
	uuid_print(ledger, r->ledger);
	buf_printf(b, say_text(SAY_HOLDS_NOT, lang), verify_fault_sentence(r->fault, lang), ledger, (unsigned long long)r->number);
	if (instant_print(time, r->time) > 0)
		buf_printf(b, "  %s  %.*s", time, STR_ARG(r->type));
	buf_putc(b, '\n');
}

static enum err
verify(const struct call *c, struct arena *a, struct site *s, struct kept *k)
{
	struct note_key *keys = arena_alloc(a, KEYS_MOST * sizeof *keys);
	struct verify_report r;
	struct why why = { 0 };
	struct buf b = { 0 };
	size_t nkeys = 0;
	enum err err = load_kept(c, a, k);

	if (err != OK)
		return err;
	err = load_keys(s->store, keys, &nkeys, &why);
	if (err == OK)
		err = verify_store(s->store, a, keys, nkeys, k->notes.v, k->notes.n, &r, &why);
	if (err != OK)
		return say_error(c->voice, place_path(c), &why);
	if (c->opt[OPT_JSON] != NULL)
		put_json(&b, &r);
	else
		put_text(&b, &r, c->voice.lang);
	err = place_print(c, &b);
	return err == OK && r.bad ? E_FORGED : err;
}

static enum err
verify_run(const struct call *c)
{
	struct arena *a = arena_new(0);
	struct kept kept = { .nfiles = 0 };
	struct site s;
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return say_error(c->voice, NULL, &(struct why){ .err = E_MEMORY });
	}
	err = place_open(c, STORE_READ, &s);
	if (err == OK) {
		err = verify(c, a, &s, &kept);
		site_close(&s);
	}
	for (size_t i = 0; i < kept.nfiles; i++)
		source_free(&kept.files[i]);
	arena_free(a);
	return err;
}

const struct command command_verify = {
	.name = "verify",
	.run = verify_run,
	.usage_zh = "[--db 文件] [--json] [检查点文件…]",
	.usage_en = "[--db FILE] [--json] [CHECKPOINT…]",
	.zh = "核验历史：每条事件、每个检查点；给出在外保存的检查点，可查出截尾和改写",
	.en = "check the history: every event, every checkpoint; those kept elsewhere show an end cut off and a past rewritten",
	.takes = TAKES(DB) | TAKES(JSON),
};

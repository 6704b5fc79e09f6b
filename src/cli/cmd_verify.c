/* bihuan verify: whether the history is what it was; against checkpoints kept elsewhere, if some are given. */
#include <limits.h>

#include "base/json.h"
#include "cli/history.h"
#include "cli/place.h"
#include "ledger/verify.h"
#include "ledger/views.h"
#include "read/reader.h"
#include "store/evidence.h"

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

/* ---- rows and evidence ---- */

static void
put_views(struct buf *b, bool json, enum lang lang, const struct views_report *v)
{
	if (!json && !v->bad) {
		buf_printf(b, say_text(SAY_VIEWS_HOLD, lang), v->tables);
		return;
	}
	if (!json) {
		buf_printf(b, say_text(SAY_VIEWS_DIFFER, lang), v->table, v->number);
		return;
	}
	buf_puts(b, v->bad ? STR(",\"views\":{\"holds\":false") : STR(",\"views\":{\"holds\":true"));
	buf_printf(b, ",\"tables\":%zu", v->tables);
	json_member_text(b, "table", cstr(v->table));
	json_member_id(b, "record", v->record);
	json_member_text(b, "number", cstr(v->number));
	buf_putc(b, '}');
}

static void
put_evidence(struct buf *b, bool json, enum lang lang, const struct evidence_report *e)
{
	if (json)
		buf_printf(b, ",\"evidence\":{\"files\":%llu,\"absent\":%llu,\"damaged\":%llu}", (unsigned long long)e->files,
		    (unsigned long long)e->absent, (unsigned long long)e->damaged);
	else
		buf_printf(b, say_text(SAY_EVIDENCE_CHECKED, lang), (unsigned long long)e->files, (unsigned long long)e->absent,
		    (unsigned long long)e->damaged);
	if (!json && e->absent + e->damaged > 0)
		buf_printf(b, "  %s\n", e->first.what);
}

/* Rows made again, where they were asked for; *bad is set where one differs. */
static enum err
check_views(const struct call *c, struct site *s, struct buf *b, bool *bad, struct why *why)
{
	struct views_report v;
	enum err err = c->opt[OPT_VIEWS] == NULL ? OK : views_check(s->store, &v, why);

	if (err != OK || c->opt[OPT_VIEWS] == NULL)
		return err;
	put_views(b, c->opt[OPT_JSON] != NULL, c->voice.lang, &v);
	*bad |= v.bad;
	return OK;
}

static enum err
check_evidence(const struct call *c, struct site *s, struct buf *b, bool *bad, struct why *why)
{
	struct evidence_report e = { 0 };
	char folder[PATH_MAX];
	enum err err;

	if (c->opt[OPT_WITH_EVIDENCE] == NULL)
		return OK;
	err = place_evidence(c, folder, why);
	if (err == OK)
		err = evidence_verify(folder, s->store, &e, why);
	if (err != OK)
		return err;
	put_evidence(b, c->opt[OPT_JSON] != NULL, c->voice.lang, &e);
	*bad |= e.absent + e.damaged > 0;
	return OK;
}

static enum err
tell_all(const struct call *c, struct site *s, const struct verify_report *r)
{
	struct buf b = { 0 };
	struct why why = { 0 };
	bool bad = r->bad, json = c->opt[OPT_JSON] != NULL;
	enum err err;

	if (json) {
		JSON_PUT(&b, "{\"format\":\"bihuan.verify/1\",");
		history_members(&b, r);
	} else {
		history_text(&b, r, c->voice.lang);
	}
	err = check_views(c, s, &b, &bad, &why);
	if (err == OK)
		err = check_evidence(c, s, &b, &bad, &why);
	if (json)
		JSON_PUT(&b, "}\n");
	if (err != OK) {
		buf_free(&b);
		return say_error(c->voice, place_path(c), &why);
	}
	err = place_print(c, &b);
	return err == OK && bad ? E_FORGED : err;
}

static enum err
verify(const struct call *c, struct arena *a, struct site *s, struct kept *k)
{
	struct note_key *keys = arena_alloc(a, VERIFY_KEYS * sizeof *keys);
	struct verify_report r;
	struct why why = { 0 };
	size_t nkeys = 0;
	enum err err = load_kept(c, a, k);

	if (err != OK)
		return err;
	err = verify_keys(s->store, keys, &nkeys, &why);
	if (err == OK)
		err = verify_store(s->store, a, keys, nkeys, k->notes.v, k->notes.n, &r, &why);
	if (err != OK)
		return say_error(c->voice, place_path(c), &why);
	return tell_all(c, s, &r);
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
	err = place_open(c, c->opt[OPT_VIEWS] == NULL ? STORE_READ : STORE_WRITE, &s);
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
	.usage_zh = "[--views] [--evidence] [--db 文件] [--json] [检查点文件…]",
	.usage_en = "[--views] [--evidence] [--db FILE] [--json] [CHECKPOINT…]",
	.zh = "核验历史：每条事件、每个检查点；给出在外保存的检查点，可查出截尾和改写",
	.en = "check the history: every event, every checkpoint; those kept elsewhere show an end cut off and a past rewritten",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(VIEWS) | TAKES(WITH_EVIDENCE),
};

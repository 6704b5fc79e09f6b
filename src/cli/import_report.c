/* import_report: what was done, for a person or a program. */
#include "base/utf8.h"
#include "cli/import.h"

#define LINES_MOST 50	/* of each thing, for a person; all stand in JSON */
#define SHOWN 90	/* bytes of a title */

static const struct { const char *word, *zh, *en; } states[] = {
#define X(id, word, zh, en) { word, zh, en },
	OFFER_STATES(X)
#undef X
};

static const char *
in_lang(const struct import *job, const char *zh, const char *en)
{
	return job->call->voice.lang == LANG_ZH ? zh : en;
}

/* ---- for a person ---- */

/* （问题 32、措施 36）, where there is more than one kind. */
static void
put_kinds(struct import *job, uint32_t source, size_t state)
{
	const struct force *f = job->ledger->force;
	size_t count[DEFINITION_KINDS] = { 0 }, kinds = 0;
	const char *before = in_lang(job, "（", " (");

	for (size_t i = 0; i < job->offers.n; i++)
		if (job->offers.v[i].source == source && job->offers.v[i].state == state)
			kinds += count[job->offers.v[i].kind - f->kinds]++ == 0;
	for (size_t i = 0; i < f->d->kinds.n && kinds > 1; i++)
		if (count[i] > 0) {
			buf_printf(&job->desk->out, "%s%s %zu", before, arena_printf(job->lists->arena, "%.*s",
			    STR_ARG(job->call->voice.lang == LANG_ZH ? f->d->kinds.v[i].label.zh : f->d->kinds.v[i].label.en)).p, count[i]);
			before = in_lang(job, "、", ", ");
		}
	if (kinds > 1)
		buf_puts(&job->desk->out, cstr(in_lang(job, "）", ")")));
}

static void
put_counts(struct import *job, uint32_t source)
{
	const struct import_source *s = &job->sources[source];
	struct buf *b = &job->desk->out;
	const char *before = in_lang(job, "：", ": ");

	buf_puts(b, job->lists->sources.v[source].file);
	for (size_t i = 0; i < OFFER_STATE_COUNT; i++)
		if (s->count[i] > 0) {
			buf_printf(b, in_lang(job, "%s%s %zu 项", "%s%s %zu"), before, in_lang(job, states[i].zh, states[i].en), s->count[i]);
			put_kinds(job, source, i);
			before = in_lang(job, "，", ", ");
		}
	if (strcmp(before, in_lang(job, "：", ": ")) == 0)
		buf_puts(b, cstr(in_lang(job, "：没有可录入的内容", ": nothing that this ledger takes")));
	buf_putc(b, '\n');
	if (s->secrecy.n > 0)
		buf_printf(b, in_lang(job, "  标有“%.*s”\n", "  marked \"%.*s\"\n"), STR_ARG(s->secrecy));
	if (s->version && !job->take)
		buf_puts(b, cstr(in_lang(job, "  这是已录入文件的新版本，未作任何改动；要录入新增的，加 --take\n",
		    "  a later version of a file that was taken in; nothing was changed. Take what is new with --take\n")));
}

static void
put_columns(struct import *job, const struct sheet *s)
{
	const struct kind *k = s->kind->kind;
	const struct move *m = kind_maker(k);
	struct buf *b = &job->desk->out;
	const char *before = in_lang(job, "  未读的列：", "  columns not read: ");
	bool some = false;

	for (uint32_t i = 0; i < s->ncolumns; i++) {
		const struct sheet_column *c = &s->columns[i];

		if (c->head.n == 0 || (c->is != COLUMN_UNREAD && !(c->is == COLUMN_FIELD && (m->fills >> c->field & 1) == 0)))
			continue;
		buf_printf(b, "%s%.*s", some ? in_lang(job, "、", ", ") : before, STR_ARG(c->head));
		if (c->is == COLUMN_FIELD)
			buf_puts(b, cstr(in_lang(job, "（录入时不填）", " (not filled by what makes records)")));
		some = true;
	}
	if (some)
		buf_putc(b, '\n');
}

/* More lines than are shown. */
static void
put_rest(struct import *job, size_t n)
{
	if (n > LINES_MOST)
		buf_printf(&job->desk->out, in_lang(job, "  还有 %zu 条，见 --json\n", "  %zu more, see --json\n"), n - LINES_MOST);
}

static void
put_offer(struct import *job, const struct offer *o)
{
	struct str title = utf8_cut(offer_title(job, o), SHOWN), place = offer_place(job, o);
	struct buf *b = &job->desk->out;

	buf_printf(b, "  %s  %.*s", in_lang(job, states[o->state].zh, states[o->state].en), STR_ARG(place));
	if (o->told.n > 0)
		buf_printf(b, "  %.*s", STR_ARG(o->told));
	buf_printf(b, "  %.*s%s", STR_ARG(title), title.n < offer_title(job, o).n ? "…" : "");
	if (o->fault.n > 0)
		buf_printf(b, in_lang(job, "：%.*s", ": %.*s"), STR_ARG(o->fault));
	buf_putc(b, '\n');
}

/* What a person should look at; of what is as it was or was entered, numbers are enough. */
static bool
worth_a_line(const struct offer *o)
{
	return o->state == OFFER_FAULTY || o->state == OFFER_CHANGED || o->state == OFFER_ADDED || o->state == OFFER_UPDATED ||
	    (o->state == OFFER_KNOWN && o->fault.n > 0);
}

static void
put_offers(struct import *job, uint32_t source)
{
	size_t n = 0;

	for (size_t i = 0; i < job->offers.n; i++)
		if (job->offers.v[i].source == source && worth_a_line(&job->offers.v[i]) && ++n <= LINES_MOST)
			put_offer(job, &job->offers.v[i]);
	put_rest(job, n);
}

static void
put_unresolved(struct import *job, uint32_t source)
{
	struct buf *b = &job->desk->out;
	size_t n = 0;

	for (size_t i = 0; i < job->unresolved.n; i++) {
		const struct unresolved *u = &job->unresolved.v[i];
		const struct offer *o = &job->offers.v[u->offer];
		struct str place = offer_place(job, o), words = utf8_cut(u->words, SHOWN);

		if (o->source != source || ++n > LINES_MOST)
			continue;
		buf_printf(b, in_lang(job, "  留空  %.*s  %.*s“%.*s”：%.*s\n", "  left empty  %.*s  %.*s \"%.*s\": %.*s\n"), STR_ARG(place),
		    STR_ARG(u->field), STR_ARG(words), STR_ARG(u->why));
	}
	put_rest(job, n);
}

static void
put_gone(struct import *job, uint32_t source)
{
	for (size_t i = 0; i < job->gone.n; i++) {
		const struct gone *g = &job->gone.v[i];
		struct str title = utf8_cut(g->title, SHOWN);

		if (g->source == source)
			buf_printf(&job->desk->out, in_lang(job, "  文件里已没有  %.*s  %.*s\n", "  not in the file any more  %.*s  %.*s\n"),
			    STR_ARG(g->number), STR_ARG(title));
	}
}

static void
report_text(struct import *job)
{
	if (job->dry_run)
		buf_puts(&job->desk->out, cstr(in_lang(job, "只是试录，什么也没有写入\n", "only tried; nothing was written\n")));
	for (uint32_t i = 0; i < job->lists->sources.n; i++) {
		put_counts(job, i);
		for (const struct sheet *s = job->sheets; s != NULL; s = s->next)
			if (s->source == i && job->sources[i].sheet && !s->goes_on)
				put_columns(job, s);
		put_offers(job, i);
		put_gone(job, i);
		put_unresolved(job, i);
	}
}

/* ---- for a program ---- */

static void
put_file_json(struct import *job, uint32_t source)
{
	const struct import_source *s = &job->sources[source];
	struct buf *b = &job->desk->out;
	char hash[HASH_TEXT];

	json_next(b);
	buf_puts(b, STR("{\"name\":"));
	json_str(b, s->origin.file.name);
	json_member_text(b, "file", (struct str){ hash, hash_print(hash, HASH_SHA256, &s->origin.file.hash) });
	json_member_text(b, "secrecy", s->secrecy);
	json_member_flag(b, "sheet", s->sheet);
	json_member_flag(b, "version", s->version);
	for (size_t i = 0; i < OFFER_STATE_COUNT; i++)
		buf_printf(b, ",\"%s\":%zu", states[i].word, s->count[i]);
	buf_putc(b, '}');
}

static void
put_offer_json(struct import *job, const struct offer *o)
{
	struct buf *b = &job->desk->out;
	bool there = o->key != 0 && o->state != OFFER_FAULTY && !(job->dry_run && o->state == OFFER_ENTERED);

	json_next(b);
	buf_printf(b, "{\"file\":%u", o->source);
	json_member_text(b, "place", offer_place(job, o));
	buf_printf(b, ",\"row\":%u", offer_row(job, o));
	json_member_text(b, "kind", o->kind->kind->key);
	json_member_text(b, "state", cstr(states[o->state].word));
	json_member_id(b, "id", there ? o->id : (struct uuid){ { 0 } });
	json_member_text(b, "number", o->told);
	json_member_text(b, "title", offer_title(job, o));
	json_member_text(b, "why", o->fault);
	if (o->state == OFFER_CHANGED)
		json_member_text(b, "before", o->before);
	buf_putc(b, '}');
}

static void
put_unresolved_json(struct import *job, const struct unresolved *u)
{
	struct buf *b = &job->desk->out;

	json_next(b);
	buf_printf(b, "{\"record\":%u", u->offer);
	json_member_text(b, "place", offer_place(job, &job->offers.v[u->offer]));
	json_member_text(b, "field", u->field);
	json_member_text(b, "words", u->words);
	json_member_text(b, "why", u->why);
	buf_putc(b, '}');
}

static void
report_json(struct import *job)
{
	struct buf *b = &job->desk->out;

	json_member_text(b, "format", STR("bihuan.intake/1"));
	json_member_flag(b, "written", !job->dry_run && !(job->whole && job->exit != OK));
	buf_puts(b, STR(",\"files\":["));
	for (uint32_t i = 0; i < job->lists->sources.n; i++)
		put_file_json(job, i);
	buf_puts(b, STR("],\"records\":["));
	for (size_t i = 0; i < job->offers.n; i++)
		put_offer_json(job, &job->offers.v[i]);
	buf_puts(b, STR("],\"gone\":["));
	for (size_t i = 0; i < job->gone.n; i++) {
		json_next(b);
		buf_printf(b, "{\"file\":%u", job->gone.v[i].source);
		json_member_text(b, "number", job->gone.v[i].number);
		json_member_text(b, "title", job->gone.v[i].title);
		buf_putc(b, '}');
	}
	buf_puts(b, STR("],\"unresolved\":["));
	for (size_t i = 0; i < job->unresolved.n; i++)
		put_unresolved_json(job, &job->unresolved.v[i]);
	buf_puts(b, STR("]}\n"));
}

void
import_report(struct import *job)
{
	if (desk_json(job->desk))
		report_json(job);
	else
		report_text(job);
}

/* import_offers: what files offer to become records. */
#include "cli/import.h"

/* The kind that reads such a thing, if records of it are asked for. */
static const struct kind_force *
kind_reading(const struct import *job, enum kind_reads what)
{
	const struct kind *k = definition_reads(job->ledger->force->d, what);
	const struct kind_force *kf = k == NULL ? NULL : force_kind(job->ledger->force, k->key);

	return job->only == NULL || kf == job->only ? kf : NULL;
}

static enum kind_reads
reads_of_role(uint8_t role)
{
	static const enum kind_reads of[ROLE_COUNT] = { [ROLE_FINDING] = KIND_READS_FINDING, [ROLE_MEASURE] = KIND_READS_MEASURE,
		[ROLE_DUTY] = KIND_READS_DUTY, [ROLE_PROPOSAL] = KIND_READS_PROPOSAL, [ROLE_COMMITMENT] = KIND_READS_COMMITMENT };

	return of[role];
}

/* ---- documents ---- */

static uint32_t
source_of(const struct import *job, const struct row *row)
{
	return row->nspans > 0 ? row->spans[0].source : job->lists->articles.v[row->article].source;
}

/* The offer of a row, or NULL: it is no matter of this ledger, or its file is read row by row. */
static struct offer *
offer_row_add(struct import *job, const struct row *row)
{
	enum kind_reads reads = reads_of_role(row->role);
	const struct kind_force *kf = reads == KIND_READS_NOTHING ? NULL : kind_reading(job, reads);
	uint32_t source = source_of(job, row);
	struct offer *o;

	if (kf == NULL || job->sources[source].sheet)
		return NULL;
	o = array_add(job->lists->arena, &job->offers);
	*o = (struct offer){ .kind = kf, .source = source, .row = row, .part = cstr(row->id) };
	return o;
}

/* Figures that are to be reached, where records of the row's kind lead to those of figures. */
static void
figures_add(struct import *job, const struct row *row, const struct kind_force *kf, uint32_t within)
{
	const struct kind_force *figures = kind_reading(job, KIND_READS_FIGURE);

	if (figures == NULL || maker_link(kf->kind, figures->kind) < 0)
		return;
	for (size_t i = 0; i < row->figures.n; i++)
		if (row->figures.v[i].target)
			*array_add(job->lists->arena, &job->offers) = (struct offer){ .kind = figures, .source = source_of(job, row), .row = row,
				.figure = &row->figures.v[i], .part = arena_printf(job->lists->arena, "%s-%zu", row->id, i + 1), .within = within };
}

static void
document_offers(struct import *job)
{
	const struct lists *l = job->lists;
	uint32_t *findings = arena_zalloc(l->arena, (l->rows[LIST_FINDINGS].n + 1) * sizeof *findings);

	for (size_t i = 0; i < l->rows[LIST_FINDINGS].n; i++)
		if (offer_row_add(job, &l->rows[LIST_FINDINGS].v[i]) != NULL)
			findings[i] = (uint32_t)job->offers.n;
	for (size_t i = 0; i < l->rows[LIST_TASKS].n; i++) {
		const struct row *row = &l->rows[LIST_TASKS].v[i];
		uint32_t above = row->finding == 0 ? 0 : findings[row->finding - 1];
		struct offer *o = row->role == ROLE_FINDING ? NULL : offer_row_add(job, row);

		if (o == NULL)
			continue;
		o->within = above != 0 && maker_link(job->offers.v[above - 1].kind->kind, o->kind->kind) >= 0 ? above : 0;
		figures_add(job, row, o->kind, (uint32_t)job->offers.n);
	}
}

/* ---- all ---- */

void
import_find(struct import *job)
{
	for (uint32_t i = 0; i < job->lists->sources.n; i++)
		import_find_sheets(job, i);
	document_offers(job);
	for (const struct sheet *s = job->sheets; s != NULL; s = s->next)
		if (job->sources[s->source].sheet)
			import_sheet_offers(job, s);
	for (size_t i = 0; i < job->offers.n; i++)
		if (job->offers.v[i].number.n > 0)
			*map_put(job->lists->arena, &job->numbers, job->offers.v[i].number) = (uint32_t)i + 1;
}

/* ---- for people ---- */

uint32_t
offer_row(const struct import *job, const struct offer *o)
{
	const struct list_source *s = &job->lists->sources.v[o->source];
	uint32_t line = o->row == NULL ? o->line : o->row->nspans > 0 ? line_find(&s->lines, o->row->spans[0].from) : 0;
	uint32_t row = sheet_row_find(&s->rows, line);

	if (row > 0 || s->lines.n == 0 || s->lines.v[line].kind != LINE_ROW)
		return row;
	return o->row == NULL ? line + 1 : 0;
}

struct str
offer_place(const struct import *job, const struct offer *o)
{
	const struct list_source *s = &job->lists->sources.v[o->source];
	bool zh = job->call->voice.lang == LANG_ZH;
	uint32_t page = s->lines.n == 0 ? 0 : s->lines.v[o->line].page;

	if (o->row != NULL)
		return o->row->place;
	if (page > 1)
		return arena_printf(job->lists->arena, zh ? "第%u张表第%u行" : "sheet %u, row %u", page, offer_row(job, o));
	return arena_printf(job->lists->arena, zh ? "第%u行" : "row %u", offer_row(job, o));
}

struct str
offer_title(const struct import *job, const struct offer *o)
{
	if (o->figure != NULL)
		return o->figure->words;
	return o->row != NULL ? o->row->title : sheet_title(job, o);
}

void
import_unresolved(struct import *job, const struct offer *o, struct str field, struct str words, const char *zh, const char *en)
{
	struct arena *a = job->lists->arena;

	*array_add(a, &job->unresolved) = (struct unresolved){ (uint32_t)(o - job->offers.v), field, arena_str(a, words),
		cstr(job->call->voice.lang == LANG_ZH ? zh : en) };
}

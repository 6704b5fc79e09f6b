#include "doc/heads.h"
#include "doc/ledger.h"
#include "doc/outline.h"
#include "doc/reading.h"
#include "doc/reconcile.h"
#include "doc/role.h"
#include "doc/triggers.h"

/* Heads, outline and roles of the article that begins with piece i. */
static void
make_article(struct document *d, const piece_array *pieces, uint32_t i, const struct forms *forms)
{
	struct article *a = array_add(d->arena, &d->articles);
	str_array leads = { 0 };

	heads_read(d, a, pieces, i, forms);
	outline_make(d, a, pieces, i, forms, &leads);
	ledger_finish(d, a);
	if (a->kind == KIND_FEEDBACK)
		outline_split_findings(d, a, &leads);
	outline_headings(d, a);
	roles_assign(d, a, &leads);
	arena_drop(d->arena, leads.v);
}

/* A page that turns to, or from, one that was not given. */
static void
note_turns(struct document *d, const piece_array *pieces)
{
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->v[i];
		const struct line *l = &d->texts[p->text]->lines.v[p->head];
		struct span at = { d->first + p->text, l->from, l->to };

		if (p->to_page > 0)
			*array_add(d->arena, &d->notes) = (struct note){
				p->next ? NOTE_PAGE_JOINED : NOTE_PAGE_TURN, at,
				arena_printf(d->arena, "下转第%u版", (unsigned)p->to_page) };
		if (p->from_page > 0 && !p->continued)
			*array_add(d->arena, &d->notes) = (struct note){ NOTE_PAGE_TURN, at,
				arena_printf(d->arena, "上接第%u版", (unsigned)p->from_page) };
	}
}

#define EACH_ARTICLE(a, d) (struct article *a = (d)->articles.v; a < (d)->articles.v + (d)->articles.n; a++)

/*
 * Status, facts and reconciliation. Each step goes over all articles before the
 * next begins: that the processor knows the ways of one step is worth more than
 * that the words are still near.
 */
static void
finish_articles(struct document *d, const struct triggers *triggers)
{
	for EACH_ARTICLE(a, d)
		heads_finish(d, a);
	for EACH_ARTICLE(a, d)
		statuses_assign(d, a);
	for EACH_ARTICLE(a, d)
		ledger_statuses(d, a);
	for EACH_ARTICLE(a, d)
		reading_article(d, a, triggers);
	for EACH_ARTICLE(a, d)
		reconcile(d, a);
}

static void
forget_articles(struct document *d)
{
	for EACH_ARTICLE(a, d) {
		void *const arrays[] = { a->addressees.v, a->contact.phone.v, a->contact.email.v, a->preamble.v,
			a->closing.v, a->spans.v, a->nodes.v, a->facts.v, a->tables.v, a->ledgers.v, a->fields.v };

		for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
			arena_drop(d->arena, arrays[i]);
	}
	d->articles.n = 0;
}

#define PART 512	/* articles */

void
document_make(struct document *d, unsigned flags)
{
	piece_array pieces = { 0 };
	struct forms *forms = arena_alloc(d->arena, d->ntexts * sizeof *forms);
	const struct triggers *triggers = flags & DOCUMENT_OUTLINE ? NULL : triggers_make(d->arena);

	split_texts(d, &pieces, forms);
	for (uint32_t i = 0; i < pieces.n; i++) {
		if (d->part != NULL && d->articles.n == PART) {
			if (triggers != NULL)
				finish_articles(d, triggers);
			d->partial = true;
			d->part(d->arg, d);
			forget_articles(d);
		}
		if (!pieces.v[i].continued)
			make_article(d, &pieces, i, forms);
	}
	note_turns(d, &pieces);
	arena_drop(d->arena, pieces.v);
	if (triggers != NULL)
		finish_articles(d, triggers);
	d->partial = false;
}

#include "cli/define.h"
#include "cli/say.h"
#include "write/columns.h"

enum { FROM, EVENT, TO, WHO, NEEDS, COLUMNS };
static const enum sentence heads[COLUMNS] = { SAY_FROM, SAY_EVENT, SAY_TO, SAY_WHO, SAY_NEEDS };
#define WIDE_MOST 36		/* columns of the terminal that a cell may take; the last may take more */

static struct str
said(const struct label *label, enum lang lang)
{
	return lang == LANG_ZH ? label->zh : label->en;
}

/* `, ` or 、 between the things of a list. */
static struct str
join(struct arena *a, struct str before, struct str next, enum lang lang)
{
	return before.n == 0 ? next : arena_printf(a, "%.*s%s%.*s", STR_ARG(before), lang == LANG_ZH ? "、" : ", ", STR_ARG(next));
}

/* A list may stand in each. */
static struct str
also(struct arena *a, struct str before, struct str next, enum lang lang)
{
	return before.n == 0 ? next : arena_printf(a, "%.*s%s%.*s", STR_ARG(before), lang == LANG_ZH ? "；" : "; ", STR_ARG(next));
}

static struct str
say_states(struct arena *a, const struct kind *k, uint64_t bits, enum lang lang)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < k->states.n; i++)
		if ((bits >> i & 1) != 0)
			all = join(a, all, said(&k->states.v[i].label, lang), lang);
	return all.n == 0 ? STR("-") : all;
}

static struct str
say_fields(struct arena *a, const struct kind *k, uint64_t bits, enum lang lang)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < k->fields.n; i++)
		if ((bits >> i & 1) != 0)
			all = join(a, all, said(&k->fields.v[i].label, lang), lang);
	return all;
}

static struct str
say_who(struct arena *a, unsigned bits, enum lang lang)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < PARTY_COUNT; i++)
		if ((bits >> i & 1) != 0)
			all = join(a, all, label_in(party_label((enum party)i), lang), lang);
	return all;
}

/* Kinds of this ledger by their labels, of another as they are written. */
static struct str
say_becomes(struct arena *a, const struct definition *d, const struct move *m, enum lang lang)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < m->becomes.n; i++) {
		const struct become_kind *b = &m->becomes.v[i];
		struct str word = b->kind;

		for (size_t j = 0; b->ledger.n == 0 && j < d->kinds.n; j++)
			if (str_eq(d->kinds.v[j].key, b->kind))
				word = said(&d->kinds.v[j].label, lang);
		all = join(a, all, b->ledger.n == 0 ? word : b->node->text, lang);
	}
	return all;
}

static struct str
say_needs(struct arena *a, const struct definition *d, const struct kind *k, const struct move *m, enum lang lang)
{
	const struct needs *n = &m->needs;
	bool zh = lang == LANG_ZH;
	struct str all = say_fields(a, k, n->set, lang);

	if (n->evidence > 0)
		all = also(a, all, arena_printf(a, zh ? "佐证%d件" : "%d of evidence", n->evidence), lang);
	if (n->milestones)
		all = also(a, all, zh ? STR("节点全部认可") : STR("all milestones accepted"), lang);
	if (n->closed != 0)
		all = also(a, all, arena_printf(a, zh ? "%.*s全部办结" : "all %.*s closed",
		    STR_ARG(say_fields(a, k, n->closed, lang))), lang);
	if (n->reason)
		all = also(a, all, zh ? STR("理由") : STR("a reason"), lang);
	if (n->when != NULL)
		all = also(a, all, said(&n->say, lang), lang);
	if (m->becomes.n > 0)
		all = also(a, all, arena_printf(a, zh ? "变为%.*s" : "becomes: %.*s", STR_ARG(say_becomes(a, d, m, lang))), lang);
	if (m->who_not != 0)
		all = also(a, all, arena_printf(a, zh ? "不得为%.*s" : "none of: %.*s", STR_ARG(say_who(a, m->who_not, lang))), lang);
	return all;
}

static void
fill_row(struct arena *a, const struct definition *d, const struct kind *k, const struct move *m, enum lang lang, struct str cell[COLUMNS])
{
	cell[FROM] = say_states(a, k, m->from, lang);
	cell[EVENT] = said(&m->label, lang);
	cell[TO] = m->to == STATE_STAYS ? STR("=") : said(&k->states.v[m->to].label, lang);
	cell[WHO] = say_who(a, m->who, lang);
	cell[NEEDS] = say_needs(a, d, k, m, lang);
}

static void
put_row(struct buf *b, const struct str cell[COLUMNS], const unsigned width[COLUMNS])
{
	buf_puts(b, STR("    "));
	for (size_t c = 0; c + 1 < COLUMNS; c++) {
		if (c + 2 == COLUMNS && cell[c + 1].n == 0) {
			buf_puts(b, cell[c]);
			break;
		}
		columns_fill(b, cell[c], width[c]);
		buf_puts(b, STR("  "));
	}
	buf_puts(b, cell[COLUMNS - 1]);
	buf_putc(b, '\n');
}

static void
put_moves(struct arena *a, const struct definition *d, const struct kind *k, enum lang lang, struct buf *b)
{
	struct str (*rows)[COLUMNS] = arena_zalloc(a, (k->moves.n + 1) * sizeof *rows);
	unsigned width[COLUMNS] = { 0 };

	for (size_t c = 0; c < COLUMNS; c++)
		rows[0][c] = cstr(say_text(heads[c], lang));
	for (size_t i = 0; i < k->moves.n; i++)
		fill_row(a, d, k, &k->moves.v[i], lang, rows[i + 1]);
	for (size_t i = 0; i <= k->moves.n; i++)
		for (size_t c = 0; c < COLUMNS; c++) {
			unsigned w = columns_width(rows[i][c]);

			width[c] = w > WIDE_MOST ? WIDE_MOST : w > width[c] ? w : width[c];
		}
	for (size_t i = 0; i <= k->moves.n; i++)
		put_row(b, rows[i], width);
}

static void
put_kind(struct arena *a, const struct definition *d, const struct kind *k, enum lang lang, struct buf *b)
{
	struct str label = said(&k->label, lang), all;

	buf_printf(b, "\n%.*s (%.*s): %s %zu, %s %zu, %s %zu\n", STR_ARG(label), STR_ARG(k->key),
	    say_text(SAY_FIELDS, lang), k->fields.n, say_text(SAY_STATES, lang), k->states.n,
	    say_text(SAY_MOVES, lang), k->moves.n);
	all = say_fields(a, k, UINT64_MAX, lang);
	buf_printf(b, "  %s: %.*s\n", say_text(SAY_FIELDS, lang), STR_ARG(all));
	all = say_states(a, k, UINT64_MAX, lang);
	buf_printf(b, "  %s: %.*s\n", say_text(SAY_STATES, lang), STR_ARG(all));
	put_moves(a, d, k, lang, b);
}

void
define_table(const struct defined *made, enum lang lang, struct buf *b)
{
	const struct definition *d = made->d;
	struct arena *a = made->faults->arena;
	struct str papers = { NULL, 0 };

	buf_printf(b, "%.*s (%.*s %d) sha256:%s\n", STR_ARG(said(&d->label, lang)), STR_ARG(d->key), d->version,
	    made->sha256);
	for (size_t i = 0; i < d->kinds.n; i++)
		put_kind(a, d, &d->kinds.v[i], lang, b);
	for (size_t i = 0; i < d->papers.n; i++)
		papers = join(a, papers, said(&d->papers.v[i].label, lang), lang);
	if (papers.n > 0)
		buf_printf(b, "\n%s%.*s\n", say_text(SAY_PAPERS, lang), STR_ARG(papers));
}

/*
 * sample: what the office does with a ledger as a whole: records drawn for a look-back (回头看), and figures filed (上报数).
 *
 * A look-back's sample is drawn by a seed that is told: of the records that are struck off and not waiting to be looked at, those
 * whose SHA-256 of "SEED RECORD" (the identifier in text) is smallest. Whoever has the seed draws the same.
 *
 *	look-back-drawn	{"kind":"finding","seed":"…","of":27,"records":["0193…",…]}
 *	figures-filed	{"name":"…","counts":[{"kind":"finding","by":"state","value":"open","count":12},…]}
 */
#ifndef BH_SAMPLE_H
#define BH_SAMPLE_H

#include "ledger/rights.h"

#define SAMPLE_MOST 1000
#define SEED_MOST 100		/* bytes */

/* Draws at most `most`; *n: how many. E_RIGHT: who is neither office nor supervisor of the ledger; E_NOTHING: none is there to draw. */
enum err sample_draw(struct arena *, const struct hand *, const struct actor *, const struct ledger *, const struct kind_force *,
    struct str seed, size_t most, size_t *n, struct why *);

/* Counts by state, lamp, class and outcome, as they are now, under a name. E_TAKEN: filed before; E_RIGHT: not the office. */
enum err figures_file(struct arena *, const struct hand *, const struct actor *, const struct ledger *, struct str name, struct why *);

struct figure {
	struct str kind, by, value;	/* value empty: not set */
	int64_t filed, now;
};

struct figure_list {
	struct figure *v;
	size_t n, cap;
};

/* What was filed, and what it is now. E_ABSENT: nothing of that name. */
enum err figures_compare(struct arena *, struct store *, const struct ledger *, struct str name, struct figure_list *, struct why *);

/* The rows of such an event. */
enum err sample_fold(struct arena *, struct store *, const struct ledger *, int64_t seq, const struct event *, struct why *);

#endif

/* definition_inside: what the files of definition share. */
#ifndef BH_DEFINITION_INSIDE_H
#define BH_DEFINITION_INSIDE_H

#include "ledger/definition.h"

struct load {
	struct faults *f;
	struct arena *arena;
	struct definition *d;
};

extern const struct yaml_words party_words, type_words, part_words, reading_words, period_words, rest_words;

/* The kinds with their fields and states, then what speaks of these: moves, clocks, lamps … */
void load_kinds(struct load *, const struct yaml_node *);
/* What holds of a kind as a whole. */
void check_kind(struct load *, const struct kind *);
/* What holds between kinds. */
void check_kinds(struct load *);

/* A list of words as bits; 0 with a fault where there is none. A single word may stand without a list. */
uint64_t load_bits(struct load *, const struct yaml_node *, const struct yaml_words *, enum fault_code);
unsigned load_parties(struct load *, const struct yaml_node *);
void load_pattern(struct load *, const struct yaml_node *, struct number_pattern *);
/* The keys of a map as words. */
struct yaml_words load_words(struct load *, const struct yaml_node *map);
/* The words of a list of texts; a single one may stand without a list. */
struct yaml_words load_list(struct load *, const struct yaml_node *);
/* A fault with nothing found or expected but words. */
void load_fault(struct load *, enum fault_code, const struct yaml_node *, struct str found, struct str expected);
void load_unknown(struct load *, enum fault_code, const struct yaml_node *, const struct yaml_words *);
/* The index of a scalar's text among the words; -1 with a fault. */
int load_index(struct load *, const struct yaml_node *, const struct yaml_words *, enum fault_code);
struct str load_line(struct load *, const struct yaml_node *);

#endif

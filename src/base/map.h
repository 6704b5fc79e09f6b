/*
 * map: from a str to a number, in an arena. Keys are borrowed and must
 * outlive the map. Zero-initialised is empty. Nothing is ever taken out.
 */
#ifndef BH_MAP_H
#define BH_MAP_H

#include "base/arena.h"

struct map_slot {
	struct str key;
	uint64_t hash;
	uint32_t value;
	bool used;
};

struct map {
	struct map_slot *slots;
	size_t n, cap;		/* cap: 0 or a power of two */
};

/* The value kept under key, made 0 if it was not there. Good until the next map_put. */
uint32_t *map_put(struct arena *, struct map *, struct str key);
/* NULL if it is not there. */
const uint32_t *map_get(const struct map *, struct str key);

#endif

#include "base/map.h"

static struct map_slot *
slot_of(struct map_slot *slots, size_t cap, struct str key, uint64_t hash)
{
	size_t i = hash & (cap - 1);

	while (slots[i].used && (slots[i].hash != hash || !str_eq(slots[i].key, key)))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void
map_grow(struct arena *a, struct map *m)
{
	size_t cap = m->cap == 0 ? 64 : m->cap * 2;
	struct map_slot *slots = arena_resize(a, NULL, cap * sizeof *slots);

	memset(slots, 0, cap * sizeof *slots);
	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].used)
			*slot_of(slots, cap, m->slots[i].key, m->slots[i].hash) = m->slots[i];
	arena_drop(a, m->slots);
	m->slots = slots;
	m->cap = cap;
}

uint32_t *
map_put(struct arena *a, struct map *m, struct str key)
{
	uint64_t hash = str_hash(key);
	struct map_slot *s;

	if (m->n * 4 >= m->cap * 3)
		map_grow(a, m);
	s = slot_of(m->slots, m->cap, key, hash);
	if (!s->used) {
		*s = (struct map_slot){ .key = key, .hash = hash, .used = true };
		m->n++;
	}
	return &s->value;
}

const uint32_t *
map_get(const struct map *m, struct str key)
{
	const struct map_slot *s;

	if (m->cap == 0)
		return NULL;
	s = slot_of(m->slots, m->cap, key, str_hash(key));
	return s->used ? &s->value : NULL;
}

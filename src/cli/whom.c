#include "cli/whom.h"

/* Blanks stand in names of two characters, to make them as long as those of three. */
static struct str
without_blanks(struct arena *a, struct str s)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (str_starts(str_slice(s, i, s.n), STR("　")))
			i += strlen("　") - 1;
		else if (s.p[i] != ' ')
			to[n++] = s.p[i];
	return (struct str){ to, n };
}

/* What is called so twice is several, unless both are the same. */
static void
note(struct whom *n, struct map *map, struct str name, struct uuid id)
{
	uint32_t *place = name.n == 0 ? NULL : map_put(n->arena, map, name);

	if (place == NULL)
		return;
	if (*place == 0) {
		*array_add(n->arena, &n->known) = (struct whom_found){ NAME_FOUND, id };
		*place = (uint32_t)n->known.n;
	} else if (!uuid_equal(n->known.v[*place - 1].id, id)) {
		n->known.v[*place - 1].found = NAME_SEVERAL;
	}
}

static struct whom_found
look(const struct whom *n, const struct map *map, struct str name)
{
	const uint32_t *place = map_get(map, name);
	const struct whom_found nobody = { .found = NAME_NOWHERE };

	return place == NULL ? nobody : n->known.v[*place - 1];
}

static void
note_post(struct whom *n, const struct post_item *p)
{
	note(n, &n->posts, p->name, p->uuid);
	note(n, &n->posts, arena_printf(n->arena, "%.*s/%.*s", STR_ARG(p->unit_name), STR_ARG(p->name)), p->uuid);
	note(n, &n->posts, arena_printf(n->arena, "%.*s%.*s", STR_ARG(p->unit_name), STR_ARG(p->name)), p->uuid);
	note(n, &n->posts, p->login, p->uuid);
	note(n, &n->posts, without_blanks(n->arena, p->person_name), p->uuid);
}

/* Two persons of one name, of whom one holds a post: whose post is meant is not known. */
static void
note_names(struct whom *n, const struct person_list *persons)
{
	for (size_t i = 0; i < persons->n; i++) {
		struct str name = without_blanks(n->arena, persons->v[i].name);
		const uint32_t *place;

		note(n, &n->persons, persons->v[i].login, persons->v[i].uuid);
		note(n, &n->persons, name, persons->v[i].uuid);
		place = map_get(&n->posts, name);
		if (place != NULL && look(n, &n->persons, name).found == NAME_SEVERAL)
			n->known.v[*place - 1].found = NAME_SEVERAL;
	}
}

enum err
whom_open(struct whom *n, struct arena *a, struct store *s, struct why *why)
{
	struct person_list persons;
	struct post_list posts;
	enum err err = directory_list_persons(s, a, SEQ_NOW, &persons, why);

	*n = (struct whom){ .arena = a, .store = s };
	if (err == OK)
		err = directory_list_posts(s, a, SEQ_NOW, &posts, why);
	if (err != OK)
		return err;
	for (size_t i = 0; i < posts.n; i++)
		note_post(n, &posts.v[i]);
	note_names(n, &persons);
	return OK;
}

enum err
whom_unit(struct whom *n, struct str words, struct whom_found *out, struct why *why)
{
	const uint32_t *place = map_get(&n->units, words);
	struct unit_hits hits;
	enum err err;

	if (place != NULL) {
		*out = n->known.v[*place - 1];
		return OK;
	}
	err = directory_find_unit(n->store, n->arena, words, &hits, why);
	if (err != OK)
		return err;
	*out = (struct whom_found){ .found = hits.n == 0 ? NAME_NOWHERE : hits.n > 1 ? NAME_SEVERAL : NAME_FOUND };
	if (hits.n == 1)
		out->id = hits.v[0].uuid;
	*array_add(n->arena, &n->known) = *out;
	*map_put(n->arena, &n->units, arena_str(n->arena, words)) = (uint32_t)n->known.n;
	return OK;
}

struct whom_found
whom_person(const struct whom *n, struct str words)
{
	return look(n, &n->persons, without_blanks(n->arena, words));
}

struct whom_found
whom_post(const struct whom *n, struct str words)
{
	return look(n, &n->posts, without_blanks(n->arena, words));
}

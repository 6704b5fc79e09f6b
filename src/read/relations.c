#include "read/relations.h"
#include "read/xml.h"

struct relations {
	struct arena *arena;
	struct str folder;	/* that targets are told from, with its / */
	relation_array *out;
};

/* Without the steps . and .. in it; a step up from the root stays at the root. */
static const char *
plain_path(struct arena *a, struct str folder, struct str target)
{
	char *path = arena_alloc(a, folder.n + target.n + 1);
	size_t n = 0;

	if (target.n > 0 && target.p[0] == '/')
		target = str_slice(target, 1, target.n);
	else
		memcpy(path, folder.p, n = folder.n);
	for (const char *p = target.p, *end = str_end(target), *step; p < end; p = step + (step < end)) {
		for (step = p; step < end && *step != '/';)
			step++;
		if (step - p == 2 && p[0] == '.' && p[1] == '.') {
			for (n -= n > 0; n > 0 && path[n - 1] != '/';)
				n--;
		} else if (!(step - p == 1 && *p == '.')) {
			memcpy(path + n, p, (size_t)(step - p));
			n += (size_t)(step - p);
			if (step < end)
				path[n++] = '/';
		}
	}
	path[n] = '\0';
	return path;
}

static struct str
last_step(struct str s)
{
	size_t at = str_rfind(s, STR("/"));

	return at == STR_NONE ? s : str_slice(s, at + 1, s.n);
}

static void
open_element(void *arg, const struct xml_element *e)
{
	struct relations *r = arg;
	struct relation *new;

	if (strcmp(e->name, "Relationship") != 0 || str_eq(xml_attribute(e, "TargetMode"), STR("External")))
		return;
	new = array_add(r->arena, r->out);
	new->type = arena_str(r->arena, last_step(xml_attribute(e, "Type")));
	new->id = arena_str(r->arena, xml_attribute(e, "Id"));
	new->part = plain_path(r->arena, r->folder, xml_attribute(e, "Target"));
}

static void
close_element(void *arg, const char *name)
{
	(void)arg, (void)name;
}

enum err
relations_read(struct container *c, struct arena *a, const char *part, relation_array *out, struct why *why)
{
	static const struct xml_calls calls = { open_element, close_element, NULL };
	struct str name = cstr(part), base = last_step(name), folder = str_slice(name, 0, name.n - base.n), xml;
	struct relations r = { a, folder, out };
	/* word/document.xml has its own in word/_rels/document.xml.rels */
	const char *rels = arena_printf(a, "%.*s_rels/%.*s.rels%c", STR_ARG(folder), STR_ARG(base), '\0').p;
	enum err err;

	if (!container_has(c, rels))
		return OK;
	err = container_part(c, a, rels, &xml, why);
	return err == OK ? xml_read(a, xml, &calls, &r, why) : err;
}

const char *
relations_find(const relation_array *all, const char *type)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].type, cstr(type)))
			return all->v[i].part;
	return NULL;
}

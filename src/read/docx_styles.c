#include "read/docx.h"

#include "base/array.h"
#include "base/map.h"

#include <strings.h>

#define BASED_MOST 16	/* styles one upon another; Word allows 11 */

struct style {
	struct str id, name, based;
	struct para_form form;
};

struct styles {
	struct arena *arena;
	ARRAY(struct style) v;
	struct map by_id;	/* place in v, plus 1 */
	struct str usual;	/* id of the one used where none is named */
	unsigned changes;	/* open elements that tell what a form was before */
	bool inside;		/* a style */
};

bool
para_form_take(struct para_form *f, const struct xml_element *e)
{
	if (strcmp(e->name, "numId") == 0)
		f->list = (int)xml_number(e, "val", 0);
	else if (strcmp(e->name, "ilvl") == 0)
		f->level = (int)xml_number(e, "val", 0);
	else if (strcmp(e->name, "outlineLvl") == 0)
		f->outline = (int)xml_number(e, "val", 9);
	else if (strcmp(e->name, "jc") == 0)
		f->centred = str_eq(xml_attribute(e, "val"), STR("center"));
	else
		return false;
	return true;
}

static void
open_style(struct styles *s, const struct xml_element *e)
{
	struct style *new = array_add(s->arena, &s->v);

	new->id = arena_str(s->arena, xml_attribute(e, "styleId"));
	new->form = PARA_FORM_UNSET;
	*map_put(s->arena, &s->by_id, new->id) = (uint32_t)s->v.n;
	if (str_eq(xml_attribute(e, "type"), STR("paragraph")) && xml_attribute(e, "default").p != NULL &&
	    xml_number(e, "default", 1) != 0)
		s->usual = new->id;
	s->inside = true;
}

static bool
is_change(const char *name)
{
	size_t n = strlen(name);

	return n > 6 && strcmp(name + n - 6, "Change") == 0;
}

static void
open_element(void *arg, const struct xml_element *e)
{
	struct styles *s = arg;

	if (is_change(e->name))
		s->changes++;
	if (s->changes > 0)
		return;
	if (strcmp(e->name, "style") == 0) {
		open_style(s, e);
	} else if (s->inside) {
		struct style *style = array_last(&s->v);

		if (strcmp(e->name, "basedOn") == 0)
			style->based = arena_str(s->arena, xml_attribute(e, "val"));
		else if (strcmp(e->name, "name") == 0)
			style->name = arena_str(s->arena, xml_attribute(e, "val"));
		else
			para_form_take(&style->form, e);
	}
}

static void
close_element(void *arg, const char *name)
{
	struct styles *s = arg;

	if (is_change(name))
		s->changes--;
	else if (strcmp(name, "style") == 0)
		s->inside = false;
}

enum err
styles_read(struct arena *a, struct str part, struct styles **out, struct why *why)
{
	static const struct xml_calls calls = { open_element, close_element, NULL };

	*out = arena_zalloc(a, sizeof **out);
	(*out)->arena = a;
	return part.n == 0 ? OK : xml_read(a, part, &calls, *out, why);
}

static const struct style *
style_of(const struct styles *s, struct str id)
{
	const uint32_t *at = map_get(&s->by_id, id.n > 0 ? id : s->usual);

	return at == NULL ? NULL : &s->v.v[*at - 1];
}

struct para_form
styles_form(const struct styles *s, struct str id)
{
	struct para_form f = PARA_FORM_UNSET;
	const struct style *style = style_of(s, id);

	for (unsigned i = 0; style != NULL && i < BASED_MOST; i++) {
		const struct para_form *own = &style->form;

		if (f.list == UNSET) {
			f.level = f.level == UNSET ? own->level : f.level;
			f.list = own->list;
		}
		f.outline = f.outline == UNSET ? own->outline : f.outline;
		f.centred = f.centred == UNSET ? own->centred : f.centred;
		style = style->based.n > 0 ? style_of(s, style->based) : NULL;
	}
	return f;
}

bool
styles_is_contents(const struct styles *s, struct str id)
{
	const struct style *style = id.n > 0 ? style_of(s, id) : NULL;

	return style != NULL && style->name.n > 4 && strncasecmp(style->name.p, "toc ", 4) == 0;
}

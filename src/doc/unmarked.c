#include "base/utf8.h"
#include "doc/outline.h"
#include "doc/stops.h"

/* The lead-in of a list of problems: its bytes with the colon, 0 if s has none. */
static size_t
lead_in(struct str s)
{
	static const struct str words[] = { STR("主要是："), STR("主要是:"), STR("主要表现在："), STR("主要表现为："),
		STR("主要问题是："), STR("主要问题有："), STR("具体表现为："), STR("具体表现在："), STR("主要问题："),
		STR("存在以下问题："), STR("存在的主要问题是："), STR("主要有："), STR("表现在："), STR("突出问题是：") };
	struct str head = str_slice(s, 0, 400);
	struct stops stops = stops_of(head, s);
	const char *p;

	while ((p = stops_next(&stops)) != NULL) {
		struct str upto = str_of(s.p, p + stops.bytes);
		bool colon = str_ends(upto, STR("：")) || str_ends(upto, STR(":"));

		if (colon && str_ends_any(upto, words, sizeof words / sizeof words[0]))
			return upto.n;
	}
	return 0;
}

/* The items of s parted by ；, up to the 。 that ends the list, as spans; returns how many bytes they take. */
static size_t
list_items(struct document *d, struct str s, struct span at, span_array *items)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		bool part = str_starts(str_slice(s, i, s.n), STR("；")) || s.p[i] == ';';
		bool stop = str_starts(str_slice(s, i, s.n), STR("。")) || s.p[i] == '\n';

		if (part || stop) {
			if (i > from)
				*array_add(d->arena, items) = (struct span){ at.source,
					at.from + (uint32_t)from, at.from + (uint32_t)i };
			i += s.p[i] == ';' || s.p[i] == '\n' ? 1 : 3;
			from = i;
			if (stop)
				return i;
		} else {
			i += utf8_len((unsigned char)s.p[i]);
		}
	}
	if (s.n > from)
		*array_add(d->arena, items) = (struct span){ at.source, at.from + (uint32_t)from, at.to };
	return s.n;
}

/* The problems that node n lists by punctuation; its own words are cut to the lead-in. */
static void
take_items(struct document *d, struct article *a, struct node *n, span_array *items)
{
	struct span *own = &a->spans.v[n->run], s = *own;
	struct str words = document_str(d, s);
	size_t lead = lead_in(words), taken;

	items->n = 0;
	if (lead == 0)
		return;
	taken = list_items(d, str_slice(words, lead, words.n),
	    (struct span){ s.source, s.from + (uint32_t)lead, s.to }, items);
	if (items->n < 2) {
		items->n = 0;
		return;
	}
	own->to = s.from + (uint32_t)lead;
	if (lead + taken < words.n && n->nrun == 1) {	/* words behind the list stay the node's own */
		struct span first = *own, rest = { s.source, s.from + (uint32_t)(lead + taken), s.to };

		*array_add(d->arena, &a->spans) = first;	/* not *own: the array may move */
		*array_add(d->arena, &a->spans) = rest;
		n->run = (uint32_t)a->spans.n - 2;
		n->nrun = 2;
	}
}

void
outline_split_findings(struct document *d, struct article *a, str_array *leads)
{
	node_array nodes = { 0 };
	str_array new_leads = { 0 };
	span_array items = { 0 };
	uint32_t *moved = arena_alloc(d->arena, (a->nodes.n + 1) * sizeof *moved), split = 0;

	moved[0] = 0;
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		struct node n = a->nodes.v[i];
		uint32_t id;

		items.n = 0;
		if (n.children == 0 && n.nrun > 0)
			take_items(d, a, &n, &items);
		n.parent = moved[n.parent];
		n.children += (uint32_t)items.n;
		*array_add(d->arena, &nodes) = n;
		*array_add(d->arena, &new_leads) = leads->v[i];
		id = moved[i + 1] = (uint32_t)nodes.n;
		for (size_t k = 0; k < items.n; k++) {
			*array_add(d->arena, &a->spans) = items.v[k];
			*array_add(d->arena, &nodes) = (struct node){ .parent = id, .mark = MARK_NONE,
				.depth = (uint8_t)(n.depth + 1), .run = (uint32_t)a->spans.n - 1, .nrun = 1 };
			array_add(d->arena, &new_leads);
			split++;
		}
	}
	if (split > 0)
		*array_add(d->arena, &d->notes) = (struct note){ NOTE_UNMARKED, a->spans.v[a->nodes.v[0].run],
			arena_printf(d->arena, "%u", (unsigned)split) };
	arena_drop(d->arena, items.v);
	arena_drop(d->arena, a->nodes.v);
	arena_drop(d->arena, leads->v);
	a->nodes.v = nodes.v;
	a->nodes.n = nodes.n;
	a->nodes.cap = nodes.cap;
	*leads = new_leads;
}

/*
 * The outline alone, for people: the title of each article, then one node a
 * line: marker, heading (or its first words) and role. A blank line parts
 * articles.
 */
#include <limits.h>

#include "write/columns.h"
#include "write/extract.h"

#define HEADING_MOST 80	/* columns of a heading, and of the words that stand for one */
#define WORDS_MOST 60

static void
put_title(struct extract *x, const struct document *d, const struct article *a)
{
	struct str title = a->title.n > 0 ? a->title : d->texts[0]->name;

	if (x->colour)
		buf_puts(x->out, STR("\033[1m"));
	columns_put(x->out, title, UINT_MAX);
	if (x->colour)
		buf_puts(x->out, STR("\033[0m"));
	buf_putc(x->out, '\n');
}

/* The first words of its own that a node has. */
static struct str
first_words(const struct document *d, const struct article *a, const struct node *n)
{
	struct str s = { NULL, 0 };

	for (uint32_t i = 0; i < n->nrun && s.n == 0; i++)
		s = str_trim(extract_piece(d, a, n, i));
	return s;
}

static void
put_role(struct extract *x, enum role role)
{
	const char *name = x->lang == LANG_ZH ? role_label(role) : role_name(role);

	if (role == ROLE_NONE)
		return;
	buf_puts(x->out, x->colour ? STR("\033[2m  [") : STR("  ["));
	buf_puts(x->out, cstr(name));
	buf_puts(x->out, x->colour ? STR("]\033[0m") : STR("]"));
}

static void
put_node(struct extract *x, const struct document *d, const struct article *a,
    const struct node *n)
{
	columns_pad(x->out, 2u * n->depth);
	buf_puts(x->out, n->marker);
	if (n->sheet && n->marker.n > 0)	/* the number stands in a cell of its own */
		buf_putc(x->out, ' ');
	if (n->heading.n > 0)
		columns_put(x->out, n->heading, HEADING_MOST);
	else
		columns_put(x->out, first_words(d, a, n), WORDS_MOST);
	put_role(x, n->role);
	buf_putc(x->out, '\n');
}

static void
tree_document(struct extract *x, const struct document *d)
{
	for (size_t i = 0; i < d->articles.n; i++) {
		const struct article *a = &d->articles.v[i];
		if (x->narticles++ > 0)
			buf_putc(x->out, '\n');
		put_title(x, d, a);
		for (size_t j = 0; j < a->nodes.n; j++) {
			article_fetch(a, j + ARTICLE_AHEAD);
			put_node(x, d, a, &a->nodes.v[j]);
		}
	}
	x->ndocuments += !d->partial;
}

const struct form form_tree = {
	.name = "tree",
	.made = true,
	.flags = DOCUMENT_OUTLINE,
	.document = tree_document,
};

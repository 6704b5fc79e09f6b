#include "write/extract.h"

void
extract_init(struct extract *x, struct buf *out, enum lang lang, bool colour)
{
	*x = (struct extract){ .out = out, .lang = lang, .colour = colour };
	spool_init(&x->sources);
	spool_init(&x->places);
	spool_init(&x->notes);
}

void
extract_free(struct extract *x)
{
	spool_free(&x->sources);
	spool_free(&x->places);
	spool_free(&x->notes);
}

struct str
extract_piece(const struct document *d, const struct article *a, const struct node *n, uint32_t i)
{
	struct str s = document_str(d, a->spans.v[n->run + i]);

	return i == 0 ? str_slice(s, n->text, s.n) : s;
}

static void
text_document(struct extract *x, const struct document *d)
{
	for (uint32_t i = 0; i < d->ntexts; i++)
		buf_puts(x->out, d->texts[i]->body);
	x->ndocuments++;
}

const struct form form_text = { .name = "text", .document = text_document };

#include "doc/around.h"
#include "doc/outline.h"
#include "doc/stops.h"

/* A slogan-like opening stands alone in the heading up to this many characters. */
#define HEADING_ALONE 24
#define SLOGAN_BYTES ((HEADING_ALONE + 2) * 4)	/* enough to hold one, and what ends it */

/* The first sentence of s: its bytes without the punctuation that ends it, and with it. */
static size_t
first_sentence(struct str s, size_t *with, bool *ended)
{
	const char *p = s.p, *end = str_end(s);

	*ended = true;
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		size_t n;

		if (c >= 0xE4 && c <= 0xE9) {		/* Han, nearly all */
			p += 3;
			continue;
		}
		n = c == '\n' ? 1 : stop_bytes(p, end);
		/* ；and ： part a sentence, they do not end it */
		if (n == 0 || c == ';' || c == ':' || (c == 0xEF && ((unsigned char)p[2] & 0xFE) == 0x9A)) {
			p += utf8_len(c);
			continue;
		}
		*with = (size_t)(p - s.p) + n;
		return (size_t)(p - s.p);
	}
	*ended = false;
	*with = s.n;
	return s.n;
}

static struct str
without_final_punctuation(struct str s)
{
	static const uint32_t signs[] = { '.', ';', ':', ',', 0x3002, 0xFF1B, 0xFF1A, 0xFF0C, 0x3001, 0 };	/* 。；：，、 */

	s = str_trim(s);
	return ends_in_sign(s, signs) ? str_of(s.p, utf8_back(str_end(s), s.p)) : s;
}

static bool
has_lead_in(struct str sentence)
{
	return str_has(sentence, STR("主要是：")) || str_ends(sentence, STR("："));
}

static void
set_heading(struct document *d, struct article *a, struct node *n)
{
	struct str s, head;
	size_t with, bytes;
	bool ended, more, slogan;

	if (n->mark == MARK_NONE || n->nrun == 0)
		return;
	s = document_str(d, a->spans.v[n->run]);
	slogan = n->mark == MARK_IS || n->mark == MARK_ORDINAL;
	bytes = first_sentence(slogan ? str_slice(s, 0, SLOGAN_BYTES) : s, &with, &ended);
	more = with < s.n || n->nrun > 1;
	head = without_final_punctuation(str_slice(s, 0, bytes));
	if (slogan && (!ended || utf8_count(head) > HEADING_ALONE || has_lead_in(str_slice(s, 0, bytes))))
		return;
	n->heading = head;
	if (more && (head.n <= HEADING_ALONE || utf8_count(head) <= HEADING_ALONE))
		n->text = (uint32_t)with;
}

void
outline_headings(struct document *d, struct article *a)
{
	for (size_t i = 0; i < a->nodes.n; i++)
		set_heading(d, a, &a->nodes.v[i]);
}

#include "base/lanes.h"
#include "doc/around.h"
#include "doc/outline.h"

/* A slogan-like opening stands alone in the heading up to this many characters. */
#define HEADING_ALONE 24
#define SLOGAN_BYTES ((HEADING_ALONE + 2) * 4)	/* enough to hold one, and what ends it */

/* Bytes of the sentence end whose last byte stands at p: 。！？!? or a line end; 0 if none does. */
static size_t
end_bytes(const char *p, const char *begin)
{
	unsigned char lead = p - begin < 2 ? 0 : (unsigned char)p[-2], middle = lead == 0 ? 0 : (unsigned char)p[-1];

	switch ((unsigned char)*p) {
	case '\n':
	case '!':
	case '?':
		return 1;
	case 0x82:
		return lead == 0xE3 && middle == 0x80 ? 3 : 0;
	case 0x81:
	case 0x9F:
		return lead == 0xEF && middle == 0xBC ? 3 : 0;
	default:
		return 0;
	}
}

/* The last byte of the first sentence end in s; its end if there is none. */
static const char *
find_end(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	for (; (size_t)(end - p) >= LANES; p += LANES) {
		lanes v = lanes_load(p);
		unsigned hits = lanes_bits(lanes_is(v, 0x82) | lanes_is(v, 0x81) | lanes_is(v, 0x9F) | lanes_is(v, '\n') |
		    lanes_is(v, '!') | lanes_is(v, '?'));

		for (; hits != 0; hits &= hits - 1)
			if (end_bytes(p + __builtin_ctz(hits), s.p) > 0)
				return p + __builtin_ctz(hits);
	}
	while (p < end && end_bytes(p, s.p) == 0)
		p++;
	return p;
}

/* The first sentence of s: its bytes without the punctuation that ends it, and with it. */
static size_t
first_sentence(struct str s, size_t *with, bool *ended)
{
	const char *last = find_end(s);

	*ended = last < str_end(s);
	*with = *ended ? (size_t)(last - s.p) + 1 : s.n;
	return *ended ? *with - end_bytes(last, s.p) : s.n;
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

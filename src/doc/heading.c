#include "base/lanes.h"
#include "doc/around.h"
#include "doc/outline.h"

/* A slogan-like opening stands alone in the heading up to this many characters. */
#define HEADING_ALONE 24
#define SLOGAN_BYTES ((HEADING_ALONE + 2) * 4)	/* enough to hold one, and what ends it */

static bool
stands_alone(struct str heading)
{
	return heading.n <= HEADING_ALONE || (heading.n <= HEADING_ALONE * 4 && utf8_count(heading) <= HEADING_ALONE);
}

/* A bit for each place of a block at which a sentence end begins: 。！？!? or a line end. */
static inline unsigned
ends_in(const char *p)
{
	lanes a = lanes_load(p), b = lanes_load(p + 1), c = lanes_load(p + 2);

	return lanes_bits((lanes_is(a, 0xE3) & lanes_is(b, 0x80) & lanes_is(c, 0x82)) |
	    (lanes_is(a, 0xEF) & lanes_is(b, 0xBC) & (lanes_is(c, 0x81) | lanes_is(c, 0x9F))) |
	    lanes_is(a, '\n') | lanes_is(a, '!') | lanes_is(a, '?'));
}

/* The first sentence end in s, its end if there is none. Up to `over` bytes can be read. */
static const char *
find_end(struct str s, const char *over)
{
	const char *end = str_end(s);
	char last[LANES + 2];

	for (const char *p = s.p; p < end; p += LANES) {
		const char *block = p;
		unsigned hits;

		if ((size_t)(over - p) < sizeof last) {
			memset(last, 0, sizeof last);
			block = memcpy(last, p, (size_t)(over - p));
		}
		if ((hits = ends_in(block)) != 0) {
			p += __builtin_ctz(hits);
			return p + utf8_len((unsigned char)*p) <= end ? p : end;
		}
	}
	return end;
}

/* The first sentence of s: its bytes without the punctuation that ends it, and with it. */
static size_t
first_sentence(struct str s, const char *over, size_t *with, bool *ended)
{
	const char *last = find_end(s, over);
	size_t n = (size_t)(last - s.p);

	*ended = last < str_end(s);
	*with = !*ended ? n : (unsigned char)*last < 0x80 ? n + 1 : n + 3;
	return n;
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
	const char *over;
	size_t with, bytes;
	bool ended, more, slogan;

	if (n->mark == MARK_NONE || n->nrun == 0)
		return;
	s = document_str(d, a->spans.v[n->run]);
	over = str_end(d->texts[a->spans.v[n->run].source - d->first]->body);
	slogan = n->mark == MARK_IS || n->mark == MARK_ORDINAL;
	bytes = first_sentence(slogan ? str_slice(s, 0, SLOGAN_BYTES) : s, over, &with, &ended);
	more = with < s.n || n->nrun > 1;
	head = without_final_punctuation(str_slice(s, 0, bytes));
	if (slogan && (!ended || !stands_alone(head) || has_lead_in(str_slice(s, 0, bytes))))
		return;
	n->heading = head;
	if (more && stands_alone(head))
		n->text = (uint32_t)with;
}

void
outline_headings(struct document *d, struct article *a)
{
	for (size_t i = 0; i < a->nodes.n; i++)
		set_heading(d, a, &a->nodes.v[i]);
}

#include "doc/builder.h"
#include "doc/stops.h"

/* Whether p stands behind a sentence end, a closing quote or bracket, or at the beginning. */
static bool
behind_sentence(const char *p, const char *begin)
{
	static const char *const ends[] = { "。", "；", "：", "！", "？", "”", "’", "）", "》" };

	while (p > begin && p[-1] == ' ')
		p--;
	if (p == begin)
		return true;
	if (strchr(";:!?)\"\n\t", p[-1]) != NULL)
		return true;
	if (p - begin < 3)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (memcmp(p - 3, ends[i], 3) == 0)
			return true;
	return false;
}

/* Some later 二是 (of number 2) stands in the rest of the line. */
static bool
series_follows(const char *p, const char *end, const char *second)
{
	return str_has(str_of(p, end), cstr(second));
}

/* 其二是, 第三是, 之一是, 统一是, 唯一是: no marker. */
static bool
part_of_word(const char *p, const char *begin)
{
	static const char *const before[] = { "其", "第", "之", "统", "唯", "专", "万", "每", "十", "百", "有",
		"同", "为", "的", "这" };

	for (size_t i = 0; p - begin >= 3 && i < sizeof before / sizeof before[0]; i++)
		if (memcmp(p - 3, before[i], 3) == 0)
			return true;
	return false;
}

/* Whether the marker found inside a line at p begins an item there. */
static bool
counts_inside(const struct builder *b, const struct marker *m, const char *p, const char *begin,
    const char *end)
{
	bool behind = behind_sentence(p, begin);

	switch (m->mark) {
	case MARK_IS:
		if (part_of_word(p, begin))
			return false;
		if (m->number > 1)
			return builder_expects(b, MARK_IS, m->number);
		if (memcmp(p + m->bytes - 3, "要", 3) == 0)
			return behind && series_follows(p, end, "二要");
		if (behind)
			return true;
		return p - begin >= 3 && (p[-1] == ',' || memcmp(p - 3, "，", 3) == 0) &&
		    series_follows(p, end, "二是");
	case MARK_NUM_PAREN:
	case MARK_CIRCLE:
		if (m->number == 1)
			return behind && m->bytes > 1;
		return builder_expects(b, m->mark, m->number) && behind;
	case MARK_ORDINAL:
		return behind && (m->number == 1 || builder_expects(b, m->mark, m->number));
	case MARK_NUM:
	case MARK_HAN_PAREN:
		return behind && (p - begin < 3 || memcmp(p - 3, "）", 3) != 0) &&
		    (m->number == 1 || builder_expects(b, m->mark, m->number) || m->number == b->seen[m->mark] + 1);
	case MARK_HAN:
		return behind && builder_expects(b, m->mark, m->number);
	default:
		return false;
	}
}

/*
 * The next place where a marker inside running text may stand: behind a
 * sentence end, or at the numeral before 是. `end` when there is no more.
 */
static const char *
next_candidate(struct stops *s, const char *begin, const char *end)
{
	const char *p;

	while ((p = stops_next(s)) != NULL) {
		if (s->bytes > 0)
			return p + s->bytes;
		if (p - begin >= 3 && ((unsigned char)p[-3] & 0xFE) == 0xE4)
			return p - 3;
	}
	return end;
}

/* 十一是: the candidate stood at the last character of the numeral; go back to its first. */
static const char *
numeral_start(const char *p, const char *begin)
{
	for (int i = 0; i < 2 && p - begin >= 3; i++) {
		size_t bytes;

		if (marker_numeral(p - 3, p, &bytes) == 0)
			break;
		p -= 3;
	}
	return p;
}

/* Where a marker may begin at the candidate: behind blanks, and at the first sign of its numeral. */
static const char *
marker_start(const char *p, const char *begin, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p < end && ((unsigned char)*p == 0xE4 || (unsigned char)*p == 0xE5))
		p = numeral_start(p, begin);
	return p;
}

/* Reads what stands behind the marker of a line, or a line without one: words, and markers inside. */
void
builder_read_inside(struct builder *b, size_t from, size_t to)
{
	const char *base = b->text->body.p, *begin = base + from, *end = base + to;
	const char *words = begin, *at = begin;
	struct stops stops = stops_of(str_of(begin, end), b->text->body);
	struct marker m;

	for (; at < end; at = next_candidate(&stops, begin, end)) {
		at = marker_start(at, begin, end);
		if (at < words || !marker_at(at, end, &m) || !counts_inside(b, &m, at, begin, end))
			continue;
		builder_add_words(b, builder_span(b, (size_t)(words - base), (size_t)(at - base)));
		builder_open_marker(b, &m, (size_t)(at - base));
		words = at + m.bytes;
		stops_skip(&stops, words);
	}
	builder_add_words(b, builder_span(b, (size_t)(words - base), to));
}

/* The next number of an open series of items stands inside s: （3） behind (2), 三是 behind 二是. */
bool
builder_goes_on_inside(const struct builder *b, struct str s)
{
	for (unsigned i = b->depth; i-- > 0;) {
		const struct node *n = &b->a->nodes.v[b->open[i] - 1];
		const char *end = str_end(s), *at;
		struct stops stops = stops_of(s, b->text->body);
		struct marker m;

		if (mark_rank[n->mark] < mark_rank[MARK_IS])
			return false;
		while ((at = next_candidate(&stops, s.p, end)) < end) {
			at = marker_start(at, s.p, end);
			if (at < end && marker_at(at, end, &m) && m.mark == n->mark && m.number == n->number + 1)
				return true;
		}
	}
	return false;
}

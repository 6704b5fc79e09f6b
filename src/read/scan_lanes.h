/*
 * The vector half of scan.c, included once for each width: LANES bytes at a
 * time, functions for the processor that LANES_TARGET names. LANES_NAME(x)
 * tells the two apart.
 */
#define LANES_INLINE static inline LANES_TARGET
/* Apart stands what is called from without, and what is seldom asked: it must not take the registers of a loop. */
#define LANES_APART static __attribute__((noinline)) LANES_TARGET
#define vec LANES_NAME(vec)
#define uvec LANES_NAME(uvec)
#define load LANES_NAME(load)
#define tops LANES_NAME(tops)
#define any LANES_NAME(any)
#define below LANES_NAME(below)
#define between LANES_NAME(between)
#define is LANES_NAME(is)
#define noise LANES_NAME(noise)
#define rare LANES_NAME(rare)
#define hits LANES_NAME(hits)
#define look LANES_NAME(look)
#define next_rare LANES_NAME(next_rare)
#define look_at_run LANES_NAME(look_at_run)
#define look_at_rest LANES_NAME(look_at_rest)
#define scan_body LANES_NAME(scan_body)
#define next_noise LANES_NAME(next_noise)
#define misplaced LANES_NAME(misplaced)
#define wrong LANES_NAME(wrong)
#define is_right LANES_NAME(is_right)
#define doubtful LANES_NAME(doubtful)
#define is_sound LANES_NAME(is_sound)
#define sound_run LANES_NAME(sound_run)
#define text_body LANES_NAME(text_body)
#define stops LANES_NAME(stops)
#define count LANES_NAME(count)
#define tops_of_both LANES_NAME(tops_of_both)
#define ended LANES_NAME(ended)
#define end_late LANES_NAME(end_late)
#define row_body LANES_NAME(row_body)
#define gaps_of LANES_NAME(gaps_of)
#define gaps_body LANES_NAME(gaps_body)

typedef signed char vec __attribute__((vector_size(LANES)));
typedef unsigned char uvec __attribute__((vector_size(LANES)));

LANES_INLINE vec
load(const char *p)
{
	vec v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* Bit i is the top bit of lane i. */
LANES_INLINE unsigned
tops(vec v)
{
#if defined WIDE && LANES == 32
	return (unsigned)_mm256_movemask_epi8((__m256i)v);
#elif defined WIDE
	return (unsigned)_mm_movemask_epi8((__m128i)v);
#else
	unsigned bits = 0;

	for (unsigned i = 0; i < LANES; i++)
		bits |= (unsigned)(v[i] < 0) << i;
	return bits;
#endif
}

LANES_INLINE bool
any(vec v)
{
	return tops(v) != 0;
}

LANES_INLINE vec
below(vec v, unsigned char c)
{
	return (vec)((uvec)v <= (unsigned char)(c - 1));
}

LANES_INLINE vec
between(vec v, unsigned char from, unsigned char to)
{
	return (vec)((uvec)v - from <= (unsigned char)(to - from));
}

LANES_INLINE vec
is(vec v, unsigned char c)
{
	return (vec)(v == (signed char)c);
}

#define STRIDE (2 * LANES)

/*
 * Lanes from p at which a character starts that scan_clean takes out. This and
 * rare() read two bytes more.
 */
LANES_INLINE vec
noise(const char *p)
{
	vec a = load(p), b = load(p + 1), c = load(p + 2);
	vec control = (between(a, 0, 0x1F) & ~(is(a, '\n') | is(a, '\t') | is(a, '\f'))) | is(a, 0x7F);
	vec latin = is(a, 0xC2) & (between(b, 0x80, 0x9F) | is(b, 0xAD));
	vec general = is(a, 0xE2) &
	    ((is(b, 0x80) & (between(c, 0x8B, 0x8F) | between(c, 0xA8, 0xAE))) |
	    (is(b, 0x81) & between(c, 0xA0, 0xAF)));
	vec mark = is(a, 0xEF) & is(b, 0xBB) & is(c, 0xBF);

	return control | latin | general | mark;
}

/* Lanes that may be of noise, or a TAB, FF or bar: few others are, and it costs half to ask. */
LANES_INLINE vec
rare(const char *p)
{
	vec a = load(p), c = load(p + 2);

	return (between(a, 0, 0x1F) ^ is(a, '\n')) | is(a | 3, 0x7F) | is(a, 0xC2) |
	    (is(a, 0xE2) & is(c & (signed char)0xD0, 0x80)) | (is(a, 0xEF) & is(load(p + 1), 0xBB));
}

struct hits {
	vec noise, tab, bar, feed;
};

/* Looks at the STRIDE bytes from p. */
LANES_APART void
look(struct hits *h, const char *p)
{
	for (unsigned i = 0; i < STRIDE; i += LANES) {
		vec a = load(p + i);

		h->noise |= noise(p + i);
		h->tab |= is(a, '\t');
		h->bar |= is(a, '|');
		h->feed |= is(a, '\f');
	}
}

/* The next block, from place i of n bytes on, in which something is rare. */
LANES_INLINE size_t
next_rare(const char *p, size_t i, size_t n)
{
	while (i + STRIDE + 2 <= n && !any(rare(p + i) | rare(p + i + LANES)))
		i += STRIDE;
	return i;
}

/* Looks at what is rare in n bytes, from place i on; returns where what does not fill a block begins. */
LANES_APART size_t
look_at_run(struct hits *h, const char *p, size_t i, size_t n)
{
	for (; (i = next_rare(p, i, n)) + STRIDE + 2 <= n; i += STRIDE)
		look(h, p + i);
	return i;
}

/* The rest of n bytes from place i on, and what was found in all. Two bytes of the last block may be left over. */
LANES_APART unsigned
look_at_rest(struct hits *h, const char *p, size_t i, size_t n)
{
	char tail[STRIDE + 2];

	for (; i < n; i += STRIDE) {
		memset(tail, 'x', sizeof tail);
		memcpy(tail, p + i, n - i < sizeof tail ? n - i : sizeof tail);
		look(h, tail);
	}
	return (any(h->noise) ? SCAN_NOISE : 0) | (any(h->tab) ? SCAN_TAB : 0) |
	    (any(h->bar) ? SCAN_BAR : 0) | (any(h->feed) ? SCAN_FEED : 0);
}

LANES_APART unsigned
scan_body(struct str s)
{
	struct hits h = { 0 };
	size_t i = look_at_run(&h, s.p, 0, s.n);

	return look_at_rest(&h, s.p, i, s.n);
}

/* Where the next character that scan_clean must look at may stand. */
LANES_APART const char *
next_noise(const char *p, const char *end)
{
	for (; end - p >= LANES + 2; p += LANES) {
		unsigned found = any(rare(p)) ? tops(noise(p)) : 0;

		if (found != 0)
			return p + __builtin_ctz(found);
	}
	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xC2 || c == 0xE2 ||
		    c == 0xEF)
			break;
	}
	return p;
}

/* Lanes that go on with a character (0x80..0xBF), or do not, where the two bytes before them ask otherwise. */
LANES_INLINE vec
misplaced(const char *p)
{
	return (load(p) > -65) ^ (below(load(p - 1), 0xC0) & below(load(p - 2), 0xE0));
}

/* The same by the three bytes before them; and lanes of bytes never allowed where they stand. */
LANES_INLINE vec
wrong(const char *p)
{
	vec b = load(p), b1 = load(p - 1);
	/* overlong forms, surrogates, and what is over U+10FFFF */
	vec forbidden = between(b, 0xC0, 0xC1) | between(b, 0xF5, 0xFF) |
	    (is(b1, 0xE0) & between(b, 0x80, 0x9F)) | (is(b1, 0xED) & between(b, 0xA0, 0xBF)) |
	    (is(b1, 0xF0) & between(b, 0x80, 0x8F)) | (is(b1, 0xF4) & between(b, 0x90, 0xBF));

	return (misplaced(p) ^ between(load(p - 3), 0xF0, 0xFF)) | forbidden | is(b, '\0');
}

/* Lanes of bytes of which misplaced() does not tell all: 0, C0, C1, E0 (and E1), ED, F0 and over. */
LANES_INLINE vec
doubtful(vec b)
{
	return is(b & (signed char)0xDE, 0xC0) | is(b, 0xED) | is(b & (signed char)0xF0, 0xF0) | is(b, '\0');
}

LANES_APART bool
is_right(const char *p)
{
	return !any(wrong(p) | wrong(p + LANES));
}

/* The STRIDE bytes at p, of which all and three before can be read; `before`: what was doubtful there. */
LANES_INLINE bool
is_sound(const char *p, vec *before)
{
	vec doubt = doubtful(load(p)) | doubtful(load(p + LANES));
	bool closer = any(misplaced(p) | misplaced(p + LANES) | doubt | *before);

	*before = doubt;
	return !closer || is_right(p);
}

/* The bytes of p from place i to at most n, as far as they fill strides; returns where they are sound up to. */
LANES_APART size_t
sound_run(const char *p, size_t i, size_t n, vec *before)
{
	while (i + STRIDE <= n && is_sound(p + i, before))
		i += STRIDE;
	return i;
}

#define NEAR ((size_t)16 << 10)	/* bytes that are judged and then looked at while they are near */

LANES_APART bool
text_body(struct str s, unsigned *holds)
{
	/*
	 * A byte is judged by the three before it. Letters stand before the first, and one
	 * at least after the last, where it shows a character that was cut short.
	 */
	char edge[3 + STRIDE];
	size_t i = s.n < STRIDE ? s.n : STRIDE, seen = 0;
	vec before = { 0 };
	struct hits h = { 0 };

	memset(edge, 'x', sizeof edge);
	if (s.n > 0)
		memcpy(edge + 3, s.p, i);
	if (!is_sound(edge + 3, &before))
		return false;
	while (s.n - i >= STRIDE) {
		size_t to = s.n - i < NEAR ? s.n : i + NEAR;

		i = sound_run(s.p, i, to, &before);
		if (i + STRIDE <= to)
			return false;
		seen = look_at_run(&h, s.p, seen, i);
	}
	*holds = look_at_rest(&h, s.p, seen, s.n);
	if (s.n < STRIDE)
		return true;
	memset(edge, 'x', sizeof edge);
	memcpy(edge, s.p + i - 3, s.n - i + 3);
	return is_sound(edge + 3, &before);
}

/* The top bits of the lanes of a, then of b. */
LANES_INLINE uint64_t
tops_of_both(vec a, vec b)
{
	return tops(a) | (uint64_t)tops(b) << LANES;
}

/* Which of the STRIDE bytes at p are line ends or `other`, as bits. */
LANES_INLINE uint64_t
stops(const char *p, char other)
{
	vec a = load(p), b = load(p + LANES);

	return tops_of_both(is(a, '\n') | (a == (signed char)other), is(b, '\n') | (b == (signed char)other));
}

/* Counts those of the STRIDE bytes at p that have a bit in `where`. */
LANES_INLINE void
count(struct scan_row *r, const char *p, uint64_t where)
{
	vec a = load(p), b = load(p + LANES);

	r->inner += (unsigned)__builtin_popcountll(tops_of_both(a < -64, b < -64) & where);
	r->high += (unsigned)__builtin_popcountll(tops_of_both(a, b) & where);
	r->blanks += (unsigned)__builtin_popcountll(tops_of_both(is(a, ' '), is(b, ' ')) & where);
}

/* Ends a row that stops in the block at p, which is at place i. */
LANES_INLINE struct scan_row
ended(struct scan_row r, const char *p, uint64_t stop, size_t i)
{
	if (r.blanks != UINT32_MAX)
		count(&r, p, (stop & -stop) - 1);
	r.n = i + (unsigned)__builtin_ctzll(stop);
	return r;
}

/* The row ends with the text, or in what does not fill a block. */
LANES_APART void
end_late(struct scan_row *r, const char *p, size_t n, size_t i, char other)
{
	char last[STRIDE];

	memset(last, '\n', sizeof last);
	if (i < n)
		memcpy(last, p + i, n - i);
	if (i > SCAN_WIDE)
		r->blanks = UINT32_MAX;
	*r = ended(*r, last, stops(last, other), i);
}

LANES_APART void
row_body(struct scan_row *row, const char *p, size_t n, char other)
{
	struct scan_row r = { 0 };
	vec blank = { 0 };
	size_t i = 0;

	for (; i + STRIDE <= n && i <= SCAN_WIDE; i += STRIDE) {
		uint64_t stop = stops(p + i, other);

		if (stop != 0) {
			*row = ended(r, p + i, stop, i);
			return;
		}
		count(&r, p + i, UINT64_MAX);
	}
	/* Of a long row nothing but its end is asked, and whether it has blanks. */
	for (; i + STRIDE <= n; i += STRIDE) {
		uint64_t stop = stops(p + i, other);

		blank |= is(load(p + i), ' ') | is(load(p + i + LANES), ' ');
		if (stop != 0) {
			r.n = i + (unsigned)__builtin_ctzll(stop);
			r.blanks = any(blank) ? UINT32_MAX : r.blanks;
			*row = r;
			return;
		}
	}
	*row = r;
	end_late(row, p, n, i, other);
}

/* Counts the characters before each blank of a block; `chars`: since the last one. Returns how many gaps there are now. */
LANES_INLINE unsigned
gaps_of(vec b, uint8_t *gaps, unsigned n, unsigned most, unsigned *chars)
{
	unsigned blanks = tops(is(b, ' ')), first = tops(b > -65);	/* bytes of characters, the first ones */

	for (; blanks != 0 && n < most; blanks &= blanks - 1) {
		unsigned past = blanks ^ (blanks - 1);		/* the blank and what is before it */

		*chars += (unsigned)__builtin_popcount(first & past) - 1;
		gaps[n++] = (uint8_t)(*chars > UINT8_MAX ? UINT8_MAX : *chars);
		*chars = 0;
		first &= ~past;
	}
	*chars += (unsigned)__builtin_popcount(first);
	return n;
}

LANES_APART unsigned
gaps_body(struct str s, uint8_t *gaps, unsigned most)
{
	unsigned n = 0, chars = 0;
	char last[LANES];
	size_t i = 0;

	for (; i + LANES <= s.n && n < most; i += LANES)
		n = gaps_of(load(s.p + i), gaps, n, most, &chars);
	if (i == s.n || n == most)
		return n;
	memset(last, 'x', sizeof last);
	memcpy(last, s.p + i, s.n - i);
	return gaps_of(load(last), gaps, n, most, &chars);
}

#undef vec
#undef uvec
#undef load
#undef tops
#undef any
#undef below
#undef between
#undef is
#undef noise
#undef rare
#undef hits
#undef look
#undef next_rare
#undef look_at_run
#undef look_at_rest
#undef scan_body
#undef next_noise
#undef misplaced
#undef wrong
#undef is_right
#undef doubtful
#undef is_sound
#undef sound_run
#undef text_body
#undef stops
#undef count
#undef tops_of_both
#undef ended
#undef end_late
#undef row_body
#undef gaps_of
#undef gaps_body
#undef STRIDE
#undef LANES_INLINE
#undef LANES_APART

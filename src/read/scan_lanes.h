/*
 * The vector half of scan.c, included once for each width: LANES bytes at a
 * time, functions for the processor that LANES_TARGET names. LANES_NAME(x)
 * tells the two apart.
 */
#define LANES_INLINE static inline LANES_TARGET
#define vec LANES_NAME(vec)
#define uvec LANES_NAME(uvec)
#define load LANES_NAME(load)
#define any LANES_NAME(any)
#define between LANES_NAME(between)
#define is LANES_NAME(is)
#define noise LANES_NAME(noise)
#define hits LANES_NAME(hits)
#define look LANES_NAME(look)
#define scan_body LANES_NAME(scan_body)
#define at_least LANES_NAME(at_least)
#define misplaced LANES_NAME(misplaced)
#define doubtful LANES_NAME(doubtful)
#define forbidden LANES_NAME(forbidden)
#define is_sound LANES_NAME(is_sound)
#define is_utf8_body LANES_NAME(is_utf8_body)
#define next_noise LANES_NAME(next_noise)
#define sum LANES_NAME(sum)
#define width_body LANES_NAME(width_body)

typedef signed char vec __attribute__((vector_size(LANES)));
typedef unsigned char uvec __attribute__((vector_size(LANES)));

LANES_INLINE vec
load(const char *p)
{
	vec v;

	memcpy(&v, p, sizeof v);
	return v;
}

LANES_INLINE bool
any(vec v)
{
	uint64_t w[LANES / 8];

	memcpy(w, &v, sizeof w);
	for (unsigned i = 1; i < LANES / 8; i++)
		w[0] |= w[i];
	return w[0] != 0;
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

/* Lanes at which a character ends that scan_clean takes out; b1, b2: the bytes before. */
LANES_INLINE vec
noise(vec b, vec b1, vec b2)
{
	vec control = (between(b, 0, 0x1F) & ~is(b, '\n') & ~is(b, '\t')) | is(b, 0x7F);
	vec latin = is(b1, 0xC2) & (between(b, 0x80, 0x9F) | is(b, 0xAD));
	vec general = is(b2, 0xE2) &
	    ((is(b1, 0x80) & (between(b, 0x8B, 0x8F) | between(b, 0xA8, 0xAE))) |
	    (is(b1, 0x81) & between(b, 0xA0, 0xAF)));
	vec mark = is(b2, 0xEF) & is(b1, 0xBB) & is(b, 0xBF);

	return control | latin | general | mark;
}

struct hits {
	vec bad, tab, bar, blank;
};

/* Looks at the LANES bytes from p + 2. */
LANES_INLINE void
look(struct hits *h, const char *p)
{
	vec b = load(p + 2);

	h->bad |= noise(b, load(p + 1), load(p));
	h->tab |= is(b, '\t');
	h->bar |= is(b, '|');
	h->blank |= is(b, ' ');
}

LANES_INLINE unsigned
scan_body(struct str s)
{
	struct hits h = { 0 };
	char head[2 + LANES], tail[2 + LANES];
	size_t i = 0;

	for (; i + 2 + LANES <= s.n; i += LANES)
		look(&h, s.p + i);
	/* The first two bytes have none before them, the last block is not whole. */
	memset(head, 'x', sizeof head);
	memset(tail, 'x', sizeof tail);
	if (s.n > 0) {
		memcpy(head + 2, s.p, s.n < 2 ? s.n : 2);
		memcpy(tail, s.p + i, s.n - i);
	}
	look(&h, head);
	look(&h, tail);
	return (any(h.bad) ? SCAN_NOISE : 0) | (any(h.tab) ? SCAN_TAB : 0) |
	    (any(h.bar) ? SCAN_BAR : 0) | (any(h.blank) ? SCAN_BLANK : 0);
}


LANES_INLINE vec
at_least(vec v, unsigned char c)
{
	return (vec)((uvec)v >= c);
}

/* Lanes that do not continue, or do, against what the three bytes before them ask for. */
LANES_INLINE vec
misplaced(const char *p)
{
	vec asked = at_least(load(p - 1), 0xC0) | at_least(load(p - 2), 0xE0) |
	    at_least(load(p - 3), 0xF0);

	return (load(p) < -64) ^ asked;
}

/* Lanes of bytes that are never, or only sometimes, allowed where they stand. */
LANES_INLINE vec
doubtful(vec b)
{
	return is(b, 0xE0) | is(b, 0xED) | at_least(b, 0xF0) | between(b, 0xC0, 0xC1);
}

/* Lanes of bytes never allowed, overlong forms, surrogates, and what is over U+10FFFF. */
LANES_INLINE vec
forbidden(vec b, vec b1)
{
	return between(b, 0xC0, 0xC1) | at_least(b, 0xF5) | (is(b1, 0xE0) & between(b, 0x80, 0x9F)) |
	    (is(b1, 0xED) & between(b, 0xA0, 0xBF)) | (is(b1, 0xF0) & between(b, 0x80, 0x8F)) |
	    (is(b1, 0xF4) & between(b, 0x90, 0xBF));
}

#define STRIDE (2 * LANES)

/* The STRIDE bytes at p, of which three before and all can be read. */
LANES_INLINE bool
is_sound(const char *p)
{
	vec bad = misplaced(p) | misplaced(p + LANES);
	vec doubt = doubtful(load(p - 1)) | doubtful(load(p)) | doubtful(load(p + LANES));

	if (any(doubt))
		for (size_t i = 0; i < STRIDE; i += LANES)
			bad |= forbidden(load(p + i), load(p + i - 1));
	return !any(bad);
}

LANES_INLINE bool
is_utf8_body(struct str s)
{
	/*
	 * A byte is judged by the three before it. Zeros stand before the first, and one
	 * at least after the last, where it shows a character that was cut short.
	 */
	char edge[3 + STRIDE] = { 0 };
	size_t i = 0, lead = 0;

	if (s.n >= STRIDE) {
		memcpy(edge + 3, s.p, STRIDE);
		if (!is_sound(edge + 3))
			return false;
		for (i = STRIDE; i + STRIDE <= s.n; i += STRIDE)
			if (!is_sound(s.p + i))
				return false;
		memset(edge, 0, sizeof edge);
		lead = 3;
	}
	if (s.n > 0)
		memcpy(edge + 3 - lead, s.p + i - lead, s.n - i + lead);
	return is_sound(edge + 3);
}


/* Where the next character that scan_clean must look at may stand. */
LANES_INLINE const char *
next_noise(const char *p, const char *end)
{
	for (; end - p >= LANES; p += LANES) {
		vec b = load(p);

		if (any((between(b, 0, 0x1F) & ~is(b, '\n') & ~is(b, '\t')) | is(b, 0x7F) |
		    is(b, 0xC2) | is(b, 0xE2) | is(b, 0xEF)))
			break;
	}
	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xC2 || c == 0xE2 ||
		    c == 0xEF)
			break;
	}
	return p;
}

/* The sum of the counts of all lanes, small ones. */
LANES_INLINE unsigned
sum(vec v)
{
	const uint64_t low = 0x00FF00FF00FF00FFu, ones = 0x0001000100010001u;
	uint64_t w[LANES / 8], n = 0;

	memcpy(w, &v, sizeof w);
	for (unsigned i = 0; i < LANES / 8; i++)
		n += (w[i] & low) + (w[i] >> 8 & low);
	return (unsigned)(n * ones >> 48);
}

LANES_INLINE void
width_body(struct str s, uint16_t *chars, uint16_t *cells)
{
	vec inner = { 0 }, ascii = { 0 };
	char tail[LANES];
	size_t i = 0, rest;
	unsigned n;

	if (s.n > SCAN_WIDE) {
		*chars = *cells = UINT16_MAX;
		return;
	}
	for (; i + LANES <= s.n; i += LANES) {
		vec b = load(s.p + i);

		inner -= b < -64;	/* 0x80..0xBF: not the first byte of a character */
		ascii -= b >= 0;
	}
	rest = s.n - i;
	memset(tail, 0x80, sizeof tail);
	if (rest > 0)
		memcpy(tail, s.p + i, rest);
	inner -= load(tail) < -64;
	ascii -= load(tail) >= 0;
	n = (unsigned)s.n + LANES - (unsigned)rest - sum(inner);
	*chars = (uint16_t)n;
	*cells = (uint16_t)(2 * n - sum(ascii));
}

#undef vec
#undef uvec
#undef load
#undef any
#undef between
#undef is
#undef noise
#undef hits
#undef look
#undef scan_body
#undef at_least
#undef misplaced
#undef doubtful
#undef forbidden
#undef is_sound
#undef is_utf8_body
#undef next_noise
#undef sum
#undef width_body
#undef STRIDE
#undef LANES_INLINE

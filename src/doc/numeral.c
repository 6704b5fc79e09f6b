#include "doc/numeral.h"

#include "doc/around.h"

enum kind { NOTHING, FIGURE, UNIT, MORE };

struct sign {
	uint16_t c;
	uint8_t kind;
	uint8_t value;		/* of a figure; of a unit, its power of ten */
	bool formal;
};

/* A slot for each sign; the factor is one that parts them all. */
#define SLOT(c) ((uint32_t)(c) * 43181u >> 13 & 63)
#define S(c, kind, value, formal) [SLOT(c)] = { c, kind, value, formal }
static const struct sign signs[64] = {
	S(U'〇', FIGURE, 0, false),
	S(U'零', FIGURE, 0, false),
	S(U'一', FIGURE, 1, false),
	S(U'二', FIGURE, 2, false),
	S(U'两', FIGURE, 2, false),
	S(U'三', FIGURE, 3, false),
	S(U'四', FIGURE, 4, false),
	S(U'五', FIGURE, 5, false),
	S(U'六', FIGURE, 6, false),
	S(U'七', FIGURE, 7, false),
	S(U'八', FIGURE, 8, false),
	S(U'九', FIGURE, 9, false),
	S(U'壹', FIGURE, 1, true),
	S(U'贰', FIGURE, 2, true),
	S(U'叁', FIGURE, 3, true),
	S(U'肆', FIGURE, 4, true),
	S(U'伍', FIGURE, 5, true),
	S(U'陆', FIGURE, 6, true),
	S(U'柒', FIGURE, 7, true),
	S(U'捌', FIGURE, 8, true),
	S(U'玖', FIGURE, 9, true),
	S(U'十', UNIT, 1, false),
	S(U'百', UNIT, 2, false),
	S(U'千', UNIT, 3, false),
	S(U'万', UNIT, 4, false),
	S(U'亿', UNIT, 8, false),
	S(U'兆', UNIT, 12, false),
	S(U'拾', UNIT, 1, true),
	S(U'佰', UNIT, 2, true),
	S(U'仟', UNIT, 3, true),
	S(U'余', MORE, 0, false),
	S(U'多', MORE, 0, false),
	S(U'几', MORE, 0, false),
};

static const struct sign *
sign_of(uint32_t c)
{
	const struct sign *s = &signs[SLOT(c)];

	return s->c == c && s->kind != NOTHING ? s : NULL;
}

/* A sign or a figure of either width. */
static bool
is_numeral(uint32_t c)
{
	return sign_of(c) != NULL || utf8_digit(c) >= 0;
}

bool
numeral_is_han(uint32_t c)
{
	const struct sign *s = sign_of(c);

	return s != NULL && s->kind != MORE && !s->formal;
}

static const int64_t powers[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
	10000000000, 100000000000, 1000000000000,
};
enum { POWERS = sizeof powers / sizeof powers[0] };

bool
decimal_shift(struct decimal *d, int power)
{
	int64_t digits = d->digits;
	int scale = d->scale - power;

	if (scale < 0) {
		if (-scale >= POWERS || __builtin_mul_overflow(digits, powers[-scale], &digits))
			return false;
		scale = 0;
	}
	if (scale > 9)
		return false;
	*d = (struct decimal){ digits, (int8_t)scale };
	return true;
}

/* The same value with the larger scale. */
static bool
rescale(struct decimal *d, int scale)
{
	int64_t digits;

	if (__builtin_mul_overflow(d->digits, powers[scale - d->scale], &digits))
		return false;
	*d = (struct decimal){ digits, (int8_t)scale };
	return true;
}

bool
decimal_add(struct decimal *d, struct decimal more)
{
	struct decimal sum = *d;
	int scale = d->scale > more.scale ? d->scale : more.scale;

	if (!rescale(&sum, scale) || !rescale(&more, scale) ||
	    __builtin_add_overflow(sum.digits, more.digits, &sum.digits))
		return false;
	*d = sum;
	return true;
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;

	if (!rescale(&a, scale))
		return a.digits < 0 ? -1 : 1;
	if (!rescale(&b, scale))
		return b.digits < 0 ? 1 : -1;
	return (a.digits > b.digits) - (a.digits < b.digits);
}

/* One value as it grows: 10亿零817万5288 is total 10^9, then section 817, then figure 5288. */
struct sum {
	struct decimal total, section, figure;
};

struct reader {
	const char *p, *end;
	struct numeral *n;
	struct sum sums[2];	/* low, high; the second runs from where a pair is met */
	uint8_t small, large;	/* powers of the last units of this section and of all */
	uint8_t last;		/* power of the unit just before; 0: none, or a zero came between */
	bool figure;		/* a figure waits for its unit */
	bool arabic;		/* … and it is in Arabic figures */
	bool begun;
};

static uint32_t
peek(const struct reader *r, const char *p, unsigned *len)
{
	*len = 1;
	return p < r->end ? utf8_get(p, r->end, len) : 0;
}

static int
figure_at(const struct reader *r, const char *p, unsigned *len)
{
	if (p >= r->end)
		return -1;
	if ((unsigned char)*p < 0x80) {
		*len = 1;
		return *p >= '0' && *p <= '9' ? *p - '0' : -1;
	}
	return (unsigned char)*p == 0xEF ? utf8_digit(utf8_get(p, r->end, len)) : -1;
}

/* A group mark at p with just three figures behind it: where they begin, else NULL. */
static const char *
group_at(const struct reader *r, const char *p)
{
	unsigned len;
	uint32_t c = peek(r, p, &len);
	const char *from = p + len;

	if (c != ',' && c != U'，' && c != 0x2009 && c != 0x202F)
		return NULL;
	p = from;
	for (int i = 0; i < 3; i++, p += len)
		if (figure_at(r, p, &len) < 0)
			return NULL;
	return figure_at(r, p, &len) < 0 ? from : NULL;
}

static void
take_figure(struct reader *r, struct decimal *d, int figure)
{
	if (++r->n->figures > NUMERAL_FIGURES)
		r->n->huge = true;
	else
		d->digits = d->digits * 10 + figure;
}

static const char *
take_figures(struct reader *r, const char *p, struct decimal *d)
{
	unsigned len;
	int figure;

	for (; (figure = figure_at(r, p, &len)) >= 0; p += len)
		take_figure(r, d, figure);
	return p;
}

static const char *
take_fraction(struct reader *r, const char *p, struct decimal *d)
{
	unsigned dot, len;
	uint32_t c = peek(r, p, &dot);
	int figure;

	if ((c != '.' && c != U'．') || figure_at(r, p + dot, &len) < 0)
		return p;
	for (p += dot; (figure = figure_at(r, p, &len)) >= 0; p += len) {
		if (d->scale < 9)
			d->scale++;
		else
			r->n->huge = true;
		take_figure(r, d, figure);
	}
	return p;
}

/* Arabic figures at r->p: grouped or not, with a fraction or not. */
static void
read_arabic(struct reader *r)
{
	struct decimal d = { 0 };
	uint32_t before = r->n->figures, whole;
	unsigned len;
	bool zero = figure_at(r, r->p, &len) == 0;
	const char *p = take_figures(r, r->p, &d), *group;

	whole = r->n->figures - before;
	r->n->padded |= zero && whole > 1;
	while (whole <= 3 && (group = group_at(r, p)) != NULL)
		p = take_figures(r, group, &d);
	r->p = take_fraction(r, p, &d);
	r->sums[0].figure = r->sums[1].figure = d;
	r->figure = r->arabic = true;
	r->last = r->n->power = 0;
}

/* For each value that is being kept. */
#define EACH_SUM(r, s) for (struct sum *s = (r)->sums; s <= (r)->sums + (r)->n->pair; s++)

static void
must(struct reader *r, bool fits)
{
	if (!fits)
		r->n->huge = true;
}

static bool
take_han_figure(struct reader *r, const struct sign *s)
{
	if (r->figure) {
		struct decimal *high = &r->sums[1].figure;

		if (r->arabic)
			return false;
		if (r->n->pair || r->n->string || s->value == 0 ||
		    r->sums[0].figure.digits + 1 != s->value) {
			r->n->string = true;
			return true;
		}
		r->sums[1] = r->sums[0];
		high->digits = s->value;
		r->n->pair = true;
		return true;
	}
	if (s->value == 0 && r->begun) {
		r->last = 0;
		return true;
	}
	EACH_SUM(r, sum)
		sum->figure = (struct decimal){ s->value, 0 };
	r->n->power = 0;
	r->figure = true;
	r->arabic = false;
	return true;
}

static bool
take_small_unit(struct reader *r, uint8_t power)
{
	if (power >= r->small || (r->n->string && r->figure))
		return false;
	if (!r->figure) {
		if (!r->begun && power > 1)
			r->n->bare = true;
		EACH_SUM(r, s)
			s->figure = (struct decimal){ 1, 0 };
	}
	EACH_SUM(r, s) {
		must(r, decimal_shift(&s->figure, power));
		must(r, decimal_add(&s->section, s->figure));
		s->figure = (struct decimal){ 0 };
	}
	r->small = power;
	return true;
}

static bool
take_large_unit(struct reader *r, uint8_t power)
{
	bool empty = !r->figure && r->small == 4;

	if (r->n->string)
		return false;
	if (empty && !r->begun) {
		r->n->bare = true;
		r->sums[0].section = r->sums[1].section = (struct decimal){ 1, 0 };
	} else if (empty && power <= r->large)
		return false;
	EACH_SUM(r, s) {
		must(r, decimal_add(&s->section, s->figure));
		if (power > r->large) {	/* 1万亿: the unit is for all before it */
			must(r, decimal_add(&s->section, s->total));
			s->total = (struct decimal){ 0 };
		}
		must(r, decimal_shift(&s->section, power));
		must(r, decimal_add(&s->total, s->section));
		s->section = s->figure = (struct decimal){ 0 };
	}
	r->large = power;
	r->small = 4;
	r->n->large = true;
	return true;
}

static bool
take_unit(struct reader *r, const struct sign *s)
{
	if (s->value < 4 ? !take_small_unit(r, s->value) : !take_large_unit(r, s->value))
		return false;
	r->figure = r->arabic = false;
	r->last = r->n->power = s->value;
	r->n->units = true;
	return true;
}

/* 余, 多 or 几 inside: before 万 or 亿, or as the figure of a unit (一百几十). Returns its bytes. */
static unsigned
more_inside(const struct reader *r, const char *p, unsigned len, uint32_t c)
{
	unsigned next;
	const struct sign *s = sign_of(peek(r, p + len, &next));

	if (!r->begun || s == NULL || s->kind != UNIT)
		return 0;
	if (s->value >= 4)
		return len;
	return c == U'几' && !r->figure && s->value < r->small ? len + next : 0;
}

/* A blank that a line end or a typist left between figures and 万: its bytes. */
static unsigned
blank_inside(const struct reader *r, uint32_t c, unsigned len)
{
	unsigned next;
	const struct sign *s;

	if (!r->arabic || !r->figure || (c != ' ' && c != 0xA0 && c != 0x3000))
		return 0;
	s = sign_of(peek(r, r->p + len, &next));
	return s != NULL && s->kind == UNIT && s->value >= 4 ? len : 0;
}

/* 点 and figures: 三点五, 零点五. */
static unsigned
take_point(struct reader *r, unsigned len)
{
	struct decimal part = { 0 };
	const char *p = r->p + len;
	unsigned n;

	for (; part.scale < 9; p += n) {
		uint32_t c = peek(r, p, &n);
		const struct sign *s = sign_of(c);
		int figure = utf8_digit(c);

		if (figure < 0 && (s == NULL || s->kind != FIGURE || s->formal))
			break;
		part.digits = part.digits * 10 + (figure >= 0 ? figure : s->value);
		part.scale++;
	}
	if (part.scale == 0 || r->n->pair || r->n->string)
		return 0;
	must(r, decimal_add(&part, r->sums[0].section));
	must(r, decimal_add(&part, r->sums[0].figure));
	r->sums[0] = r->sums[1] = (struct sum){ r->sums[0].total, { 0 }, part };
	r->figure = r->arabic = true;
	r->last = 0;
	return (unsigned)(p - r->p);
}

/* Takes what stands at r->p; false at the end of the numeral. */
static bool
step(struct reader *r)
{
	unsigned len;
	uint32_t c = peek(r, r->p, &len);
	const struct sign *s;

	if (utf8_digit(c) >= 0) {
		if (r->figure || r->n->string)
			return false;
		read_arabic(r);
		return true;
	}
	s = sign_of(c);
	if (s == NULL) {
		len = c == U'点' && r->begun && !r->arabic ? take_point(r, len) :
		    blank_inside(r, c, len);
		r->p += len;
		return len > 0;
	}
	if (s->kind == MORE) {
		len = more_inside(r, r->p, len, c);
		r->p += len;
		r->n->about |= len > 0;
		return len > 0;
	}
	if (s->kind == FIGURE ? !take_han_figure(r, s) : !take_unit(r, s))
		return false;
	r->n->formal |= s->formal;
	r->p += len;
	return true;
}

/* The last unit left unsaid: 两千四百五 is 2450, 三万五 is 35000. */
static void
finish(struct reader *r)
{
	int said = r->figure && !r->arabic && r->last >= 2 ? r->last - 1 : 0;
	struct decimal *out[2] = { &r->n->low, &r->n->high };
	unsigned len;

	EACH_SUM(r, s) {
		must(r, decimal_shift(&s->figure, said));
		must(r, decimal_add(&s->section, s->figure));
		must(r, decimal_add(&s->total, s->section));
		*out[s - r->sums] = s->total;
	}
	if (!r->n->pair)
		r->n->high = r->n->low;
	r->n->end = r->p;
	r->n->next = peek(r, r->p, &len);
}

/* One Chinese figure that nothing goes on from, by far the most frequent. */
static bool
read_single(const char *p, const char *end, struct numeral *n)
{
	unsigned len, behind;
	const struct sign *s = sign_of(utf8_get(p, end, &len));
	uint32_t c = p + len < end ? utf8_get(p + len, end, &behind) : 0;

	if (s == NULL || s->kind != FIGURE || s->formal || is_numeral(c) || c == U'点')
		return false;
	n->low = n->high = (struct decimal){ s->value, 0 };
	n->end = p + len;
	n->next = c;
	return true;
}

/* May a numeral in Arabic figures go on with c, whose bytes begin at p: by a group, a fraction, a unit …? */
static bool
goes_on(uint32_t c, const char *p, unsigned len, const char *end)
{
	const struct sign *s = sign_of(c);
	unsigned next;

	if (s != NULL && s->kind != MORE)
		return s->kind == UNIT;
	if (s == NULL && c >= 0x3400 && c < 0xFF00)	/* nearly always Han */
		return false;
	switch (c) {
	case '.': case U'．': case ',': case U'，': case 0x2009: case 0x202F: case ' ': case 0xA0: case 0x3000:
	case U'余': case U'多': case U'几':	/* … or what stands before one of them */
		return is_numeral(char_at(p + len, end, &next));
	}
	return utf8_digit(c) >= 0;
}

static const char *
take_ascii(const char *p, const char *end, uint64_t *digits)
{
	unsigned n = numeral_figures(p, end);

	if (n < FIGURES_AT_ONCE && end - p >= FIGURES_AT_ONCE) {
		*digits = *digits * (uint64_t)powers[n] + numeral_value(words_raw(p), n);
		return p + n;
	}
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		*digits = *digits * 10 + (uint64_t)(*p - '0');
	return p;
}

/* ASCII figures, with a fraction or not, that nothing goes on from: most of the rest. */
static bool
read_ascii(const char *p, const char *end, struct numeral *n)
{
	uint64_t digits = 0;
	const char *whole = take_ascii(p, end, &digits), *to = whole;
	unsigned len = 0;
	uint32_t c;

	if (end - to >= 2 && to[0] == '.' && to[1] >= '0' && to[1] <= '9')
		to = take_ascii(to + 1, end, &digits);
	c = to < end ? utf8_get(to, end, &len) : 0;
	if (to - p > NUMERAL_FIGURES || to - whole > 10 || goes_on(c, to, len, end))
		return false;
	n->low = n->high = (struct decimal){ (int64_t)digits, (int8_t)(to > whole ? to - whole - 1 : 0) };
	n->figures = (uint32_t)(to - p - (to > whole));
	n->padded = *p == '0' && whole - p > 1;
	n->end = to;
	n->next = c;
	return true;
}

static bool
read_simple(const char *p, const char *end, struct numeral *n)
{
	return *p >= '0' && *p <= '9' ? read_ascii(p, end, n) : read_single(p, end, n);
}

APART static bool
read_any(const char *p, const char *end, struct numeral *n)
{
	struct reader r;

	r.p = p;
	r.end = end;
	r.n = n;
	r.sums[0] = r.sums[1] = (struct sum){ 0 };
	r.small = 4;
	r.large = r.last = 0;
	r.figure = r.arabic = r.begun = false;
	while (r.p < end && step(&r))
		r.begun = true;
	if (!r.begun)
		return false;
	finish(&r);
	return true;
}

bool
numeral_read(const char *p, const char *end, struct numeral *n)
{
	*n = (struct numeral){ 0 };
	return (p < end && read_simple(p, end, n)) || read_any(p, end, n);
}

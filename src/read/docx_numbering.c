#include "read/docx.h"

#include "base/array.h"
#include "base/utf8.h"

#define LEVELS 9	/* ECMA-376 part 1, 17.9.6 */
#define LINKS_MOST 8	/* a list bound to a style that names another list, and so on */
#define TEXT_MOST 64	/* bytes of a level's pattern that are heeded */
#define COUNT_MOST 9999

struct level {
	uint32_t start;
	int restart;		/* the level, from 1, behind which it starts anew; UNSET: any above it; 0: never */
	uint8_t format;		/* place in formats[] */
	bool given, decimal;	/* decimal: all numbers of its text in Arabic figures */
	bool bare;		/* nothing stands between number and text */
	struct str text;	/* "（%1）" */
	struct str style;	/* paragraphs of this style are of this level */
};

/* Counts for all lists made after it. */
struct pattern {
	int id;
	struct str link;	/* its levels are those of the list of this style */
	struct level v[LEVELS];
	uint32_t count[LEVELS];
	bool started[LEVELS];
};

struct list {
	int id, pattern;
	struct level v[LEVELS];			/* `given` where it has its own */
	uint32_t start[LEVELS];			/* where it starts anew, plus 1; 0: it goes on */
	bool used[LEVELS];			/* it did */
};

struct numbering {
	struct arena *arena;
	ARRAY(struct pattern) patterns;
	ARRAY(struct list) lists;
	/* while it is read */
	struct level *level;			/* the open one */
	int at;					/* the level a list overrides; UNSET: none */
	bool in_list;
};

/* ---- numbers as words ---- */

struct shown {
	char p[256];
	size_t n;
};

static void
put(struct shown *w, const char *p, size_t n)
{
	if (n > sizeof w->p - w->n)
		return;
	memcpy(w->p + w->n, p, n);
	w->n += n;
}

static void
put_char(struct shown *w, uint32_t c)
{
	char bytes[4];

	put(w, bytes, utf8_put(bytes, c));
}

static void
put_decimal(struct shown *w, uint32_t n)
{
	char text[12], *p = text + sizeof text;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	put(w, p, (size_t)(text + sizeof text - p));
}

static void
put_zeroed(struct shown *w, uint32_t n)
{
	if (n < 10)
		put_char(w, '0');
	put_decimal(w, n);
}

static void
put_full(struct shown *w, uint32_t n)
{
	if (n >= 10)
		put_full(w, n / 10);
	put_char(w, U'０' + n % 10);
}

/* One character for each number from 1 on; past the last one, figures. */
static void
put_sign(struct shown *w, uint32_t n, uint32_t first, uint32_t most)
{
	if (n >= 1 && n <= most)
		put_char(w, first + n - 1);
	else
		put_decimal(w, n);
}

static void
put_circled(struct shown *w, uint32_t n)
{
	if (n > 20 && n <= 35)
		put_char(w, U'㉑' + n - 21);
	else
		put_sign(w, n, U'①', 20);
}

static void
put_bracketed(struct shown *w, uint32_t n)
{
	put_sign(w, n, U'⑴', 20);
}

static void
put_pointed(struct shown *w, uint32_t n)
{
	put_sign(w, n, U'⒈', 20);
}

static void
put_circled_han(struct shown *w, uint32_t n)
{
	put_sign(w, n, U'㊀', 10);
}

/* a to z, aa to zz, and so on: the letter again, as Word does it. */
static void
put_letters(struct shown *w, uint32_t n, char first)
{
	for (uint32_t times = n == 0 ? 0 : (n - 1) / 26 + 1; times > 0 && n <= 26 * 8; times--)
		put_char(w, (uint32_t)first + (n - 1) % 26);
}

static void
put_lower(struct shown *w, uint32_t n)
{
	put_letters(w, n, 'a');
}

static void
put_upper(struct shown *w, uint32_t n)
{
	put_letters(w, n, 'A');
}

static void
put_roman(struct shown *w, uint32_t n, uint32_t lower)
{
	static const struct { uint32_t value; const char *text; } parts[] = {
		{ 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" }, { 50, "L" },
		{ 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" },
	};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		for (; n >= parts[i].value; n -= parts[i].value)
			for (const char *p = parts[i].text; *p != '\0'; p++)
				put_char(w, (uint32_t)*p | lower);
}

static void
put_roman_upper(struct shown *w, uint32_t n)
{
	put_roman(w, n, 0);
}

static void
put_roman_lower(struct shown *w, uint32_t n)
{
	put_roman(w, n, 'a' - 'A');
}

static const uint32_t han[] = U"〇一二三四五六七八九十百千";
static const uint32_t formal[] = U"零壹贰叁肆伍陆柒捌玖拾佰仟";

/* 十二, 一百零五: read as it is said. */
static void
put_said(struct shown *w, uint32_t n, const uint32_t *signs, uint32_t zero)
{
	bool begun = false, gap = false;

	for (uint32_t unit = 1000, power = 3; unit > 0; unit /= 10, power--) {
		uint32_t digit = n / unit % 10;

		if (digit == 0) {
			gap = begun;
			continue;
		}
		if (gap)
			put_char(w, zero);
		if (!(unit == 10 && digit == 1 && !begun && signs == han))
			put_char(w, signs[digit]);
		if (power > 0)
			put_char(w, signs[9 + power]);
		begun = true;
		gap = false;
	}
	if (!begun)
		put_char(w, zero);
}

static void
put_han(struct shown *w, uint32_t n)
{
	put_said(w, n, han, U'零');
}

static void
put_formal(struct shown *w, uint32_t n)
{
	put_said(w, n, formal, U'零');
}

/* 一〇: figure by figure. */
static void
put_han_digits(struct shown *w, uint32_t n)
{
	if (n >= 10)
		put_han_digits(w, n / 10);
	put_char(w, han[n % 10]);
}

static void
put_stem(struct shown *w, uint32_t n)
{
	static const uint32_t stems[] = U"甲乙丙丁戊己庚辛壬癸";

	put_char(w, stems[(n + 9) % 10]);
}

static void
put_branch(struct shown *w, uint32_t n)
{
	static const uint32_t branches[] = U"子丑寅卯辰巳午未申酉戌亥";

	put_char(w, branches[(n + 11) % 12]);
}

/* ECMA-376 part 1, 17.18.59; what is not here is written in Arabic figures. */
static const struct {
	const char *name;
	void (*put)(struct shown *, uint32_t);	/* NULL: no number, and no words of the level either */
} formats[] = {
	{ "decimal", put_decimal },
	{ "bullet", NULL },
	{ "none", NULL },
	{ "decimalZero", put_zeroed },
	{ "decimalFullWidth", put_full },
	{ "decimalFullWidth2", put_full },
	{ "decimalEnclosedCircle", put_circled },
	{ "decimalEnclosedCircleChinese", put_circled },
	{ "decimalEnclosedParen", put_bracketed },
	{ "decimalEnclosedFullstop", put_pointed },
	{ "ideographEnclosedCircle", put_circled_han },
	{ "chineseCounting", put_han },
	{ "chineseCountingThousand", put_han },
	{ "chineseLegalSimplified", put_formal },
	{ "japaneseCounting", put_han },
	{ "japaneseLegal", put_formal },
	{ "taiwaneseCounting", put_han },
	{ "taiwaneseCountingThousand", put_han },
	{ "ideographLegalTraditional", put_formal },
	{ "ideographDigital", put_han_digits },
	{ "japaneseDigitalTenThousand", put_han_digits },
	{ "taiwaneseDigital", put_han_digits },
	{ "ideographTraditional", put_stem },
	{ "ideographZodiac", put_branch },
	{ "lowerLetter", put_lower },
	{ "upperLetter", put_upper },
	{ "lowerRoman", put_roman_lower },
	{ "upperRoman", put_roman_upper },
};

static uint8_t
format_of(struct str name)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		if (str_eq(name, cstr(formats[i].name)))
			return (uint8_t)i;
	return 0;
}

/* ---- reading numbering.xml ---- */

static struct str
value(struct numbering *n, const struct xml_element *e)
{
	return arena_str(n->arena, xml_attribute(e, "val"));
}

static uint32_t
count_of(long n)
{
	return n < 0 ? 0 : n > COUNT_MOST ? COUNT_MOST : (uint32_t)n;
}

static int
level_number(const struct xml_element *e)
{
	long n = xml_number(e, "ilvl", UNSET);

	return n >= 0 && n < LEVELS ? (int)n : UNSET;
}

static void
open_level(struct numbering *n, int i)
{
	static const struct level usual = { .start = 1, .restart = UNSET, .given = true };
	bool mine = n->in_list && n->lists.n > 0, theirs = !n->in_list && n->patterns.n > 0;

	n->level = i == UNSET ? NULL : mine ? &array_last(&n->lists)->v[i] : theirs ? &array_last(&n->patterns)->v[i] : NULL;
	if (n->level != NULL)
		*n->level = usual;
}

static void
take_level(struct numbering *n, struct level *l, const struct xml_element *e)
{
	if (strcmp(e->name, "start") == 0)
		l->start = count_of(xml_number(e, "val", 1));
	else if (strcmp(e->name, "numFmt") == 0)
		l->format = format_of(xml_attribute(e, "val"));
	else if (strcmp(e->name, "lvlText") == 0)
		l->text = utf8_cut(value(n, e), TEXT_MOST);
	else if (strcmp(e->name, "lvlRestart") == 0)
		l->restart = (int)xml_number(e, "val", UNSET);
	else if (strcmp(e->name, "isLgl") == 0)
		l->decimal = true;
	else if (strcmp(e->name, "suff") == 0)
		l->bare = str_eq(xml_attribute(e, "val"), STR("nothing"));
	else if (strcmp(e->name, "pStyle") == 0)
		l->style = value(n, e);
}

static void
take_list(struct numbering *n, const struct xml_element *e)
{
	struct list *l = array_last(&n->lists);

	if (strcmp(e->name, "abstractNumId") == 0)
		l->pattern = (int)xml_number(e, "val", UNSET);
	else if (strcmp(e->name, "lvlOverride") == 0)
		n->at = level_number(e);
	else if (strcmp(e->name, "startOverride") == 0 && n->at != UNSET)
		l->start[n->at] = count_of(xml_number(e, "val", 1)) + 1;
}

static void
open_element(void *arg, const struct xml_element *e)
{
	struct numbering *n = arg;

	if (strcmp(e->name, "abstractNum") == 0) {
		array_add(n->arena, &n->patterns)->id = (int)xml_number(e, "abstractNumId", UNSET);
		n->in_list = false;
	} else if (strcmp(e->name, "num") == 0) {
		array_add(n->arena, &n->lists)->id = (int)xml_number(e, "numId", UNSET);
		n->in_list = true;
		n->at = UNSET;
	} else if (strcmp(e->name, "lvl") == 0) {
		open_level(n, level_number(e));
	} else if (n->level != NULL) {
		take_level(n, n->level, e);
	} else if (n->in_list) {
		take_list(n, e);
	} else if (strcmp(e->name, "numStyleLink") == 0 && n->patterns.n > 0) {
		array_last(&n->patterns)->link = value(n, e);
	}
}

static void
close_element(void *arg, const char *name)
{
	struct numbering *n = arg;

	if (strcmp(name, "lvl") == 0)
		n->level = NULL;
}

enum err
numbering_read(struct arena *a, struct str part, struct numbering **out, struct why *why)
{
	static const struct xml_calls calls = { open_element, close_element, NULL };

	*out = arena_zalloc(a, sizeof **out);
	(*out)->arena = a;
	return part.n == 0 ? OK : xml_read(a, part, &calls, *out, why);
}

/* ---- counting ---- */

static struct list *
list_of(const struct numbering *n, int id)
{
	for (size_t i = 0; i < n->lists.n; i++)
		if (n->lists.v[i].id == id)
			return &n->lists.v[i];
	return NULL;
}

static struct pattern *
pattern_of(const struct numbering *n, int id)
{
	for (size_t i = 0; i < n->patterns.n; i++)
		if (n->patterns.v[i].id == id)
			return &n->patterns.v[i];
	return NULL;
}

/* The pattern of a list, or the one that its style leads to. */
static struct pattern *
find_pattern(const struct numbering *n, const struct styles *s, const struct list *l)
{
	struct pattern *p = pattern_of(n, l->pattern);

	for (unsigned i = 0; p != NULL && p->link.n > 0 && i < LINKS_MOST; i++) {
		l = list_of(n, styles_form(s, p->link).list);
		p = l == NULL ? NULL : pattern_of(n, l->pattern);
	}
	return p;
}

static const struct level *
level_of(const struct list *l, const struct pattern *p, int i)
{
	return l->v[i].given ? &l->v[i] : &p->v[i];
}

/* Counts one on at level i; what is below starts anew. */
static void
count_on(struct list *l, struct pattern *p, int i)
{
	if (l->start[i] > 0 && !l->used[i]) {
		p->count[i] = l->start[i] - 1;
		l->used[i] = true;
	} else if (!p->started[i]) {
		p->count[i] = level_of(l, p, i)->start;
	} else if (p->count[i] < COUNT_MOST) {
		p->count[i]++;
	}
	p->started[i] = true;
	for (int k = i + 1; k < LEVELS; k++) {
		int restart = level_of(l, p, k)->restart;

		if (restart == UNSET || i < restart)
			p->started[k] = false;
	}
}

static void
put_number(struct shown *w, const struct list *l, const struct pattern *p, int i, bool decimal)
{
	const struct level *level = level_of(l, p, i);
	uint32_t n = p->started[i] ? p->count[i] : level->start;

	if (decimal)
		put_decimal(w, n);
	else if (formats[level->format].put != NULL)
		formats[level->format].put(w, n);
}

/* A sign of East Asia is as wide as the gap. */
static bool
wants_gap(const struct level *level)
{
	return !level->bare && level->text.n > 0 && (unsigned char)str_end(level->text)[-1] < 0x80;
}

struct str
numbering_next(struct arena *a, struct numbering *n, const struct styles *s, int list, int level)
{
	struct list *l = list_of(n, list);
	struct pattern *p = l == NULL ? NULL : find_pattern(n, s, l);
	const struct level *own;
	struct shown w = { .n = 0 };

	if (p == NULL || level < 0 || level >= LEVELS)
		return (struct str){ NULL, 0 };
	count_on(l, p, level);
	own = level_of(l, p, level);
	if (formats[own->format].put == NULL)
		return (struct str){ NULL, 0 };
	for (const char *c = own->text.p, *end = str_end(own->text); c < end;) {
		size_t bytes = utf8_len((unsigned char)*c);

		if (*c == '%' && c + 1 < end && c[1] >= '1' && c[1] <= '9') {
			put_number(&w, l, p, c[1] - '1', own->decimal);
			bytes = 2;
		} else {
			put(&w, c, bytes);
		}
		c += bytes;
	}
	if (w.n > 0 && wants_gap(own))
		put_char(&w, ' ');
	return arena_str(a, (struct str){ w.p, w.n });
}

int
numbering_level_of(const struct numbering *n, int list, struct str style)
{
	const struct list *l = list_of(n, list);
	const struct pattern *p = l == NULL ? NULL : pattern_of(n, l->pattern);

	for (int i = 0; p != NULL && style.n > 0 && i < LEVELS; i++)
		if (str_eq(level_of(l, p, i)->style, style))
			return i;
	return 0;
}

/*
 * Pages that tesseract has recognised, as it tells them one behind the other
 * with `tsv`: a row for each page, block, paragraph, line and word, with its box.
 */
#include "base/utf8.h"
#include "read/lines.h"
#include "read/paper.h"
#include "read/reader.h"

#define HEAD "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
#define DOUBTFUL 60	/* of 100: tesseract itself is no surer of a word */
#define PIXELS_MOST 100000	/* of a side: no page is so large */

enum { LEVEL, LEFT = 6, TOP, WIDTH, HEIGHT, CONFIDENCE, WORDS, CELLS };
enum { PAGE = 1, LINE = 4, WORD };

struct ocr {
	struct paper paper;
	float top, bottom;	/* of the open line */
	size_t doubtful;
};

/* A whole number, of which nothing is wanted that is larger than a page; 0 for anything else. */
static float
number(struct str s)
{
	float n = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < PIXELS_MOST; i++)
		n = n * 10 + (float)(s.p[i] - '0');
	return n;
}

static struct str
take_until(struct str *rest, char sign)
{
	const char *end = rest->n == 0 ? NULL : memchr(rest->p, sign, rest->n);
	struct str s = end == NULL ? *rest : str_of(rest->p, end);

	*rest = str_slice(*rest, s.n + 1, rest->n);
	return s;
}

/* A word stands as high as its line: its own box is that of the ink. */
static void
take_word(struct ocr *o, const struct str cells[CELLS])
{
	float left = number(cells[LEFT]);
	struct str words = str_trim(cells[WORDS]);

	if (words.n == 0)
		return;
	o->doubtful += number(cells[CONFIDENCE]) < DOUBTFUL;
	paper_word(&o->paper, (struct paper_word){ .left = left, .right = left + number(cells[WIDTH]), .top = o->top,
	    .bottom = o->bottom });
	paper_put(&o->paper, words);
}

static void
take_row(struct ocr *o, struct str row)
{
	struct str cells[CELLS];
	float level;

	for (int i = 0; i < CELLS; i++)
		cells[i] = take_until(&row, '\t');
	level = number(cells[LEVEL]);
	if (level == PAGE) {
		paper_page(&o->paper, number(cells[WIDTH]));
	} else if (level == LINE) {
		o->top = number(cells[TOP]);
		o->bottom = o->top + number(cells[HEIGHT]);
	} else if (level == WORD) {
		take_word(o, cells);
	}
}

static enum err
ocr_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	struct ocr o = { .paper = { .arena = a, .pictures = true } };
	struct lines out = { .a = a, .t = t };

	if (utf8_check(bytes) < bytes.n)
		return fail(why, E_DAMAGED, utf8_check(bytes), "%.*s", STR_ARG(t->name));
	while (bytes.n > 0) {
		bool head = str_starts(bytes, STR(HEAD));
		struct str row = take_until(&bytes, '\n');

		if (!head)
			take_row(&o, row);
	}
	if (o.paper.chars.n == 0)
		return fail(why, E_SCANNED, 0, "%.*s", STR_ARG(t->name));
	paper_write(&o.paper, t);
	lines_note(&out, NOTE_RECOGNISED, 0, 0, arena_printf(a, "%zu / %zu", o.doubtful, o.paper.words.n));
	return OK;
}

static int
ocr_knows(struct str bytes)
{
	return str_starts(bytes, STR(HEAD)) ? 2 : 0;
}

const struct reader reader_ocr = {
	.name = "ocr",
	.suffixes = "",
	.knows = ocr_knows,
	.read = ocr_read,
	.raw = true,
};

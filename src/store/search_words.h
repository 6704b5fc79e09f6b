/*
 * search_words: what a text is found by. Pure: bytes in, terms out; the one
 * function for what is indexed and for what is asked.
 *
 * A text is units, one position each:
 *
 *	a Han character (utf8_is_han)
 *	a number	a run of digits
 *	a word		a run of letters: what is no Han character, no digit and no sign
 *
 * All else (blanks, controls, punctuation, brackets, symbols, enclosed and squared characters such as ① and ㎡,
 * private characters) is signs: they part units, and count for nothing else. So brackets of a 发文字号 are all
 * alike, and where a letter meets a digit or a Han character one unit ends.
 *
 * Folded is this and nothing more: full-width digits and letters (U+FF10..FF5A) to ASCII; A to Z to lower case;
 * commas that part a number by three digits (1,234,567, also full-width between full-width digits) are left out. Other letters
 * stand as they are: no case outside ASCII, no accents, no half-width kana, no traditional for
 * simplified, no radicals for characters. A unit of more than SEARCH_UNIT bytes is cut into several.
 *
 * The term of a unit is the unit; of a Han character that another follows at once, both of them: overlapping
 * bigrams, and the last of each run alone. Each unit has exactly one term.
 *
 * A query is words parted by blanks, all of which must stand in a text; what stands in "…" or “…” is one word. A word
 * stands where its units follow each other: Han characters that touch in the word touch there, and those that do not, do not. The
 * last may be followed by anything. Where a word, or the whole query, is a 发文字号 (Han, a year, a number, 号), its 号
 * is not asked for.
 */
#ifndef BH_SEARCH_WORDS_H
#define BH_SEARCH_WORDS_H

#include "base/buf.h"

#define SEARCH_UNIT 64		/* bytes of a unit */
#define SEARCH_CHARS 200	/* of a query */
#define SEARCH_WORDS 16

/* ---- units ---- */

struct search_unit {
	size_t from, to;	/* bytes of the text; the term of a Han character goes to `end` */
	size_t end;
	bool han;
	struct str term;	/* in the text, or in `folded` */
	char folded[SEARCH_UNIT];
};

/* Over a text of well-formed UTF-8: `at` begins at 0. False at the end. */
bool search_unit_next(struct str text, size_t *at, struct search_unit *);

/* All terms of a text, each with a blank behind it. */
void search_terms(struct buf *, struct str text);
/* The same of a 发文字号, by which it is compared: without its 号. */
void search_number(struct buf *, struct str number);

/* ---- queries ---- */

struct search_word {
	struct str terms;	/* parted by blanks */
	bool open;		/* the last may be the beginning of a term */
};

struct search_query {
	struct search_word words[SEARCH_WORDS];
	size_t n;
	struct str number;	/* all of it as search_number tells it */
	char bytes[SEARCH_CHARS * 2 * 10];	/* where these stand: twice a term of two characters and a blank for each character */
};

/* E_QUERY: no unit in it, more than is allowed, not UTF-8. The query points into itself: it is not to be copied. */
enum err search_query_parse(struct search_query *, struct str text, struct why *);

/* ---- marks ---- */

struct search_mark {
	size_t from, to;	/* bytes of the text */
};

/* Where the words stand in a text, in order, not touching; at most `most` of them. Returns how many. */
size_t search_marks(const struct search_query *, struct str text, struct search_mark *out, size_t most);

#endif

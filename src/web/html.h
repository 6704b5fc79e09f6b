/*
 * html: what a page is written with. Templates (docs/pages.md) are compiled to calls of these: whatever comes from outside is
 * escaped by where it lands, for text and quoted values alike.
 */
#ifndef BH_HTML_H
#define BH_HTML_H

#include "base/buf.h"
#include "base/err.h"

struct html {
	struct buf *b;
	enum lang lang;
};

/* What is HTML already. */
void html_raw(struct html *, struct str);
/* & < > " ' become references; control characters that HTML forbids are left out. */
void html_text(struct html *, struct str);
void html_chars(struct html *, const char *);
void html_number(struct html *, long long);
void html_count(struct html *, unsigned long long);
/* One part of a URL: all but letters, digits and -._~ as %XX. */
void html_url(struct html *, struct str);
/* A query that url_put has put together: a text. */
void html_query(struct html *, struct str);

#define html_put(h, x) _Generic((x), struct str: html_text, char *: html_chars, const char *: html_chars, int: html_number, \
	long: html_number, long long: html_number, unsigned: html_count, unsigned long: html_count, unsigned long long: html_count)(h, x)

static inline bool html_true_str(struct str s) { return s.n > 0; }
static inline bool html_true_number(unsigned long long n) { return n != 0; }
#define html_true(x) _Generic((x), struct str: html_true_str, bool: html_true_number, default: html_true_number)(x)

/* A sentence in both languages; those of web/words.txt are in the order of their Chinese bytes. */
struct word {
	struct str zh, en;
};
extern const struct word words_web[];
extern const size_t words_web_count;
/* What code says to a person: a sentence of web/words.txt. tests/words.py sees that it is there. */
struct str web_say(enum lang, const char *zh);

/* "?a=1&b=…" of a URL: begins with ?, goes on with &. */
void url_put(struct buf *, const char *name, struct str value);
/* %XX and + of a part of a URL or a form, into `out` of s.n bytes; how many, or SIZE_MAX: no such digits, or a byte 0. */
size_t url_read(char *out, struct str s);

#endif

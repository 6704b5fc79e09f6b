/*
 * json: JSON appended to a buf. The caller writes the brackets, keys and
 * commas that it knows beforehand with JSON_PUT; what depends on a document
 * goes through these. Text must be well-formed UTF-8 and stays as it is: only
 * what JSON forbids in a string is escaped.
 */
#ifndef BH_JSON_H
#define BH_JSON_H

#include "base/buf.h"
#include "base/date.h"
#include "doc/note.h"

/* A literal, length known when compiled. */
#define JSON_PUT(b, literal) buf_put((b), "" literal, sizeof(literal) - 1)

/* The text between quotes, without the quotes: a string can be put together from pieces. */
void json_escape(struct buf *, struct str);
/* "text" */
void json_str(struct buf *, struct str);
/* "text", or null where the text is empty: what is not stated. */
void json_str_or_null(struct buf *, struct str);
/* A name that the system gave (a path): bytes that are no UTF-8 stand as U+FFFD. */
void json_name(struct buf *, struct str);
void json_num(struct buf *, uint32_t);
/* "2026-03-05", or null where the year is 0. */
void json_date_or_null(struct buf *, struct date);
/* [source,from,to], and a list of them. */
void json_span(struct buf *, struct span);
void json_spans(struct buf *, const struct span *, size_t n);

#endif

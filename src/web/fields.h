/*
 * fields: names and values that somebody sends: the query of a URL, or a form (application/x-www-form-urlencoded). Names may come more
 * than once.
 */
#ifndef BH_FIELDS_H
#define BH_FIELDS_H

#include "base/arena.h"
#include "base/array.h"
#include "base/err.h"

#define FIELDS_MOST 500
#define FIELD_NAME_MOST 100

struct field_sent {
	struct str name, value;
};

typedef ARRAY(struct field_sent) fields_sent;

/* Adds those of `text`. E_USAGE: no such writing, a name that is too long, or too many; bytes that are no UTF-8. */
enum err fields_read(struct arena *, struct str text, fields_sent *, struct why *);
/* The first value of that name; empty where there is none. */
struct str fields_get(const fields_sent *, const char *name);
bool fields_has(const fields_sent *, const char *name);

/* A whole number as our own pages write it: digits alone, at most 18. */
bool digits_read(struct str, int64_t *);

#endif

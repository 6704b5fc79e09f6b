/*
 * writer: a form in which the three lists are written. A new one is a file
 * lists_NAME.c with a `const struct writer writer_NAME`, and a row here.
 */
#ifndef BH_WRITER_H
#define BH_WRITER_H

#include "write/lists.h"

#define WRITERS(X) X(xlsx) X(html) X(csv) X(md) X(json)

#define LISTS_ALL ((1u << LIST_COUNT) - 1)

struct writer {
	const char *name;	/* xlsx; also the ending of its files */
	const char *what;	/* for a person */
	bool split;		/* a file holds one list: X.csv becomes X-1问题清单.csv ... */
	/* Appends the lists whose bits (1u << enum list) are set. */
	enum err (*put)(const struct lists *, unsigned which, struct buf *, struct why *);
};

#define X(name) extern const struct writer writer_##name;
WRITERS(X)
#undef X

/* The i-th writer; NULL behind the last. */
const struct writer *writer_at(size_t i);
/* By name, or by the ending of a path; NULL if there is none. */
const struct writer *writer_find(struct str name_or_path);

/*
 * Writes to path, or to standard output where path is "-" (then all in one,
 * whatever `split` says). Each file is written under another name and
 * renamed, all or none; what stood there before stays when anything fails. The names written
 * are added to *written, in the arena of the lists, unless it is NULL.
 */
enum err lists_write(const struct lists *, const struct writer *, const char *path, str_array *written,
    struct why *);

#endif

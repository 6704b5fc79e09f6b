/*
 * What the entries that go the whole way share: documents out of bytes. Byte
 * 0x1C parts the input into files, which are read as one call of the program
 * would (cli/intake.c), so pages are joined too.
 */
#ifndef BH_DOCUMENTS_H
#define BH_DOCUMENTS_H

#include "doc/article.h"
#include "reading.h"

#define DOCUMENTS_MOST (64 * 1024)	/* bytes: longer inputs teach nothing new, slowly */
#define FILES 4
#define FILE_END 0x1C

struct taking {
	void (*take)(struct document *, void *arg);
	void *arg;
	uint32_t sources;
};

static inline void
make_document(struct taking *t, struct document *d)
{
	if (d->ntexts == 0)
		return;
	d->first = t->sources;
	document_make(d, 0);
	t->take(d, t->arg);
	t->sources += d->ntexts;
}

/* Texts with a page-turn note are made together, the others each alone. */
static inline void
make_documents(struct arena *a, struct text **texts, uint32_t n, struct taking *t)
{
	struct document pages = { .arena = a };

	pages.texts = arena_alloc(a, FILES * sizeof *pages.texts);
	for (uint32_t i = 0; i < n; i++) {
		struct document alone = { .arena = a, .texts = &texts[i], .ntexts = 1 };

		if (text_turns(texts[i]))
			pages.texts[pages.ntexts++] = texts[i];
		else
			make_document(t, &alone);
	}
	make_document(t, &pages);
}

static inline void
read_files(struct arena *a, struct str rest, struct taking *t)
{
	struct text **texts = arena_alloc(a, FILES * sizeof *texts);
	uint32_t n = 0;

	for (uint32_t i = 0; i < FILES && rest.n > 0; i++) {
		const char *end = memchr(rest.p, FILE_END, rest.n);
		struct str one = end == NULL ? rest : str_of(rest.p, end);
		struct source s = { .name = "-", .bytes = one };
		struct why why = { 0 };

		rest = end == NULL ? (struct str){ NULL, 0 } : str_of(end + 1, str_end(rest));
		if (one.n > 0 && read_source(a, &s, READ_HASH, &texts[n], &why) == OK)
			n++;
	}
	make_documents(a, texts, n, t);
}

/* Hands each document that the bytes hold to take, then frees them all. */
static inline void
read_documents(struct str bytes, void (*take)(struct document *, void *arg), void *arg)
{
	struct arena *a = bytes.n > DOCUMENTS_MOST ? NULL : arena_new((size_t)256 << 20);
	struct taking t = { take, arg, 0 };

	if (a == NULL)
		return;
	if (!arena_try(a))
		read_files(a, bytes, &t);
	arena_free(a);
}

#endif

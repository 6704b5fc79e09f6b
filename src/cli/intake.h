/*
 * intake: the files of a call, read one after another and handed on as
 * documents.
 *
 * A document is handed on as soon as it is made and freed when `take`
 * returns, so that memory is that of the largest one. Files that hold a
 * page-turn note are the exception: their texts wait until the end and are
 * made together, as one document, since one may go on in another.
 *
 * Sources are numbered in the order in which documents are handed on: a file
 * that cannot be read takes no number, and the pages that waited come last.
 */
#ifndef BH_INTAKE_H
#define BH_INTAKE_H

#include "cli/command.h"
#include "doc/article.h"

struct intake {
	const struct call *call;	/* its files, and whether progress is shown */
	unsigned read_flags;		/* for read_source */
	bool made;			/* make articles; else hand on the texts alone, in the order given */
	unsigned flags;			/* for document_make */
	const head_map_array *maps;	/* for documents; NULL: nothing is said of heads of ledgers */
	bool parts;			/* a document of very many articles is taken in parts: all but the last are `partial` */
	/*
	 * An error ends the intake. It may take memory from the arena of the
	 * document, before it has written anything: that memory may run out here.
	 */
	enum err (*take)(void *arg, const struct document *);
	/* A file could not be read; the others go on. */
	void (*failed)(void *arg, const char *path, const struct why *);
	void *arg;
};

/* The first error met, of a file or of take. */
enum err intake_run(const struct intake *);

#endif

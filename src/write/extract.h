/*
 * extract: what `bihuan extract` prints, in its four forms. A form is one
 * file and one row.
 *
 * Documents are told one after another and may be freed in between: what has
 * to wait for the end (sources, places and notes of JSON) is spooled. Nothing
 * is written before the first document, so a call that can read no file
 * leaves its output empty. Whether writing succeeded stands in out->err.
 */
#ifndef BH_EXTRACT_H
#define BH_EXTRACT_H

#include "doc/article.h"
#include "write/spool.h"

struct extract {
	struct buf *out;
	enum lang lang;		/* of notes and headings; the words of a document stay */
	bool colour;
	size_t ndocuments;	/* told so far */
	size_t narticles;
	struct spool sources, places, notes;
};

struct form {
	const char *name;
	bool made;		/* wants articles; else the texts alone */
	unsigned flags;		/* for document_make */
	bool hash;		/* wants the hash of each file */
	/* A document, or a part of one (document.partial): its articles, and at its end what is told of the whole. */
	void (*document)(struct extract *, const struct document *);
	/* A file that could not be read: a sentence for those who read the output only. NULL: not told. */
	void (*failed)(struct extract *, const char *path, const char *sentence);
	/* After the last document; not called where there was none. */
	void (*end)(struct extract *);
};

/*
 *	json	bihuan.extract/1, one object a call
 *	tree	the outline alone, one node a line
 *	table	nodes and facts in columns, for people
 *	text	the normalised text of each source, one after another, as spans count it
 */
#define FORMS(X) X(json) X(tree) X(table) X(text)
#define X(name) extern const struct form form_##name;
FORMS(X)
#undef X

void extract_init(struct extract *, struct buf *out, enum lang lang, bool colour);
void extract_free(struct extract *);

/* The text of a node's i-th span as every form prints it: the first begins behind a short heading. */
struct str extract_piece(const struct document *, const struct article *, const struct node *,
    uint32_t i);

#endif

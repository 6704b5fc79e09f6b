/*
 * relations: which part of an office file stands to another one in which
 * relation (ECMA-376 part 2, 9.3): a document to its styles, a book to its sheets.
 */
#ifndef BH_RELATIONS_H
#define BH_RELATIONS_H

#include "base/array.h"
#include "read/container.h"

struct relation {
	struct str type;	/* the last step of its URI: "styles", "numbering", "worksheet" */
	struct str id;
	const char *part;	/* the name of a part inside the container, ends in NUL */
};

typedef ARRAY(struct relation) relation_array;

/* The relations of a part, "" for those of the whole file. None where it has none. */
enum err relations_read(struct container *, struct arena *, const char *part, relation_array *, struct why *);
/* The first part of this type; NULL if none. */
const char *relations_find(const relation_array *, const char *type);

#endif

/* value: a value as a person writes it: a day, a word or label of a choice, a number with its measure word, names, numbers of records. */
#ifndef BH_VALUE_WORDS_H
#define BH_VALUE_WORDS_H

#include "tell/teller.h"

/* How words are taken depends on who says them: what a name names, and what names a document. Both tell why they name nothing. */
struct value_reading {
	struct teller *teller;
	enum err (*find)(void *arg, int field_type, struct str word, struct uuid *);
	enum err (*document)(void *arg, struct str word, struct field_value *);
	void *arg;
};

/* Nothing but blanks: not set. E_VALUE: not of the type; errors of the two. */
enum err value_read(const struct value_reading *, const struct field_rule *, struct str text, struct field_value *);

/* A document that is a file kept as evidence is. */
void value_document(struct arena *, const struct evidence_given *, struct field_value *);

#endif

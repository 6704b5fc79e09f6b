/*
 * docx: what the files of the Word reader share: styles, and automatic
 * numbering (ECMA-376 part 1, 17.7 and 17.9), which a reader of the paper sees
 * as words though no words of it stand in the document.
 */
#ifndef BH_DOCX_H
#define BH_DOCX_H

#include "read/xml.h"

#define UNSET (-1)

/* What a paragraph or its style says; UNSET is inherited. */
struct para_form {
	int list;		/* numId; 0: not numbered */
	int level;		/* ilvl, 0 to 8 */
	int outline;		/* level of a heading, 0 to 8; 9: body text */
	int centred;		/* 0 or 1 */
};

#define PARA_FORM_UNSET ((struct para_form){ UNSET, UNSET, UNSET, UNSET })

/* Takes what an element inside pPr says; false if it says nothing of the form. */
bool para_form_take(struct para_form *, const struct xml_element *);

struct styles;
struct numbering;

/* part may be empty: no styles, no lists. */
enum err styles_read(struct arena *, struct str part, struct styles **, struct why *);
enum err numbering_read(struct arena *, struct str part, struct numbering **, struct why *);

/* What a style says, with what it is based on; `id` may be unknown, or empty for the one used by default. */
struct para_form styles_form(const struct styles *, struct str id);
/* The name of a table of contents is built in: "toc 1". */
bool styles_is_contents(const struct styles *, struct str id);

/*
 * The words of the next number of a list at this level, in the arena; empty
 * for bullets and unknown lists. Each call counts one on. What stands between
 * them and the text is in them.
 */
struct str numbering_next(struct arena *, struct numbering *, const struct styles *, int list, int level);
/* The level of a list that is bound to a style; 0 if none is. */
int numbering_level_of(const struct numbering *, int list, struct str style);

#endif

/*
 * xml: a part of an office file as events. Elements are told by their local
 * name: the formats read here give no name two meanings in two namespaces
 * where both may stand. A DOCTYPE is refused (ECMA-376 part 2, 9.1.4: none may
 * stand in a part), so no entity is ever expanded.
 */
#ifndef BH_XML_H
#define BH_XML_H

#include "base/arena.h"
#include "base/err.h"

#define XML_DEPTH_MOST 512	/* elements in each other; office programs stay below 100 */

struct xml_element {
	const char *name;	/* without its prefix */
	const unsigned char **attributes;
	int n;
};

/* The value of the attribute of this local name; p is NULL where there is none. Good until the call returns. */
struct str xml_attribute(const struct xml_element *, const char *name);
/* The number there; `otherwise` where there is none, or another thing. */
long xml_number(const struct xml_element *, const char *name, long otherwise);

struct xml_calls {
	void (*open)(void *arg, const struct xml_element *);
	void (*close)(void *arg, const char *name);
	void (*text)(void *arg, struct str);	/* a text may come in pieces; NULL: not wanted */
};

/*
 * Reads a whole part. The calls may take from the arena. E_DAMAGED where it is
 * not well-formed, E_HOSTILE where it is too deep or has a DOCTYPE.
 */
enum err xml_read(struct arena *, struct str part, const struct xml_calls *, void *arg, struct why *);

#endif

/*
 * whom: who is meant by words of a file: units, persons and posts that are called so in the directory. What
 * nobody or more than one is called is told, and never guessed. Each name is looked up once.
 */
#ifndef BH_CLI_WHOM_H
#define BH_CLI_WHOM_H

#include "base/map.h"
#include "ledger/directory_read.h"

enum name_found { NAME_FOUND, NAME_NOWHERE, NAME_SEVERAL };

struct whom_found {
	enum name_found found;
	struct uuid id;
};

struct whom {
	struct arena *arena;
	struct store *store;
	struct map units, persons, posts;	/* places in `known`, plus 1 */
	ARRAY(struct whom_found) known;
};

/* Reads the persons and posts of now. Both are borrowed. */
enum err whom_open(struct whom *, struct arena *, struct store *, struct why *);

/* By any of its names, from above down too: 甲委/医政处. */
enum err whom_unit(struct whom *, struct str, struct whom_found *, struct why *);
/* By login, else by name. */
struct whom_found whom_person(const struct whom *, struct str);
/* By its name, with its unit before it where there are several (医政处/处长), else by the name of who holds it, and no other post. */
struct whom_found whom_post(const struct whom *, struct str);

#endif

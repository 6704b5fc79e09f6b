/*
 * container: the parts of a ZIP file, as office formats keep them (ISO/IEC
 * 21320-1; ECMA-376 part 2). What no office program writes is refused before
 * anything is inflated: entries without number, names that lead outside, two
 * parts of one name, parts that lie over each other, methods other than
 * stored and deflated. Sizes are believed only as an upper bound.
 */
#ifndef BH_CONTAINER_H
#define BH_CONTAINER_H

#include "base/arena.h"
#include "base/err.h"

struct container;

/* Whether these bytes begin as a ZIP file does. */
bool container_begins(struct str bytes);

/*
 * bytes must outlive it. *c is set only on OK, and is to be closed; NULL may be.
 * E_DAMAGED, E_HOSTILE or E_LOCKED say what is wrong with the file.
 */
enum err container_open(struct str bytes, struct container **c, struct why *);
void container_close(struct container *);

/*
 * Opens it as *c, runs work(arg), and closes it, also where the arena runs out of memory meanwhile: then it
 * goes on to the arena's mark. The error is of opening.
 */
enum err container_use(struct arena *, struct str bytes, struct container **c, void (*work)(void *arg), void *arg,
    struct why *);

bool container_has(const struct container *, const char *part);
/*
 * How sure these bytes are a container with this part: 2; 0 if it has none, or is no container; 1 if it
 * is one that cannot be opened: then the name of the file tells.
 */
int container_knows(struct str bytes, const char *part);
/* The whole part, inflated into the arena. E_DAMAGED where there is none of that name. */
enum err container_part(struct container *, struct arena *, const char *part, struct str *out,
    struct why *);

#endif

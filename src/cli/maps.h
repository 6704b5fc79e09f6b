/*
 * maps: how the heads of ledger sheets are to be read (--map), and how they
 * were (--save-map). Both are a file of lines of UTF-8, a head, a TAB, and the
 * name of a field (doc/field.h); a line that begins with # says nothing. What
 * was saved can be mended by hand and given back.
 */
#ifndef BH_MAPS_H
#define BH_MAPS_H

#include "cli/command.h"
#include "doc/article.h"

#define MAP_BYTES 65536		/* of a file: a thousand heads */

struct maps {
	struct arena *arena;
	head_map_array given, found;
};

/* Reads the file that the call names, if any; tells what is wrong with it. maps_free in any case. */
enum err maps_begin(struct maps *, const struct call *);
/* Takes down how the ledgers of a document were read. */
void maps_take(struct maps *, const struct document *);
/* Writes what was found where the call asks for it; tells what goes wrong. */
enum err maps_save(struct maps *, const struct call *);
void maps_free(struct maps *);

#endif

/* pieces: the evidence of a record, as a person sees it: each file, and which of several of one name it is. */
#ifndef BH_PIECES_H
#define BH_PIECES_H

#include "store/evidence.h"
#include "tell/teller.h"

struct piece {
	size_t place, version;		/* from 1: in the record; among those of its name */
	struct evidence file;
	struct str media, name, by;	/* by: who handed it in */
	int32_t dated;			/* the day that it bears itself, or DAY_NONE */
	int64_t number, time;		/* of the event that brought it */
};

typedef ARRAY(struct piece) piece_list;

/* In the order in which they came. */
enum err pieces_read(struct teller *, const struct record *, piece_list *);
/* Of bytes: 3 B, 12 KB, 1.5 MB */
struct str piece_size(struct arena *, uint64_t bytes);

/* Its members of an object. */
void piece_put_json(struct buf *, const struct piece *);
/* A member "pieces" of an object. */
void pieces_put_json(struct buf *, const piece_list *);

#endif

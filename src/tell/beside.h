/* beside: what stands beside a record: instructions that were written on it, and notices that were given about it. */
#ifndef BH_BESIDE_H
#define BH_BESIDE_H

#include "tell/teller.h"

struct instruction {
	int64_t number;		/* of its event, by which it is answered */
	struct str by, text;
	int32_t until;
	bool answered;
};

struct notice {
	const struct notice_step *step;	/* NULL: of a definition that has it no more */
	struct str number;
	int32_t day, reply;	/* reply: DAY_NONE: none is asked */
	bool received, answered;
};

typedef ARRAY(struct instruction) instruction_list;
typedef ARRAY(struct notice) notice_list;

/* In the order in which they were given; instructions as of the teller's seq. */
enum err instructions_read(struct teller *, const struct record *, instruction_list *);
enum err notices_read(struct teller *, const struct record *, notice_list *);

/* Members "instructions" and "notices" of an object. */
void instructions_put_json(struct buf *, const instruction_list *);
void notices_put_json(struct buf *, const notice_list *);

#endif

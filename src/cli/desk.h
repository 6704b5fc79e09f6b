/*
 * desk: what a command that works on a ledger needs, and its end: the work is done in one transaction, and what it
 * prints is printed when that is done, or else the reason is told.
 */
#ifndef BH_DESK_H
#define BH_DESK_H

#include "base/arena.h"
#include "base/json.h"
#include "cli/acting.h"

struct desk {
	const struct call *call;
	struct site site;
	struct hand hand;	/* where the work writes */
	struct arena *arena;
	struct buf out;
	struct why why;
	bool said;		/* the work has told its error itself */
	const char *place;	/* of a file, that the work is at: stands before what is told; NULL: none */
	void *arg;		/* of desk_write_with */
};

/* Tells a sentence about a word of the call, and returns the error. */
enum err desk_refuse(struct desk *, const char *word, enum sentence, enum err);

enum err desk_write(const struct call *, enum err (*work)(struct desk *));
enum err desk_read(const struct call *, enum err (*work)(struct desk *));
/* In transactions that the work begins itself. */
enum err desk_read_apart(const struct call *, enum err (*work)(struct desk *));
enum err desk_write_apart(const struct call *, enum err (*work)(struct desk *));
/* Writes as the engine: nobody is asked who acts. */
enum err desk_engine(const struct call *, enum err (*work)(struct desk *));
enum err desk_write_with(const struct call *, enum err (*work)(struct desk *), void *arg);
/* Tells an error that the work has not told. */
enum err desk_tell(struct desk *, enum err);

/* The end of a change: where err is OK, the event is printed, and what it made (NULL: nothing new). Returns err. */
enum err desk_entered(struct desk *, enum err, const char *event, const struct uuid *made);
bool desk_json(const struct desk *);
/* A list in JSON, each thing an object of members: {"format":FORMAT,NAME:[{…},{…}]} */
void desk_list_begin(struct desk *, const char *format, const char *name);
void desk_list_next(struct desk *);		/* before the members of a thing */
void desk_list_end(struct desk *);

/* ---- what words of the call name; each tells why it names nothing ---- */

/* As directory_find_unit; what several units are called is refused, with their full names. */
enum err desk_unit(struct desk *, const char *word, struct uuid *);
/* A login or an identifier. */
enum err desk_person(struct desk *, const char *word, struct uuid *);
/* UNIT/POST, or an identifier. */
enum err desk_post(struct desk *, const char *word, struct uuid *);
/* By its word, or by what it is called. */
enum err desk_role(struct desk *, const char *word, enum person_role *);
enum err desk_uuid(struct desk *, const char *word, struct uuid *);
/* 2026-03-05: days since 1970-01-01. */
enum err desk_day(struct desk *, const char *word, int32_t *);
/* --unit and --ledger, nil where they are not given. */
enum err desk_option_unit(struct desk *, struct uuid *);
enum err desk_option_ledger(struct desk *, struct uuid *);
/* As of the end of the day of --as-of: its last seq; SEQ_NOW where it is not given. */
enum err desk_seq(struct desk *, int64_t *);

#endif

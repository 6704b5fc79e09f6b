/*
 * evidence: files kept beside the database, each under its SHA-256:
 * FOLDER/ab/cd/abcd…; the rows of the table `evidence` name them.
 *
 * A file is put before the row that names it is committed, so that each row
 * has its file; one whose row never came is told by evidence_unnamed. The same
 * bytes are kept once. Files are never changed.
 *
 * Folders are paths that end in NUL. Any thread may call.
 */
#ifndef BH_EVIDENCE_H
#define BH_EVIDENCE_H

#include "store/store.h"

struct evidence {
	unsigned char hash[HASH_SIZE];
	uint64_t size;
};

/*
 * All that can still be read of fd, at most `most` bytes (E_TOOBIG); it is on the disk when this returns OK.
 * `expect` (or NULL) is the hash it should have: E_BROKEN where it has not. Nothing is kept of what failed.
 */
enum err evidence_put(const char *folder, int fd, uint64_t most, const unsigned char *expect, struct evidence *,
    struct why *);
/* Opens a file to be read; E_ABSENT. Without one *fd is -1. */
enum err evidence_get(const char *folder, const unsigned char *hash, int *fd, uint64_t *size, struct why *);
/* Reads it all: E_ABSENT, E_BROKEN where bytes or size are not those of the row. */
enum err evidence_check(const char *folder, const struct evidence *, struct why *);

/* Takes it away, where it is there: nothing names it any more. */
enum err evidence_forget(const char *folder, const unsigned char *hash, struct why *);

struct evidence_report {
	uint64_t files, bytes;		/* that rows name, each once */
	uint64_t absent, damaged;	/* of these */
	struct why first;		/* what is wrong with the first of them */
};

/* Checks each file that a row names. OK where it could be done: whether all is well the report tells. */
enum err evidence_verify(const char *folder, struct store *, struct evidence_report *, struct why *);
/* What each(row's hash and size) does is noted in the report: E_ABSENT, E_BROKEN; other errors end it. */
enum err evidence_each(struct store *, enum err (*each)(void *arg, const struct evidence *, struct why *), void *arg,
    struct evidence_report *, struct why *);

/* Tells the path of each file in the folder that no row names, what was left half put too. `told` may remove it. */
enum err evidence_unnamed(const char *folder, struct store *, void (*told)(void *arg, const char *path), void *arg,
    struct why *);

#endif

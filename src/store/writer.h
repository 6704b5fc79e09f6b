/*
 * writer: the one thread that writes. Jobs of many threads are committed
 * together, so that they share one wait for the disk.
 *
 * A job runs on the thread of the writer, within a transaction. One that fails
 * is undone alone and gets its error; where the transaction itself fails (a full
 * disk), all of its jobs get that error and nothing of them is there.
 * When writer_run returns OK, the job is on the disk.
 */
#ifndef BH_WRITER_H
#define BH_WRITER_H

#include "store/store.h"

struct writer;

/* Begins no transaction and ends none; ends the rows it asks for. */
typedef enum err (*writer_job)(struct store *, void *arg, struct why *);

enum err writer_start(struct writer **, const char *path, struct why *);
/* From any thread but a job. Where the writer was told to stop: E_BUSY. */
enum err writer_run(struct writer *, writer_job, void *arg, struct why *);
/* store_purge, by the thread that writes. It waits as long as a statement does for who reads what was before. */
enum err writer_purge(struct writer *, struct why *);
/* Does the jobs that wait, and ends. Nobody may call writer_run any more. NULL is accepted. */
void writer_stop(struct writer *);

#endif

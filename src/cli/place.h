/*
 * place: which ledger a command is for: --db, then BIHUAN_DB, then `db` of a configuration file, then bihuan.db in the
 * folder one stands in.
 */
#ifndef BH_PLACE_H
#define BH_PLACE_H

#include <limits.h>

#include "cli/command.h"
#include "ledger/site.h"

const char *place_path(const struct call *);
/* Opens it, or tells why not. */
enum err place_open(const struct call *, enum store_mode, struct site *);
/* The folder of its evidence, beside it. */
enum err place_evidence(const struct call *, char out[PATH_MAX], struct why *);
/* Tells that a command takes no files, where it was given some. */
enum err place_no_files(const struct call *);
/* Opens it to be written, for a command that takes no files and tells its own errors, and closes it again. */
enum err place_with(const struct call *, enum err (*work)(const struct call *, struct site *));
/* What was put together, onto standard output, whole; tells why not. */
enum err place_print(const struct call *, struct buf *);

#endif

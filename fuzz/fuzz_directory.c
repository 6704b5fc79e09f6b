/*
 * Events of the directory as another site may bring them: lines of a type, a blank and a payload. What folds leaves rows
 * that hold together: no path is a second unit's, each path stands below its parent's, and a watch is told of real paths.
 */
#include "reading.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/temp.h"
#include "ledger/directory.h"
#include "store/disk.h"

static struct store *store;
static char folder[200];

static void
close_store(void)
{
	store_close(store);
	disk_remove(folder);
}

/* One database for all inputs, in memory where the system offers that; each input is undone. */
static void
open_store(void)
{
	char path[220];

	if (store != NULL)
		return;
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
	snprintf(folder, sizeof folder, "%s" TEMP_NAME, temp_folder());
	HOLDS(mkdtemp(folder) != NULL && atexit(close_store) == 0);
	snprintf(path, sizeof path, "%s/db", folder);
	HOLDS(store_create(path, NULL) == OK && store_open(&store, path, STORE_WRITE, NULL) == OK);
}

static enum err
changed(void *arg, int64_t seq, const struct path_change *c, struct why *why)
{
	(void)seq;
	(void)why;
	HOLDS(c->from.n > 0 && c->from.n % PATH_LEVEL == 0 && c->from.n <= PATH_MOST);
	HOLDS(c->to.n > 0 && c->to.n % PATH_LEVEL == 0 && c->to.n <= PATH_MOST);
	++*(unsigned *)arg;
	return OK;
}

static int64_t
count(const char *sql)
{
	struct rows rows;
	int64_t n = -1;

	store_ask_text(store, cstr(sql), NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		n = rows_int(&rows, 0);
	HOLDS(rows_end(&rows, NULL) == OK);
	return n;
}

static void
fold_line(struct str line, int64_t seq)
{
	unsigned told = 0;
	const struct path_watch watch = { changed, &told };
	size_t blank = str_find(line, STR(" "), 0);
	struct event e = { .type = str_slice(line, 0, blank) };

	if (blank != STR_NONE)
		e.payload = str_slice(line, blank + 1, line.n);
	HOLDS(store_mark(store, NULL) == OK);
	if (directory_fold(store, seq, &e, &watch, NULL) == OK)
		HOLDS(store_mark_keep(store, NULL) == OK);
	else
		HOLDS(store_mark_undo(store, NULL) == OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = { (const char *)p, n };

	open_store();
	HOLDS(store_begin(store, NULL) == OK);
	for (int64_t seq = 1; rest.n > 0; seq++) {
		size_t end = str_find(rest, STR("\n"), 0);

		fold_line(str_slice(rest, 0, end), seq);
		rest = str_slice(rest, end == STR_NONE ? rest.n : end + 1, rest.n);
	}
	HOLDS(count("SELECT count(*) FROM unit a JOIN unit b ON a.path = b.path AND a.uuid <> b.uuid") == 0);
	HOLDS(count("SELECT count(*) FROM unit a JOIN unit b ON b.uuid = a.parent AND b.valid_to = " NOW " WHERE a.valid_to = " NOW
	    " AND substr(a.path, 1, length(a.path) - 4) <> b.path") == 0);
	HOLDS(count("SELECT count(*) FROM unit a WHERE a.parent IS NOT NULL AND a.valid_to = " NOW
	    " AND NOT EXISTS (SELECT 1 FROM unit b WHERE b.uuid = a.parent AND b.valid_to = " NOW ")") == 0);
	store_rollback(store);
	return 0;
}

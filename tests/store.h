/* What the tests of the store share: a folder of their own, and a small ledger in it. */
#ifndef BH_TEST_STORE_H
#define BH_TEST_STORE_H

#include <stdlib.h>
#include <unistd.h>

#include "base/temp.h"
#include "store/disk.h"
#include "store/event_row.h"

struct place {
	char folder[128], path[160];	/* the database is not made yet */
};

/* For tests that make very many files and lose no power: folders lie in memory, where the system offers that. */
static inline void
places_in_memory(void)
{
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
}

static inline void
place_make(struct place *p)
{
	snprintf(p->folder, sizeof p->folder, "%s" TEMP_NAME, temp_folder());
	if (mkdtemp(p->folder) == NULL)
		abort();
	snprintf(p->path, sizeof p->path, "%s/ledger.db", p->folder);
}

static inline void
place_remove(struct place *p)
{
	disk_remove(p->folder);
}

/* OK, or the sentence and an abort: for what a test needs before it begins. */
#define must(call)                                                                                       \
	do {                                                                                             \
		struct why why = { 0 };                                                                  \
		if ((call) != OK) {                                                                      \
			fprintf(stderr, "%s: %s: %s\n", #call, err_name(why.err), why.what);             \
			abort();                                                                         \
		}                                                                                        \
	} while (0)

static inline void
id_of(unsigned char out[ID_SIZE], unsigned n)
{
	memset(out, 0xB1, ID_SIZE);
	memcpy(out, &n, sizeof n);
}

/* The log of site 1, ledger 2. */
static inline int64_t
small_log(struct store *s)
{
	unsigned char site[ID_SIZE], ledger[ID_SIZE];
	int64_t at, of, log;

	id_of(site, 1);
	id_of(ledger, 2);
	must(site_number(s, site, true, &at, &why));
	must(ledger_number(s, ledger, STR("sha256"), &of, &why));
	must(log_number(s, at, of, &log, &why));
	return log;
}

/* An event of record `n` (0: none) whose leaf and payload tell n. */
static inline enum err
small_event(struct store *s, int64_t log, int32_t day, unsigned n, struct event_row *e, struct why *why)
{
	unsigned char record[ID_SIZE];
	char payload[32];
	enum err err;

	snprintf(payload, sizeof payload, "{\"n\":%u}", n);
	*e = (struct event_row){ .log = log, .time = 1000 * (int64_t)day, .type = STR("note"), .payload = cstr(payload) };
	memcpy(e->leaf, &n, sizeof n);
	id_of(record, n);
	err = n == 0 ? OK : identity_number(s, record, &e->record, why);
	if (err == OK)
		err = event_row_reserve(s, day, e, why);
	if (err == OK)
		err = event_row_append(s, e, why);
	if (err == OK && n > 0)
		err = store_do(s, RECORD_PUT, VALUES(value_int(e->record), value_int(1), value_text(STR("note")), value_null(),
		    value_text(STR("01"))), why);	/* of ledger 1, unit 01 */
	e->payload = (struct str){ 0 };
	return err;
}

/* The key of record `n`; 0: there is none. */
static inline int64_t
small_key(struct store *s, unsigned n)
{
	unsigned char record[ID_SIZE];
	int64_t key = 0;

	id_of(record, n);
	must(store_int(s, IDENTITY_FIND, VALUES(value_id(record)), &key, &(bool){ false }, &why));
	return key;
}

/* The number that "SELECT …" tells: for tests only, whose SQL is in no catalogue. */
static inline int64_t
tell(struct store *s, const char *sql)
{
	struct rows rows;
	int64_t n = -1;

	store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		n = rows_int(&rows, 0);
	must(rows_end(&rows, &why));
	return n;
}

/* Whether "SELECT …" or a PRAGMA tells this text and nothing else. */
static inline bool
tells(struct store *s, const char *sql, const char *text)
{
	struct rows rows;
	bool same = false;

	store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		same = str_eq(rows_text(&rows, 0), cstr(text));
	if (rows_next(&rows))
		same = false;
	must(rows_end(&rows, &why));
	return same;
}

#endif

#include "store/search_inside.h"
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".db"
#define PLACE "\xEE\x80\x80"	/* U+E000 */

const struct statement_row search_statements[SEARCH_STATEMENT_COUNT] = {
#define X(name, reads, reason, sql) { #name, READS_##reads, STR(reason), STR(sql) },
	SEARCH_STATEMENTS(X)
#undef X
};

/* ---- statements of the connection that writes ---- */

/* Begins; *found tells that there is a row, whose columns may be read until the statement ends. */
static enum err
start(struct search *x, enum search_statement id, struct values values, bool *found, struct why *why)
{
	const struct engine *e = x->engine;
	enum err err = OK;

	if (x->prepared[id] == NULL)
		err = e->prepare(x->conn, search_statements[id].sql.p, &x->prepared[id], why);
	if (err == OK)
		err = e->start(x->conn, x->prepared[id], values, why);
	return err == OK ? e->next(x->conn, x->prepared[id], found, why) : err;
}

static void
end(struct search *x, enum search_statement id)
{
	if (x->prepared[id] != NULL)
		x->engine->end(x->prepared[id]);
}

static enum err
run(struct search *x, enum search_statement id, struct values values, struct why *why)
{
	bool more;
	enum err err = start(x, id, values, &more, why);

	end(x, id);
	return err;
}

static int64_t
column_int(struct search *x, enum search_statement id, unsigned i)
{
	struct value v = x->engine->column(x->prepared[id], i);

	return v.kind == VALUE_INT ? v.u.i : 0;
}

static struct str
column_str(struct search *x, enum search_statement id, unsigned i)
{
	struct value v = x->engine->column(x->prepared[id], i);

	return v.kind == VALUE_TEXT || v.kind == VALUE_BLOB ? v.u.s : (struct str){ NULL, 0 };
}

/* ---- what the file says of itself ---- */

static bool
column_bytes(struct search *x, enum search_statement id, unsigned i, unsigned char *out, size_t n)
{
	struct str s = column_str(x, id, i);

	if (s.n != n)
		return false;
	memcpy(out, s.p, n);
	return true;
}

/* E_BROKEN where it says nothing: there are no tables yet, or not these. */
static enum err
get_about(struct search *x, struct why *why)
{
	struct search_about *a = &x->about;
	bool found = false;
	enum err err = start(x, SEARCH_ABOUT_GET, NO_VALUES, &found, why);

	if (err == OK && !found)
		err = fail(why, E_BROKEN, 0, "%s", x->path);
	if (err == OK) {
		a->version = column_int(x, SEARCH_ABOUT_GET, 0);
		a->seq = column_int(x, SEARCH_ABOUT_GET, 2);
		a->last = column_int(x, SEARCH_ABOUT_GET, 4);
		a->newest = column_int(x, SEARCH_ABOUT_GET, 5);
		if (!column_bytes(x, SEARCH_ABOUT_GET, 1, a->site, ID_SIZE) || !column_bytes(x, SEARCH_ABOUT_GET, 3, a->leaf, HASH_SIZE))
			err = fail(why, E_BROKEN, 0, "%s", x->path);
	}
	end(x, SEARCH_ABOUT_GET);
	return err;
}

static enum err
put_about(struct search *x, struct why *why)
{
	const struct search_about *a = &x->about;

	return run(x, SEARCH_ABOUT_PUT, VALUES(value_int(a->version), value_id(a->site), value_int(a->seq), value_hash(a->leaf),
	    value_int(a->last), value_int(a->newest)), why);
}

/* Within a transaction: the tables as they are at the beginning. */
static enum err
make_tables(struct search *x, struct why *why)
{
	enum err err = x->engine->run(x->conn, SEARCH_DROP SEARCH_MAKE, why);

	x->about = (struct search_about){ .version = SEARCH_VERSION, .newest = INT64_MIN };
	memcpy(x->about.site, x->site, ID_SIZE);
	return err == OK ? put_about(x, why) : err;
}

/* ---- the file ---- */

static void
close_conn(struct search *x)
{
	for (size_t i = 0; i < SEARCH_STATEMENT_COUNT; i++) {
		if (x->prepared[i] != NULL)
			x->engine->forget(x->prepared[i]);
		x->prepared[i] = NULL;
	}
	if (x->conn != NULL)
		x->engine->close(x->conn);
	x->conn = NULL;
}

static enum err
detach(struct search *x, struct why *why)
{
	enum err err = x->attached ? store_define(x->store, "DETACH search", why) : OK;

	if (err == OK)
		x->attached = false;
	return err;
}

static enum err
attach(struct search *x, struct why *why)
{
	enum err err = x->attached ? OK : store_do_text(x->store, STR("ATTACH $1 AS search"), VALUES(value_text(cstr(x->path))), why);

	if (err == OK)
		x->attached = true;
	return err;
}

/* A new file is for no more eyes than the database. */
static enum err
make_file(const struct search *x, struct why *why)
{
	struct stat st;
	int fd;

	if (stat(store_path(x->store), &st) != 0)
		return disk_fail(why, store_path(x->store));
	fd = open(x->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0666);
	if (fd < 0)
		return errno == EEXIST ? OK : disk_fail(why, x->path);
	close(fd);
	return OK;
}

static enum err
open_conn(struct search *x, struct why *why)
{
	struct stat st;
	enum err err = make_file(x, why);

	if (err == OK)
		err = x->engine->open(x->path, STORE_CREATE, &x->conn, why);
	/* The file can be made again: a commit that a failing power takes back leaves it behind, and no worse. */
	if (err == OK)
		err = x->engine->run(x->conn, "PRAGMA synchronous = NORMAL", why);
	if (err == OK)
		err = x->engine->finish(x->conn, why);
	if (err == OK && stat(x->path, &st) != 0)
		err = disk_fail(why, x->path);
	if (err != OK)
		return err;
	x->device = st.st_dev;
	x->inode = st.st_ino;
	return attach(x, why);
}

static void
remove_files(const char *path)
{
	static const char *const behind[] = { "", "-wal", "-shm" };
	char *name;

	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++)
		if (asprintf(&name, "%s%s", path, behind[i]) > 0) {
			unlink(name);
			free(name);
		}
}

bool
search_damaged(enum err err)
{
	return err == E_BROKEN || err == E_FOREIGN;
}

/* The file is emptied where it lies, so that who else has it open sees that; what cannot be emptied is removed. */
enum err
search_mend(struct search *x, struct why *why)
{
	enum err err;

	if (store_inside(x->store))
		store_rollback(x->store);
	close_conn(x);
	err = open_conn(x, why);
	if (err == OK)
		err = x->engine->reset(x->conn, why);
	if (err == OK)
		err = x->engine->finish(x->conn, why);
	if (!search_damaged(err))
		return err;
	close_conn(x);
	err = detach(x, why);
	if (err != OK)
		return err;
	remove_files(x->path);
	return open_conn(x, why);
}

bool
search_same_file(const struct search *x)
{
	struct stat st;

	return x->conn != NULL && stat(x->path, &st) == 0 && st.st_dev == x->device && st.st_ino == x->inode;
}

static enum err
open_again(struct search *x, struct why *why)
{
	enum err err = detach(x, why);

	close_conn(x);
	return err == OK ? open_conn(x, why) : err;
}

/* ---- what was put ---- */

void
search_place_ledger(struct buf *b, int64_t ledger)
{
	buf_printf(b, PLACE "l%lld", (long long)ledger);
}

void
search_place_unit(struct buf *b, struct str path)
{
	buf_puts(b, STR(PLACE "u"));
	buf_puts(b, path);
}

void
search_place_who(struct buf *b, const unsigned char *who)
{
	buf_puts(b, STR(PLACE "w"));
	for (size_t i = 0; i < ID_SIZE; i++)
		buf_printf(b, "%02x", who[i]);
}

void
search_place_part(struct buf *b, struct str path)
{
	buf_puts(b, STR(PLACE "v"));
	buf_puts(b, path);
}

/* A term for each level of the path, a blank before each. */
static void
put_levels(struct buf *b, void (*put)(struct buf *, struct str), struct str path)
{
	for (size_t n = SCOPE_LEVEL; n <= path.n; n += SCOPE_LEVEL) {
		buf_putc(b, ' ');
		put(b, str_slice(path, 0, n));
	}
}

/* What failed before is forgotten too. */
static void
empty(struct buf *b)
{
	b->n = 0;
	b->err = OK;
}

static struct str
make_place(struct buf *b, const struct search_entry *e)
{
	empty(b);
	search_place_ledger(b, e->ledger);
	put_levels(b, search_place_unit, e->path);
	for (size_t i = 0; i < e->n_parties; i++) {
		buf_putc(b, ' ');
		search_place_who(b, e->parties[i].who);
		put_levels(b, search_place_part, e->parties[i].path);
	}
	return (struct str){ b->p, b->n };
}

/* The terms of an entry, each column in a buffer of its own. */
static enum err
make_terms(struct search *x, const struct search_entry *e, struct str place, struct why *why)
{
	empty(&x->text);
	empty(&x->title);
	empty(&x->number);
	empty(&x->whole);
	search_terms(&x->text, e->text);
	search_terms(&x->title, e->title);
	search_terms(&x->number, e->number);
	buf_puts(&x->number, place);
	buf_put(&x->whole, x->title.p, x->title.n);
	buf_puts(&x->whole, place);
	return x->text.err != OK || x->title.err != OK || x->number.err != OK || x->place.err != OK || x->whole.err != OK
	    ? fail(why, E_MEMORY, 0, "%s", x->path) : OK;
}

static struct value
written(const struct buf *b)
{
	return value_text((struct str){ b->p, b->n });
}

/* What the terms were made of is the same, so they are the same. */
static enum err
forget_words(struct search *x, int64_t id, struct why *why)
{
	struct value command = value_text(STR("delete"));
	enum err err = run(x, SEARCH_WORDS_REMOVE, VALUES(command, value_int(id), written(&x->text), written(&x->title),
	    written(&x->number)), why);

	if (err == OK)
		err = run(x, SEARCH_TITLES_REMOVE, VALUES(command, value_int(id), written(&x->whole)), why);
	if (err == OK)
		err = run(x, SEARCH_KEPT_REMOVE, VALUES(value_int(id)), why);
	return err == OK ? run(x, SEARCH_ENTRY_REMOVE, VALUES(value_int(id)), why) : err;
}

enum err
search_remove(struct search *x, int64_t key, struct why *why)
{
	enum search_statement s = SEARCH_ENTRY_FIND;
	bool found = false;
	int64_t id = 0;
	enum err err = start(x, s, VALUES(value_int(key)), &found, why);

	if (err == OK && found) {
		id = column_int(x, s, 0);
		err = make_terms(x, &(struct search_entry){ .text = column_str(x, s, 1), .title = column_str(x, s, 2),
		    .number = column_str(x, s, 3) }, column_str(x, s, 4), why);
	}
	end(x, s);
	return err == OK && found ? forget_words(x, id, why) : err;
}

static enum err
add_words(struct search *x, int64_t id, const struct search_entry *e, struct why *why)
{
	struct str place = make_place(&x->place, e);
	enum err err = make_terms(x, e, place, why);

	if (err == OK)
		err = run(x, SEARCH_WORDS_ADD, VALUES(value_int(id), written(&x->text), written(&x->title), written(&x->number)), why);
	if (err == OK)
		err = run(x, SEARCH_TITLES_ADD, VALUES(value_int(id), written(&x->whole)), why);
	if (err == OK)
		err = run(x, SEARCH_KEPT_ADD, VALUES(value_int(id), value_text(e->text), value_text(e->title), value_text(e->number),
		    value_text(place)), why);
	return err;
}

enum err
search_put(struct search *x, const struct search_entry *e, struct why *why)
{
	struct search_about *a = &x->about;
	enum err err = search_remove(x, e->key, why);

	if (err != OK)
		return err;
	a->last++;
	err = add_words(x, a->last, e, why);
	if (err != OK)
		return err;
	x->number.n = 0;
	search_number(&x->number, e->number);
	err = run(x, SEARCH_ENTRY_ADD, VALUES(value_int(a->last), value_int(e->key), value_int(e->ledger), value_text(e->path), value_int(e->at),
	    value_int(e->at < a->newest), x->number.n > 0 ? written(&x->number) : value_null()), why);
	a->newest = e->at > a->newest ? e->at : a->newest;
	return err;
}

/* ---- catching up ---- */

/* Of the event; zeroes where there is none. */
static enum err
leaf_of(struct store *s, int64_t seq, unsigned char leaf[HASH_SIZE], bool *found, struct why *why)
{
	struct rows rows;

	memset(leaf, 0, HASH_SIZE);
	store_ask(s, EVENT_LEAF, NULL, VALUES(value_int(seq)), &rows);
	*found = rows_next(&rows);
	if (*found)
		rows_bytes(&rows, 0, leaf, HASH_SIZE);
	return rows_end(&rows, why);
}

/* Whether what the index took in is what the database holds. */
static enum err
same_past(struct search *x, bool *same, struct why *why)
{
	const struct search_about *a = &x->about;
	unsigned char leaf[HASH_SIZE];
	bool found;
	enum err err = leaf_of(x->store, a->seq, leaf, &found, why);

	*same = err == OK && a->version == SEARCH_VERSION && memcmp(a->site, x->site, ID_SIZE) == 0 &&
	    found == (a->seq > 0) && memcmp(a->leaf, leaf, HASH_SIZE) == 0;
	return err;
}

/* Takes in the events up to `until`, and remembers that. */
static enum err
take_in(struct search *x, int64_t until, struct why *why)
{
	bool found;
	enum err err = x->source.changed(x->source.arg, x, x->about.seq, until, why);

	x->about.seq = until;
	if (err == OK)
		err = leaf_of(x->store, until, x->about.leaf, &found, why);
	return err == OK ? put_about(x, why) : err;
}

/* Within a transaction of the file, and one of the store that began after it: no seq here is beyond the last there. */
static enum err
step_inside(struct search *x, bool *more, struct why *why)
{
	int64_t last = 0;
	bool same = false;
	enum err err = store_int(x->store, SEQ_LAST, NO_VALUES, &last, NULL, why);

	if (err == OK)
		err = get_about(x, why);
	if (err == OK)
		err = same_past(x, &same, why);
	if ((err == OK || err == E_BROKEN) && !same)
		err = make_tables(x, why);
	*more = last > x->about.seq && last - x->about.seq > SEARCH_STEP;
	if (err == OK && x->about.seq < last)
		err = take_in(x, *more ? x->about.seq + SEARCH_STEP : last, why);
	return err;
}

/* One step; leaves the transaction of the store open. */
static enum err
step(struct search *x, bool *more, struct why *why)
{
	enum err err = x->engine->run(x->conn, x->engine->begin_write, why);

	if (err == OK)
		err = store_begin(x->store, why);
	if (err == OK)
		err = step_inside(x, more, why);
	if (err == OK)
		err = x->engine->run(x->conn, "COMMIT", why);
	if (err != OK && x->engine->inside(x->conn))
		x->engine->run(x->conn, "ROLLBACK", NULL);
	if (err != OK && store_inside(x->store))
		store_rollback(x->store);
	return err;
}

static enum err
steps(struct search *x, struct why *why)
{
	bool more = false;
	enum err err;

	do {
		if (store_inside(x->store))
			store_rollback(x->store);
		err = step(x, &more, why);
	} while (err == OK && more);
	return err;
}

enum err
search_fresh(struct search *x, struct why *why)
{
	enum err err = search_same_file(x) ? OK : open_again(x, why);

	if (err == OK)
		err = steps(x, why);
	if (search_damaged(err)) {
		err = search_mend(x, why);
		if (err == OK)
			err = steps(x, why);
	}
	return err;
}

enum err
search_catch_up(struct search *x, struct why *why)
{
	enum err err = search_fresh(x, why);

	if (store_inside(x->store))
		store_rollback(x->store);
	return err;
}

enum err
search_seq(struct search *x, int64_t *seq, struct why *why)
{
	enum err err = get_about(x, why);

	*seq = err == OK ? x->about.seq : 0;
	return err == E_BROKEN ? OK : err;	/* nothing yet, or nothing any more */
}

enum err
search_purge(struct search *x, struct why *why)
{
	struct values optimize = VALUES(value_text(STR("optimize")));
	enum err err = run(x, SEARCH_WORDS_DO, optimize, why);

	if (err == OK)
		err = run(x, SEARCH_TITLES_DO, optimize, why);
	return err == OK ? x->engine->purge(x->conn, why) : err;
}

/* ---- opening ---- */

static char *
path_of(const char *database)
{
	struct str s = cstr(database);
	char *path;

	if (str_ends(s, STR(ENDING)))
		s.n -= strlen(ENDING);
	return asprintf(&path, "%.*s-search" ENDING, STR_ARG(s)) < 0 ? NULL : path;
}

/* A new file has its tables when it is attached. */
static enum err
open_file(struct search *x, struct why *why)
{
	enum err err = open_conn(x, why);

	if (search_damaged(err))
		err = search_mend(x, why);
	return err;
}

enum err
search_open(struct search **out, struct store *s, const unsigned char site[ID_SIZE], struct search_source source, struct why *why)
{
	struct search *x = calloc(1, sizeof *x);
	enum err err;

	if (x == NULL || (x->path = path_of(store_path(s))) == NULL) {
		free(x);
		return fail(why, E_MEMORY, 0, "%s", store_path(s));
	}
	x->store = s;
	x->engine = store_engine(s);
	x->source = source;
	memcpy(x->site, site, ID_SIZE);
	err = open_file(x, why);
	if (err == OK)
		*out = x;
	else
		search_close(x);
	return err;
}

void
search_close(struct search *x)
{
	if (x == NULL)
		return;
	detach(x, NULL);
	close_conn(x);
	buf_free(&x->text);
	buf_free(&x->title);
	buf_free(&x->number);
	buf_free(&x->place);
	buf_free(&x->whole);
	free(x->path);
	free(x);
}

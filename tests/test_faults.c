/*
 * The disk fails at the n-th write or sync, for every n of a small run: a
 * sentence each time, what was acknowledged is there, nothing is there by half.
 *
 * A VFS between SQLite and the system does it; it also tells how far a run comes.
 */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include <sqlite3.h>

#include "store/writer.h"

#define JOBS 4

/* ---- the disk ---- */

enum touch { WRITES, SYNCS };

static const struct fault {
	const char *name;
	enum touch touch;
	int code;		/* what SQLite's own VFS answers then */
	bool lasts;		/* from the n-th on; else that one alone */
	enum err err;
} kinds[] = {
	{ "full, from then on",			WRITES,	SQLITE_FULL,		true,	E_FULL },
	{ "full, once",				WRITES,	SQLITE_FULL,		false,	E_FULL },
	{ "a write fails, from then on",	WRITES,	SQLITE_IOERR_WRITE,	true,	E_DISK },
	{ "a write fails, once",		WRITES,	SQLITE_IOERR_WRITE,	false,	E_DISK },
	{ "read-only, from then on",		WRITES,	SQLITE_READONLY,	true,	E_READONLY },
	{ "a sync fails, from then on",		SYNCS,	SQLITE_IOERR_FSYNC,	true,	E_DISK },
	{ "a sync fails, once",			SYNCS,	SQLITE_IOERR_FSYNC,	false,	E_DISK },
};

static const struct fault *fault;	/* NULL: the disk is well */
static unsigned touched[2], fails_at;

static bool
fails(enum touch touch)
{
	unsigned n = ++touched[touch];

	return fault != NULL && fault->touch == touch && (fault->lasts ? n >= fails_at : n == fails_at);
}

struct shim {
	sqlite3_file base;
	sqlite3_file *real;	/* behind it in the same memory */
};

#define REAL(f) (((struct shim *)(f))->real)

static int
shim_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	return fails(WRITES) ? fault->code : REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}

static int
shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return fails(WRITES) ? fault->code : REAL(f)->pMethods->xTruncate(REAL(f), size);
}

/* No power is lost here, so that nothing need be waited for. */
static int
shim_sync(sqlite3_file *f, int flags)
{
	(void)f;
	(void)flags;
	return fails(SYNCS) ? fault->code : SQLITE_OK;
}

static int shim_close(sqlite3_file *f) { return REAL(f)->pMethods->xClose(REAL(f)); }
static int shim_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return REAL(f)->pMethods->xRead(REAL(f), p, n, at); }
static int shim_size(sqlite3_file *f, sqlite3_int64 *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int shim_lock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xLock(REAL(f), how); }
static int shim_unlock(sqlite3_file *f, int how) { return REAL(f)->pMethods->xUnlock(REAL(f), how); }
static int shim_reserved(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int shim_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int shim_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int shim_device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int shim_map(sqlite3_file *f, int i, int n, int grow, void volatile **p) { return REAL(f)->pMethods->xShmMap(REAL(f), i, n, grow, p); }
static int shim_shm_lock(sqlite3_file *f, int at, int n, int how) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, how); }
static void shim_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int shim_unmap(sqlite3_file *f, int gone) { return REAL(f)->pMethods->xShmUnmap(REAL(f), gone); }

static const sqlite3_io_methods methods = {
	.iVersion = 2, .xClose = shim_close, .xRead = shim_read, .xWrite = shim_write, .xTruncate = shim_truncate,
	.xSync = shim_sync, .xFileSize = shim_size, .xLock = shim_lock, .xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved, .xFileControl = shim_control, .xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device, .xShmMap = shim_map, .xShmLock = shim_shm_lock,
	.xShmBarrier = shim_barrier, .xShmUnmap = shim_unmap,
};

static sqlite3_vfs *system_vfs, shim_vfs;

static int
shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct shim *s = (struct shim *)f;
	int code;

	(void)vfs;
	s->real = (sqlite3_file *)(s + 1);
	code = system_vfs->xOpen(system_vfs, name, s->real, flags, out);
	s->base.pMethods = s->real->pMethods != NULL ? &methods : NULL;
	return code;
}

static void
put_between(void)
{
	system_vfs = sqlite3_vfs_find(NULL);
	shim_vfs = *system_vfs;
	shim_vfs.zName = "faults";
	shim_vfs.szOsFile += (int)sizeof(struct shim);
	shim_vfs.xOpen = shim_open;
	shim_vfs.pNext = NULL;
	assert_int_equal(sqlite3_vfs_register(&shim_vfs, 1), SQLITE_OK);
}

/* ---- a small run ---- */

/* Rows of several tables that belong together. */
static enum err
work(struct store *s, void *arg, struct why *why)
{
	unsigned n = *(unsigned *)arg;
	struct event_row e;
	enum err err = small_event(s, small_log(s), 1, n, &e, why);
	char name[32];

	snprintf(name, sizeof name, "job %u", n);
	if (err == OK)
		err = store_do(s, EVIDENCE_ADD, VALUES(value_hash(e.leaf), value_int(0), value_text(STR("text/plain")),
		    value_text(cstr(name)), value_int(e.seq), value_null()), why);
	if (err == OK)
		err = store_do(s, SETTING_PUT, VALUES(value_text(cstr(name)), value_text(cstr(name))), why);
	return err;
}

struct outcome {
	bool acknowledged[JOBS + 1];
	enum err err;		/* of the first that failed */
	char what[240];
};

static void
note(struct outcome *o, enum err err, const struct why *why)
{
	if (err == OK || o->err != OK)
		return;
	o->err = err;
	snprintf(o->what, sizeof o->what, "%s", why->what);
}

static void
copy_file(const char *from, const char *to)
{
	static char bytes[1 << 20];
	FILE *in = fopen(from, "rb"), *out;
	size_t n;

	if (in == NULL)
		return;
	out = fopen(to, "wb");
	n = fread(bytes, 1, sizeof bytes, in);
	assert_true(n < sizeof bytes && fwrite(bytes, 1, n, out) == n);
	fclose(in);
	fclose(out);
}

/* What would be found if the process died now. */
static void
die(const struct place *place, const struct place *found)
{
	char from[200], to[200];

	copy_file(place->path, found->path);
	snprintf(from, sizeof from, "%s-wal", place->path);
	snprintf(to, sizeof to, "%s-wal", found->path);
	copy_file(from, to);
}

/* `dead`: what a death before the end would leave. */
static void
run(const struct place *place, const struct place *dead, struct outcome *o)
{
	struct why why = { 0 };
	struct writer *w = NULL;
	enum err err = writer_start(&w, place->path, &why);

	*o = (struct outcome){ 0 };
	note(o, err, &why);
	for (unsigned n = 1; w != NULL && n <= JOBS; n++) {
		err = writer_run(w, work, &n, &why);
		o->acknowledged[n] = err == OK;
		note(o, err, &why);
	}
	die(place, dead);
	writer_stop(w);
}

/* After the fault is mended: all that was acknowledged and nothing else. */
static void
look(const struct place *place, const struct outcome *o, const char *name)
{
	struct store *s;
	char sql[128];

	must(store_open(&s, place->path, STORE_READ, &why));
	for (unsigned n = 1; n <= JOBS; n++) {
		int64_t events, others;

		snprintf(sql, sizeof sql, "SELECT count(*) FROM evidence v JOIN event e ON e.seq = v.seq WHERE v.name = 'job %u'", n);
		events = tell(s, sql);
		snprintf(sql, sizeof sql, "SELECT count(*) FROM setting WHERE name = 'job %u'", n);
		others = tell(s, sql);
		if (events != others || events != o->acknowledged[n])
			fail_msg("%s, at %u: job %u acknowledged %d, rows %d and %d", name, fails_at, n, o->acknowledged[n],
			    (int)events, (int)others);
	}
	assert_int_equal(tell(s, "SELECT size FROM log UNION ALL SELECT 0"), tell(s, "SELECT count(*) FROM event"));
	assert_true(tells(s, "PRAGMA integrity_check", "ok"));
	store_close(s);
}

/* Of an empty database, made once. */
static struct { char bytes[1 << 21]; size_t n; } empty;

static void
keep_empty(void)
{
	struct place place;
	FILE *f;

	place_make(&place);
	must(store_create(place.path, &why));
	f = fopen(place.path, "rb");
	empty.n = fread(empty.bytes, 1, sizeof empty.bytes, f);
	fclose(f);
	place_remove(&place);
	assert_true(empty.n > 0 && empty.n < sizeof empty.bytes);
}

static void
place_empty(const struct place *place)
{
	FILE *f = fopen(place->path, "wb");

	assert_int_equal(fwrite(empty.bytes, 1, empty.n, f), empty.n);
	fclose(f);
}

/* A run in which the fails_at-th touch fails. False when it came to its end without that. */
static bool
one_run(const struct fault *kind)
{
	struct place place, dead;
	struct outcome o;

	place_make(&place);
	place_make(&dead);
	place_empty(&place);
	memset(touched, 0, sizeof touched);
	fault = kind;
	run(&place, &dead, &o);
	fault = NULL;
	if (o.err != OK && o.err != kind->err)
		fail_msg("%s, at %u: %s: %s", kind->name, fails_at, err_name(o.err), o.what);
	assert_true(o.err == OK || strstr(o.what, place.path) != NULL);
	look(&place, &o, kind->name);
	look(&dead, &o, kind->name);
	place_remove(&place);
	place_remove(&dead);
	return touched[kind->touch] >= fails_at;
}

static void
every_place(void **state)
{
	(void)state;
	put_between();
	keep_empty();
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		for (fails_at = 1; one_run(&kinds[i]); fails_at++)
			;
		print_message("%s: %u places\n", kinds[i].name, fails_at - 1);
		assert_true(fails_at > JOBS);
	}
}

/* True when the fails_at-th touch was met, and the database is there, whole, or not at all. */
static bool
make_one(const struct fault *kind)
{
	struct place place;
	struct store *s;
	enum err err;

	place_make(&place);
	memset(touched, 0, sizeof touched);
	fault = kind;
	err = store_create(place.path, NULL);
	fault = NULL;
	assert_int_equal(err == OK, access(place.path, F_OK) == 0);
	assert_true(err == OK || err == kind->err);
	if (err == OK) {
		must(store_open(&s, place.path, STORE_WRITE, &why));
		assert_true(tells(s, "PRAGMA integrity_check", "ok"));
		assert_true(tells(s, "PRAGMA journal_mode", "wal"));
		store_close(s);
	}
	place_remove(&place);
	return touched[kind->touch] >= fails_at;
}

static void
made_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		for (fails_at = 1; make_one(&kinds[i]); fails_at++)
			;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place),
		cmocka_unit_test(made_whole),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

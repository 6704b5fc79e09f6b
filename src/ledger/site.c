#include "ledger/site.h"
#include "ledger/rebuild.h"
#include "base/fd.h"
#include "ledger/credential.h"
#include "store/disk.h"
#include "store/event_row.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEY_BYTES 1024		/* more than any key in text */

/* Rows of the table of settings. */
#define SETTING_SITE STR("site")
#define SETTING_DIRECTORY STR("directory")
#define SETTING_HASH STR("hash")
#define SETTING_VIEWS STR("views")	/* VIEWS_OLD, as a version of the database says; else they are as they should be */
#define VIEWS_OLD "old"

static const struct {
	const char *login, *name;
	enum person_role role;
} firsts[SITE_PERSON_COUNT] = {
#define X(login, role, name) { login, name, PERSON_ROLE_##role },
	SITE_PERSONS(X)
#undef X
};

static enum err
key_path(const char *path, char out[PATH_MAX], struct why *why)
{
	return snprintf(out, PATH_MAX, "%s.key", path) < PATH_MAX ? OK : fail(why, E_USAGE, 0, "%s", path);
}

/* ---- the key ---- */

static enum err
write_key(const char *path, const struct note_signer *signer, struct why *why)
{
	struct buf b = { 0 };
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err err = OK;

	if (fd < 0)
		return errno == EEXIST ? fail(why, E_TAKEN, 0, "%s", path) : disk_fail(why, path);
	note_signer_print(&b, signer);
	buf_putc(&b, '\n');
	if (b.err != OK)
		err = fail(why, b.err, 0, "%s", path);
	else if (!fd_write(fd, b.p, b.n) || fsync(fd) != 0)
		err = disk_fail(why, path);
	if (b.p != NULL)
		explicit_bzero(b.p, b.n);
	buf_free(&b);
	close(fd);
	return err == OK ? disk_settle(path, why) : err;
}

/* A site whose key is kept elsewhere signs nothing. */
static enum err
read_key(const char *path, struct note_signer *signer, bool *there, struct why *why)
{
	char text[KEY_BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;
	enum err err;

	*there = fd >= 0;
	if (fd < 0)
		return errno == ENOENT || errno == EACCES ? OK : disk_fail(why, path);
	n = read(fd, text, sizeof text);
	close(fd);
	if (n < 0)
		return disk_fail(why, path);
	err = note_signer_parse(str_trim((struct str){ text, (size_t)n }), signer, why);
	explicit_bzero(text, sizeof text);
	return err;
}

/* ---- a new one ---- */

static enum err
put_setting(struct store *s, struct str name, struct str value, struct why *why)
{
	return store_do(s, SETTING_PUT, VALUES(value_text(name), value_text(value)), why);
}

static enum err
put_uuid_setting(struct store *s, struct str name, struct uuid u, struct why *why)
{
	char text[UUID_TEXT];

	return put_setting(s, name, (struct str){ text, uuid_print(text, u) }, why);
}

static enum err
put_site(const struct hand *h, const struct note_key *key, struct why *why)
{
	struct buf b = { 0 };
	int64_t id;
	enum err err = put_uuid_setting(h->store, SETTING_SITE, h->site, why);

	if (err == OK)
		err = put_uuid_setting(h->store, SETTING_DIRECTORY, h->directory, why);
	if (err == OK)
		err = put_setting(h->store, SETTING_HASH, cstr(hash_name(h->kind)), why);
	note_key_print(&b, key);
	if (err == OK && b.err != OK)
		err = fail(why, b.err, 0, "%s", "");
	if (err == OK)
		err = store_int(h->store, SITE_ADD, VALUES(value_id(h->site.b), value_int(1), value_text((struct str){ b.p, b.n })),
		    &id, NULL, why);
	buf_free(&b);
	return err;
}

static enum err
put_password(const struct hand *h, struct uuid person, const char *password, struct why *why)
{
	char hash[PASSWORD_HASH];
	enum err err = password_hash(cstr(password), hash, why);

	if (err != OK)
		return err;
	return credential_first(h, person, hash, why);
}

static enum err
add_person(const struct hand *h, const struct site_plan *plan, size_t i, struct uuid unit, struct site_made *made, struct why *why)
{
	bool office = firsts[i].role == PERSON_ROLE_OFFICE;
	struct uuid person, role;
	enum err err = directory_add_person(h, cstr(firsts[i].name), cstr(firsts[i].login),
	    office ? plan->account : (struct str){ NULL, 0 }, &person, why);

	if (err == OK)
		err = directory_give_role(h, person, firsts[i].role, office ? unit : (struct uuid){ { 0 } }, (struct uuid){ { 0 } },
		    &role, why);
	if (err == OK)
		err = password_make(made->persons[i].password, why);
	made->persons[i].login = firsts[i].login;
	made->persons[i].name = firsts[i].name;
	made->persons[i].role = firsts[i].role;
	return err == OK ? put_password(h, person, made->persons[i].password, why) : err;
}

static enum err
fill(const struct hand *h, const struct site_plan *plan, struct site_made *made, struct why *why)
{
	struct uuid unit;
	enum err err = put_site(h, &made->key, why);

	if (err == OK)
		err = directory_add_unit(h, (struct uuid){ { 0 } }, plan->unit, false, &unit, why);
	for (size_t i = 0; i < SITE_PERSON_COUNT && err == OK; i++)
		err = add_person(h, plan, i, unit, made, why);
	return err;
}

/* In a database that is empty yet. */
static enum err
fill_store(const char *path, const struct site_plan *plan, struct hand *h, struct site_made *made, struct why *why)
{
	enum err err = store_open(&h->store, path, STORE_WRITE, why);

	if (err != OK)
		return err;
	h->journal = journal_new(OFFSET_CHINA);
	err = h->journal == NULL ? fail(why, E_MEMORY, 0, "%s", "") : store_begin(h->store, why);
	if (err == OK)
		err = fill(h, plan, made, why);
	if (err == OK)
		err = store_commit(h->store, why);
	journal_free(h->journal);
	store_close(h->store);
	return err;
}

static enum err
new_identity(struct hand *h, struct note_signer *signer, struct why *why)
{
	char name[8 + UUID_TEXT] = "bihuan/";
	enum err err = uuid_new(&h->site);

	if (err == OK)
		err = uuid_new(&h->directory);
	if (err != OK)
		return fail(why, err, 0, "%s", "uuid");
	uuid_print(name + 7, h->site);
	return note_signer_new(signer, cstr(name), why);
}

/* What was begun and not finished. */
static void
remove_all(const char *path, const char *key)
{
	static const char *const more[] = { "", "-wal", "-shm" };
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
		if (snprintf(name, sizeof name, "%s%s", path, more[i]) < (int)sizeof name)
			unlink(name);
	unlink(key);
}

enum err
site_create(const char *path, const struct site_plan *plan, struct site_made *made, struct why *why)
{
	struct hand h = { .kind = plan->kind, .now = plan->now };
	struct note_signer signer = { 0 };
	char key[PATH_MAX];
	enum err err = key_path(path, key, why);

	if (err == OK && (access(path, F_OK) == 0 || access(key, F_OK) == 0))
		return fail(why, E_TAKEN, 0, "%s", access(path, F_OK) == 0 ? path : key);
	if (err == OK)
		err = new_identity(&h, &signer, why);
	if (err == OK)
		err = store_create(path, why);
	if (err != OK)
		return err;
	made->site = h.site;
	made->key = signer.key;
	err = write_key(key, &signer, why);
	if (err == OK)
		err = fill_store(path, plan, &h, made, why);
	note_signer_wipe(&signer);
	if (err != OK)
		remove_all(path, key);
	return err;
}

/* ---- one that is there ---- */

static enum err
get_setting(struct store *s, struct str name, char *out, size_t room, struct why *why)
{
	struct rows rows;

	store_ask(s, SETTING_GET, NULL, VALUES(value_text(name)), &rows);
	if (rows_next(&rows) && rows_text(&rows, 0).n < room)
		snprintf(out, room, "%.*s", STR_ARG(rows_text(&rows, 0)));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_FOREIGN, 0, "%s", store_path(s));
	return rows_end(&rows, why);
}

static enum err
get_uuid_setting(struct store *s, struct str name, struct uuid *u, struct why *why)
{
	char text[UUID_TEXT];
	enum err err = get_setting(s, name, text, sizeof text, why);

	if (err == OK && !uuid_parse(cstr(text), u))
		return fail(why, E_BROKEN, 0, "%.*s", STR_ARG(name));
	return err;
}

static enum err
read_identity(struct site *s, struct why *why)
{
	char kind[16];
	enum err err = get_uuid_setting(s->store, SETTING_SITE, &s->site, why);

	if (err == OK)
		err = get_uuid_setting(s->store, SETTING_DIRECTORY, &s->directory, why);
	if (err == OK)
		err = get_setting(s->store, SETTING_HASH, kind, sizeof kind, why);
	if (err == OK && !hash_kind_parse(cstr(kind), &s->kind))
		return fail(why, E_BROKEN, 0, "%s", "hash");
	return err;
}

/* ---- tables that an older program made ---- */

static enum err
views_old(struct store *s, bool *old, struct why *why)
{
	struct rows rows;

	store_ask(s, SETTING_GET, NULL, VALUES(value_text(SETTING_VIEWS)), &rows);
	*old = rows_next(&rows) && str_eq(rows_text(&rows, 0), STR(VIEWS_OLD));
	return rows_end(&rows, why);
}

/* Somebody else may have done it meanwhile. */
static enum err
make_views(struct store *s, struct why *why)
{
	uint64_t events;
	bool old;
	enum err err = store_begin(s, why);

	if (err != OK)
		return err;
	err = views_old(s, &old, why);
	if (err == OK && old)
		err = rebuild_within(s, &events, why);
	if (err == OK && old)
		err = put_setting(s, SETTING_VIEWS, STR("made"), why);
	if (err == OK)
		return store_commit(s, why);
	store_rollback(s);
	return err;
}

/* By a connection that writes, whatever it is opened for: as the version of the database is brought up to date. */
static enum err
renew_views(const struct site *s, struct why *why)
{
	struct store *w;
	bool old;
	enum err err = views_old(s->store, &old, why);

	if (err != OK || !old)
		return err;
	err = store_open(&w, store_path(s->store), STORE_WRITE, why);
	if (err != OK)
		return err;
	err = make_views(w, why);
	store_close(w);
	return err;
}

enum err
site_open(struct site *s, const char *path, enum store_mode mode, struct why *why)
{
	char key[PATH_MAX];
	enum err err = key_path(path, key, why);

	*s = (struct site){ .writes = mode != STORE_READ };
	if (err == OK)
		err = store_open(&s->store, path, mode, why);
	if (err != OK)
		return err;
	s->journal = journal_new(OFFSET_CHINA);
	err = s->journal == NULL ? fail(why, E_MEMORY, 0, "%s", "") : read_identity(s, why);
	if (err == OK)
		err = read_key(key, &s->signer, &s->signs, why);
	if (err == OK)
		err = renew_views(s, why);
	if (err != OK)
		site_close(s);
	return err;
}

void
site_close(struct site *s)
{
	note_signer_wipe(&s->signer);
	journal_free(s->journal);
	store_close(s->store);
	*s = (struct site){ .store = NULL };
}

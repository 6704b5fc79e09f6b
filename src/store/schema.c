#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>

/* In the transaction that stands open. What another process has applied meanwhile is left out. */
static enum err
apply(const struct engine *e, void *conn, const struct schema *s, int to, struct why *why)
{
	int version;
	enum err err = e->version(conn, &version, why);

	while (err == OK && version < to) {
		err = e->run(conn, s->versions[version], why);
		version++;
	}
	return err == OK ? e->set_version(conn, version, why) : err;
}

/* All versions up to `to`, or none of them. */
static enum err
apply_whole(const struct engine *e, void *conn, const struct schema *s, int to, struct why *why)
{
	enum err err = e->run(conn, e->begin_write, why);

	if (err == OK)
		err = apply(e, conn, s, to, why);
	if (err == OK)
		err = e->run(conn, "COMMIT", why);
	if (err != OK && e->inside(conn))
		e->run(conn, "ROLLBACK", NULL);
	return err;
}

enum err
schema_make(const struct engine *e, void *conn, const struct schema *s, struct why *why)
{
	return apply_whole(e, conn, s, s->n, why);
}

enum err
schema_check(const struct engine *e, void *conn, const struct schema *s, const char *path, bool *old, struct why *why)
{
	int version;
	enum err err = e->version(conn, &version, why);

	if (err != OK)
		return err;
	if (version <= 0)
		return fail(why, E_FOREIGN, 0, "%s", path);
	if (version > s->n)
		return fail(why, E_NEWER, 0, "%s", path);
	*old = version < s->n;
	return OK;
}

static enum err
keep_copy(const struct engine *e, void *conn, int version, const char *path, struct why *why)
{
	char *copy;
	enum err err;

	if (asprintf(&copy, "%s.version-%d", path, version) < 0)
		return fail(why, E_MEMORY, 0, "%s", path);
	err = e->copy(conn, copy, why);
	free(copy);
	return err;
}

enum err
schema_upgrade(const struct engine *e, void *conn, const struct schema *s, const char *path, struct why *why)
{
	int version;
	enum err err = e->version(conn, &version, why);

	if (err == OK && version < s->n)
		err = keep_copy(e, conn, version, path, why);
	while (err == OK && version < s->n) {
		version++;
		err = apply_whole(e, conn, s, version, why);
	}
	return err;
}

/*
 * schema: the versions of the database, each the SQL that makes it of the one
 * before. Version n is versions[n - 1]; src/store/schema/NNN.sql, compiled in.
 */
#ifndef BH_SCHEMA_H
#define BH_SCHEMA_H

#include "store/engine.h"

struct schema {
	const char *const *versions;
	int n;
};

extern const struct schema schema_shipped;

/* For an empty database: all versions in one transaction. */
enum err schema_make(const struct engine *, void *conn, const struct schema *, struct why *);
/*
 * Brings the database up to the last version, each in a transaction of its own. Before
 * that a copy is made as PATH.version-N, where there is anything to change.
 * E_NEWER, E_FOREIGN; after any error it stands at a version, whole.
 */
enum err schema_upgrade(const struct engine *, void *conn, const struct schema *, const char *path, struct why *);
/* E_NEWER, E_FOREIGN; *old tells that schema_upgrade has something to do. */
enum err schema_check(const struct engine *, void *conn, const struct schema *, const char *path, bool *old, struct why *);

#endif

/* directory_inside: what the files of the directory share: questions to its rows, checks, payloads, and its folds of units. */
#ifndef BH_DIRECTORY_INSIDE_H
#define BH_DIRECTORY_INSIDE_H

#include "base/json.h"
#include "ledger/directory.h"
#include "ledger/payload.h"

/* Whether a statement has a row. */
enum err directory_has(struct store *, enum statement, struct values, bool *found, struct why *);
/* The statement takes the identifier. E_ABSENT with `what` where there is none, and where it is nil. */
enum err directory_must_exist(struct store *, enum statement, struct uuid, const char *what, struct why *);
enum err directory_must_exist_or_nil(struct store *, enum statement, struct uuid, const char *what, struct why *);
/* E_TAKEN with the name where the statement has a row for it. */
enum err directory_must_be_free(struct store *, enum statement, struct str name, struct why *);
/* E_TAKEN where the person is one of the three administrators. */
enum err directory_not_alone(struct store *, struct uuid person, struct why *);

/* One line of words, of at most so many bytes; else E_USAGE. */
enum err directory_check_line(struct str, size_t most, struct why *);

/* The path of a unit of now; "" where it is nil, E_ABSENT where there is none. */
enum err directory_path(struct store *, struct uuid unit, char path[PATH_MOST + 1], struct why *);
/* Paths below one begin with it and end before this: no character of a path comes behind '~'. */
#define PATH_END "~"
/* Levels from a unit down to the deepest below it, both counted. */
enum err directory_height(struct store *, const char *path, size_t *levels, struct why *);

/* A member of a payload: a list of identifiers. */
void json_member_ids(struct buf *, const char *name, const struct uuid *, size_t n);

/* Closes the payload, appends the event, makes its rows, and frees the payload. */
enum err directory_write(const struct hand *, const char *type, struct buf *payload, struct why *);

/* An event that is made into rows. A fold that finds p->wrong does nothing. */
struct fold {
	struct store *store;
	int64_t seq;
	struct payload *p;
	const struct path_watch *watch;
};

/* NULL where it is nil. */
static inline const unsigned char *
id_or_null(const struct uuid *u)
{
	return uuid_is_nil(*u) ? NULL : u->b;
}

enum err fold_unit_added(const struct fold *, struct why *);
enum err fold_unit_renamed(const struct fold *, struct why *);
enum err fold_unit_aliased(const struct fold *, struct why *);
enum err fold_unit_moved(const struct fold *, struct why *);
enum err fold_unit_merged(const struct fold *, struct why *);

#endif

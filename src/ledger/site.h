/*
 * site: a store that is somebody's: its identity, its key, its directory.
 *
 * Beside the database NAME stands its key, NAME.key, which signs checkpoints and which only
 * its owner may read. Without it the ledgers can be read and written, but no checkpoint is signed.
 */
#ifndef BH_SITE_H
#define BH_SITE_H

#include "ledger/directory.h"
#include "ledger/password.h"

/* Whom a new site begins with: the three administrators, who do no business, and the head of the office. */
#define SITE_PERSONS(X) /*	login		role		name */ \
	X("sysadmin",	SYSTEM,		"系统管理员") \
	X("secadmin",	SECURITY,	"安全管理员") \
	X("auditor",	AUDIT,		"审计管理员") \
	X("office",	OFFICE,		"整改办负责人")

enum {
#define X(login, role, name) SITE_PERSON_##role,
	SITE_PERSONS(X)
#undef X
	SITE_PERSON_COUNT
};

struct site_plan {
	struct str unit;	/* the name of the whole */
	struct str account;	/* of the operating system, as whose the head of the office acts; empty: none */
	enum hash_kind kind;
	int64_t now;
};

/* What is told once and kept nowhere. */
struct site_made {
	struct {
		const char *login, *name;
		enum person_role role;
		char password[PASSWORD_MADE];
	} persons[SITE_PERSON_COUNT];
	struct uuid site;
	struct note_key key;	/* by which others know its checkpoints */
};

/* All of it or nothing. E_TAKEN: something of that name, or of the key's, is there; else errors of the store. */
enum err site_create(const char *path, const struct site_plan *, struct site_made *, struct why *);

struct site {
	struct store *store;
	struct journal *journal;
	struct uuid site, directory;
	enum hash_kind kind;
	struct note_signer signer;	/* where `signs` */
	bool signs;
	bool writes;		/* opened to be written */
};

/* E_FOREIGN where it is the database of no site. Tables that an older program made are made again from the events first. */
enum err site_open(struct site *, const char *path, enum store_mode, struct why *);
void site_close(struct site *);

#endif

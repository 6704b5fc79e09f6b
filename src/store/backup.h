/*
 * backup: a copy of a database with its evidence, made while others write; restored; and tried.
 *
 * Evidence lies in the folder PLACE_EVIDENCE beside the database. A backup is a folder with both, PLACE_LEDGER and PLACE_EVIDENCE,
 * of one state: that of the moment at which it was begun. It is there whole, or not at all, under its name.
 */
#ifndef BH_BACKUP_H
#define BH_BACKUP_H

#include "store/evidence.h"

#define PLACE_LEDGER "ledger.db"
#define PLACE_EVIDENCE "evidence"

struct backup_report {
	int64_t events;
	struct evidence_report evidence;
};

/*
 * `to` must not be there (E_WRITE). Evidence that is absent or damaged does not keep a backup from being made; it is
 * left out and told: *report, which may be NULL, and E_BROKEN.
 */
enum err backup_make(const char *ledger, const char *to, struct backup_report *, struct why *);
/*
 * To the path of a database, whose folder is there (E_ABSENT), and it and its log are not (E_WRITE). The database comes last: it is there
 * whole and with its evidence, or not at all. Evidence that is there already is left alone.
 * The backup is only read: it may stand on a medium that cannot be written. E_BUSY where it is no backup, but in use.
 */
enum err backup_restore(const char *backup, const char *ledger, struct backup_report *, struct why *);
/* What a drill checks beyond what stands here; what it returns but OK is the drill's. NULL: nothing. */
typedef enum err (*backup_look)(struct store *, void *arg, struct why *);
/*
 * Restores into a folder that nobody keeps, and checks there every page, reference and file.
 * E_BROKEN where anything is amiss.
 */
enum err backup_drill(const char *backup, backup_look, void *arg, struct backup_report *, struct why *);
/* The same checks, of a database as it is. */
enum err backup_check(const char *ledger, backup_look, void *arg, struct backup_report *, struct why *);

#endif

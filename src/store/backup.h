/*
 * backup: a copy of a place, made while others write; restored; and tried.
 *
 * A place is a folder with a database (PLACE_LEDGER) and its evidence
 * (PLACE_EVIDENCE). A backup is one too, of one state: that of the moment at
 * which it was begun. It is there whole, or not at all, under its name.
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
enum err backup_make(const char *place, const char *to, struct backup_report *, struct why *);
/* The backup is only read: it may stand on a medium that cannot be written. E_BUSY where it is no backup, but in use. */
enum err backup_restore(const char *backup, const char *place, struct backup_report *, struct why *);
/*
 * Restores into a folder that nobody keeps, and checks there every page, reference and file.
 * E_BROKEN where anything is amiss.
 */
enum err backup_drill(const char *backup, struct backup_report *, struct why *);
/* The same checks, of a place as it is. */
enum err backup_check(const char *place, struct backup_report *, struct why *);

#endif

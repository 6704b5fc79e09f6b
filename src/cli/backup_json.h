/* backup_json: what backup and restore tell alike. */
#ifndef BH_BACKUP_JSON_H
#define BH_BACKUP_JSON_H

#include "base/buf.h"
#include "store/backup.h"

/* ,"events":…,"evidence":{…} */
static inline void
put_backup(struct buf *b, const struct backup_report *r)
{
	buf_printf(b, ",\"events\":%lld,\"evidence\":{\"files\":%llu,\"bytes\":%llu,\"absent\":%llu,\"damaged\":%llu}", (long long)r->events,
	    (unsigned long long)r->evidence.files, (unsigned long long)r->evidence.bytes, (unsigned long long)r->evidence.absent,
	    (unsigned long long)r->evidence.damaged);
}

#endif

/* history: what verify and a drill tell of whether the history holds. */
#ifndef BH_HISTORY_H
#define BH_HISTORY_H

#include "base/buf.h"
#include "ledger/verify.h"

/* One object, bihuan.verify/1. */
void history_json(struct buf *, const struct verify_report *);
/* Its members alone, from "holds" on. */
void history_members(struct buf *, const struct verify_report *);
/* One line. */
void history_text(struct buf *, const struct verify_report *, enum lang);

#endif

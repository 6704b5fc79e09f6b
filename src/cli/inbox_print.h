/* inbox_print: an inbox for people and for programs. */
#ifndef BH_INBOX_PRINT_H
#define BH_INBOX_PRINT_H

#include "cli/records.h"
#include "ledger/inbox.h"

void inbox_json(struct records *, const struct waiting_list *);
void inbox_text(struct records *, const struct waiting_list *);

#endif

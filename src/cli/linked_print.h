/* linked_print: linked records as lines: one that counts, and one for each. */
#ifndef BH_LINKED_PRINT_H
#define BH_LINKED_PRINT_H

#include "cli/records.h"
#include "tell/linked.h"

void linked_print(struct records *, const linked_list *);

#endif

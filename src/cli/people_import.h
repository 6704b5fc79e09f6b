/*
 * people_import: a sheet of persons taken into the directory, row by row: all of it or nothing. Rows that cannot be taken are
 * told with their number, the first 20 of them; what stands there already is no fault, so that a sheet can be given again.
 */
#ifndef BH_PEOPLE_IMPORT_H
#define BH_PEOPLE_IMPORT_H

#include "cli/desk.h"
#include "cli/people_sheet.h"

/* take: enters what is new of a row, and sets *entered where anything was. */
enum err people_import(const struct call *, enum err (*take)(struct desk *, const struct people_row *, bool *entered));

#endif

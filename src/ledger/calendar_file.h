/*
 * calendar_file: the tables of a calendar, read from YAML:
 *
 *	- year: 2026
 *	  source: the notice that the table is taken from
 *	  off: [2026-01-01..2026-01-03, 2026-04-05]
 *	  work: [2026-01-04]
 *
 * definitions/calendars/CN.yaml is such a file. What it may say is in calendar.h; what is
 * wrong is told with its place (fault.h).
 */
#ifndef BH_CALENDAR_FILE_H
#define BH_CALENDAR_FILE_H

#include "ledger/calendar.h"
#include "ledger/fault.h"

/*
 * Adds the years of the file; f: arena, name and text are set, and stay as long as the calendar, whose sources
 * are slices of them. False with a fault: then the calendar holds what stood before the first one.
 */
bool calendar_load(struct faults *f, struct calendar *);

#endif

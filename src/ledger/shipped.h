/*
 * shipped: the definitions and the calendar that come with the program: the files of definitions/, byte for byte.
 */
#ifndef BH_SHIPPED_H
#define BH_SHIPPED_H

#include "base/arena.h"
#include "ledger/calendar.h"

struct shipped {
	const char *name;
	size_t n;
	const char *text;
};

extern const struct shipped shipped[];
extern const size_t shipped_count;

/* The file of that name, without its ending; empty where there is none. */
struct str shipped_find(struct str name);
/* The calendar that ships; what it borrows is of the arena. E_CALENDAR only where the program was built wrong. */
enum err shipped_calendar(struct arena *, struct calendar *, struct why *);

#endif

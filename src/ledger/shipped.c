#include "ledger/shipped.h"
#include "ledger/calendar_file.h"

#define CALENDAR "CN"

struct str
shipped_find(struct str name)
{
	for (size_t i = 0; i < shipped_count; i++)
		if (str_eq(name, cstr(shipped[i].name)))
			return (struct str){ shipped[i].text, shipped[i].n };
	return (struct str){ NULL, 0 };
}

enum err
shipped_calendar(struct arena *a, struct calendar *c, struct why *why)
{
	struct faults f = { .arena = a, .name = STR(CALENDAR), .text = shipped_find(STR(CALENDAR)) };

	memset(c, 0, sizeof *c);
	return calendar_load(&f, c) ? OK : fail(why, E_CALENDAR, 0, "%s", CALENDAR);
}

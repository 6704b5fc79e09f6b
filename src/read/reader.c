#include "read/reader.h"

enum err
read_source(struct arena *a, const struct source *s, unsigned flags, struct text **t,
    struct why *why)
{
	(void)a;
	(void)s;
	(void)flags;
	(void)t;
	return fail(why, E_FORMAT, 0, "%s", "");
}

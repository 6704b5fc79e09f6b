#include "read/reader.h"

enum err
load_file(const char *path, struct source *s, struct why *why)
{
	(void)s;
	return fail(why, E_ABSENT, 0, "%s", path);
}

void
source_free(struct source *s)
{
	(void)s;
}

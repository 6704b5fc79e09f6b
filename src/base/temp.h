/* temp: where files that nobody keeps are made. */
#ifndef BH_TEMP_H
#define BH_TEMP_H

#include <stdio.h>
#include <stdlib.h>

#define TEMP_NAME "/bihuan-XXXXXX"	/* behind the folder, for mkstemp and mkdtemp */

/* TMPDIR where it is a whole path, else the system's own (XSH, P_tmpdir). */
static inline const char *
temp_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder != NULL && folder[0] == '/' ? folder : P_tmpdir;
}

#endif

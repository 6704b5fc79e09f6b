/* small_file: a file that is read whole into the room there is: settings, a password, a token. */
#ifndef BH_SMALL_FILE_H
#define BH_SMALL_FILE_H

#include "base/err.h"

/* All that fd has; E_TOOBIG where it has more than `room`. The name is for the error. */
enum err small_file_take(int fd, const char *name, char *to, size_t room, size_t *n, struct why *);
enum err small_file_read(const char *path, char *to, size_t room, size_t *n, struct why *);	/* E_ABSENT, E_UNREADABLE */

#endif

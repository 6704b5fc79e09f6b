/*
 * disk: files that are there whole or not at all.
 *
 * What is written gets a temporary name, is brought to the disk, and then its
 * name; the folder too is brought to the disk. All paths end in NUL.
 */
#ifndef BH_DISK_H
#define BH_DISK_H

#include "base/err.h"

/* errno as a row of ERRORS, about `path`. */
enum err disk_fail(struct why *why, const char *path);
/* The folder that holds `path`: its entries are on the disk when it returns. */
enum err disk_settle(const char *path, struct why *why);
enum err disk_folder(const char *path, struct why *why);	/* makes it, if it is not there */
/* Renames a finished file, which is brought to the disk first. Replaces what is there only if told to (else E_WRITE). */
enum err disk_place(const char *from, const char *to, bool replace, struct why *why);
/* Removes a folder and all in it; links are not followed. Nothing is said of what cannot be removed. */
void disk_remove(const char *path);

#endif

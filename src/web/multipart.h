/* multipart: a form with files (RFC 7578), from a body that is there whole. */
#ifndef BH_MULTIPART_H
#define BH_MULTIPART_H

#include "web/fields.h"

#define FILES_MOST 50
#define FILE_NAME_MOST 255	/* bytes */

struct file_sent {
	struct str field, name;	/* name: without any folder */
	struct str bytes;	/* a slice of the body */
};

typedef ARRAY(struct file_sent) files_sent;

/*
 * Adds the fields, and the files that have a name. `type` is the Content-Type. E_USAGE: it is not so built, has too many parts, or says what
 * is no UTF-8. Values are slices of the body too.
 */
enum err multipart_read(struct arena *, struct str type, struct str body, fields_sent *, files_sent *, struct why *);

#endif

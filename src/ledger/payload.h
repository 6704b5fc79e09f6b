/*
 * payload: what an event says, read: the members of one JSON object.
 *
 * Members are looked for by name; what is absent or of another type is remembered as wrong, and payload_end tells it
 * once, at the end. Slices are good until then.
 */
#ifndef BH_PAYLOAD_H
#define BH_PAYLOAD_H

#include "base/date.h"
#include "base/uuid.h"

struct payload {
	void *root;
	const char *wrong;	/* the first member that is not as it should be; NULL: none yet */
};

/* What is no object makes every member wrong. */
void payload_begin(struct payload *, struct str bytes);
/* E_BROKEN with the member that is wrong. */
enum err payload_end(struct payload *, struct why *);

struct str payload_text(struct payload *, const char *member);
/* Empty where it is null. */
struct str payload_text_or_null(struct payload *, const char *member);
struct uuid payload_uuid(struct payload *, const char *member);
/* Nil where it is null. */
struct uuid payload_uuid_or_null(struct payload *, const char *member);
bool payload_flag(struct payload *, const char *member);

#endif

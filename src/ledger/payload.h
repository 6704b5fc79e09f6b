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
int64_t payload_integer(struct payload *, const char *member);
bool payload_flag(struct payload *, const char *member);
/* A day, "2026-03-05": since 1970-01-01. */
int32_t payload_day(struct payload *, const char *member);

/* How many things a list holds; 0 where it is none. */
size_t payload_list(struct payload *, const char *member);
struct uuid payload_uuid_at(struct payload *, const char *list, size_t i);
/*
 * The object at a place of a list, to be read as a payload of its own until payload_leave, which hands on what is
 * wrong in it. It is not ended.
 */
struct payload payload_enter(struct payload *, const char *list, size_t i);
void payload_leave(struct payload *, const struct payload *inside);

#endif

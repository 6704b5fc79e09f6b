/* What the entries of office files share: a sound container around parts, which byte 0x1C parts in the input. */
#ifndef BH_OFFICE_H
#define BH_OFFICE_H

#include <zip.h>

#include "reading.h"

#define PART_END 0x1C
#define RELATION(id, type, target)                                                                               \
	"<Relationship Id=\"" id "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type \
	"\" Target=\"" target "\"/>"

/* Stored, not deflated: fuzzing is about what is inside. */
static inline void
add(zip_t *z, const char *name, const char *p, size_t n)
{
	zip_source_t *s = zip_source_buffer(z, p, n, 0);
	zip_int64_t at = zip_file_add(z, name, s, 0);

	HOLDS(s != NULL && at >= 0);
	zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* The bytes of a source that a container was written to. */
static inline struct str
written(zip_source_t *s)
{
	zip_stat_t stat;
	char *p;

	HOLDS(zip_source_stat(s, &stat) == 0 && zip_source_open(s) == 0 && (p = malloc(stat.size)) != NULL);
	HOLDS(zip_source_read(s, p, stat.size) == (zip_int64_t)stat.size);
	zip_source_close(s);
	return (struct str){ p, stat.size };
}

/* Reads a file of the parts named; `related` is the part that relates the first to the others. */
static inline void
read_office(const struct reader *r, const char *const *parts, size_t nparts, const char *name, const char *related,
    const uint8_t *bytes, size_t n)
{
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = s == NULL ? NULL : zip_open_from_source(s, ZIP_TRUNCATE, NULL);
	const char *p = (const char *)bytes, *end = p + n, *to;
	struct str file;

	HOLDS(z != NULL);
	zip_source_keep(s);
	add(z, name, related, strlen(related));
	for (size_t i = 0; i < nparts && p < end; i++, p = to + (to < end)) {
		to = memchr(p, PART_END, (size_t)(end - p));
		to = to == NULL ? end : to;
		add(z, parts[i], p, (size_t)(to - p));
	}
	HOLDS(zip_close(z) == 0);
	file = written(s);
	read_raw(r, file);
	free((char *)(uintptr_t)file.p);
	zip_source_free(s);
}

#endif

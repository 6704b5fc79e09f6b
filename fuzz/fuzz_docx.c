/*
 * The parts of a Word file, in a sound container: byte 0x1C parts the input
 * into document, styles and numbering.
 */
#include <zip.h>

#include "reading.h"

#define PART_END 0x1C

static const char *const parts[] = { "word/document.xml", "word/styles.xml", "word/numbering.xml" };

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
static const char related[] = "<Relationships><Relationship Id=\"a\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"b\" Type=\"" TYPE "numbering\" Target=\"numbering.xml\"/></Relationships>";

/* Stored, not deflated: fuzzing is about what is inside. */
static void
add(zip_t *z, const char *name, const char *p, size_t n)
{
	zip_source_t *s = zip_source_buffer(z, p, n, 0);
	zip_int64_t at = zip_file_add(z, name, s, 0);

	HOLDS(s != NULL && at >= 0);
	zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* The bytes of a source that a container was written to. */
static struct str
written(zip_source_t *s)
{
	zip_stat_t stat;
	char *p;

	HOLDS(zip_source_stat(s, &stat) == 0 && zip_source_open(s) == 0 && (p = malloc(stat.size)) != NULL);
	HOLDS(zip_source_read(s, p, stat.size) == (zip_int64_t)stat.size);
	zip_source_close(s);
	return (struct str){ p, stat.size };
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = s == NULL ? NULL : zip_open_from_source(s, ZIP_TRUNCATE, NULL);
	const char *p = (const char *)bytes, *end = p + n, *to;
	struct str file;

	HOLDS(z != NULL);
	zip_source_keep(s);
	add(z, "word/_rels/document.xml.rels", related, sizeof related - 1);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0] && p < end; i++, p = to + (to < end)) {
		to = memchr(p, PART_END, (size_t)(end - p));
		to = to == NULL ? end : to;
		add(z, parts[i], p, (size_t)(to - p));
	}
	HOLDS(zip_close(z) == 0);
	file = written(s);
	read_raw(&reader_docx, file);
	free((char *)(uintptr_t)file.p);
	zip_source_free(s);
	return 0;
}

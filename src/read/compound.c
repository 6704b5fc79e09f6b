/*
 * Compound files (MS-CFB), which Word, Excel and WPS wrote before there was
 * OOXML: a small file system of sectors, with a directory. Here is only found out whose
 * file it is and whether it is encrypted; what stands in it another program reads.
 */
#include "base/array.h"
#include "read/reader.h"

#define MAGIC STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

enum {
	ENTRY = 128,			/* bytes of one of the directory */
	ENTRIES_MOST = 16384,		/* of which a document with a thousand objects has half */
	IN_HEADER = 109,		/* sectors of the table that the header names; others follow in a chain */
	SMALL = 4096,			/* a shorter stream stands in the stream of small ones */
	SMALL_SECTOR = 64,
	STEPS_MOST = 1 << 16		/* to a small stream: 32 MB of them stand before it */
};

struct compound {
	struct arena *arena;
	struct str bytes;
	unsigned sector;		/* bytes of one */
	ARRAY(uint32_t) directory;	/* its sectors */
	bool cut;			/* a sector that was looked for is not there */
};

/* What a stream at the root is for. */
static const struct {
	const char *name;
	const char *converter;		/* NULL: encrypted, whatever is in it */
	enum { LOCK_NONE, LOCK_WORD, LOCK_EXCEL } lock;
} streams[] = {
	{ "EncryptedPackage", NULL, LOCK_NONE },
	{ "WordDocument", CONVERTER_WRITER, LOCK_WORD },
	{ "Workbook", CONVERTER_CALC, LOCK_EXCEL },
	{ "Book", CONVERTER_CALC, LOCK_EXCEL },
};
enum { STREAMS = sizeof streams / sizeof streams[0] };

/* ---- numbers and sectors ---- */

static uint32_t
number_at(struct compound *c, uint64_t at, unsigned n)
{
	uint32_t x = 0;

	if (at + n > c->bytes.n) {
		c->cut = true;
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		x |= (uint32_t)(unsigned char)c->bytes.p[at + i] << 8 * i;
	return x;
}

static uint64_t
place_of(const struct compound *c, uint32_t sector)
{
	return ((uint64_t)sector + 1) * c->sector;
}

/* Sector number i of the table that says which sector follows which. */
static uint32_t
table_sector(struct compound *c, uint32_t i)
{
	const uint32_t each = c->sector / 4 - 1;	/* and the number of the next such sector */
	uint32_t at;

	if (i < IN_HEADER)
		return number_at(c, 0x4C + (uint64_t)i * 4, 4);
	at = number_at(c, 0x44, 4);
	for (i -= IN_HEADER; i >= each && !c->cut; i -= each)
		at = number_at(c, place_of(c, at) + (uint64_t)each * 4, 4);
	return number_at(c, place_of(c, at) + (uint64_t)i * 4, 4);
}

static uint32_t
sector_after(struct compound *c, uint32_t sector)
{
	const uint32_t each = c->sector / 4;

	if (place_of(c, sector) >= c->bytes.n) {
		c->cut = true;
		return 0;
	}
	return number_at(c, place_of(c, table_sector(c, sector / each)) + (uint64_t)(sector % each) * 4, 4);
}

/* No chain is longer than the file has sectors, but one that comes back to itself. */
static size_t
longest(const struct compound *c, size_t most)
{
	const size_t all = c->bytes.n / c->sector;

	return all < most ? all : most;
}

/* ---- the directory ---- */

static bool
find_directory(struct compound *c)
{
	const size_t most = longest(c, ENTRIES_MOST / (c->sector / ENTRY));
	uint32_t at = number_at(c, 0x30, 4);

	while (place_of(c, at) + c->sector <= c->bytes.n && c->directory.n < most) {
		*array_add(c->arena, &c->directory) = at;
		at = sector_after(c, at);
		if (c->cut)
			break;
	}
	return c->directory.n > 0;
}

static uint32_t
entries(const struct compound *c)
{
	return (uint32_t)c->directory.n * (c->sector / ENTRY);
}

static uint64_t
entry_at(const struct compound *c, uint32_t i)
{
	const uint32_t each = c->sector / ENTRY;

	return place_of(c, c->directory.v[i / each]) + (uint64_t)(i % each) * ENTRY;
}

/* UTF-16, its length with the NUL at its end. */
static bool
is_named(struct compound *c, uint64_t entry, struct str name)
{
	if (number_at(c, entry + 0x42, 1) != 2 || number_at(c, entry + 0x40, 2) != 2 * (name.n + 1))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (number_at(c, entry + 2 * i, 2) != (unsigned char)name.p[i])
			return false;
	return true;
}

/* Notes the entries of those of `streams` that stand at the root; 0 is the root itself. */
static void
find_streams(struct compound *c, uint32_t found[STREAMS])
{
	const uint32_t n = entries(c);
	bool *seen = arena_zalloc(c->arena, n);
	ARRAY(uint32_t) open = { 0 };

	*array_add(c->arena, &open) = number_at(c, entry_at(c, 0) + 0x4C, 4);
	while (open.n > 0) {
		uint32_t i = open.v[--open.n];
		uint64_t at;

		if (i == 0 || i >= n || seen[i])
			continue;
		seen[i] = true;
		at = entry_at(c, i);
		for (size_t k = 0; k < STREAMS; k++)
			if (is_named(c, at, cstr(streams[k].name)))
				found[k] = i;
		*array_add(c->arena, &open) = number_at(c, at + 0x44, 4);
		*array_add(c->arena, &open) = number_at(c, at + 0x48, 4);
	}
}

/* Where the bytes of a stream begin; those of one sector stand together. */
static uint64_t
stream_at(struct compound *c, uint64_t entry)
{
	uint32_t from = number_at(c, entry + 0x74, 4), at, skip;

	if (number_at(c, entry + 0x78, 4) >= SMALL)
		return place_of(c, from);
	at = number_at(c, entry_at(c, 0) + 0x74, 4);
	skip = from / (c->sector / SMALL_SECTOR);
	c->cut |= skip > longest(c, STEPS_MOST);
	for (; skip > 0 && !c->cut; skip--)
		at = sector_after(c, at);
	return place_of(c, at) + (uint64_t)(from % (c->sector / SMALL_SECTOR)) * SMALL_SECTOR;
}

/* ---- encrypted? ---- */

/* FibBase (MS-DOC 2.5.2): fEncrypted. */
static bool
word_is_locked(struct compound *c, uint64_t at)
{
	return (number_at(c, at + 0x0A, 2) & 0x0100) != 0;
}

/* FilePass (MS-XLS 2.4.117) stands behind BOF, or behind what says that it is better not written to. */
static bool
excel_is_locked(struct compound *c, uint64_t at)
{
	enum { FILE_PASS = 0x2F, WRITE_PROTECT = 0x86 };

	for (int i = 0; i < 2; i++) {
		at += 4 + (uint64_t)number_at(c, at + 2, 2);
		if (number_at(c, at, 2) != WRITE_PROTECT)
			break;
	}
	return number_at(c, at, 2) == FILE_PASS;
}

static bool
is_locked(struct compound *c, size_t k, uint32_t i)
{
	uint64_t at = stream_at(c, entry_at(c, i));

	switch (streams[k].lock) {
	case LOCK_WORD:
		return word_is_locked(c, at);
	case LOCK_EXCEL:
		return excel_is_locked(c, at);
	default:
		return streams[k].converter == NULL;
	}
}

static enum err
compound_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	struct compound c = { .arena = a, .bytes = bytes };
	uint32_t found[STREAMS] = { 0 }, shift = number_at(&c, 0x1E, 2);

	if (shift != 9 && shift != 12)
		return fail(why, E_DAMAGED, 0x1E, "%.*s", STR_ARG(t->name));
	c.sector = 1u << shift;
	if (!find_directory(&c))
		return fail(why, E_DAMAGED, 0x30, "%.*s", STR_ARG(t->name));
	c.cut = false;
	find_streams(&c, found);
	for (size_t k = 0; k < STREAMS; k++) {
		if (found[k] == 0)
			continue;
		if (is_locked(&c, k, found[k]))
			return fail(why, E_LOCKED, 0, "%.*s", STR_ARG(t->name));
		return fail(why, E_CONVERTER, 0, "%s", streams[k].converter);
	}
	return fail(why, c.cut ? E_DAMAGED : E_FORMAT, 0, "%.*s", STR_ARG(t->name));
}

static int
compound_knows(struct str bytes)
{
	return str_starts(bytes, MAGIC) ? 2 : 0;
}

const struct reader reader_compound = {
	.name = "compound",
	.suffixes = " .doc .dot .wps .wpt .xls .xlt .et .ett ",
	.knows = compound_knows,
	.read = compound_read,
	.raw = true,
};

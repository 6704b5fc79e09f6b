/*
 * Files of formats that nobody reads here, told by their first bytes, whatever their names say: better one
 * sentence about the format than one about words that are none. Images are to have their text recognised.
 */
#include "base/str.h"
#include "read/container.h"
#include "read/reader.h"

#define HEAD 512		/* bytes in which what is no text shows it */

static const struct {
	unsigned at;
	struct str magic;
	enum err err;
} kinds[] = {
#define MAGIC(at, bytes, err) { at, { bytes, sizeof bytes - 1 }, err }
	MAGIC(0, "\x89PNG\r\n", E_SCANNED),
	MAGIC(0, "\xFF\xD8\xFF", E_SCANNED),		/* JPEG */
	MAGIC(0, "GIF8", E_SCANNED),
	MAGIC(0, "BM", E_SCANNED),
	MAGIC(0, "II*\0", E_SCANNED),			/* TIFF, of both ends */
	MAGIC(0, "MM\0*", E_SCANNED),
	MAGIC(8, "WEBP", E_SCANNED),
	MAGIC(4, "ftyphei", E_SCANNED),			/* of telephones */
	MAGIC(4, "ftypmif", E_SCANNED),
	MAGIC(4, "ftypavif", E_SCANNED),
	MAGIC(4, "jP  \r\n", E_SCANNED),		/* JPEG 2000 */
	MAGIC(0, "8BPS", E_SCANNED),			/* Photoshop */
	MAGIC(0, "AT&TFORM", E_SCANNED),		/* DjVu */
	MAGIC(0, "MZ", E_FORMAT),			/* programs */
	MAGIC(0, "\x7F" "ELF", E_FORMAT),
	MAGIC(0, "\xCF\xFA\xED\xFE", E_FORMAT),
	MAGIC(0, "\xCA\xFE\xBA\xBE", E_FORMAT),
	MAGIC(0, "\0asm", E_FORMAT),
	MAGIC(1, "\r\r\n\0", E_FORMAT),			/* Python */
	MAGIC(0, "\x1F\x8B", E_FORMAT),			/* packed */
	MAGIC(0, "BZh", E_FORMAT),
	MAGIC(0, "\xFD" "7zXZ\0", E_FORMAT),
	MAGIC(0, "\x28\xB5\x2F\xFD", E_FORMAT),
	MAGIC(0, "\x04\x22\x4D\x18", E_FORMAT),
	MAGIC(0, "7z\xBC\xAF\x27\x1C", E_FORMAT),
	MAGIC(0, "Rar!\x1A\x07", E_FORMAT),
	MAGIC(0, "MSCF\0", E_FORMAT),
	MAGIC(0, "!<arch>\n", E_FORMAT),
	MAGIC(257, "ustar", E_FORMAT),
	MAGIC(32769, "CD001", E_FORMAT),
	MAGIC(0, "ID3", E_FORMAT),			/* sound, films */
	MAGIC(4, "ftyp", E_FORMAT),
	MAGIC(8, "AVI LIST", E_FORMAT),
	MAGIC(8, "WAVE", E_FORMAT),
	MAGIC(0, "OggS", E_FORMAT),
	MAGIC(0, "fLaC", E_FORMAT),
	MAGIC(0, "\x1A\x45\xDF\xA3", E_FORMAT),
	MAGIC(0, "SQLite format 3", E_FORMAT),		/* data */
	MAGIC(4, "Standard Jet DB", E_FORMAT),
	MAGIC(4, "Standard ACE DB", E_FORMAT),
	MAGIC(0, "\xD4\xC3\xB2\xA1", E_FORMAT),
	MAGIC(0, "!BDN", E_FORMAT),
	MAGIC(0, "L\0\0\0\1\x14\2", E_FORMAT),		/* a shortcut */
	MAGIC(0, "\0\1\0\0\0", E_FORMAT),		/* type */
	MAGIC(0, "OTTO\0", E_FORMAT),
	MAGIC(0, "wOF", E_FORMAT),
	MAGIC(0, "AC10", E_FORMAT),			/* papers of other kinds: drawings, CAJ, Word before 1997 */
	MAGIC(0, "CAJ\0", E_FORMAT),
	MAGIC(0, "HN\0", E_FORMAT),
	MAGIC(0, "\xDB\xA5\x2D\0", E_FORMAT),
#undef MAGIC
};

/* A control character that no text has: a magic of letters alone may begin one. */
static bool
is_binary(struct str head)
{
	for (size_t i = 0; i < head.n; i++)
		if ((unsigned char)head.p[i] < '\t')
			return true;
	return false;
}

/* OK where it is of none of these kinds. */
static enum err
kind_of(struct str bytes)
{
	if (!is_binary(str_slice(bytes, 0, HEAD)))
		return OK;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_starts(str_slice(bytes, kinds[i].at, bytes.n), kinds[i].magic))
			return kinds[i].err;
	return OK;
}

static enum err
foreign_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	enum err err = kind_of(bytes);

	(void)a;
	return fail(why, err == OK ? E_FORMAT : err, 0, "%.*s", STR_ARG(t->name));
}

/* A container that none of the others knows is one of some other kind. */
static int
foreign_knows(struct str bytes)
{
	return kind_of(bytes) != OK ? 2 : container_begins(bytes) ? 1 : 0;
}

const struct reader reader_foreign = {
	.name = "foreign",
	.suffixes = "",
	.knows = foreign_knows,
	.read = foreign_read,
	.raw = true,
};

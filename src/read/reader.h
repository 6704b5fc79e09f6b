/*
 * reader: from the bytes of a file to normalised text (doc/line.h).
 *
 * A reader is one file and one row in READERS. It says whether it knows a
 * file, by its first bytes or its name, and turns decoded UTF-8 into lines.
 * Decoding is done before (decode.h), for all readers alike.
 *
 *	file_open    a path or standard input as a file to be read, with limits
 *	load_file    its bytes
 *	read_source  the whole way: decode, choose the reader, read
 *
 * The program itself calls convert_and_read (guard/convert.h), which does all but the
 * first in a process without rights.
 */
#ifndef BH_READER_H
#define BH_READER_H

#include <time.h>

#include "doc/line.h"

#define SOURCE_MOST ((size_t)1 << 30)	/* bytes of one file: spans count in 32 bits */

/* A file that is open for reading, and what it was then. */
struct file {
	const char *name;	/* borrowed from the caller */
	int fd;
	uint64_t size;
	struct timespec written;	/* when it was last */
	bool sealed;		/* a copy in memory that nobody can change */
};

/*
 * Opens a regular file; "-" is standard input. A folder or device, a file that
 * cannot be opened, that is larger than SOURCE_MOST or is empty, is an error; *f
 * is then untouched. What has no size beforehand is copied into memory.
 */
enum err file_open(const char *path, struct file *f, struct why *why);
/* All that can be read from a descriptor as a sealed file in memory; more than `most` bytes are E_TOOBIG, none E_EMPTY. */
enum err file_of_stream(int from, const char *name, uint64_t most, struct file *f, struct why *why);
/* E_CHANGED where it is not what it was when it was opened. */
enum err file_unchanged(const struct file *, struct why *);
void file_close(struct file *);

/* The bytes of one file; at least one more byte can be written behind them. */
struct source {
	const char *name;	/* borrowed from the caller */
	struct str bytes;	/* freed by source_free */
	void *hold;
	unsigned holds;		/* what stands in them, SCAN_LOOKED and so on (scan.h), if file_read looked */
};

/* The bytes of a file, whatever its descriptor's offset. E_CHANGED where they are not as many as its size. */
enum err file_read(const struct file *, struct source *s, struct why *why);
/*
 * The same of a large file that lies before the process anyway: the bytes as they are mapped, to be taken at once, and
 * given to file_look when they may be looked at; they are not to be written to. NULL where it cannot be mapped. Who
 * shortens the file ends the process.
 */
char *file_map(int fd, uint64_t size);
void file_look(const struct file *, char *mapped, struct source *s);
/* Opens, reads and closes; a file that changes meanwhile is an error. *s is untouched by any. */
enum err load_file(const char *path, struct source *s, struct why *why);
void source_free(struct source *);
/* Whether s stands in the source's bytes. */
static inline bool
source_holds(const struct source *source, struct str s)
{
	return s.n > 0 && s.p >= source->bytes.p && s.p <= str_end(source->bytes);
}

struct reader {
	const char *name;	/* "text", "markdown", "html": stands in the JSON */
	const char *suffixes;	/* " .txt .text " each between blanks, lower case */
	/* How sure the reader is that these bytes are its own: 0 not, 1 by default, 2 sure. */
	int (*knows)(struct str);
	/*
	 * Fills body, lines, title and notes of *t (zeroed but for name, encoding, bytes).
	 * utf8 is well-formed UTF-8 without a byte order mark; it may be borrowed only
	 * during the call, but where t->over is set the body may be written over it.
	 * Fails with a sentence, or by arena_try. E_CONVERTER: another program is to read the file;
	 * why.what is then the name of its converter (CONVERTER_).
	 */
	enum err (*read)(struct arena *, struct str utf8, struct text *t, struct why *);
	/* Both are given the bytes of the file as they are, not text decoded from them; encoding stays NULL. */
	bool raw;
};

/* The converters that readers name: LibreOffice for texts and for sheets. */
#define CONVERTER_WRITER "writer"
#define CONVERTER_CALC "calc"

#define READERS(X) X(docx) X(xlsx) X(compound) X(odf) X(foreign) X(pdf_lock) X(pdf) X(ocr) X(html) X(markdown) X(text) X(csv)	/* strictest first */
#define X(name) extern const struct reader reader_##name;
READERS(X)
#undef X

/* NULL if there is none of that name. */
const struct reader *reader_named(struct str);

#define READ_HASH 1u		/* fill in sha256 */
/* The source's bytes may be written over and live as long as the text; they are freed if it needs them no more. */
#define READ_IN_PLACE 2u

/*
 * Decodes and reads one file into the arena. *t is set only on OK. Out of
 * memory is settled by the caller's arena_try.
 */
enum err read_source(struct arena *, struct source *, unsigned flags, struct text **t,
    struct why *);

#endif

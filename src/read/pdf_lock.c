/*
 * Why pdftotext could not read a PDF: it ends with one status whether the file is damaged or wants a
 * password. The trailer of an encrypted one, packed nowhere, names its /Encrypt (ISO 32000-1, 7.5.5 and 7.6).
 */
#include "base/str.h"
#include "read/reader.h"

#define MAGIC STR("%PDF-")
#define KEY STR("/Encrypt")

static int
pdf_lock_knows(struct str bytes)
{
	return str_starts(bytes, MAGIC) ? 2 : 0;
}

/* A key ends where its value begins: /EncryptMetadata is another. */
static bool
is_locked(struct str bytes)
{
	const char *end = str_end(bytes);

	for (const char *p = bytes.p; (p = memmem(p, (size_t)(end - p), KEY.p, KEY.n)) != NULL;) {
		p += KEY.n;
		if (p < end && memchr(" \t\r\n<0123456789", *p, 15) != NULL)
			return true;
	}
	return false;
}

static enum err
pdf_lock_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	(void)a;
	return fail(why, is_locked(bytes) ? E_LOCKED : E_DAMAGED, 0, "%.*s", STR_ARG(t->name));
}

const struct reader reader_pdf_lock = {
	.name = "pdf-lock",
	.suffixes = "",
	.knows = pdf_lock_knows,
	.read = pdf_lock_read,
	.raw = true,
};

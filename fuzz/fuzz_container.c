/* The container of an office file, byte by byte; what is inside seldom survives. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct reader *const readers[] = { &reader_docx, &reader_xlsx, &reader_odf };

	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		read_raw(readers[i], (struct str){ (const char *)p, n });
	return 0;
}

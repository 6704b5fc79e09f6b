/* The container of an office file, byte by byte; what is inside seldom survives. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	read_raw(&reader_docx, (struct str){ (const char *)p, n });
	return 0;
}

/* The directory of a compound file: whose it is, and whether it is encrypted. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	read_raw(&reader_compound, (struct str){ (const char *)p, n });
	return 0;
}

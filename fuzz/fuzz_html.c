#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	read_with(&reader_html, p, n);
	return 0;
}

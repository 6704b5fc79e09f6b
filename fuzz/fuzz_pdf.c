/* What pdftotext tells of a PDF: behind the words that make it known. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char head[] = "<!DOCTYPE html><html><doc><page >";
	char *all = n > READING_MOST ? NULL : malloc(sizeof head - 1 + n);

	if (all == NULL)
		return 0;
	memcpy(all, head, sizeof head - 1);
	memcpy(all + sizeof head - 1, p, n);
	read_raw(&reader_pdf, (struct str){ all, sizeof head - 1 + n });
	free(all);
	return 0;
}

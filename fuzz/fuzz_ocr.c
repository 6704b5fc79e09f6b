/* What tesseract tells of a page: behind the row that makes it known. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char head[] = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
	char *all = n > READING_MOST ? NULL : malloc(sizeof head - 1 + n);

	if (all == NULL)
		return 0;
	memcpy(all, head, sizeof head - 1);
	memcpy(all + sizeof head - 1, p, n);
	read_raw(&reader_ocr, (struct str){ all, sizeof head - 1 + n });
	free(all);
	return 0;
}

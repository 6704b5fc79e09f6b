/* The parts of a workbook: the book, a sheet, strings and styles. */
#include "office.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const parts[] = { "xl/workbook.xml", "xl/sheet.xml", "xl/strings.xml", "xl/styles.xml" };

	read_office(&reader_xlsx, parts, sizeof parts / sizeof parts[0], "xl/_rels/workbook.xml.rels",
	    "<Relationships>" RELATION("a", "worksheet", "sheet.xml") RELATION("b", "sharedStrings", "strings.xml")
	    RELATION("c", "styles", "styles.xml") "</Relationships>", p, n);
	return 0;
}

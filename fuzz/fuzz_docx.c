/* The parts of a Word file: document, styles and numbering. */
#include "office.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const parts[] = { "word/document.xml", "word/styles.xml", "word/numbering.xml" };

	read_office(&reader_docx, parts, sizeof parts / sizeof parts[0], "word/_rels/document.xml.rels",
	    "<Relationships>" RELATION("a", "styles", "styles.xml") RELATION("b", "numbering", "numbering.xml")
	    "</Relationships>", p, n);
	return 0;
}

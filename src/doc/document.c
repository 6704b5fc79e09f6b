#include "doc/article.h"

#include "doc/reading.h"

bool
text_turns(const struct text *t)
{
	(void)t;
	return false;
}

void
document_make(struct document *d, unsigned flags)
{
	(void)flags;
	reading_document(d);
}

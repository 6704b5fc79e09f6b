#include "read/reader.h"

static int
text_knows(struct str utf8)
{
	(void)utf8;
	return 0;
}

static enum err
text_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	(void)a;
	(void)utf8;
	(void)t;
	(void)why;
	return OK;
}

const struct reader reader_text = { "text", " ", text_knows, text_read };

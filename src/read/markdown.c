#include "read/reader.h"

static int
markdown_knows(struct str utf8)
{
	(void)utf8;
	return 0;
}

static enum err
markdown_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	(void)a;
	(void)utf8;
	(void)t;
	(void)why;
	return OK;
}

const struct reader reader_markdown = { "markdown", " ", markdown_knows, markdown_read };

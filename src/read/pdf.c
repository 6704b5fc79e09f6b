/*
 * PDF, as `pdftotext -bbox-layout` tells it: pages that hold flows that hold
 * blocks that hold lines that hold words, each with the box it stands in. Pages
 * and words are heeded; the rest is made of them (paper.h).
 */
#include "read/paper.h"
#include "read/reader.h"
#include "read/xml.h"

#include <stdlib.h>

#define FAR 1e5f		/* points: no page is so large */

struct pdf {
	struct paper paper;
	bool in_word;
};

static float
number(const struct xml_element *e, const char *name)
{
	struct str s = xml_attribute(e, name);
	char text[24];
	float x;

	if (s.n == 0 || s.n >= sizeof text)
		return 0;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	x = strtof(text, NULL);
	return x > -FAR && x < FAR ? x : 0;
}

static void
open_element(void *arg, const struct xml_element *e)
{
	struct pdf *p = arg;

	if (strcmp(e->name, "page") == 0)
		paper_page(&p->paper, number(e, "width"));
	if (strcmp(e->name, "word") != 0)
		return;
	paper_word(&p->paper, (struct paper_word){ .left = number(e, "xMin"), .right = number(e, "xMax"),
	    .top = number(e, "yMin"), .bottom = number(e, "yMax") });
	p->in_word = true;
}

static void
close_element(void *arg, const char *name)
{
	struct pdf *p = arg;

	(void)name;
	p->in_word = false;
}

static void
take_text(void *arg, struct str s)
{
	struct pdf *p = arg;

	if (p->in_word)
		paper_put(&p->paper, s);
}

/* pdftotext writes a DOCTYPE, which no part of an office file may have. */
static struct str
without_doctype(struct str s)
{
	const char *end = str_starts(s, STR("<!DOCTYPE")) ? memchr(s.p, '>', s.n) : NULL;

	return end == NULL ? s : str_of(end + 1, str_end(s));
}

static enum err
pdf_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	static const struct xml_calls calls = { open_element, close_element, take_text };
	struct pdf p = { .paper.arena = a };
	enum err err = xml_read(a, without_doctype(bytes), &calls, &p, why);

	if (err != OK)
		return err;
	if (p.paper.chars.n == 0)
		return fail(why, E_SCANNED, p.paper.pages.n, "%.*s", STR_ARG(t->name));
	paper_write(&p.paper, t);
	return OK;
}

#define HEAD 4096	/* bytes in which <doc> stands: a title and a few other words come before */

static int
pdf_knows(struct str bytes)
{
	struct str head = str_slice(bytes, 0, HEAD);

	return str_starts(head, STR("<!DOCTYPE html")) && str_has(head, STR("<doc>")) && str_has(head, STR("<page ")) ? 2 : 0;
}

const struct reader reader_pdf = {
	.name = "pdf",
	.suffixes = " .pdf ",
	.knows = pdf_knows,
	.read = pdf_read,
	.raw = true,
};

#include "read/xml.h"

#include <libxml/parser.h>
#include <stdlib.h>

#define FEED (64 * 1024)	/* bytes given to the parser at a time */

struct parse {
	struct arena *arena;
	const struct xml_calls *calls;
	void *arg;
	xmlParserCtxtPtr parser;
	unsigned depth;
	enum err err;
	/* the event at hand */
	struct xml_element element;
	struct str text;
};

/* The attributes of SAX2: local name, prefix, URI, begin and end of the value. */
enum { ATTRIBUTE = 5, ATTRIBUTE_BEGIN = 3, ATTRIBUTE_END = 4 };

struct str
xml_attribute(const struct xml_element *e, const char *name)
{
	for (int i = 0; i < e->n; i++) {
		const unsigned char **a = e->attributes + i * ATTRIBUTE;

		if (strcmp((const char *)a[0], name) == 0)
			return str_of((const char *)a[ATTRIBUTE_BEGIN], (const char *)a[ATTRIBUTE_END]);
	}
	return (struct str){ NULL, 0 };
}

long
xml_number(const struct xml_element *e, const char *name, long otherwise)
{
	struct str s = xml_attribute(e, name);
	char digits[16], *end;
	long n;

	if (s.n == 0 || s.n >= sizeof digits)
		return otherwise;
	memcpy(digits, s.p, s.n);
	digits[s.n] = '\0';
	n = strtol(digits, &end, 10);
	return *end == '\0' ? n : otherwise;
}

static void
stop(struct parse *p, enum err err)
{
	if (p->err == OK)
		p->err = err;
	xmlStopParser(p->parser);
}

/* A call may run out of memory: the parser is left in order then, and nothing more is told. */
static void
call(struct parse *p, void (*work)(void *))
{
	if (p->err == OK && !arena_guard(p->arena, work, p))
		stop(p, E_MEMORY);
}

static void
call_open(void *arg)
{
	struct parse *p = arg;

	p->calls->open(p->arg, &p->element);
}

static void
call_close(void *arg)
{
	struct parse *p = arg;

	p->calls->close(p->arg, p->element.name);
}

static void
call_text(void *arg)
{
	struct parse *p = arg;

	p->calls->text(p->arg, p->text);
}

static void
start_element(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nnamespaces,
    const xmlChar **namespaces, int nattributes, int ndefaulted, const xmlChar **attributes)
{
	struct parse *p = arg;

	(void)prefix, (void)uri, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
	if (++p->depth > XML_DEPTH_MOST) {
		stop(p, E_HOSTILE);
		return;
	}
	p->element = (struct xml_element){ (const char *)name, attributes, nattributes };
	call(p, call_open);
}

static void
end_element(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *p = arg;

	(void)prefix, (void)uri;
	p->depth--;
	p->element = (struct xml_element){ (const char *)name, NULL, 0 };
	call(p, call_close);
}

static void
characters(void *arg, const xmlChar *s, int n)
{
	struct parse *p = arg;

	if (p->calls->text == NULL || n <= 0)
		return;
	p->text = (struct str){ (const char *)s, (size_t)n };
	call(p, call_text);
}

static void
doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	stop(arg, E_HOSTILE);
}

enum err
xml_read(struct arena *a, struct str part, const struct xml_calls *calls, void *arg, struct why *why)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = start_element,
		.endElementNs = end_element, .characters = characters, .cdataBlock = characters,
		.ignorableWhitespace = characters, .internalSubset = doctype };
	struct parse p = { .arena = a, .calls = calls, .arg = arg };
	bool sound = true;

	p.parser = xmlCreatePushParserCtxt(&sax, &p, NULL, 0, NULL);
	if (p.parser == NULL)
		return fail(why, E_MEMORY, 0, "%s", "xml");
	xmlCtxtUseOptions(p.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	for (size_t i = 0; i < part.n && sound && p.err == OK; i += FEED)
		sound = xmlParseChunk(p.parser, part.p + i, (int)(part.n - i < FEED ? part.n - i : FEED), 0) == 0;
	if (sound && p.err == OK)
		sound = xmlParseChunk(p.parser, NULL, 0, 1) == 0;
	xmlFreeParserCtxt(p.parser);
	if (p.err == E_MEMORY)
		arena_exhausted(a);
	if (p.err != OK)
		return fail(why, p.err, 0, "%s", "");
	return sound ? OK : fail(why, E_DAMAGED, 0, "%s", "");
}

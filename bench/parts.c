/*
 * parts: how long each step of `bihuan extract` takes, inside one process.
 *
 *	parts FILE
 *
 * A line a step: name, seconds of the core. The outline is made once by itself and once
 * with the facts; their difference is what the facts take.
 */
#include <stdio.h>

#include "lap.h"
#include "read/reader.h"
#include "write/extract.h"

static void
tell(const char *step)
{
	printf("%s %.6f\n", step, lap());
}

static enum err
forget(void *arg, const char *p, size_t n)
{
	(void)p;
	*(size_t *)arg += n;
	return OK;
}

static void
write_json(const struct document *d)
{
	size_t bytes = 0;
	struct buf out = { .sink = forget, .arg = &bytes };
	struct extract x;

	extract_init(&x, &out, LANG_ZH, false);
	form_json.document(&x, d);
	form_json.end(&x);
	buf_flush(&out);
	tell("json");
	extract_free(&x);
	buf_free(&out);
	printf("json-bytes %zu\n", bytes);
}

static enum err
steps(struct arena *a, const char *path, struct why *why)
{
	struct source bytes = { 0 };
	struct text *text = NULL;
	enum err rc;

	lap();
	if ((rc = load_file(path, &bytes, why)) != OK)
		return rc;
	tell("load");
	rc = read_source(a, &bytes, 0, &text, why);
	source_free(&bytes);
	if (rc != OK)
		return rc;
	tell("read");

	struct document outline = { .arena = a, .texts = &text, .ntexts = 1 };
	struct document whole = outline;

	document_make(&outline, DOCUMENT_OUTLINE);
	tell("outline");
	document_make(&whole, 0);
	tell("outline+facts");
	write_json(&whole);
	return OK;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	struct why why = { 0 };
	enum err rc = E_USAGE;

	if (argc != 2 || a == NULL)
		return err_exit(rc);
	if (!arena_try(a))
		rc = steps(a, argv[1], &why);
	else
		rc = E_MEMORY;
	arena_free(a);
	if (rc != OK)
		fprintf(stderr, "parts: %s: %s\n", argv[1], err_sentence(rc, LANG_EN));
	return err_exit(rc);
}

#include "cli/place.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/output.h"
#include "store/backup.h"

#define USUAL "bihuan.db"

const char *
place_path(const struct call *c)
{
	const char *env = getenv("BIHUAN_DB");

	if (c->opt[OPT_DB] != NULL)
		return c->opt[OPT_DB];
	if (env != NULL && env[0] != '\0')
		return env;
	return c->config->value[CONFIG_DB][0] != '\0' ? c->config->value[CONFIG_DB] : USUAL;
}

enum err
place_open(const struct call *c, enum store_mode mode, struct site *s)
{
	struct why why = { 0 };

	if (site_open(s, place_path(c), mode, &why) != OK)
		return say_error(c->voice, place_path(c), &why);
	return OK;
}

enum err
place_evidence(const struct call *c, char out[PATH_MAX], struct why *why)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s", place_path(c));
	return snprintf(out, PATH_MAX, "%s/" PLACE_EVIDENCE, dirname(path)) < PATH_MAX ? OK : fail(why, E_USAGE, 0, "%s", place_path(c));
}

enum err
place_no_files(const struct call *c)
{
	return c->nfiles == 0 ? OK : say_usage(c->voice, c->files[0], SAY_NO_FILE_TAKEN);
}

enum err
place_print(const struct call *c, struct buf *b)
{
	struct output o;
	struct why why = { .err = b->err };
	enum err err = b->err == OK ? output_open(&o, NULL, &why) : b->err;

	if (err == OK) {
		buf_put(&o.buf, b->p, b->n);
		err = output_close(&o, true, &why);
	}
	buf_free(b);
	return err == OK ? OK : say_error(c->voice, NULL, &why);
}

enum err
place_with(const struct call *c, enum err (*work)(const struct call *, struct site *))
{
	struct site s;
	enum err err = place_no_files(c);

	if (err == OK)
		err = place_open(c, STORE_WRITE, &s);
	if (err != OK)
		return err;
	err = work(c, &s);
	site_close(&s);
	return err;
}

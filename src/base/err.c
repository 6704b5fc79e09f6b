#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
	const char *name, *zh, *en;
	int exit, http;
} rows[ERR_COUNT] = {
#define X(name, exit, http, zh, en) { #name, zh, en, exit, http },
	ERRORS(X)
#undef X
};

const char *
err_name(enum err e)
{
	return rows[e].name;
}

int
err_exit(enum err e)
{
	return rows[e].exit;
}

int
err_http(enum err e)
{
	return rows[e].http;
}

const char *
err_sentence(enum err e, enum lang lang)
{
	return lang == LANG_ZH ? rows[e].zh : rows[e].en;
}

enum err
fail(struct why *why, enum err err, size_t at, const char *fmt, ...)
{
	va_list ap;

	if (why == NULL)
		return err;
	why->err = err;
	why->at = at;
	va_start(ap, fmt);
	vsnprintf(why->what, sizeof why->what, fmt, ap);
	va_end(ap);
	return err;
}

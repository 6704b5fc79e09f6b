#include "cli/say.h"

#include <stdio.h>

#define SENTENCE_MOST 400

static const struct {
	const char *zh, *en;
} sentences[] = {
#define X(name, zh, en) { zh, en },
	SENTENCES(X)
#undef X
};

const char *
say_text(enum sentence s, enum lang lang)
{
	return lang == LANG_ZH ? sentences[s].zh : sentences[s].en;
}

/* A thing as it may be shown: without what commands a terminal. */
static void
put_clean(const char *s)
{
	for (; *s != '\0'; s++)
		putc((unsigned char)*s < 0x20 || *s == 0x7F ? ' ' : *s, stderr);
}

static void
say_line(const char *thing, const char *first, const char *second)
{
	fputs("bihuan: ", stderr);
	if (thing != NULL && thing[0] != '\0') {
		put_clean(thing);
		fputs(": ", stderr);
	}
	put_clean(first);
	if (second != NULL) {
		fputs(" / ", stderr);
		put_clean(second);
	}
	putc('\n', stderr);
}

enum err
say_usage(struct voice v, const char *thing, enum sentence s)
{
	say_line(thing, say_text(s, v.lang), v.both ? say_text(s, LANG_EN) : NULL);
	return E_USAGE;
}

void
say_why(char *to, size_t n, enum lang lang, const char *path, const struct why *why)
{
	bool zh = lang == LANG_ZH;
	bool what = why->what[0] != '\0' && (path == NULL || strcmp(why->what, path) != 0);
	int used = snprintf(to, n, "%s", err_sentence(why->err, lang));

	if (what && (size_t)used < n)
		used += snprintf(to + used, n - (size_t)used, zh ? "：%s" : ": %s", why->what);
	if (why->at > 0 && (size_t)used < n)
		snprintf(to + used, n - (size_t)used, zh ? "（第%zu字节）" : " (byte %zu)", why->at);
}

enum err
say_error(struct voice v, const char *path, const struct why *why)
{
	char first[SENTENCE_MOST], second[SENTENCE_MOST];

	say_why(first, sizeof first, v.lang, path, why);
	say_why(second, sizeof second, LANG_EN, path, why);
	say_line(path, first, v.both ? second : NULL);
	return why->err;
}

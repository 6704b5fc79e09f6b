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

/* Control characters, C1 (two bytes in UTF-8) among them, command a terminal. */
static bool
commands_terminal(const char *s)
{
	unsigned char c = (unsigned char)s[0], next = (unsigned char)s[1];

	return c < 0x20 || c == 0x7F || (c == 0xC2 && next >= 0x80 && next < 0xA0);
}

static void
put_clean(const char *s)
{
	for (; *s != '\0'; s++)
		putc(commands_terminal(s) ? ' ' : *s, stderr);
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
say_both(struct voice v, const char *thing, enum err err, const char *zh, const char *en)
{
	say_line(thing, v.lang == LANG_ZH ? zh : en, v.both ? en : NULL);
	return err;
}

enum err
say_as(struct voice v, const char *thing, enum err err, enum sentence s)
{
	return say_both(v, thing, err, say_text(s, LANG_ZH), say_text(s, LANG_EN));
}

enum err
say_usage(struct voice v, const char *thing, enum sentence s)
{
	return say_as(v, thing, E_USAGE, s);
}

/* What the error says beyond the path, which is printed anyway. */
static const char *
beyond_path(const char *what, const char *path)
{
	size_t n = path == NULL ? 0 : strlen(path);

	if (n == 0 || strncmp(what, path, n) != 0)
		return what;
	if (what[n] == '\0')
		return what + n;
	return strncmp(what + n, ": ", 2) == 0 ? what + n + 2 : what;
}

void
say_why(char *to, size_t n, enum lang lang, const char *path, const struct why *why)
{
	const char *what = beyond_path(why->what, path);
	bool zh = lang == LANG_ZH;
	int used = snprintf(to, n, "%s", err_sentence(why->err, lang));

	if (what[0] != '\0' && (size_t)used < n)
		used += snprintf(to + used, n - (size_t)used, zh ? "：%s" : ": %s", what);
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

#include "cli/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/small_file.h"

#define SYSTEM_FILE "/etc/bihuan.conf"
#define OWN_NAME "bihuan.conf"

static const struct { const char *name, *expect[2]; } keys[CONFIG_COUNT] = {
#define X(id, name, zh, en) { name, { zh, en } },
	CONFIG_KEYS(X)
#undef X
};

static const struct { const char *sentence[2]; } faults[] = {
#define X(id, zh, en) { { zh, en } },
	CONFIG_FAULTS(X)
#undef X
};

/* ---- a text ---- */

static enum err
found(struct config_fault *f, enum config_fault_kind kind, struct str word)
{
	struct str shown = utf8_cut(word, sizeof f->word - 1);

	f->kind = kind;
	snprintf(f->word, sizeof f->word, "%.*s", STR_ARG(shown));
	return E_USAGE;
}

static bool
value_good(enum config_key key, struct str value)
{
	if (value.n >= CONFIG_VALUE)
		return false;
	if (key == CONFIG_DB || key == CONFIG_HOOK)
		return value.n > 1 && value.p[0] == '/' && value.p[value.n - 1] != '/';
	return str_eq(value, STR("zh")) || str_eq(value, STR("en"));
}

static bool
is_text(struct str s)
{
	bool good = utf8_check(s) == s.n;

	for (size_t i = 0; i < s.n && good; i++)
		good = (unsigned char)s.p[i] >= 0x20 || s.p[i] == '\t';
	return good;
}

static enum err
take_setting(struct str name, struct str value, struct config *c, bool told[CONFIG_COUNT], struct config_fault *f)
{
	unsigned key = 0;

	while (key < CONFIG_COUNT && !str_eq(cstr(keys[key].name), name))
		key++;
	if (key == CONFIG_COUNT)
		return found(f, CONFIG_FAULT_KEY, name);
	f->key = (enum config_key)key;
	if (told[key])
		return found(f, CONFIG_FAULT_TWICE, name);
	if (!value_good(f->key, value))
		return found(f, CONFIG_FAULT_VALUE, value);
	snprintf(c->value[key], CONFIG_VALUE, "%.*s", STR_ARG(value));
	told[key] = true;
	return OK;
}

static enum err
take_line(struct str line, struct config *c, bool told[CONFIG_COUNT], struct config_fault *f)
{
	size_t eq = str_find(line, STR("="), 0);

	if (!is_text(line))
		return found(f, CONFIG_FAULT_TEXT, (struct str){ NULL, 0 });
	if (line.n == 0 || line.p[0] == '#')
		return OK;
	if (eq == STR_NONE || eq == 0)
		return found(f, CONFIG_FAULT_FORM, line);
	return take_setting(str_trim(str_slice(line, 0, eq)), str_trim(str_slice(line, eq + 1, line.n)), c, told, f);
}

enum err
config_parse(struct str text, struct config *c, struct config_fault *f)
{
	bool told[CONFIG_COUNT] = { false };
	enum err err = OK;

	*f = (struct config_fault){ .kind = CONFIG_FAULT_NONE };
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.n);
	while (text.n > 0 && err == OK) {
		size_t end = str_find(text, STR("\n"), 0);

		f->line++;
		err = take_line(str_trim(str_slice(text, 0, end)), c, told, f);
		text = end == STR_NONE ? (struct str){ NULL, 0 } : str_slice(text, end + 1, text.n);
	}
	return err;
}

/* ---- files ---- */

static enum err
load_one(struct config *c, const char *file, struct config_fault *f, struct why *why)
{
	static char text[CONFIG_BYTES];		/* once, before there are threads */
	size_t n;
	enum err err = small_file_read(file, text, sizeof text, &n, why);

	return err == OK ? config_parse((struct str){ text, n }, c, f) : err;
}

/* One that need not be there; nor need its folder be one that we may look into. */
static enum err
load_if_there(struct config *c, const char *file, struct config_fault *f, struct why *why)
{
	return access(file, F_OK) == 0 ? load_one(c, file, f, why) : OK;
}

/* The account's own; false where it is not told where that lies. */
static bool
own_file(char file[PATH_MAX])
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (folder != NULL && folder[0] == '/')
		return snprintf(file, PATH_MAX, "%s/" OWN_NAME, folder) < PATH_MAX;
	return home != NULL && home[0] == '/' && snprintf(file, PATH_MAX, "%s/.config/" OWN_NAME, home) < PATH_MAX;
}

enum err
config_load(struct config *c, char file[PATH_MAX], struct config_fault *f, struct why *why)
{
	const char *named = getenv("BIHUAN_CONFIG");
	enum err err;

	*f = (struct config_fault){ .kind = CONFIG_FAULT_NONE };
	if (named != NULL && named[0] != '\0') {
		snprintf(file, PATH_MAX, "%s", named);
		return load_one(c, file, f, why);
	}
	snprintf(file, PATH_MAX, "%s", SYSTEM_FILE);
	err = load_if_there(c, file, f, why);
	if (err == OK && own_file(file))
		err = load_if_there(c, file, f, why);
	return err;
}

/* ---- telling ---- */

static void
print_expected(char *to, size_t n, enum lang lang, const struct config_fault *f)
{
	size_t used = 0;

	to[0] = '\0';
	if (f->kind == CONFIG_FAULT_FORM)
		snprintf(to, n, "%s", lang == LANG_ZH ? "：名称 = 值" : ": NAME = VALUE");
	if (f->kind == CONFIG_FAULT_VALUE)
		snprintf(to, n, "%s%s", lang == LANG_ZH ? "：" : ": ", keys[f->key].expect[lang]);
	for (size_t i = 0; f->kind == CONFIG_FAULT_KEY && i < CONFIG_COUNT && used < n; i++)
		used += (size_t)snprintf(to + used, n - used, "%s%s", i > 0 ? (lang == LANG_ZH ? "、" : ", ") :
		    (lang == LANG_ZH ? "：" : ": "), keys[i].name);
}

void
config_fault_print(char *to, size_t n, enum lang lang, const char *file, const struct config_fault *f)
{
	char expected[200];

	print_expected(expected, sizeof expected, lang, f);
	snprintf(to, n, "%s:%u: %s%s%s%s", file, f->line, f->word, f->word[0] != '\0' ? ": " : "", faults[f->kind].sentence[lang], expected);
}

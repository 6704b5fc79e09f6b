/* Configuration files: what they say, and every way to be wrong, with its line. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/temp.h"
#include "cli/config.h"
#include "store/disk.h"

static const struct {
	const char *what;
	struct str text;
	enum config_fault_kind kind;
	unsigned line;
	const char *word, *db, *lang;
} rows[] = {
	{ "nothing",			STR(""),				CONFIG_FAULT_NONE,	0, "", "", "" },
	{ "one",			STR("db = /var/lib/a.db\n"),		CONFIG_FAULT_NONE,	1, "", "/var/lib/a.db", "" },
	{ "without blanks or an end",	STR("db=/a.db\nlang=zh"),		CONFIG_FAULT_NONE,	2, "", "/a.db", "zh" },
	{ "comments, empty lines, CR",	STR("# db = x\r\n\r\n\t lang =\ten \r\n"), CONFIG_FAULT_NONE,	3, "", "", "en" },
	{ "a mark of byte order",	STR("\xEF\xBB\xBFlang = en\n"),		CONFIG_FAULT_NONE,	1, "", "", "en" },
	{ "an = in a value",		STR("db = /a=b.db\n"),			CONFIG_FAULT_NONE,	1, "", "/a=b.db", "" },
	{ "no =",			STR("lang = zh\ndb /a.db\n"),		CONFIG_FAULT_FORM,	2, "db /a.db", "", "zh" },
	{ "no name",			STR("= /a.db\n"),			CONFIG_FAULT_FORM,	1, "= /a.db", "", "" },
	{ "a name that is none",	STR("\nmail = a@b\n"),			CONFIG_FAULT_KEY,	2, "mail", "", "" },
	{ "names are small",		STR("DB = /a.db\n"),			CONFIG_FAULT_KEY,	1, "DB", "", "" },
	{ "twice",			STR("lang = zh\nlang = zh\n"),		CONFIG_FAULT_TWICE,	2, "lang", "", "zh" },
	{ "a path from nowhere",	STR("db = a.db\n"),			CONFIG_FAULT_VALUE,	1, "a.db", "", "" },
	{ "a folder",			STR("db = /var/\n"),			CONFIG_FAULT_VALUE,	1, "/var/", "", "" },
	{ "nothing behind =",		STR("db =\n"),				CONFIG_FAULT_VALUE,	1, "", "", "" },
	{ "another language",		STR("lang = fr\n"),			CONFIG_FAULT_VALUE,	1, "fr", "", "" },
	{ "no UTF-8",			STR("lang = \xFF\n"),			CONFIG_FAULT_TEXT,	1, "", "", "" },
	{ "a control character",	STR("lang = \x1B[2J\n"),		CONFIG_FAULT_TEXT,	1, "", "", "" },
	{ "a NUL",			STR("lang = z\0h\n"),			CONFIG_FAULT_TEXT,	1, "", "", "" },
};

static void
texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct config c = { 0 };
		struct config_fault f;
		enum err err = config_parse(rows[i].text, &c, &f);

		if (err != (rows[i].kind == CONFIG_FAULT_NONE ? OK : E_USAGE) || f.kind != rows[i].kind || f.line != rows[i].line ||
		    strcmp(f.word, rows[i].word) != 0 || strcmp(c.value[CONFIG_DB], rows[i].db) != 0 ||
		    strcmp(c.value[CONFIG_LANG], rows[i].lang) != 0)
			fail_msg("%s: %d, line %u, <%s>", rows[i].what, f.kind, f.line, f.word);
	}
}

static void
too_long(void **state)
{
	static char text[2 * CONFIG_VALUE];
	struct config c = { 0 };
	struct config_fault f;

	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text, "db=/", 4);
	assert_int_equal(config_parse((struct str){ text, 3 + CONFIG_VALUE }, &c, &f), E_USAGE);
	assert_int_equal(f.kind, CONFIG_FAULT_VALUE);
	assert_int_equal(strlen(f.word), sizeof f.word - 1);
	assert_int_equal(config_parse((struct str){ text, 2 + CONFIG_VALUE }, &c, &f), OK);
	assert_int_equal(strlen(c.value[CONFIG_DB]), CONFIG_VALUE - 1);
}

static const struct { const char *text, *zh, *en; } sentences[] = {
	{ "lang", "F:1: lang: 应为：名称 = 值", "F:1: lang: expected: NAME = VALUE" },
	{ "\nmail=1", "F:2: mail: 没有这项设置，应为：db、lang、hook", "F:2: mail: no such setting; expected one of: db, lang, hook" },
	{ "lang=fr", "F:1: fr: 值不对，应为：zh 或 en", "F:1: fr: a wrong value; expected: zh or en" },
	{ "lang=\xFF", "F:1: 应为 UTF-8 文字", "F:1: expected UTF-8 text" },
};

static void
what_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		char said[300];
		struct config c = { 0 };
		struct config_fault f;

		config_parse(cstr(sentences[i].text), &c, &f);
		config_fault_print(said, sizeof said, LANG_ZH, "F", &f);
		assert_string_equal(said, sentences[i].zh);
		config_fault_print(said, sizeof said, LANG_EN, "F", &f);
		assert_string_equal(said, sentences[i].en);
	}
}

/* ---- files ---- */

static char folder[128];

static void
put(const char *name, const char *text)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static enum err
load(struct config *c, struct config_fault *f, struct why *why)
{
	static char file[PATH_MAX];

	*c = (struct config){ 0 };
	return config_load(c, file, f, why);
}

static void
which_files(void **state)
{
	struct config c;
	struct config_fault f;
	struct why why = { 0 };
	char path[300];

	(void)state;
	snprintf(folder, sizeof folder, "%s" TEMP_NAME, temp_folder());
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/.config", folder);
	assert_int_equal(disk_folder(path, NULL), OK);
	unsetenv("BIHUAN_CONFIG");
	unsetenv("XDG_CONFIG_HOME");
	setenv("HOME", folder, 1);
	assert_int_equal(load(&c, &f, &why), OK);
	put(".config/bihuan.conf", "db = /home.db\n");
	assert_int_equal(load(&c, &f, &why), OK);
	assert_string_equal(c.value[CONFIG_DB], "/home.db");
	put("bihuan.conf", "db = /xdg.db\n");
	setenv("XDG_CONFIG_HOME", folder, 1);
	assert_int_equal(load(&c, &f, &why), OK);
	assert_string_equal(c.value[CONFIG_DB], "/xdg.db");
	snprintf(path, sizeof path, "%s/named.conf", folder);
	setenv("BIHUAN_CONFIG", path, 1);
	assert_int_equal(load(&c, &f, &why), E_ABSENT);
	put("named.conf", "lang = en\n");
	assert_int_equal(load(&c, &f, &why), OK);
	assert_string_equal(c.value[CONFIG_DB], "");
	put("named.conf", "lang = it\n");
	assert_int_equal(load(&c, &f, &why), E_USAGE);
	setenv("BIHUAN_CONFIG", folder, 1);
	assert_int_equal(load(&c, &f, &why), E_NOTFILE);
	setenv("BIHUAN_CONFIG", "/dev/zero", 1);
	assert_int_equal(load(&c, &f, &why), E_TOOBIG);
	disk_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(too_long),
		cmocka_unit_test(what_is_said),
		cmocka_unit_test(which_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Configuration files of strangers: what is taken is text that fits, and what is wrong has a line and a sentence. */
#include "cli/config.h"
#include "reading.h"

#include <stdio.h>

static const char *const names[CONFIG_COUNT] = {
#define X(id, name, zh, en) name,
	CONFIG_KEYS(X)
#undef X
};

/* Its settings, written plainly. */
static const char *
written(const struct config *c)
{
	static char text[CONFIG_COUNT * (CONFIG_VALUE + 16)];
	int used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < CONFIG_COUNT; i++)
		if (c->value[i][0] != '\0')
			used += snprintf(text + used, sizeof text - (size_t)used, "%s=%s\n", names[i], c->value[i]);
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct config c, again;
	static char said[2 * CONFIG_VALUE];
	struct config_fault f;
	enum err err;

	c = again = (struct config){ .value[0][0] = '\0' };
	err = config_parse((struct str){ (const char *)p, n }, &c, &f);
	HOLDS((err == OK) == (f.kind == CONFIG_FAULT_NONE));
	for (size_t i = 0; i < CONFIG_COUNT; i++)
		HOLDS(strlen(c.value[i]) < CONFIG_VALUE && utf8_check(cstr(c.value[i])) == strlen(c.value[i]));
	if (err == OK) {	/* written plainly it says the same */
		HOLDS(config_parse(cstr(written(&c)), &again, &f) == OK && memcmp(&c, &again, sizeof c) == 0);
		return 0;
	}
	HOLDS(f.line > 0 && utf8_check(cstr(f.word)) == strlen(f.word));
	config_fault_print(said, sizeof said, n % 2 == 0 ? LANG_ZH : LANG_EN, "F", &f);
	HOLDS(utf8_check(cstr(said)) == strlen(said));
	return 0;
}

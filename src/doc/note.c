#include "doc/note.h"

static const struct {
	const char *name, *severity, *zh, *en;
} rows[] = {
#define X(name, code, severity, zh, en) { code, severity, zh, en },
	NOTES(X)
#undef X
};

const char *
note_name(enum note_code c)
{
	return rows[c].name;
}

const char *
note_severity(enum note_code c)
{
	return rows[c].severity;
}

const char *
note_sentence(enum note_code c, enum lang lang)
{
	return lang == LANG_ZH ? rows[c].zh : rows[c].en;
}

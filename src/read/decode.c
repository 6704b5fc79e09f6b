#include "read/decode.h"
#include "base/utf8.h"

enum err
decode(struct arena *a, struct str bytes, struct text *t, struct str *utf8, struct why *why)
{
	size_t bad;

	(void)a;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_slice(bytes, 3, bytes.n);
	bad = utf8_check(bytes);
	if (bad < bytes.n)
		return fail(why, E_GARBLED, bad, "%s", "");
	t->encoding = "utf-8";
	*utf8 = bytes;
	return OK;
}

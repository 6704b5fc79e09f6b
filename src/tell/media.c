#include "tell/media.h"

#define ZIP "PK\x03\x04"

static const struct { struct str ending, media, first; } kinds[] = {
	{ STR(".pdf"), STR("application/pdf"), STR("%PDF-") },
	{ STR(".docx"), STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), STR(ZIP) },
	{ STR(".xlsx"), STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), STR(ZIP) },
	{ STR(".ofd"), STR("application/ofd"), STR(ZIP) },
	{ STR(".txt"), STR("text/plain"), STR("") },
	{ STR(".html"), STR("text/html"), STR("") },
	{ STR(".jpg"), STR("image/jpeg"), STR("\xFF\xD8\xFF") },
	{ STR(".png"), STR("image/png"), STR("\x89PNG") },
};

static int
kind_of(struct str name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_ends(name, kinds[i].ending))
			return (int)i;
	return -1;
}

struct str
media_of(struct str name)
{
	int i = kind_of(name);

	return i < 0 ? STR("application/octet-stream") : kinds[i].media;
}

bool
media_agrees(struct str name, struct str bytes)
{
	int i = kind_of(name);

	return i < 0 || str_starts(bytes, kinds[i].first);
}

struct evidence_given
media_given(const struct evidence *kept, struct str name)
{
	struct evidence_given e = { .size = (int64_t)kept->size, .media = media_of(name), .name = name, .dated = DAY_NONE };

	memcpy(e.hash.b, kept->hash, HASH_BYTES);
	return e;
}

/* asset: files that pages bring with them (web/assets): what scripts/assets.py puts into the program. */
#ifndef BH_ASSET_H
#define BH_ASSET_H

#include "base/str.h"

struct asset {
	const char *name, *media;	/* name: app.1f3a09c2.css, another one once its bytes are */
	struct str plain, packed;	/* packed: by gzip */
};

extern const struct asset assets[];
extern const size_t assets_count;

#endif

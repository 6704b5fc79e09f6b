/* span: where words stand in what was read. */
#ifndef BH_SPAN_H
#define BH_SPAN_H

#include <stdint.h>

/* Bytes [from, to) of the normalised text of source number `source`. */
struct span {
	uint32_t source, from, to;
};

#endif

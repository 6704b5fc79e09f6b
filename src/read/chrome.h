/*
 * chrome: what stands around an article and is not of it: where one is on the
 * site, counters, buttons, imprints. The patterns are one table, in chrome.c.
 */
#ifndef BH_CHROME_H
#define BH_CHROME_H

#include "base/str.h"

/* The row, without blanks at either end, is page furniture and nothing else. */
bool chrome_is(struct str row);

#endif

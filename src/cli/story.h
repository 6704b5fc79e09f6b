/*
 * story: `bihuan help story`: one finding from feedback to look-back, step by step, as a newcomer would go. Its
 * commands are run by a test as they stand.
 */
#ifndef BH_STORY_H
#define BH_STORY_H

#include "cli/say.h"

void story_print(enum lang);

#endif

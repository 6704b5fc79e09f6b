/*
 * contact: the telephone numbers, addresses and postcodes that a paper gives
 * for the public, from the words that hold them.
 */
#ifndef BH_CONTACT_H
#define BH_CONTACT_H

#include "doc/article.h"

/* Adds what run names to c; what is there already is not added again. */
void contact_find(struct arena *, struct str run, struct contact *c);

#endif

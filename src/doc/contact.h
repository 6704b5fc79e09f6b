/*
 * contact: the telephone numbers, e-mail addresses, postal address and postcode
 * that a text gives for answers. A fax number is not one of them.
 */
#ifndef BH_CONTACT_H
#define BH_CONTACT_H

#include "doc/article.h"

/*
 * Adds what stands in run to the contact; an address and a postcode only if
 * there is none yet, a number or e-mail only once. What is found borrows from
 * run, or from the arena where full-width figures and signs were made ASCII.
 */
void contact_find(struct arena *, struct str run, struct contact *);

#endif

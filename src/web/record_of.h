/* record_of: the record that a URL names. */
#ifndef BH_RECORD_OF_H
#define BH_RECORD_OF_H

#include "web/visit.h"

/* By the identifier that is the first of its parts: E_RECORD where there is none that who comes sees. */
enum err record_of_visit(struct visit *, struct record *);

#endif

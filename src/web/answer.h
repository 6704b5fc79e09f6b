/* answer: a visit from its request to its answer: who comes, what is asked for, whether it may be, and how it is told. */
#ifndef BH_ANSWER_H
#define BH_ANSWER_H

#include "web/visit.h"

void answer_visit(struct face *, struct http_exchange *, const struct http_asked *);
/* Without looking at what was asked. */
void answer_shortly(struct face *, struct http_exchange *, int status);
/* Of a request whose head or length is refused. */
void answer_refused(int status, struct http_answer *);

#endif

/*
 * serve: a ledger is served: a server of HTTP, the seats that read, the scribe that writes, and the routes.
 *
 * What is asked for with GET is answered on the threads of the server, which takes milliseconds; what is slow by workers, who may wait for
 * the disk. A password is weighed by one of them at a time.
 */
#ifndef BH_SERVE_H
#define BH_SERVE_H

#include "web/face.h"

/* E_USAGE: the address cannot be had. The module of the server is looked for beside the program, and where modules are installed. */
enum err serve_start(struct face **, const struct face_settings *, struct why *);
/* What is under way is ended; waits so many seconds for it. NULL is accepted. */
void serve_stop(struct face *, unsigned seconds);

#endif

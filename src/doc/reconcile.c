#include "doc/reconcile.h"

void
reconcile(struct document *d, struct article *a)
{
	(void)d;
	(void)a;
}

#include "doc/contact.h"

void
contact_find(struct arena *a, struct str run, struct contact *c)
{
	(void)a;
	(void)run;
	(void)c;
}

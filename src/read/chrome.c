#include "read/chrome.h"

bool
chrome_is(struct str row)
{
	(void)row;
	return false;
}

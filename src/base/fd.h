/* fd: descriptors, where a call may do less than it was asked. */
#ifndef BH_FD_H
#define BH_FD_H

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

/* All n bytes, whatever signals come between; false with errno. */
static inline bool
fd_write(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return true;
}

#endif

/*
 * confine: takes the rights of the calling process away, before it looks at a
 * file that may be hostile. There is no way back.
 *
 * Three layers, each of which the kernel may lack:
 *
 *	rlimits   time, memory, output, processes, descriptors
 *	seccomp   which system calls it may make, and with what
 *	Landlock  which files it may open, and no network
 *
 * What a process may do is a profile; one more is one more row in confine.c.
 */
#ifndef BH_CONFINE_H
#define BH_CONFINE_H

#include "read/reader.h"

/* least, and `more` for each whole `each` bytes of the file. */
struct limit {
	uint64_t least, more, each;
};

struct calls;			/* a list of system calls, confine.c */

struct profile {
	const char *name;
	struct limit work;	/* seconds of the processor */
	struct limit wait;	/* seconds on the clock */
	struct limit memory;	/* bytes of address space */
	struct limit output;	/* bytes that it may tell */
	struct limit room;	/* bytes of a file that it may write, in a folder of its own (scratch.h); 0: it writes none */
	unsigned files;		/* descriptors */
	bool threads;		/* it may have some: they count as processes of the person who runs it */
	const struct calls *calls;
	const char *const *folders;	/* that it may read, up to a NULL; NULL: no file at all */
	/* What it does with the file; NULL: it executes a program, and no other. */
	enum err (*read)(struct arena *, struct source *, unsigned flags, struct text **, struct why *);
	int again;		/* exit status by which it asks to be started once more; 0: it has none */
};

extern const struct profile profile_reader;	/* our own readers, read_source */
extern const struct profile profile_container;	/* the same for files that hold compressed parts */
extern const struct profile profile_recogniser;	/* tesseract, of the picture of a page */
extern const struct profile profile_converter;	/* a program that makes bytes of a file, such as pdftotext */
extern const struct profile profile_office;	/* one that makes a file of a file, in a folder of its own: LibreOffice */

uint64_t limit_of(const struct limit *, uint64_t size);

#define LAYER_RLIMITS 1u
#define LAYER_SECCOMP 2u
#define LAYER_LANDLOCK 4u

/* The layers of this machine, less those that this build cannot run under; *abi is that of Landlock, 0 if none. */
unsigned confine_layers(int *abi);

/*
 * Confines the calling process, to read a file of `size` bytes. A missing layer is
 * left out, but for seccomp under a program with `room`; false where one that is there could not be put on, or neither
 * rlimits nor seccomp are there: then the process must not go on. `program`: the
 * path that it will execute, or NULL; the folder that it may write to, if its profile has
 * `room`, is the one it stands in. `loaded`: what libraries load from files when it is
 * first wanted is there; opening a file is then refused, and else ends the process.
 */
bool confine(const struct profile *, uint64_t size, const char *program, bool loaded);

/*
 * Does what can be done beforehand, for children that a process forks: libseccomp takes half a millisecond at its first use,
 * to be linked and brought into memory, and a fiftieth of that at the next.
 */
void confine_prepare(void);

#endif

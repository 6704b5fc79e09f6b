#include "write/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct writer *const writers[] = {
#define X(name) &writer_##name,
	WRITERS(X)
#undef X
};

const struct writer *
writer_at(size_t i)
{
	return i < sizeof writers / sizeof writers[0] ? writers[i] : NULL;
}

/* The ending of the last part of a path, with its dot; empty if it has none. */
static struct str
path_ending(struct str path)
{
	size_t slash = str_rfind(path, STR("/")), dot = str_rfind(path, STR("."));

	if (dot == STR_NONE || dot == 0 || (slash != STR_NONE && dot <= slash + 1))
		return str_slice(path, path.n, path.n);
	return str_slice(path, dot, path.n);
}

const struct writer *
writer_find(struct str s)
{
	struct str ending = path_ending(s);

	if (ending.n > 0)
		s = str_slice(ending, 1, ending.n);
	for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
		if (str_eq(cstr(writers[i]->name), s))
			return writers[i];
	return NULL;
}

/* One file on its way out. */
struct paper {
	const char *path, *temporary;
	unsigned which;
	bool made;		/* the temporary file is there */
};

#define PAPERS LIST_COUNT

static enum err
fd_put(int fd, const struct buf *b, const char *path, struct why *why)
{
	for (size_t at = 0; at < b->n; ) {
		ssize_t n = write(fd, b->p + at, b->n - at);

		if (n < 0 && errno != EINTR)
			return fail(why, E_WRITE, 0, "%s: %s", path, strerror(errno));
		at += n > 0 ? (size_t)n : 0;
	}
	return OK;
}

/* A pipe, /dev/null: written to as it is. */
static bool
is_device(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static enum err
paper_make(struct paper *p, const struct buf *b, struct why *why)
{
	bool device = is_device(p->path);
	int flags = O_WRONLY | O_CLOEXEC | (device ? 0 : O_CREAT | O_EXCL);
	int fd;
	enum err rc;

	if (device)
		p->temporary = p->path;
	fd = open(p->temporary, flags, 0666);
	if (fd < 0)
		return fail(why, E_WRITE, 0, "%s: %s", p->path, strerror(errno));
	p->made = !device;
	rc = fd_put(fd, b, p->path, why);
	if (close(fd) < 0 && rc == OK)
		rc = fail(why, E_WRITE, 0, "%s: %s", p->path, strerror(errno));
	return rc;
}

static enum err
paper_rename(struct paper *p, struct why *why)
{
	if (!p->made)
		return OK;
	if (rename(p->temporary, p->path) < 0)
		return fail(why, E_WRITE, 0, "%s: %s", p->path, strerror(errno));
	p->made = false;
	return OK;
}

static enum err
paper_write(const struct lists *l, const struct writer *w, struct paper *p, struct why *why)
{
	struct buf b = { 0 };
	enum err rc = w->put(l, p->which, &b, why);

	if (rc == OK && b.err != OK)
		rc = fail(why, b.err, 0, "%s", p->path);
	if (rc == OK)
		rc = paper_make(p, &b, why);
	buf_free(&b);
	return rc;
}

/* X.csv: X-1问题清单.csv and so on, or X.csv itself. */
static size_t
papers_name(struct arena *a, const struct writer *w, const char *path, struct paper *papers)
{
	struct str whole = cstr(path), ending = path_ending(whole);
	struct str stem = str_slice(whole, 0, whole.n - ending.n);
	bool split = w->split && !is_device(path);
	size_t n = split ? LIST_COUNT : 1;

	for (size_t i = 0; i < n; i++) {
		papers[i] = (struct paper){ .path = path, .which = split ? 1u << i : LISTS_ALL };
		if (split)
			papers[i].path = arena_printf(a, "%.*s%s%.*s%c", STR_ARG(stem),
			    list_def((enum list)i)->file, STR_ARG(ending), 0).p;
		papers[i].temporary = arena_printf(a, "%s.%ld.tmp%c", papers[i].path, (long)getpid(), 0).p;
	}
	return n;
}

static enum err
stdout_write(const struct lists *l, const struct writer *w, struct why *why)
{
	struct buf b = { 0 };
	enum err rc = w->put(l, LISTS_ALL, &b, why);

	if (rc == OK && b.err != OK)
		rc = fail(why, b.err, 0, "-");
	if (rc == OK)
		rc = fd_put(STDOUT_FILENO, &b, "-", why);
	buf_free(&b);
	return rc;
}

enum err
lists_write(const struct lists *l, const struct writer *w, const char *path, str_array *written,
    struct why *why)
{
	struct paper papers[PAPERS];
	size_t n;
	enum err rc = OK;

	if (strcmp(path, "-") == 0)
		return stdout_write(l, w, why);
	n = papers_name(l->arena, w, path, papers);
	for (size_t i = 0; i < n && written != NULL; i++)
		*array_add(l->arena, written) = cstr(papers[i].path);
	for (size_t i = 0; i < n && rc == OK; i++)
		rc = paper_write(l, w, &papers[i], why);
	for (size_t i = 0; i < n && rc == OK; i++)
		rc = paper_rename(&papers[i], why);
	for (size_t i = 0; i < n; i++)
		if (papers[i].made)
			unlink(papers[i].temporary);
	return rc;
}

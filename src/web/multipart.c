#include "web/multipart.h"

#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"

#define BOUNDARY_MOST 70	/* RFC 2046, 5.1.1 */
#define HEAD_MOST 4000		/* bytes of the head of a part */

struct part {
	struct str name, file;
	bool has_file;
};

/* NAME="…" or NAME=… behind a semicolon; quoted, \" and %22 stand for ". */
static bool
parameter(struct arena *a, struct str line, const char *name, struct str *out)
{
	size_t n = strlen(name);

	for (size_t at = str_find(line, STR(";"), 0); at != STR_NONE; at = str_find(line, STR(";"), at + 1)) {
		struct str rest = str_trim(str_slice(line, at + 1, line.n));
		struct buf b = { 0 };
		size_t i = n + 1;

		if (rest.n <= n + 1 || strncasecmp(rest.p, name, n) != 0 || rest.p[n] != '=')
			continue;
		if (rest.p[i] != '"') {
			size_t end = str_find(rest, STR(";"), i);

			*out = str_trim(str_slice(rest, i, end == STR_NONE ? rest.n : end));
			return true;
		}
		for (i++; i < rest.n && rest.p[i] != '"'; i++) {
			if (rest.p[i] == '\\' && i + 1 < rest.n && (rest.p[i + 1] == '"' || rest.p[i + 1] == '\\'))
				i++;
			buf_putc(&b, rest.p[i]);
		}
		*out = arena_str(a, (struct str){ b.p, b.n });
		buf_free(&b);
		return i < rest.n;
	}
	return false;
}

static bool
begins(struct str line, const char *name)
{
	size_t n = strlen(name);

	return line.n > n && strncasecmp(line.p, name, n) == 0;
}

static bool
read_head(struct arena *a, struct str head, struct part *p)
{
	bool good = false;

	while (head.n > 0) {
		size_t at = str_find(head, STR("\r\n"), 0);
		struct str line = str_slice(head, 0, at == STR_NONE ? head.n : at);

		head = str_slice(head, at == STR_NONE ? head.n : at + 2, head.n);
		if (!begins(line, "Content-Disposition:"))
			continue;
		good = parameter(a, line, "name", &p->name);
		p->has_file = parameter(a, line, "filename", &p->file);
	}
	return good && p->name.n <= FIELD_NAME_MOST && p->file.n <= FILE_NAME_MOST;
}

/* Some browsers name the folder too. */
static struct str
without_folder(struct str name)
{
	size_t slash = str_rfind(name, STR("/")), back;

	if (slash != STR_NONE)
		name = str_slice(name, slash + 1, name.n);
	back = str_rfind(name, STR("\\"));
	return back == STR_NONE ? name : str_slice(name, back + 1, name.n);
}

static bool
keep(struct arena *a, const struct part *p, struct str bytes, fields_sent *fields, files_sent *files)
{
	if (utf8_check(p->name) != p->name.n || utf8_check(p->file) != p->file.n)
		return false;
	if (!p->has_file) {
		*array_add(a, fields) = (struct field_sent){ p->name, bytes };
		return utf8_check(bytes) == bytes.n && memchr(bytes.p, '\0', bytes.n) == NULL && fields->n <= FIELDS_MOST;
	}
	if (p->file.n > 0 || bytes.n > 0)
		*array_add(a, files) = (struct file_sent){ p->name, without_folder(p->file), bytes };
	return files->n <= FILES_MOST;
}

/* One part behind its boundary's line; *rest begins with the next boundary's line break. */
static bool
read_part(struct arena *a, struct str *rest, struct str mark, fields_sent *fields, files_sent *files)
{
	struct part p = { .has_file = false };
	size_t head = str_find(*rest, STR("\r\n\r\n"), 0), end;

	if (head == STR_NONE || head > HEAD_MOST || !read_head(a, str_slice(*rest, 0, head), &p))
		return false;
	end = str_find(*rest, mark, head + 2);		/* the line break of an empty part may be that of its head */
	if (end == STR_NONE)
		return false;
	if (!keep(a, &p, end < head + 4 ? STR("") : str_slice(*rest, head + 4, end), fields, files))
		return false;
	*rest = str_slice(*rest, end + mark.n, rest->n);
	return true;
}

enum err
multipart_read(struct arena *a, struct str type, struct str body, fields_sent *fields, files_sent *files, struct why *why)
{
	struct str boundary = { NULL, 0 }, mark;
	bool good = parameter(a, type, "boundary", &boundary) && boundary.n > 0 && boundary.n <= BOUNDARY_MOST;

	mark = arena_printf(a, "\r\n--%.*s", STR_ARG(boundary));
	good = good && str_starts(body, str_slice(mark, 2, mark.n));
	body = good ? str_slice(body, mark.n - 2, body.n) : body;
	while (good && str_starts(body, STR("\r\n"))) {
		body = str_slice(body, 2, body.n);
		good = read_part(a, &body, mark, fields, files);
	}
	return good && str_starts(body, STR("--")) ? OK : fail(why, E_USAGE, 0, "multipart");
}

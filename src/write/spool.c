#include "write/spool.h"

/* No file can be made: the buf loses its sink, and so keeps what it has and grows. */
static enum err
spool_write(void *arg, const char *p, size_t n)
{
	struct spool *s = arg;

	if (s->file == NULL && (s->file = tmpfile()) == NULL) {
		s->buf.sink = NULL;
		return OK;
	}
	return fwrite(p, 1, n, s->file) == n ? OK : E_WRITE;
}

void
spool_init(struct spool *s)
{
	*s = (struct spool){ .buf = { .sink = spool_write, .arg = s } };
}

static void
pour_file(FILE *file, struct buf *to)
{
	char piece[16 * 1024];
	size_t n;

	rewind(file);
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		buf_put(to, piece, n);
	if (ferror(file) && to->err == OK)
		to->err = E_WRITE;
}

void
spool_pour(struct spool *s, struct buf *to)
{
	if (s->file != NULL)
		pour_file(s->file, to);
	buf_put(to, s->buf.p, s->buf.n);
	if (s->buf.err != OK && to->err == OK)
		to->err = s->buf.err;
}

void
spool_free(struct spool *s)
{
	if (s->file != NULL)
		fclose(s->file);
	buf_free(&s->buf);
	s->file = NULL;
}

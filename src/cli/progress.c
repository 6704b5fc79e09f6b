#include "cli/progress.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SHOW_AFTER 300	/* milliseconds */
#define DRAW_EVERY 100
#define BAR 30		/* columns */

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, char *const *files, size_t n, bool wanted, enum lang lang)
{
	struct stat st;

	*p = (struct progress){ .lang = lang, .nfiles = n };
	p->on = wanted && isatty(STDERR_FILENO);
	if (!p->on)
		return;
	p->started = now();
	for (size_t i = 0; i < n; i++)
		if (stat(files[i], &st) == 0 && S_ISREG(st.st_mode))
			p->total += (uint64_t)st.st_size;
}

static void
draw(struct progress *p)
{
	unsigned share = p->total == 0 ? 0 : (unsigned)(p->done * 100 / p->total);
	char bar[BAR + 1];

	if (share > 100)
		share = 100;
	for (unsigned i = 0; i < BAR; i++)
		bar[i] = i * 100 < share * BAR ? '#' : '.';
	bar[BAR] = '\0';
	fprintf(stderr, p->lang == LANG_ZH ? "\r\033[K正在读取 [%s] %u%%，第%zu/%zu个文件" :
	    "\r\033[Kreading [%s] %u%%, file %zu of %zu", bar, share,
	    p->files < p->nfiles ? p->files + 1 : p->nfiles, p->nfiles);
	fflush(stderr);
	p->shown = true;
}

void
progress_step(struct progress *p, uint64_t bytes)
{
	int64_t t;

	p->done += bytes;
	if (!p->on)
		return;
	t = now();
	if (t - p->started < SHOW_AFTER || t - p->drawn < DRAW_EVERY)
		return;
	p->drawn = t;
	draw(p);
}

void
progress_file(struct progress *p)
{
	p->files++;
}

void
progress_hide(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

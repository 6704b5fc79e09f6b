#include "guard/recognise.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#define TESSERACT "/usr/bin/tesseract"
#define CHINESE "/usr/share/tesseract-ocr/5/tessdata/chi_sim.traineddata"
#define SIDE "3508"	/* pixels of a page's longer side: 300 to the inch of A4, which tesseract is made for */

bool
recognise_can(void)
{
	return access(TESSERACT, X_OK) == 0 && access(CHINESE, R_OK) == 0;
}

static enum err
paint(struct sandbox *s, const struct file *f, uint32_t page, struct file *picture, struct why *why)
{
	char number[12];
	const char *const argv[] = { "/usr/bin/pdftoppm", "-gray", "-f", number, "-l", number, "-scale-to", SIDE,
	    "-", NULL };
	const struct program program = { .argv = argv };

	snprintf(number, sizeof number, "%u", page);
	return sandbox_convert(s, &profile_converter, f, &program, picture, why);
}

/* Appends what stands on a page. */
static enum err
read_page(struct sandbox *s, const struct file *f, uint32_t page, struct file *out, struct why *why)
{
	static const char *const argv[] = { TESSERACT, "stdin", "stdout", "-l", "chi_sim", "tsv", NULL };
	static const struct program program = { .argv = argv };
	struct file picture, words;
	enum err err = paint(s, f, page, &picture, why);
	off_t at = 0;

	if (err != OK)
		return err;
	err = sandbox_convert(s, &profile_recogniser, &picture, &program, &words, why);
	file_close(&picture);
	if (err != OK)
		return err;
	while (at < (off_t)words.size)
		if (sendfile(out->fd, words.fd, &at, words.size - (size_t)at) <= 0) {
			err = fail(why, E_MEMORY, 0, "%s", f->name);
			break;
		}
	out->size += words.size;
	file_close(&words);
	return err;
}

enum err
recognise(struct sandbox *s, const struct file *f, uint32_t pages, struct file *out, struct why *why)
{
	struct file made = { .name = f->name, .fd = -1, .sealed = true };
	enum err err = OK;

	if (pages > RECOGNISE_PAGES)
		return fail(why, E_TOOBIG, 0, "%s", f->name);
	made.fd = memfd_create("bihuan", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (made.fd < 0)
		return fail(why, E_MEMORY, 0, "%s", f->name);
	for (uint32_t page = 1; page <= pages && err == OK; page++)
		err = read_page(s, f, page, &made, why);
	if (err == OK && fcntl(made.fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
		err = fail(why, E_MEMORY, 0, "%s", f->name);
	if (err != OK)
		file_close(&made);
	else
		*out = made;
	return err;
}

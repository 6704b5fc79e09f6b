/*
 * recognise: a scanned PDF as words with their places. Each page is painted by
 * pdftoppm and read by tesseract, each in a process of its own without rights
 * (sandbox.h); what they write is for reader_ocr.
 */
#ifndef BH_RECOGNISE_H
#define BH_RECOGNISE_H

#include "guard/sandbox.h"

/* Whether this machine has what is needed: tesseract, and what it knows of Chinese. */
bool recognise_can(void);

#define RECOGNISE_PAGES 100	/* a page takes two to five seconds: more is work for a night, and for another tool */

/*
 * All pages of a PDF, behind each other, as one sealed file. More than
 * RECOGNISE_PAGES are E_TOOBIG; else as sandbox_convert.
 */
enum err recognise(struct sandbox *, const struct file *, uint32_t pages, struct file *out, struct why *);

#endif

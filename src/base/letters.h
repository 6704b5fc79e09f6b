/*
 * letters: numbers in letters, as sheets name their columns: 1 is A, 26 is Z, 27 is AA.
 */
#ifndef BH_LETTERS_H
#define BH_LETTERS_H

#include <stddef.h>
#include <stdint.h>

#define LETTERS_TEXT 8	/* bytes, of the largest number */

/* Bytes written to out, no NUL; n from 1. */
static inline size_t
letters_print(char out[LETTERS_TEXT], uint32_t n)
{
	char back[LETTERS_TEXT];
	size_t at = sizeof back, len;

	for (; n > 0; n = (n - 1) / 26)
		back[--at] = (char)('A' + (n - 1) % 26);
	len = sizeof back - at;
	for (size_t i = 0; i < len; i++)
		out[i] = back[at + i];
	return len;
}

#endif

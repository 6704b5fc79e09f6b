/*
 * Notes, checkpoints and keys of strangers: what opens was signed as it stands, and whatever is read is
 * written back byte for byte.
 */
#include "reading.h"
#include "store/note.h"

#define SECRET STR("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")

static void
as_key(struct str s)
{
	struct buf out = { 0 };
	struct note_signer signer;
	struct note_key key;

	if (note_key_parse(s, &key, NULL) == OK) {
		note_key_print(&out, &key);
		check_same(&out, s);
	}
	if (note_signer_parse(s, &signer, NULL) == OK) {
		note_signer_print(&out, &signer);
		check_same(&out, s);
	}
}

static void
as_checkpoint(struct str s)
{
	struct buf out = { 0 };
	struct checkpoint c;

	if (checkpoint_parse(s, &c, NULL) != OK)
		return;
	checkpoint_print(&out, &c);
	check_same(&out, s);
}

/* One that opens begins as the same note does when it is signed again. */
static void
as_note(struct str s, const struct note_signer *signer)
{
	struct buf out = { 0 };
	struct why why = { 0 };
	struct signed_note note;
	enum err err = note_open(s, &signer->key, 1, &note, &why);

	if (err != OK) {
		HOLDS(why.err == err && note.by == 0 && note.text.n == 0);
		return;
	}
	HOLDS(note.by == 1);
	as_checkpoint(note.text);
	HOLDS(note_sign(&out, note.text, signer, 1, NULL) == OK);
	HOLDS(str_starts(s, note.text) && note_open((struct str){ out.p, out.n }, &signer->key, 1, &note, NULL) == OK);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	static struct note_signer signer;

	if (signer.key.id == 0)
		HOLDS(note_signer_parse(SECRET, &signer, NULL) == OK);
	as_key(s);
	as_checkpoint(s);
	as_note(s, &signer);
	return 0;
}

#include "test.h"

#include "store/note.h"

/* The example of c2sp.org/signed-note. */
#define FOO "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_NOTE "This is an example message.\n\n" \
	"— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
/* Of the tests of golang.org/x/mod/sumdb/note. */
#define PETER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define ENOCH "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define TEXT "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define PETER_LINE "— PeterNeumann " \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH_LINE "— EnochRoot " \
	"rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
/* The same with one byte of the signature changed. */
#define PETER_BAD "— PeterNeumann " \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAQ=\n"
#define ENOCH_BAD "— EnochRoot " \
	"rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QU=\n"
/* A checkpoint that was published, of the checksum database of Go. */
#define GOSUM "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
#define GOSUM_ORIGIN "go.sum database tree"
#define GOSUM_TEXT GOSUM_ORIGIN "\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n"
#define GOSUM_NOTE GOSUM_TEXT "\n" \
	"— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n"

static struct note_key
key(const char *text)
{
	struct note_key k;

	assert_int_equal(note_key_parse(cstr(text), &k, NULL), OK);
	return k;
}

static struct note_signer
signer(const char *text)
{
	struct note_signer s;

	assert_int_equal(note_signer_parse(cstr(text), &s, NULL), OK);
	return s;
}

static void
keys_as_text(void **state)
{
	static const char *const texts[] = { FOO, PETER, ENOCH, GOSUM };
	struct note_signer s = signer(PETER_SECRET);
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct note_key k = key(texts[i]);

		out.n = 0;
		note_key_print(&out, &k);
		assert_str(((struct str){ out.p, out.n }), texts[i]);
	}
	out.n = 0;
	note_key_print(&out, &s.key);
	assert_str(((struct str){ out.p, out.n }), PETER);
	out.n = 0;
	note_signer_print(&out, &s);
	assert_str(((struct str){ out.p, out.n }), PETER_SECRET);
	note_signer_wipe(&s);
	for (size_t i = 0; i < sizeof s; i++)
		assert_int_equal(((unsigned char *)&s)[i], 0);
	buf_free(&out);
}

/* Neither a part of it nor one with a letter changed is a key. */
static void
keys_changed(void **state)
{
	static const char *const texts[] = {
		"PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
		"PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", PETER "\n", " " PETER, PETER_SECRET,
	};
	struct str all = cstr(PETER);
	struct note_key k;
	struct note_signer s;
	char copy[128];

	(void)state;
	for (size_t from = 0; from < all.n; from++)
		for (size_t to = from; to <= all.n; to++)
			if (to - from < all.n)
				assert_int_equal(note_key_parse(str_slice(all, from, to), &k, NULL), E_MALFORMED);
	for (size_t i = 0; i < all.n; i++) {
		memcpy(copy, all.p, all.n);
		copy[i]++;
		assert_int_equal(note_key_parse((struct str){ copy, all.n }, &k, NULL), E_MALFORMED);
	}
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_int_equal(note_key_parse(cstr(texts[i]), &k, NULL), E_MALFORMED);
	all = cstr(PETER_SECRET);
	for (size_t i = 0; i < all.n; i++) {
		struct why why = { 0 };

		memcpy(copy, all.p, all.n);
		copy[i]++;
		assert_int_equal(note_signer_parse((struct str){ copy, all.n }, &s, &why), E_MALFORMED);
		assert_null(strstr(why.what, "AYEKF"));
	}
}

static void
new_keys(void **state)
{
	static const char *const names[] = { "", "a b", "a+b", "a\nb", "a\tb", "a\x80", "a\xC2\xA0z", "a\xE3\x80\x80z", "a\xE2\x80\xA8z" };
	char longest[NOTE_NAME + 2];
	struct note_signer s, again, other;
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_int_equal(note_signer_new(&s, cstr(names[i]), NULL), E_USAGE);
	memset(longest, 'x', sizeof longest);
	assert_int_equal(note_signer_new(&s, (struct str){ longest, NOTE_NAME + 1 }, NULL), E_USAGE);
	assert_int_equal(note_signer_new(&s, (struct str){ longest, NOTE_NAME }, NULL), OK);
	assert_int_equal(note_signer_new(&other, cstr("bihuan/督办"), NULL), OK);
	assert_int_equal(note_signer_new(&s, cstr("bihuan/督办"), NULL), OK);
	assert_memory_not_equal(s.seed, other.seed, sizeof s.seed);
	note_signer_print(&out, &s);
	again = signer((buf_putc(&out, '\0'), out.p));
	assert_memory_equal(&s, &again, sizeof s);
	buf_free(&out);
}

static void
signed_notes(void **state)
{
	struct note_signer s = signer(PETER_SECRET), both[2] = { s, s };
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(note_sign(&out, cstr(TEXT), &s, 1, NULL), OK);
	assert_str(((struct str){ out.p, out.n }), TEXT "\n" PETER_LINE);
	assert_int_equal(note_put_signature(&out, cstr(TEXT), &s, NULL), OK);
	assert_str(((struct str){ out.p, out.n }), TEXT "\n" PETER_LINE PETER_LINE);
	out.n = 0;
	assert_int_equal(note_sign(&out, cstr(TEXT), both, 2, NULL), OK);
	assert_str(((struct str){ out.p, out.n }), TEXT "\n" PETER_LINE PETER_LINE);
	assert_int_equal(note_sign(&out, cstr(TEXT), &s, 0, NULL), E_USAGE);
	assert_int_equal(note_sign(&out, cstr(""), &s, 1, NULL), E_USAGE);
	assert_int_equal(note_sign(&out, cstr("no end of line"), &s, 1, NULL), E_USAGE);
	assert_int_equal(note_sign(&out, cstr("a\tTAB\n"), &s, 1, NULL), E_USAGE);
	assert_int_equal(note_sign(&out, cstr("\xFF\n"), &s, 1, NULL), E_USAGE);
	buf_free(&out);
}

/* The keys known are PETER (bit 0) and FOO (bit 1). */
static const struct {
	const char *note;
	enum err err;
	unsigned by;
} notes[] = {
	{ TEXT "\n" PETER_LINE, OK, 1 },
	{ FOO_NOTE, OK, 2 },
	{ TEXT "\n" ENOCH_LINE PETER_LINE, OK, 1 },
	{ TEXT "\n" PETER_LINE ENOCH_BAD, OK, 1 },
	{ TEXT "\n" PETER_LINE PETER_LINE, OK, 1 },
	{ TEXT "\n" ENOCH_LINE, E_UNSIGNED, 0 },
	{ TEXT "\n— PeterNeumann x08gpPZJkuBS9UG/\n", E_UNSIGNED, 0 },		/* the name, another ID */
	{ TEXT "\n— PeterNeuman x08go/ZJkuBS9UG/\n", E_UNSIGNED, 0 },		/* the ID, another name */
	{ TEXT "\n" PETER_BAD, E_FORGED, 0 },
	{ TEXT "\n" PETER_LINE PETER_BAD, E_FORGED, 0 },
	{ TEXT "\n— PeterNeumann x08go/ZJkuBS9UG/\n", E_FORGED, 0 },		/* too short */
	{ "Another text.\n\n" PETER_LINE, E_FORGED, 0 },
	{ TEXT "\n\n" PETER_LINE, E_FORGED, 0 },				/* the last empty line parts them */
	{ TEXT "\nmore\n\n" PETER_LINE, E_FORGED, 0 },
	{ "", E_MALFORMED, 0 },
	{ "\n\n", E_MALFORMED, 0 },
	{ TEXT, E_MALFORMED, 0 },
	{ TEXT "\n", E_MALFORMED, 0 },
	{ TEXT "\n— PeterNeumann x08go/ZJkuBS9UG/", E_MALFORMED, 0 },
	{ TEXT PETER_LINE, E_MALFORMED, 0 },
	{ "\n" PETER_LINE, E_MALFORMED, 0 },
	{ "\x01" TEXT "\n" PETER_LINE, E_MALFORMED, 0 },
	{ "\xFF" TEXT "\n" PETER_LINE, E_MALFORMED, 0 },
	{ TEXT "\r\n" PETER_LINE, E_MALFORMED, 0 },
	{ TEXT "\n" PETER_LINE "Unexpected line.\n", E_MALFORMED, 0 },
	{ TEXT "\n" PETER_LINE "\n", E_MALFORMED, 0 },
	{ TEXT "\n- PeterNeumann x08go/ZJkuBS9UG/\n", E_MALFORMED, 0 },
	{ TEXT "\n—  x08go/ZJkuBS9UG/\n", E_MALFORMED, 0 },
	{ TEXT "\n— a+b x08go/ZJkuBS9UG/\n", E_MALFORMED, 0 },
	{ TEXT "\n— a b x08go/ZJkuBS9UG/\n", E_MALFORMED, 0 },
	{ TEXT "\n— ab\n", E_MALFORMED, 0 },
	{ TEXT "\n— ab \n", E_MALFORMED, 0 },
	{ TEXT "\n— ab x08gow==\n", E_MALFORMED, 0 },				/* an ID alone */
	{ TEXT "\n— ab x08go/ZJkuBS9UG\n", E_MALFORMED, 0 },
	{ TEXT "\n— ab x08go/Y\n", E_MALFORMED, 0 },
	{ TEXT "\n— ab x08go/Y= \n", E_MALFORMED, 0 },
	{ TEXT "\n— ab x08go/9=\n", E_MALFORMED, 0 },				/* unused bits */
	{ TEXT "\n— ab x08go_Y=\n", E_MALFORMED, 0 },
};

static void
opened(void **state)
{
	struct note_key known[] = { key(PETER), key(FOO) };

	(void)state;
	for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
		struct why why = { 0 };
		struct signed_note n;
		enum err err = note_open(cstr(notes[i].note), known, 2, &n, &why);

		if (err != notes[i].err || n.by != notes[i].by || why.err != err)
			fail_msg("%zu <%s>: %s", i, notes[i].note, err_name(err));
		if (err == OK)
			assert_str(n.text, n.by == 1 ? TEXT : "This is an example message.\n");
	}
}

/* A note of `lines` signatures of a stranger and one of Peter's. */
static enum err
with_others(size_t lines, size_t bytes)
{
	struct note_key peter = key(PETER);
	struct buf out = { 0 };
	struct signed_note n;
	enum err err;

	buf_puts(&out, STR(TEXT "\n"));
	for (size_t i = 0; i < lines; i++) {
		buf_puts(&out, STR("— other "));
		for (size_t k = 0; k < bytes / 3; k++)
			buf_puts(&out, STR("AAAA"));
		buf_putc(&out, '\n');
	}
	buf_puts(&out, STR(PETER_LINE));
	err = note_open((struct str){ out.p, out.n }, &peter, 1, &n, NULL);
	buf_free(&out);
	return err;
}

static void
limits(void **state)
{
	(void)state;
	assert_int_equal(with_others(15, 4800), OK);	/* 16 in all must be read */
	assert_int_equal(with_others(NOTE_SIGNATURES - 1, 66), OK);
	assert_int_equal(with_others(NOTE_SIGNATURES, 66), E_TOOBIG);
	assert_int_equal(with_others(1, NOTE_SIGNATURE), OK);
	assert_int_equal(with_others(1, NOTE_SIGNATURE + 300), E_MALFORMED);
	assert_int_equal(with_others(60, 8100), E_TOOBIG);
}

#define ROOT "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"	/* of one empty leaf: begins 6e340b9c */

static const struct {
	const char *text;
	bool is;
} checkpoints[] = {
	{ GOSUM_TEXT, true },
	{ "bihuan/a/b\n1\n" ROOT, true },
	{ "督办 台账\n0\n" ROOT, true },
	{ "o\n9223372036854775807\n" ROOT, true },
	{ "o\n1\n" ROOT "more\n", true },
	{ "o\n1\n" ROOT "more\nand more\n", true },
	{ "", false },
	{ "o\n", false },
	{ "o\n1\n", false },
	{ "\n1\n" ROOT, false },
	{ "o\n\n" ROOT, false },
	{ "o\n01\n" ROOT, false },
	{ "o\n+1\n" ROOT, false },
	{ "o\n-1\n" ROOT, false },
	{ "o\n1 \n" ROOT, false },
	{ "o\n0x1\n" ROOT, false },
	{ "o\n9223372036854775808\n" ROOT, false },
	{ "o\n18446744073709551617\n" ROOT, false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0\n", false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=\n", false },	/* unused bits */
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhe\xE8\x87\xB3\xE5=\n", false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRG至少有k=\n", false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhev\n", false },
	{ "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0AAAAA\n", false },
	{ "o\n1\n\n" ROOT, false },
	{ "o\n1\n" ROOT "\n", false },
	{ "o\n1\n" ROOT "more", false },
	{ "o\n1\n" ROOT "more\n\nmore\n", false },
	{ "o\t\n1\n" ROOT, false },
	{ "o\n1\r\n" ROOT, false },
};

static void
checkpoints_as_text(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof checkpoints / sizeof checkpoints[0]; i++) {
		struct checkpoint c;
		struct why why = { 0 };
		enum err err = checkpoint_parse(cstr(checkpoints[i].text), &c, &why);

		if (err != (checkpoints[i].is ? OK : E_MALFORMED) || why.err != err)
			fail_msg("%zu <%s>: %s", i, checkpoints[i].text, err_name(err));
		if (err != OK)
			continue;
		out.n = 0;
		checkpoint_print(&out, &c);
		assert_str(((struct str){ out.p, out.n }), checkpoints[i].text);
	}
	buf_free(&out);
}

static void
checkpoints_opened(void **state)
{
	struct note_key known[] = { key(PETER), key(GOSUM) };
	struct checkpoint c;

	(void)state;
	assert_int_equal(checkpoint_open(cstr(GOSUM_NOTE), known, 2, cstr(GOSUM_ORIGIN), &c, NULL), OK);
	assert_str(c.origin, GOSUM_ORIGIN);
	assert_true(c.size == 6476701 && c.more.n == 0 && c.root.b[0] == 0x99 && c.root.b[31] == 0x69);
	assert_int_equal(checkpoint_open(cstr(GOSUM_NOTE), known, 2, cstr("another tree"), &c, NULL), E_FORGED);
	assert_int_equal(checkpoint_open(cstr(GOSUM_NOTE), known, 1, cstr(GOSUM_ORIGIN), &c, NULL), E_UNSIGNED);
	assert_int_equal(checkpoint_open(cstr(TEXT "\n" PETER_LINE), known, 1, cstr("o"), &c, NULL), E_MALFORMED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_as_text),
		cmocka_unit_test(keys_changed),
		cmocka_unit_test(new_keys),
		cmocka_unit_test(signed_notes),
		cmocka_unit_test(opened),
		cmocka_unit_test(limits),
		cmocka_unit_test(checkpoints_as_text),
		cmocka_unit_test(checkpoints_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Passwords, log-ins, lock-outs, codes and sessions; hours pass as the hand says. */
#include "test.h"

#include <sodium.h>

#include "ledger/credential.h"
#include "ledger/rebuild.h"
#include "ledger/session.h"
#include "ledger/site.h"
#include "store.h"

#define BEGUN INT64_C(1793246400000000)
#define MINUTE (60 * INSTANT_SECOND)
#define FROM STR("test")
#define GOOD STR("Ma-2-ning")

struct fixture {
	struct place place;
	struct site site;
	struct site_made made;
	struct hand hand;
	struct uuid persons[SITE_PERSON_COUNT];
	enum err verdict;
};

static void
fixture_make(struct fixture *f)
{
	const struct site_plan plan = { .unit = STR("泓水市卫生健康委员会"), .now = BEGUN };

	place_make(&f->place);
	must(site_create(f->place.path, &plan, &f->made, &why));
	must(site_open(&f->site, f->place.path, STORE_WRITE, &why));
	f->hand = (struct hand){ .store = f->site.store, .journal = f->site.journal, .site = f->site.site,
		.directory = f->site.directory, .kind = f->site.kind, .now = BEGUN + MINUTE };
	must(store_begin(f->site.store, &why));
	for (int i = 0; i < SITE_PERSON_COUNT; i++)
		must(credential_person(f->site.store, cstr(f->made.persons[i].login), &f->persons[i], &why));
}

static void
fixture_free(struct fixture *f)
{
	site_close(&f->site);
	place_remove(&f->place);
}

static int64_t
events(struct fixture *f, const char *type)
{
	char sql[100];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE type = '%s'", type);
	return tell(f->site.store, sql);
}

static enum err
prove(struct fixture *f, struct str login, struct str password, struct str code, enum proving what)
{
	struct attempt a;

	must(credential_try(&f->hand, login, &a, &why));
	credential_weigh(&a, password);
	must(credential_settle(&f->hand, &a, code, what, FROM, &f->verdict, &why));
	return f->verdict;
}

static enum err
login(struct fixture *f, const char *who, struct str password)
{
	return prove(f, cstr(who), password, STR(""), PROVE_LOGIN);
}

/* Their own, whatever it was. */
static enum password_flaw
change(struct fixture *f, int who, struct str password)
{
	struct new_password new;

	must(credential_judge(f->site.store, f->persons[who], cstr(f->made.persons[who].login), password, &new, &why));
	if (new.flaw == PASSWORD_NONE)
		must(credential_change(&f->hand, f->persons[who], new.hash, FROM, &why));
	return new.flaw;
}

static void
first_days(void **state)
{
	struct fixture f;
	struct str first;

	(void)state;
	fixture_make(&f);
	first = cstr(f.made.persons[SITE_PERSON_OFFICE].password);
	assert_int_equal(login(&f, "office", first), E_MUST_CHANGE);
	assert_int_equal(prove(&f, STR("office"), first, STR(""), PROVE_CHANGE), OK);
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, GOOD), PASSWORD_NONE);
	assert_int_equal(login(&f, "office", first), E_PASSWORD);
	assert_int_equal(login(&f, "office", GOOD), OK);
	assert_int_equal(events(&f, "logged-in"), 1);
	assert_int_equal(events(&f, "login-refused"), 2);
	assert_int_equal(events(&f, "password-changed"), 1);
	f.hand.now += 90 * INSTANT_DAY - 1;
	assert_int_equal(login(&f, "office", GOOD), OK);
	f.hand.now += 1;
	assert_int_equal(login(&f, "office", GOOD), E_MUST_CHANGE);
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, STR("Other-3-one")), PASSWORD_NONE);
	assert_int_equal(login(&f, "office", STR("Other-3-one")), OK);
	must(credential_left(&f.hand, f.persons[SITE_PERSON_OFFICE], FROM, &why));
	assert_int_equal(events(&f, "logged-out"), 1);
	fixture_free(&f);
}

static const struct { const char *what; struct str password; enum password_flaw flaw; } passwords[] = {
	{ "eight characters of three kinds",	STR("abcdef1-"),	PASSWORD_NONE },
	{ "seven",				STR("abcde1-"),		PASSWORD_SHORT },
	{ "none",				STR(""),		PASSWORD_SHORT },
	{ "two kinds",				STR("abcdefg1"),	PASSWORD_PLAIN },
	{ "one",				STR("abcdefghijk"),	PASSWORD_PLAIN },
	{ "characters are not bytes",		STR("密码abc12"),	PASSWORD_SHORT },
	{ "Chinese is of the others",		STR("一只老猫abc123"),	PASSWORD_NONE },
	{ "the login in it",			STR("my-Office-office1"), PASSWORD_LOGIN },
	{ "two lines",				STR("abcdef1-\nabc"),	PASSWORD_FORM },
	{ "no UTF-8",				STR("abcdef1-\xFF"),	PASSWORD_FORM },
};

static void
which_are_good(void **state)
{
	static const char longest[PASSWORD_MOST + 1] = "aB1-";
	struct new_password new;
	struct fixture f;

	(void)state;
	fixture_make(&f);
	for (size_t i = 0; i < sizeof passwords / sizeof passwords[0]; i++) {
		must(credential_judge(f.site.store, f.persons[SITE_PERSON_OFFICE], STR("office"), passwords[i].password, &new, &why));
		if (new.flaw != passwords[i].flaw)
			fail_msg("%s: %s", passwords[i].what, password_flaw_sentence(new.flaw, LANG_EN));
		if (new.flaw == PASSWORD_NONE)
			assert_true(password_right(passwords[i].password, new.hash));
	}
	must(credential_judge(f.site.store, f.persons[SITE_PERSON_OFFICE], STR("office"), (struct str){ longest, sizeof longest }, &new, &why));
	assert_int_equal(new.flaw, PASSWORD_FORM);
	assert_int_not_equal(password_flaw_sentence(PASSWORD_USED, LANG_ZH)[0], '\0');
	fixture_free(&f);
}

/* The one in force and the four before it do not come again. */
static void
history(void **state)
{
	static const char *const six[] = { "First-1!", "Second-2!", "Third-3!", "Fourth-4!", "Fifth-5!", "Sixth-6!" };
	struct fixture f;

	(void)state;
	fixture_make(&f);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(change(&f, SITE_PERSON_OFFICE, cstr(six[i])), PASSWORD_NONE);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(change(&f, SITE_PERSON_OFFICE, cstr(six[i])), PASSWORD_USED);
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, cstr(six[5])), PASSWORD_NONE);
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, cstr(six[1])), PASSWORD_USED);
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, cstr(six[0])), PASSWORD_NONE);
	assert_true(tell(f.site.store, "SELECT count(*) FROM past_password") <= 5);
	fixture_free(&f);
}

static void
locked_out(void **state)
{
	static const char *const both[] = { "office", "nobody-has-this" };
	struct fixture f;

	(void)state;
	fixture_make(&f);
	change(&f, SITE_PERSON_OFFICE, GOOD);
	for (size_t k = 0; k < 2; k++) {	/* what is told of a login does not tell whether there is one */
		for (int i = 0; i < 5; i++) {
			f.hand.now += MINUTE;
			assert_int_equal(login(&f, both[k], STR("wrong")), E_PASSWORD);
		}
		assert_int_equal(login(&f, both[k], GOOD), E_LOCKOUT);
		f.hand.now += 30 * MINUTE - 1;
		assert_int_equal(login(&f, both[k], GOOD), E_LOCKOUT);
		f.hand.now += 1;
		assert_int_equal(login(&f, both[k], GOOD), k == 0 ? OK : E_PASSWORD);
	}
	assert_int_equal(events(&f, "login-refused"), 11);
	assert_int_equal(events(&f, "login-locked"), 2);
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM payload WHERE CAST(bytes AS TEXT) LIKE '%nobody-has-this%'"), 0);

	for (int i = 0; i < 4; i++)	/* four wrong ones, a right one, and counting begins again */
		assert_int_equal(login(&f, "office", STR("wrong")), E_PASSWORD);
	assert_int_equal(login(&f, "office", GOOD), OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(login(&f, "office", STR("wrong")), E_PASSWORD);
	f.hand.now += 30 * MINUTE;		/* and where they are long ago */
	assert_int_equal(login(&f, "office", STR("wrong")), E_PASSWORD);
	assert_int_equal(login(&f, "office", GOOD), OK);
	fixture_free(&f);
}

/* Tries that are weighed at the same time are no more than those one after another. */
static void
many_at_once(void **state)
{
	struct attempt a[7];
	struct fixture f;
	enum err verdict;

	(void)state;
	fixture_make(&f);
	change(&f, SITE_PERSON_OFFICE, GOOD);
	for (size_t i = 0; i < 7; i++) {
		must(credential_try(&f.hand, STR("office"), &a[i], &why));
		assert_int_equal(a[i].locked, i >= 5);
	}
	assert_int_equal(a[6].until, f.hand.now + 30 * MINUTE);
	credential_weigh(&a[6], GOOD);
	must(credential_settle(&f.hand, &a[6], STR(""), PROVE_LOGIN, FROM, &verdict, &why));
	assert_int_equal(verdict, E_LOCKOUT);
	for (size_t i = 1; i < 5; i++)
		must(credential_settle(&f.hand, &a[i], STR(""), PROVE_LOGIN, FROM, &verdict, &why));
	assert_int_equal(events(&f, "login-refused"), 4);
	assert_int_equal(events(&f, "login-locked"), 1);

	/* One that was weighed against a password that is another by now. */
	credential_weigh(&a[0], GOOD);
	assert_true(a[0].right);
	change(&f, SITE_PERSON_OFFICE, STR("Another-1"));
	must(credential_settle(&f.hand, &a[0], STR(""), PROVE_LOGIN, FROM, &verdict, &why));
	assert_int_equal(verdict, E_PASSWORD);
	fixture_free(&f);
}

static void
by_the_security_administrator(void **state)
{
	struct new_password new;
	struct fixture f;

	(void)state;
	fixture_make(&f);
	must(credential_judge(f.site.store, f.persons[SITE_PERSON_OFFICE], STR("office"), GOOD, &new, &why));
	for (int who = 0; who < SITE_PERSON_COUNT; who++) {
		enum err want = who == SITE_PERSON_SECURITY ? OK : E_RIGHT;

		f.hand.person = f.persons[who];
		assert_int_equal(credential_may(&f.hand, NULL), want);
		assert_int_equal(credential_reset(&f.hand, f.persons[SITE_PERSON_OFFICE], new.hash, FROM, NULL), want);
		assert_int_equal(credential_unlock(&f.hand, f.persons[SITE_PERSON_OFFICE], FROM, NULL), want);
	}
	f.hand.person = f.persons[SITE_PERSON_SECURITY];
	assert_int_equal(credential_reset(&f.hand, f.persons[SITE_PERSON_SECURITY], new.hash, FROM, NULL), E_RIGHT);
	assert_int_equal(login(&f, "office", GOOD), E_MUST_CHANGE);
	assert_int_equal(events(&f, "password-reset"), 1);

	for (int i = 0; i < 5; i++)
		login(&f, "office", STR("wrong"));
	assert_int_equal(login(&f, "office", GOOD), E_LOCKOUT);
	f.hand.person = f.persons[SITE_PERSON_SECURITY];
	must(credential_unlock(&f.hand, f.persons[SITE_PERSON_OFFICE], FROM, &why));
	assert_int_equal(login(&f, "office", GOOD), E_MUST_CHANGE);
	for (int i = 0; i < 5; i++)
		login(&f, "office", STR("wrong"));
	must(credential_reset(&f.hand, f.persons[SITE_PERSON_OFFICE], new.hash, FROM, &why));
	assert_int_equal(prove(&f, STR("office"), GOOD, STR(""), PROVE_CHANGE), OK);
	f.hand.person = (struct uuid){ { 0 } };		/* the engine may */
	must(credential_unlock(&f.hand, f.persons[SITE_PERSON_OFFICE], FROM, &why));
	fixture_free(&f);
}

/* ---- codes ---- */

static struct str
code_at(const unsigned char secret[TOTP_SECRET], int64_t now, char out[TOTP_DIGITS + 1])
{
	must(totp_code(secret, (uint64_t)totp_step(now / INSTANT_SECOND), out));
	return cstr(out);
}

static void
with_a_telephone(void **state)
{
	char code[TOTP_DIGITS + 1], paper[RECOVERY_CODES][RECOVERY_TEXT];
	unsigned char secret[TOTP_SECRET];
	struct fixture f;
	struct uuid me;
	bool right;

	(void)state;
	fixture_make(&f);
	me = f.hand.person = f.persons[SITE_PERSON_OFFICE];
	change(&f, SITE_PERSON_OFFICE, GOOD);
	assert_int_equal(credential_totp_confirm(&f.hand, me, STR("000000"), FROM, paper, &right, NULL), E_ABSENT);
	assert_int_equal(credential_totp_end(&f.hand, me, FROM, NULL), E_ABSENT);
	must(credential_totp_begin(&f.hand, me, secret, &why));
	assert_int_equal(login(&f, "office", GOOD), OK);	/* not asked for yet */
	must(credential_totp_confirm(&f.hand, me, STR("12345"), FROM, paper, &right, &why));
	assert_false(right);
	must(credential_totp_confirm(&f.hand, me, code_at(secret, f.hand.now, code), FROM, paper, &right, &why));
	assert_true(right);
	assert_int_equal(credential_totp_begin(&f.hand, me, secret, NULL), E_TAKEN);
	assert_int_equal(credential_totp_confirm(&f.hand, me, cstr(code), FROM, paper, &right, NULL), E_TAKEN);

	assert_int_equal(login(&f, "office", GOOD), E_PASSWORD);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(code), PROVE_LOGIN), E_PASSWORD);	/* it confirmed already */
	f.hand.now += 30 * INSTANT_SECOND;
	code_at(secret, f.hand.now, code);
	assert_int_equal(prove(&f, STR("office"), STR("wrong"), cstr(code), PROVE_LOGIN), E_PASSWORD);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(code), PROVE_LOGIN), OK);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(code), PROVE_LOGIN), E_PASSWORD);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(paper[3]), PROVE_LOGIN), OK);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(paper[3]), PROVE_LOGIN), E_PASSWORD);
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM recovery_code"), RECOVERY_CODES - 1);
	for (int i = 0; i < 4; i++)
		prove(&f, STR("office"), GOOD, STR("000000"), PROVE_LOGIN);
	assert_int_equal(prove(&f, STR("office"), GOOD, cstr(paper[4]), PROVE_LOGIN), E_LOCKOUT);

	f.hand.person = f.persons[SITE_PERSON_SYSTEM];
	assert_int_equal(credential_totp_end(&f.hand, me, FROM, NULL), E_RIGHT);
	f.hand.person = f.persons[SITE_PERSON_SECURITY];
	must(credential_totp_end(&f.hand, me, FROM, &why));
	must(credential_unlock(&f.hand, me, FROM, &why));
	assert_int_equal(login(&f, "office", GOOD), OK);
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM recovery_code"), 0);
	assert_int_equal(events(&f, "totp-begun"), 1);
	assert_int_equal(events(&f, "totp-ended"), 1);
	f.hand.person = me;
	must(credential_totp_begin(&f.hand, me, secret, &why));
	must(credential_totp_end(&f.hand, me, FROM, &why));	/* one that never counted: no event */
	assert_int_equal(events(&f, "totp-ended"), 1);
	fixture_free(&f);
}

/* ---- sessions ---- */

static void
sessions(void **state)
{
	char token[SESSION_TOKEN], other[SESSION_TOKEN];
	struct store *s;
	struct session session;
	struct limits l;
	struct fixture f;
	int64_t now;

	(void)state;
	fixture_make(&f);
	s = f.site.store;
	must(limits_load(s, &l, &why));
	now = f.hand.now;
	must(session_begin(s, &l, f.persons[SITE_PERSON_OFFICE], now, token, &why));
	must(session_begin(s, &l, f.persons[SITE_PERSON_OFFICE], now, other, &why));
	assert_string_not_equal(token, other);
	must(session_find(s, &l, cstr(token), now + 30 * MINUTE - 1, &session, &why));
	assert_true(uuid_equal(session.person, f.persons[SITE_PERSON_OFFICE]));
	assert_int_equal(session_find(s, &l, cstr(token), now + 30 * MINUTE, &session, NULL), E_SESSION);
	for (int64_t at = now + 25 * MINUTE; at < now + 480 * MINUTE; at += 25 * MINUTE) {
		must(session_find(s, &l, cstr(token), at, &session, &why));
		must(session_seen(s, cstr(token), at, &why));
	}
	must(session_seen(s, cstr(token), now + 479 * MINUTE, &why));
	must(session_find(s, &l, cstr(token), now + 480 * MINUTE - 1, &session, &why));
	assert_int_equal(session_find(s, &l, cstr(token), now + 480 * MINUTE, &session, NULL), E_SESSION);
	assert_int_equal(session_find(s, &l, STR("nonsense"), now, &session, NULL), E_SESSION);
	must(session_end(s, cstr(other), &why));
	assert_int_equal(session_find(s, &l, cstr(other), now, &session, NULL), E_SESSION);
	must(session_begin(s, &l, f.persons[SITE_PERSON_AUDIT], now + 480 * MINUTE, other, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM session"), 1);	/* what ended is cleared away */
	must(session_end_all(s, f.persons[SITE_PERSON_AUDIT], &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM session"), 0);

	must(session_begin(s, &l, f.persons[SITE_PERSON_OFFICE], f.hand.now, token, &why));
	change(&f, SITE_PERSON_OFFICE, GOOD);	/* ends what was begun with the old one */
	assert_int_equal(session_find(s, &l, cstr(token), f.hand.now, &session, NULL), E_SESSION);
	must(session_begin(s, &l, f.persons[SITE_PERSON_OFFICE], f.hand.now, token, &why));
	must(store_define(s, "UPDATE person SET valid_to = 99 WHERE login = 'office'", &why));
	assert_int_equal(session_find(s, &l, cstr(token), f.hand.now, &session, NULL), E_SESSION);
	fixture_free(&f);
}

/* ---- the table of limits ---- */

static const struct { const char *value; bool good; } settings[] = {
	{ "12", true }, { "8", true }, { "64", true }, { "7", false }, { "65", false }, { "", false }, { "12a", false }, { "-12", false },
	{ "000012", false },
};

static void
limits_of_a_site(void **state)
{
	struct fixture f;
	struct limits l;

	(void)state;
	fixture_make(&f);
	must(limits_load(f.site.store, &l, &why));
	assert_int_equal(l.v[LIMIT_TRIES], 5);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		must(store_do(f.site.store, SETTING_PUT, VALUES(value_text(STR("password-length")), value_text(cstr(settings[i].value))), &why));
		if ((limits_load(f.site.store, &l, NULL) == OK) != settings[i].good)
			fail_msg("%s", settings[i].value);
	}
	must(store_do(f.site.store, SETTING_PUT, VALUES(value_text(STR("password-length")), value_text(STR("12"))), &why));
	assert_int_equal(change(&f, SITE_PERSON_OFFICE, STR("abcdefgh-1")), PASSWORD_SHORT);
	fixture_free(&f);
}

/* ---- the history ---- */

static const char *const broken[] = { "", "{}", "{\"person\":null}", "{\"person\":1,\"from\":\"x\"}", "{\"person\":\"x\",\"from\":\"x\"}",
	"{\"person\":null,\"from\":null}" };

static void
what_stays(void **state)
{
	struct fixture f;
	struct event e = { .type = STR("logged-in") };
	uint64_t n;

	(void)state;
	fixture_make(&f);
	change(&f, SITE_PERSON_OFFICE, GOOD);
	for (int i = 0; i < 6; i++)
		login(&f, "office", i < 5 ? STR("wrong") : GOOD);
	login(&f, "stranger", GOOD);
	must(store_commit(f.site.store, &why));
	must(rebuild_store(f.site.store, &n, &why));
	assert_int_equal(n, tell(f.site.store, "SELECT count(*) FROM event"));
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM credential"), SITE_PERSON_COUNT);
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM lockout"), 1);
	assert_int_equal(tell(f.site.store, "SELECT count(*) FROM payload WHERE CAST(bytes AS TEXT) LIKE '%argon2%'"), 0);
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		e.payload = cstr(broken[i]);
		assert_int_equal(directory_fold(f.site.store, 99, &e, NULL, NULL), E_BROKEN);
	}
	fixture_free(&f);
}

/* Nobody's hash takes as long as anybody's: its parameters are those of the others. */
static void
as_long_for_nobody(void **state)
{
	struct attempt a;
	struct fixture f;

	(void)state;
	fixture_make(&f);
	must(credential_try(&f.hand, STR("nobody-has-this"), &a, &why));
	assert_int_equal(crypto_pwhash_str_needs_rehash(a.hash, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE), 0);
	assert_true(uuid_is_nil(a.person) && !a.locked);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_days),
		cmocka_unit_test(which_are_good),
		cmocka_unit_test(history),
		cmocka_unit_test(locked_out),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(by_the_security_administrator),
		cmocka_unit_test(with_a_telephone),
		cmocka_unit_test(sessions),
		cmocka_unit_test(limits_of_a_site),
		cmocka_unit_test(what_stays),
		cmocka_unit_test(as_long_for_nobody),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

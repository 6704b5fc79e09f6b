/*
 * credential: whether somebody is who they say: by a password, and where they have begun it by a code of their telephone too. Who
 * fails too often is locked out for a while (limit.h). All of it is told to the log of the directory, where auditors
 * read it: who changed, reset, failed, and where from; never what a password was or was made into.
 *
 * A log-in takes three steps, so that nobody waits for the second one, which takes 64 MiB and a tenth of a second:
 *
 *	credential_try		in a transaction: the try is counted before it is weighed, so that many at once gain nothing
 *	credential_weigh	no store
 *	credential_settle	in another transaction, to be committed whatever the verdict
 *
 * A login that nobody has is counted, weighed, locked and refused as any other is: nothing tells it from one that exists.
 */
#ifndef BH_CREDENTIAL_H
#define BH_CREDENTIAL_H

#include "ledger/directory.h"
#include "ledger/limit.h"
#include "ledger/password.h"
#include "ledger/totp.h"

#define FROM_MOST 200	/* bytes of where somebody comes from: an address, a terminal */

#define CREDENTIAL_EVENTS(X) /* members: person (null: a login that nobody has), from; and what is named here */ \
	X(PASSWORD_CHANGED,	"password-changed") \
	X(PASSWORD_RESET,	"password-reset") \
	X(LOGGED_IN,		"logged-in")		/* by: how it was proved */ \
	X(LOGGED_OUT,		"logged-out") \
	X(REFUSED,		"login-refused")	/* by: what was wrong */ \
	X(LOCKED,		"login-locked") \
	X(UNLOCKED,		"login-unlocked") \
	X(TOTP_BEGUN,		"totp-begun") \
	X(TOTP_ENDED,		"totp-ended")

/* Makes no rows: sees only that the event is as one of ours. For directory_fold. */
struct payload;
enum err credential_fold(struct store *, int64_t seq, struct payload *, struct why *);

/* ---- proving ---- */

struct attempt {
	struct uuid person;		/* nil: nobody has that login */
	unsigned char who[ID_SIZE];	/* by which tries are counted */
	char hash[PASSWORD_HASH];
	bool locked;			/* nothing is weighed any more */
	int64_t until;			/* then, at the latest */
	bool must_change, expired;
	bool totp;			/* a code will be wanted */
	bool right;			/* the password; by credential_weigh */
};

enum err credential_try(const struct hand *, struct str login, struct attempt *, struct why *);
/* Forget the password afterwards (explicit_bzero). Never on a thread that answers others. */
void credential_weigh(struct attempt *, struct str password);

enum proving { PROVE_LOGIN, PROVE_CHANGE };	/* a password that must be changed is good for that alone */

/*
 * OK where it could be judged. *verdict: OK, E_PASSWORD, E_LOCKOUT, E_MUST_CHANGE. `code`: of the
 * telephone, or one of those on paper; it does not matter where none is wanted.
 */
enum err credential_settle(const struct hand *, const struct attempt *, struct str code, enum proving, struct str from,
    enum err *verdict, struct why *);
/* By somebody's own hand, the session's. */
enum err credential_left(const struct hand *, struct uuid person, struct str from, struct why *);

/* ---- passwords ---- */

#define PASSWORD_FLAWS(X) /*	id	zh					en */ \
	X(NONE,		"",					"") \
	X(SHORT,	"密码太短，最少字符数为",		"the password is too short; characters at least:") \
	X(PLAIN,	"密码太简单，大写、小写、数字、其他字符中至少要有的类数为", \
						"the password is too plain; of capitals, small letters, digits and others it needs kinds:") \
	X(LOGIN,	"密码里不能有登录名",			"the password holds the login") \
	X(USED,		"这个密码最近用过，不能再用",		"the password was in use lately") \
	X(FORM,		"密码太长，或含有控制字符",		"the password is too long, or holds control characters")

enum password_flaw {
#define X(id, zh, en) PASSWORD_##id,
	PASSWORD_FLAWS(X)
#undef X
};

const char *password_flaw_sentence(enum password_flaw, enum lang);

struct new_password {
	enum password_flaw flaw;
	int wanted;		/* with SHORT and PLAIN */
	char hash[PASSWORD_HASH];	/* where there is no flaw */
};

/* Whether a person may take it; what is kept of it. Takes as long as credential_weigh, once for each that was used lately. Reads only. */
enum err credential_judge(struct store *, struct uuid person, struct str login, struct str password, struct new_password *, struct why *);
/* The first of all, made by a program: no event tells it. */
enum err credential_first(const struct hand *, struct uuid person, const char *hash, struct why *);
/* By themselves, who have proved it. Ends their sessions. */
enum err credential_change(const struct hand *, struct uuid person, const char *hash, struct str from, struct why *);

/* What follows is the security administrator's: E_RIGHT for all others. A nil person of the hand is the engine. */

/* Another's, which must be changed at once (E_RIGHT for one's own). Ends the person's sessions, and what locked them out. */
enum err credential_reset(const struct hand *, struct uuid person, const char *hash, struct str from, struct why *);
enum err credential_unlock(const struct hand *, struct uuid person, struct str from, struct why *);
enum err credential_may(const struct hand *, struct why *);

/* ---- codes of the telephone ---- */

/* Whether a secret was begun, confirmed or not. */
enum err credential_totp_there(struct store *, struct uuid person, bool *there, struct why *);
/* A secret, which counts for nothing until it is confirmed. E_TAKEN where there is one that is. */
enum err credential_totp_begin(const struct hand *, struct uuid person, unsigned char secret[TOTP_SECRET], struct why *);
/* Where *right: codes are asked from now on, and those for paper are made. E_ABSENT where none was begun; E_TAKEN as above. */
enum err credential_totp_confirm(const struct hand *, struct uuid person, struct str code, struct str from,
    char codes[RECOVERY_CODES][RECOVERY_TEXT], bool *right, struct why *);
/* Of the hand's own person, who has proved it, or of another by the security administrator. E_ABSENT: there is none. */
enum err credential_totp_end(const struct hand *, struct uuid person, struct str from, struct why *);

/* ---- who ---- */

/* The person of a login; nil where nobody has it. */
enum err credential_person(struct store *, struct str login, struct uuid *, struct why *);

#endif

/*
 * visit: one request of somebody, from its words to its answer. A route's function fills what is answered; what it returns but OK
 * becomes a page (or an object) that says so.
 *
 * What a visit sees is of one moment; whoever has logged in sees by `teller`, and by nothing else.
 */
#ifndef BH_VISIT_H
#define BH_VISIT_H

#include "ledger/session.h"
#include "tell/teller.h"
#include "web/html.h"
#include "web/http.h"
#include "web/multipart.h"
#include "web/seat.h"

#define ROUTE_ARGS 3
#define VISIT_HEADERS 12
#define FORM_TOKEN 33

struct face;

/* What every page begins and ends with. */
struct chrome {
	struct str title, person, login, form;	/* form: the token that forms carry; empty: nobody has logged in */
	struct str lang, other_lang, here;	/* other_lang: to switch to; here: path and query of the page */
	bool at_desk;
	ARRAY(struct chrome_link { struct str code, name, current; }) ledgers;
	struct str words;			/* that were searched for */
	struct str said, wrong;			/* what was done, or was not, before this page */
};

/* A lamp: its colour, its mark, and its name in the language of the page; all empty: none. */
struct shown_lamp {
	struct str colour, mark, name;
};

struct error_page {
	struct chrome chrome;
	int status;
	struct str sentence, what;
};

struct visit {
	struct face *face;
	const struct http_asked *asked;
	struct http_exchange *exchange;
	struct arena *arena;
	struct str peer;		/* the address that it comes from: before a proxy of this machine, what that says */
	struct why why;
	struct seat *seat;
	enum lang lang;
	struct str args[ROUTE_ARGS];	/* what stood at the {} of the pattern */
	fields_sent query, form;
	files_sent files;

	bool known;			/* somebody has logged in: */
	struct session session;
	struct str token;		/* of the session */
	char form_token[FORM_TOKEN];
	struct teller teller;
	struct str login, name;

	int status;			/* 0: as the error says, or 200 */
	const char *type;
	struct buf out;
	struct http_header headers[VISIT_HEADERS];
	size_t nheaders;
	bool packed;			/* by gzip already */
	bool cached;			/* it says itself how long it may be kept */
	int fd;				/* -1; a file that is answered in place of `out` */
	uint64_t from, size;
};

struct shown_lamp visit_lamp_state(const struct visit *, const struct lamp_state *);
struct shown_lamp visit_lamp(const struct visit *, const struct record *);
/* A header of the answer; the value is of the arena. */
void visit_header(struct visit *, const char *name, struct str value);
/* 303: to another page of ours. */
enum err visit_go(struct visit *, struct str path);
/* A sentence of web/words.txt in the language of the visit. */
struct str visit_say(const struct visit *, const char *zh);
/* What every page carries. */
enum err visit_chrome(struct visit *, const char *title_zh, const char *place, struct chrome *);
struct html visit_html(struct visit *);

#endif

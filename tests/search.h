/* What the tests of search share: a small database whose events put and remove entries, and the index of it. */
#ifndef BH_TEST_SEARCH_H
#define BH_TEST_SEARCH_H

#include "store.h"
#include "store/search.h"

#define OPS_MOST 200000
#define SEARCH_LEDGERS 4

struct op {
	unsigned key, ledger;	/* ledger 0: it is removed */
	const char *path, *number, *title, *text;
	int64_t at;
	struct search_party party;	/* who: NULL where there is none */
	const char *part;		/* which part that is */
};

static inline struct op
op_put(unsigned key, unsigned ledger, const char *path, const char *number, const char *title, const char *text, int64_t at)
{
	return (struct op){ .key = key, .ledger = ledger, .path = path, .number = number, .title = title, .text = text, .at = at };
}

struct stock {
	struct place place;
	struct store *writer, *reader;
	struct search *search;
	int64_t log, ledgers[SEARCH_LEDGERS];
	unsigned char site[ID_SIZE];
	struct op *ops;		/* by seq; texts are the caller's */
	int64_t *newest;	/* of a key: seq */
	int64_t told;		/* entries, to the index */
};

/* The newest event of each record, as search_source says. */
static inline enum err
stock_changed(void *arg, struct search *x, int64_t since, int64_t until, struct why *why)
{
	struct stock *k = arg;
	enum err err = OK;

	for (int64_t seq = since + 1; seq <= until && err == OK; seq++) {
		const struct op *op = &k->ops[seq];

		if (k->newest[op->key] != seq)
			continue;
		k->told++;
		err = op->ledger == 0 ? search_remove(x, op->key, why) : search_put(x, &(struct search_entry){ op->key, k->ledgers[op->ledger],
		    cstr(op->path), cstr(op->number), cstr(op->title), cstr(op->text), op->at, &op->party, op->party.who != NULL }, why);
	}
	return err;
}

/* Who has a part in it from then on: the row that scopes ask. */
static inline void
stock_take_part(struct stock *k, int64_t seq, struct op op)
{
	const struct search_party *p = &op.party;
	unsigned char id[ID_SIZE];

	must(store_do_text(k->writer, STR("UPDATE party SET valid_to = $1 WHERE record = $2 AND valid_to = " NOW),
	    VALUES(value_int(seq), value_int(op.key)), &why));
	if (p->who == NULL)
		return;
	id_of(id, 1000000 + op.key);
	must(store_do_text(k->writer, STR("INSERT INTO identity (id, uuid) VALUES ($1, $2) ON CONFLICT DO NOTHING"),
	    VALUES(value_int(op.key), value_id(id)), &why));
	must(store_do(k->writer, PARTY_ADD, VALUES(value_int(op.key), value_text(cstr(op.part == NULL ? "" : op.part)), value_id(p->who),
	    p->path.n > 0 ? value_text(p->path) : value_null(), value_int(seq)), &why));
}

/* An event, on the disk when it returns; the index learns it when it is asked. */
static inline int64_t
stock_happen(struct stock *k, struct op op)
{
	struct event_row e;

	must(store_begin(k->writer, &why));
	must(small_event(k->writer, k->log, 1, op.key, &e, &why));
	stock_take_part(k, e.seq, op);
	must(store_commit(k->writer, &why));
	if (e.seq >= OPS_MOST || op.key >= OPS_MOST)
		abort();
	k->ops[e.seq] = op;
	k->newest[op.key] = e.seq;
	return e.seq;
}

static inline void
stock_open(struct stock *k)
{
	must(store_open(&k->writer, k->place.path, STORE_WRITE, &why));
	must(store_open(&k->reader, k->place.path, STORE_READ, &why));
	must(search_open(&k->search, k->reader, k->site, (struct search_source){ stock_changed, k }, &why));
}

static inline void
stock_close(struct stock *k)
{
	search_close(k->search);
	store_close(k->reader);
	store_close(k->writer);
}

static inline void
stock_make(struct stock *k)
{
	*k = (struct stock){ .ops = calloc(OPS_MOST, sizeof *k->ops), .newest = calloc(OPS_MOST, sizeof *k->newest) };
	place_make(&k->place);
	id_of(k->site, 1);
	must(store_create(k->place.path, &why));
	stock_open(k);
	must(store_begin(k->writer, &why));
	k->log = small_log(k->writer);
	for (unsigned i = 1; i < SEARCH_LEDGERS; i++) {
		unsigned char id[ID_SIZE];

		id_of(id, 100 + i);
		must(ledger_number(k->writer, id, STR("sha256"), &k->ledgers[i], &why));
	}
	must(store_commit(k->writer, &why));
}

static inline void
stock_remove(struct stock *k)
{
	stock_close(k);
	place_remove(&k->place);
	free(k->ops);
	free(k->newest);
}

#endif

#include "tell/whole.h"
#include "base/json.h"
#include "ledger/act.h"
#include "ledger/doubt.h"
#include "ledger/needs.h"

static enum err
read_moves(struct teller *t, struct whole *w)
{
	const struct kind *k = record_kind(&w->rec);
	struct needing n = { .arena = t->arena, .store = t->store, .ledgers = t->ledgers, .record = &w->rec, .reasoned = true, .becomes = true,
		.today = t->today, .lang = t->lang };
	enum err err = OK;

	for (size_t i = 0; i < k->moves.n && err == OK; i++) {
		struct open_move *open;

		n.move = &k->moves.v[i];
		n.given = n.move->fills;
		if ((n.move->from >> w->rec.state & 1) == 0 || !act_may(&t->actor, &w->rec, n.move))
			continue;
		open = array_add(t->arena, &w->moves);
		open->move = n.move;
		err = needs_missing(&n, &open->lacks, t->why);
	}
	return err;
}

static enum err
read_drawn(struct teller *t, struct whole *w)
{
	struct rows rows;

	store_ask(t->store, LOOK_BACK_FIND, NULL, VALUES(value_int(w->rec.key)), &rows);
	w->drawn = rows_next(&rows);
	return rows_end(&rows, t->why);
}

enum err
whole_read(struct teller *t, const struct ledger *g, int64_t key, struct whole *w)
{
	enum err err = tell_read(t, g, key, &w->rec);

	if (err == OK)
		err = happened_read(t, &w->rec, &w->happened);
	if (err == OK)
		err = incoming_read(t, key, &w->incoming);
	if (err == OK)
		err = pieces_read(t, &w->rec, &w->pieces);
	if (err == OK)
		err = instructions_read(t, &w->rec, &w->instructions);
	if (err == OK)
		err = notices_read(t, &w->rec, &w->notices);
	if (err == OK)
		err = read_drawn(t, w);
	if (err != OK)
		return err;
	w->parties = rights_parties(&t->actor, &w->rec);
	err = linked_read(t, &w->rec, w->parties, &w->incoming, &w->linked);
	if (err == OK)
		err = read_moves(t, w);
	if (err == OK && doubt_awaits_review(&w->rec))
		err = doubts_of(t->arena, t->store, &w->rec, &w->doubts, t->why);
	return err;
}

/* ---- JSON ---- */

static void
put_moves(struct buf *b, const struct whole *w)
{
	json_member(b, "moves");
	buf_putc(b, '[');
	for (size_t i = 0; i < w->moves.n; i++) {
		json_next(b);
		json_str(b, w->moves.v[i].move->event);
	}
	buf_putc(b, ']');
	json_member(b, "lacks");
	buf_putc(b, '{');
	for (size_t i = 0; i < w->moves.n; i++) {
		if (w->moves.v[i].lacks.n == 0)
			continue;
		json_next(b);
		json_str(b, w->moves.v[i].move->event);
		buf_putc(b, ':');
		json_str(b, w->moves.v[i].lacks);
	}
	buf_putc(b, '}');
}

void
doubts_put_json(struct buf *b, unsigned doubts)
{
	json_member(b, "doubts");
	buf_putc(b, '[');
	for (int i = 0; i < DOUBT_COUNT; i++)
		if (doubts >> i & 1) {
			json_next(b);
			json_str(b, cstr(doubt_word((enum doubt)i)));
		}
	buf_putc(b, ']');
}

void
whole_put_json(struct teller *t, struct buf *b, const struct whole *w)
{
	tell_put_json(t, b, &w->rec, w->parties);
	incoming_put_json(t, b, &w->incoming);
	linked_put_json(t, b, &w->linked);
	pieces_put_json(b, &w->pieces);
	instructions_put_json(b, &w->instructions);
	notices_put_json(b, &w->notices);
	put_moves(b, w);
	happened_put_json(t, b, &w->rec, w->parties, &w->happened);
	doubts_put_json(b, w->doubts);
}

#include "tell/beside.h"
#include "base/json.h"

enum err
instructions_read(struct teller *t, const struct record *rec, instruction_list *out)
{
	ARRAY(struct uuid) by = { 0 };
	struct rows rows;
	enum err err;

	store_ask(t->store, INSTRUCTION_OF, NULL, VALUES(value_int(rec->key)), &rows);
	while (rows_next(&rows)) {
		struct instruction *i;

		if (rows_int(&rows, 4) > t->seq)
			continue;
		i = array_add(t->arena, out);
		*i = (struct instruction){ .number = rows_int(&rows, 0), .text = arena_str(t->arena, rows_text(&rows, 2)), .until = (int32_t)rows_int(&rows, 3),
			.answered = !rows_null(&rows, 5) && rows_int(&rows, 5) <= t->seq };
		rows_bytes(&rows, 1, array_add(t->arena, &by)->b, UUID_BYTES);
	}
	err = rows_end(&rows, t->why);
	for (size_t i = 0; i < by.n; i++)
		out->v[i].by = tell_name(t, TYPE_PERSON, by.v[i]);
	return err;
}

enum err
notices_read(struct teller *t, const struct record *rec, notice_list *out)
{
	const struct kind *k = record_kind(rec);
	struct rows rows;

	store_ask(t->store, NOTICE_OF, NULL, VALUES(value_int(rec->key)), &rows);
	while (rows_next(&rows)) {
		int at = kind_step(k, rows_text(&rows, 0));

		*array_add(t->arena, out) = (struct notice){ .step = at < 0 ? NULL : &k->notices.v[at],
			.number = arena_str(t->arena, rows_text(&rows, 1)), .day = (int32_t)rows_int(&rows, 2),
			.reply = rows_null(&rows, 3) ? DAY_NONE : (int32_t)rows_int(&rows, 3), .received = !rows_null(&rows, 4), .answered = !rows_null(&rows, 5) };
	}
	return rows_end(&rows, t->why);
}

/* ---- JSON ---- */

static void
put_flag(struct buf *b, const char *name, bool flag)
{
	json_member(b, name);
	buf_puts(b, flag ? STR("true") : STR("false"));
}

void
instructions_put_json(struct buf *b, const instruction_list *list)
{
	json_member(b, "instructions");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		json_next(b);
		buf_putc(b, '{');
		buf_printf(b, "\"number\":%lld", (long long)list->v[i].number);
		json_member_text(b, "by", list->v[i].by);
		json_member_text(b, "text", list->v[i].text);
		tell_put_day(b, "until", list->v[i].until);
		put_flag(b, "answered", list->v[i].answered);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

void
notices_put_json(struct buf *b, const notice_list *list)
{
	json_member(b, "notices");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		json_next(b);
		buf_putc(b, '{');
		json_member_text(b, "number", list->v[i].number);
		json_member_text(b, "step", list->v[i].step == NULL ? (struct str){ NULL, 0 } : list->v[i].step->key);
		tell_put_day(b, "day", list->v[i].day);
		tell_put_day(b, "reply", list->v[i].reply);
		put_flag(b, "received", list->v[i].received);
		put_flag(b, "answered", list->v[i].answered);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

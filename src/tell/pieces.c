#include "tell/pieces.h"
#include "base/hex.h"
#include "base/json.h"

static size_t
version_of(const piece_list *list, struct str name)
{
	size_t n = 1;

	for (size_t i = 0; i < list->n; i++)
		n += str_eq(list->v[i].name, name);
	return n;
}

enum err
pieces_read(struct teller *t, const struct record *rec, piece_list *out)
{
	ARRAY(struct uuid) by = { 0 };
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(t->arena, &t->actor, rec->ledger, record_kind(rec), &scope, t->why);

	if (err != OK)
		return err;
	store_ask(t->store, EVIDENCE_OF_RECORD, &scope, VALUES(value_int(rec->key), value_int(t->seq)), &rows);
	while (rows_next(&rows)) {
		struct piece p = { .place = out->n + 1, .file.size = (uint64_t)rows_int(&rows, 1), .media = arena_str(t->arena, rows_text(&rows, 2)),
			.name = arena_str(t->arena, rows_text(&rows, 3)), .dated = rows_null(&rows, 4) ? DAY_NONE : (int32_t)rows_int(&rows, 4),
			.number = rows_int(&rows, 5), .time = rows_int(&rows, 6) };

		rows_bytes(&rows, 0, p.file.hash, HASH_SIZE);
		p.version = version_of(out, p.name);
		*array_add(t->arena, out) = p;
		rows_bytes(&rows, 7, array_add(t->arena, &by)->b, UUID_BYTES);
	}
	err = rows_end(&rows, t->why);
	for (size_t i = 0; i < by.n; i++)
		out->v[i].by = tell_name(t, TYPE_PERSON, by.v[i]);
	return err;
}

void
piece_put_json(struct buf *b, const struct piece *p)
{
	char hash[2 * HASH_SIZE], time[INSTANT_TEXT];

	hex_print(hash, p->file.hash, HASH_SIZE);
	json_member_text(b, "name", p->name);
	buf_printf(b, ",\"place\":%zu,\"version\":%zu,\"size\":%llu,\"event\":%lld", p->place, p->version, (unsigned long long)p->file.size,
	    (long long)p->number);
	json_member_text(b, "media", p->media);
	json_member_text(b, "sha256", (struct str){ hash, sizeof hash });
	tell_put_day(b, "dated", p->dated);
	json_member_text(b, "time", (struct str){ time, instant_print(time, p->time) });
	json_member_text(b, "by", p->by);
}

void
pieces_put_json(struct buf *b, const piece_list *list)
{
	json_member(b, "pieces");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		json_next(b);
		buf_putc(b, '{');
		piece_put_json(b, &list->v[i]);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

struct str
piece_size(struct arena *a, uint64_t size)
{
	static const char *const units[] = { "KB", "MB", "GB" };
	double n = (double)size / 1024;
	size_t i = 0;

	if (size < 1024)
		return arena_printf(a, "%u B", (unsigned)size);
	for (; n >= 1024 && i < 2; i++)
		n /= 1024;
	return arena_printf(a, n < 10 ? "%.1f %s" : "%.0f %s", n, units[i]);
}

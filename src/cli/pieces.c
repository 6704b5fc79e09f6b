#include "cli/pieces.h"
#include "base/hex.h"

static size_t
version_of(const piece_list *list, struct str name)
{
	size_t n = 1;

	for (size_t i = 0; i < list->n; i++)
		n += str_eq(list->v[i].name, name);
	return n;
}

enum err
pieces_read(struct records *r, const struct record *rec, int64_t seq, piece_list *out)
{
	struct desk *d = r->desk;
	ARRAY(struct uuid) by = { 0 };
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(d->arena, &r->actor, rec->ledger, record_kind(rec), &scope, &d->why);

	if (err != OK)
		return err;
	store_ask(d->site.store, EVIDENCE_OF_RECORD, &scope, VALUES(value_int(rec->key), value_int(seq)), &rows);
	while (rows_next(&rows)) {
		struct piece p = { .place = out->n + 1, .file.size = (uint64_t)rows_int(&rows, 1), .media = arena_str(d->arena, rows_text(&rows, 2)),
			.name = arena_str(d->arena, rows_text(&rows, 3)), .dated = rows_null(&rows, 4) ? DAY_NONE : (int32_t)rows_int(&rows, 4),
			.number = rows_int(&rows, 5), .time = rows_int(&rows, 6) };

		rows_bytes(&rows, 0, p.file.hash, HASH_SIZE);
		p.version = version_of(out, p.name);
		*array_add(d->arena, out) = p;
		rows_bytes(&rows, 7, array_add(d->arena, &by)->b, UUID_BYTES);
	}
	err = rows_end(&rows, &d->why);
	for (size_t i = 0; i < by.n; i++)
		out->v[i].by = records_name(r, TYPE_PERSON, by.v[i]);
	return err;
}

void
piece_put_json(struct desk *d, const void *piece)
{
	const struct piece *p = piece;
	struct buf *b = &d->out;
	char hash[2 * HASH_SIZE], time[INSTANT_TEXT];

	hex_print(hash, p->file.hash, HASH_SIZE);
	json_member_text(b, "name", p->name);
	buf_printf(b, ",\"place\":%zu,\"version\":%zu,\"size\":%llu,\"event\":%lld", p->place, p->version, (unsigned long long)p->file.size,
	    (long long)p->number);
	json_member_text(b, "media", p->media);
	json_member_text(b, "sha256", (struct str){ hash, sizeof hash });
	json_member_date(b, "dated", day_valid(p->dated) ? date_of_days(p->dated) : (struct date){ 0 });
	json_member_text(b, "time", (struct str){ time, instant_print(time, p->time) });
	json_member_text(b, "by", p->by);
}

/* 3 B, 12 KB, 1.5 MB */
static struct str
size_text(struct arena *a, uint64_t size)
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

void
piece_put_cells(struct desk *d, const void *piece, struct cells *cells)
{
	const struct piece *p = piece;
	struct arena *a = d->arena;
	bool zh = d->call->voice.lang == LANG_ZH;

	cells_add(a, cells, arena_printf(a, "%zu", p->place));
	cells_add(a, cells, p->version == 1 ? p->name : arena_printf(a, zh ? "%.*s（第%zu版）" : "%.*s (version %zu)", STR_ARG(p->name), p->version));
	cells_add(a, cells, size_text(a, p->file.size));
	cells_add(a, cells, records_date(a, p->dated));
	cells_add(a, cells, records_time(a, p->time));
	cells_add(a, cells, p->by);
}

#include "cli/meeting.h"
#include "write/book.h"

#include <stdlib.h>

/* What the columns are called, and what each says of a record. */
#define COLUMNS(X) /*	id		zh			en */ \
	X(TURN,		"调度",			"turn") \
	X(NUMBER,	"编号",			"number") \
	X(TITLE,	"事项",			"record") \
	X(IN_CHARGE,	"责任领导",		"leader in charge") \
	X(LEAD,		"牵头单位",		"lead") \
	X(PERSON,	"责任人",		"person answering") \
	X(DUE,		"时限",			"due") \
	X(LAMP,		"灯",			"lamp") \
	X(REASON,	"原因",			"why") \
	X(REPORTED,	"本轮报送",		"reported") \
	X(PROGRESS,	"最新进展",		"progress") \
	X(DECISION,	"会上决定",		"decision")

enum column {
#define X(id, zh, en) COLUMN_##id,
	COLUMNS(X)
#undef X
	COLUMN_COUNT
};

static const struct label heads[] = {
#define X(id, zh, en) { { zh, sizeof(zh) - 1 }, { en, sizeof(en) - 1 } },
	COLUMNS(X)
#undef X
};

struct page {
	struct records *r;
	const struct meeting_turn *turn;
};

/* The long text that the report fills. */
static struct str
progress_of(struct records *r, const struct meeting_turn *t, const struct record *rec)
{
	const struct kind *k = record_kind(rec);
	const struct move *m = kind_move(k, t->rule->event, rec->state);

	for (size_t i = 0; m != NULL && i < k->fields.n; i++)
		if ((m->fills >> i & 1) != 0 && k->fields.v[i].type == TYPE_LONG_TEXT && rights_sees_field(&k->fields.v[i], rights_parties(&r->teller.actor, rec)))
			return tell_text(&r->teller, &k->fields.v[i], &rec->fields[i]);
	return STR("");
}

static struct str
cell(const struct page *p, const struct meeting_record *m, enum column c)
{
	const struct record *rec = &m->rec;
	bool zh = p->r->desk->call->voice.lang == LANG_ZH;

	switch (c) {
	case COLUMN_TURN:	return p->turn->name;
	case COLUMN_NUMBER:	return rec->number;
	case COLUMN_TITLE:	return tell_part(&p->r->teller, rec, PART_TITLE);
	case COLUMN_IN_CHARGE:	return tell_part(&p->r->teller, rec, PART_IN_CHARGE);
	case COLUMN_LEAD:	return tell_part(&p->r->teller, rec, PART_LEAD);
	case COLUMN_PERSON:	return tell_part(&p->r->teller, rec, PART_PERSON);
	case COLUMN_DUE:	return tell_day(&p->r->teller, rec->due);
	case COLUMN_LAMP:	return rec->lamp.show < 0 ? STR("") : rec->kind->lamps.palette[rec->lamp.show].mark;
	case COLUMN_REASON:	return tell_lamp_reason(&p->r->teller, rec);
	case COLUMN_REPORTED:	return cstr(m->answered ? (zh ? "已报" : "yes") : (zh ? "未报" : "no"));
	case COLUMN_PROGRESS:	return progress_of(p->r, p->turn, rec);
	default:		return STR("");
	}
}

static void
put_row(void *arg, size_t row, void (*put)(void *to, struct str), void *to)
{
	const struct page *p = arg;

	for (int c = 0; c < COLUMN_COUNT; c++)
		put(to, row == 0 ? tell_label(&p->r->teller, heads[c]) : cell(p, &p->turn->records.v[row - 1], (enum column)c));
}

/* Who has not reported, then by lamps as their rules stand, then by day: none last. */
static int
compare_records(const void *x, const void *y)
{
	const struct meeting_record *a = x, *b = y;
	int64_t due = day_valid(a->rec.due) ? a->rec.due : INT32_MAX, other = day_valid(b->rec.due) ? b->rec.due : INT32_MAX;

	if (a->answered != b->answered)
		return a->answered - b->answered;
	if (a->rec.lamp.row != b->rec.lamp.row)
		return (a->rec.lamp.row > b->rec.lamp.row) - (a->rec.lamp.row < b->rec.lamp.row);
	if (due != other)
		return due < other ? -1 : 1;
	return (a->rec.key > b->rec.key) - (a->rec.key < b->rec.key);
}

enum err
meeting_put(struct records *r, meeting_list *list, struct buf *out, struct why *why)
{
	struct arena *a = r->desk->arena;
	struct page *pages = arena_alloc(a, (list->n + 1) * sizeof *pages);
	struct plain_sheet *sheets = arena_alloc(a, (list->n + 1) * sizeof *sheets);

	for (size_t i = 0; i < list->n; i++) {
		struct meeting_turn *t = &list->v[i];

		if (t->records.n > 0)
			qsort(t->records.v, t->records.n, sizeof t->records.v[0], compare_records);
		pages[i] = (struct page){ r, t };
		sheets[i] = (struct plain_sheet){ .rows = t->records.n + 1, .row = put_row, .arg = &pages[i], .ruled = true,
			.name = arena_printf(a, "%.*s", STR_ARG(t->name)).p };
	}
	return book_put_plain(sheets, list->n, out, why);
}

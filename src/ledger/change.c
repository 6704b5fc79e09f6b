#include "ledger/change.h"
#include "base/json.h"
#include "base/utf8.h"

#include <jansson.h>

bool
words_fit(struct str s, size_t most)
{
	return s.n <= most && utf8_check(s) == s.n && (s.n == 0 || memchr(s.p, '\0', s.n) == NULL);
}

/* ---- writing ---- */

static void
put_day(struct buf *b, int32_t day)
{
	json_date_or_null(b, day_valid(day) ? date_of_days(day) : (struct date){ 0 });
}

static void
put_fields(struct buf *b, const struct change *c)
{
	const struct kind *k = c->kind->kind;
	bool some = false;

	JSON_PUT(b, ",\"fields\":{");
	for (size_t i = 0; i < k->fields.n; i++) {
		if ((c->given >> i & 1) == 0)
			continue;
		if (some)
			buf_putc(b, ',');
		some = true;
		json_str(b, k->fields.v[i].key);
		buf_putc(b, ':');
		field_put_json(b, &k->fields.v[i], &c->fields[i]);
	}
	JSON_PUT(b, "}");
}

static void
put_evidence(struct buf *b, const struct evidence_given *e)
{
	char hash[HASH_TEXT];

	JSON_PUT(b, "{\"hash\":");
	json_str(b, (struct str){ hash, hash_print(hash, HASH_SHA256, &e->hash) });
	buf_printf(b, ",\"size\":%lld,\"media\":", (long long)e->size);
	json_str(b, e->media);
	JSON_PUT(b, ",\"name\":");
	json_str(b, e->name);
	JSON_PUT(b, ",\"dated\":");
	put_day(b, e->dated);
	JSON_PUT(b, "}");
}

static void
put_milestone(struct buf *b, const struct named_milestone *m)
{
	JSON_PUT(b, "{\"name\":");
	json_str(b, m->name);
	buf_printf(b, ",\"weight\":%d,\"due\":", (int)m->of.weight);
	put_day(b, m->of.due);
	JSON_PUT(b, ",\"accepted\":");
	put_day(b, m->of.accepted);
	JSON_PUT(b, "}");
}

static void
put_clock(struct buf *b, const struct change *c, const struct clock_told *t)
{
	json_str(b, c->kind->kind->clocks.v[t->rule].key);
	buf_putc(b, ':');
	put_day(b, t->due);
}

static void
put_lamp(struct buf *b, const struct change *c)
{
	JSON_PUT(b, ",\"lamp\":{\"show\":");
	json_str(b, c->kind->lamps.palette[c->lamp.show].name);
	buf_printf(b, ",\"row\":%d,\"next\":", c->lamp.row);
	put_day(b, c->lamp.next);
	JSON_PUT(b, "}");
}

static void
put_origin(struct buf *b, const struct origin *o)
{
	JSON_PUT(b, ",\"origin\":{\"file\":");
	put_evidence(b, &o->file);
	JSON_PUT(b, ",\"title\":");
	json_str(b, o->title);
	JSON_PUT(b, ",\"part\":");
	json_str(b, o->part);
	JSON_PUT(b, "}");
}

static void
put_letters(struct buf *b, const struct change *c)
{
	if (c->instruction.n > 0) {
		JSON_PUT(b, ",\"instruction\":{\"text\":");
		json_str(b, c->instruction);
		JSON_PUT(b, ",\"until\":");
		put_day(b, c->until);
		JSON_PUT(b, "}");
	}
	if (c->answers != NUMBER_NONE)
		buf_printf(b, ",\"answers\":%lld", (long long)c->answers);
	if (c->step >= 0) {
		JSON_PUT(b, ",\"notice\":{\"step\":");
		json_str(b, c->kind->kind->notices.v[c->step].key);
		JSON_PUT(b, ",\"reply\":");
		put_day(b, c->reply);
		JSON_PUT(b, "}");
	}
	if (c->about.n > 0) {
		JSON_PUT(b, ",\"about\":");
		json_str(b, c->about);
	}
	if (c->found != FOUND_NOTHING)
		buf_puts(b, c->found == FOUND_HOLDS ? STR(",\"found\":\"holds\"") : STR(",\"found\":\"rebound\""));
}

/* Members of a list, or of a map: each by `put`, parted by commas. */
#define PUT_EACH(b, open, list, close, put)                 \
	do {                                                \
		buf_puts((b), STR(open));                   \
		for (size_t i_ = 0; i_ < (list).n; i_++) {  \
			if (i_ > 0)                         \
				buf_putc((b), ',');         \
			put;                                \
		}                                           \
		buf_puts((b), STR(close));                  \
	} while (0)

void
change_print(struct buf *b, const struct change *c)
{
	JSON_PUT(b, "{\"kind\":");
	json_str(b, c->kind->kind->key);
	JSON_PUT(b, ",\"today\":");
	put_day(b, c->today);
	if (c->given != 0)
		put_fields(b, c);
	if (c->reason.n > 0) {
		JSON_PUT(b, ",\"reason\":");
		json_str(b, c->reason);
	}
	if (c->number.n > 0) {
		JSON_PUT(b, ",\"number\":{\"text\":");
		json_str(b, c->number);
		JSON_PUT(b, ",\"of\":");
		json_str(b, c->number_of);
		buf_printf(b, ",\"seq\":%lld}", (long long)c->number_seq);
	}
	if (c->evidence.n > 0)
		PUT_EACH(b, ",\"evidence\":[", c->evidence, "]", put_evidence(b, &c->evidence.v[i_]));
	if (c->has_milestones)
		PUT_EACH(b, ",\"milestones\":[", c->milestones, "]", put_milestone(b, &c->milestones.v[i_]));
	put_letters(b, c);
	if (c->clocks.n > 0)
		PUT_EACH(b, ",\"clocks\":{", c->clocks, "}", put_clock(b, c, &c->clocks.v[i_]));
	if (c->has_lamp)
		put_lamp(b, c);
	if (c->origin != NULL)
		put_origin(b, c->origin);
	JSON_PUT(b, "}");
}

/* ---- reading ---- */

struct reading {
	struct arena *arena;
	const struct force *force;
	json_t *root;
	struct change *c;
	const char *wrong;	/* the first member that is amiss */
};

static void
amiss(struct reading *r, const char *member)
{
	if (r->wrong == NULL)
		r->wrong = member;
}

static struct str
get_text(struct reading *r, const json_t *from, const char *member)
{
	const json_t *j = json_object_get(from, member);

	if (!json_is_string(j)) {
		amiss(r, member);
		return (struct str){ NULL, 0 };
	}
	return arena_str(r->arena, (struct str){ json_string_value(j), json_string_length(j) });
}

static int64_t
get_integer(struct reading *r, const json_t *from, const char *member)
{
	const json_t *j = json_object_get(from, member);

	if (!json_is_integer(j))
		amiss(r, member);
	return json_integer_value(j);
}

static int32_t
day_of(struct reading *r, const json_t *j, const char *member)
{
	struct date d;

	if (json_is_null(j))
		return DAY_NONE;
	if (json_is_string(j) && yaml_day((struct str){ json_string_value(j), json_string_length(j) }, &d))
		return date_days(d);
	amiss(r, member);
	return DAY_NONE;
}

static int32_t
get_day(struct reading *r, const json_t *from, const char *member)
{
	return day_of(r, json_object_get(from, member), member);
}

static void
get_fields(struct reading *r, json_t *from)
{
	const struct kind *k = r->c->kind->kind;
	const char *key;
	json_t *value;

	if (from != NULL && !json_is_object(from))
		amiss(r, "fields");
	json_object_foreach(from, key, value) {
		int i = kind_field(k, cstr(key));

		if (i < 0 || !field_get_json(r->arena, &k->fields.v[i], value, &r->c->fields[i]))
			amiss(r, "fields");
		else
			r->c->given |= UINT64_C(1) << i;
	}
}

static void
get_number(struct reading *r, const json_t *from)
{
	r->c->number = get_text(r, from, "text");
	r->c->number_of = get_text(r, from, "of");
	r->c->number_seq = get_integer(r, from, "seq");
}

static void
get_file(struct reading *r, const json_t *from, struct evidence_given *e)
{
	enum hash_kind kind;

	if (!hash_parse(get_text(r, from, "hash"), &kind, &e->hash) || kind != HASH_SHA256)
		amiss(r, "hash");
	e->size = get_integer(r, from, "size");
	e->media = get_text(r, from, "media");
	e->name = get_text(r, from, "name");
	e->dated = get_day(r, from, "dated");
}

static void
get_evidence(struct reading *r, const json_t *from)
{
	get_file(r, from, array_add(r->arena, &r->c->evidence));
}

static void
get_origin(struct reading *r, const json_t *from)
{
	struct origin *o = arena_zalloc(r->arena, sizeof *o);

	get_file(r, json_object_get(from, "file"), &o->file);
	o->title = get_text(r, from, "title");
	o->part = get_text(r, from, "part");
	r->c->origin = o;
}

static void
get_milestone(struct reading *r, const json_t *from)
{
	struct named_milestone *m = array_add(r->arena, &r->c->milestones);

	m->name = get_text(r, from, "name");
	m->of.weight = (int32_t)get_integer(r, from, "weight");
	m->of.due = get_day(r, from, "due");
	m->of.accepted = get_day(r, from, "accepted");
}

static int
clock_of(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->clocks.n; i++)
		if (str_eq(k->clocks.v[i].key, key))
			return (int)i;
	return -1;
}

static void
get_clocks(struct reading *r, json_t *from)
{
	const char *key;
	json_t *value;

	if (from != NULL && !json_is_object(from))
		amiss(r, "clocks");
	json_object_foreach(from, key, value) {
		struct clock_told t = { clock_of(r->c->kind->kind, cstr(key)), day_of(r, value, "clocks") };

		if (t.rule < 0)
			amiss(r, "clocks");
		else
			*array_add(r->arena, &r->c->clocks) = t;
	}
}

static int
lamp_of(const struct lamp_rules *rules, struct str name)
{
	for (int i = 0; i < rules->states; i++)
		if (str_eq(rules->palette[i].name, name))
			return i;
	return -1;
}

static void
get_lamp(struct reading *r, const json_t *from)
{
	r->c->has_lamp = true;
	r->c->lamp.show = lamp_of(&r->c->kind->lamps, get_text(r, from, "show"));
	r->c->lamp.row = (int)get_integer(r, from, "row");
	r->c->lamp.next = get_day(r, from, "next");
	if (r->c->lamp.show < 0 || r->c->lamp.row < 0 || r->c->lamp.row >= r->c->kind->lamps.count)
		amiss(r, "lamp");
}

static void
get_list(struct reading *r, const json_t *list, const char *member, void (*get)(struct reading *, const json_t *))
{
	if (list != NULL && !json_is_array(list))
		amiss(r, member);
	for (size_t i = 0; i < json_array_size(list); i++)
		get(r, json_array_get(list, i));
}

static void
get_notice(struct reading *r, const json_t *from)
{
	r->c->step = kind_step(r->c->kind->kind, get_text(r, from, "step"));
	r->c->reply = get_day(r, from, "reply");
	if (r->c->step < 0)
		amiss(r, "step");
}

static void
get_found(struct reading *r)
{
	struct str word = get_text(r, r->root, "found");

	r->c->found = str_eq(word, STR("holds")) ? FOUND_HOLDS : FOUND_REBOUND;
	if (r->c->found == FOUND_REBOUND && !str_eq(word, STR("rebound")))
		amiss(r, "found");
}

static void
get_letters(struct reading *r, const json_t *root)
{
	const json_t *instruction = json_object_get(root, "instruction"), *notice = json_object_get(root, "notice");

	if (instruction != NULL) {
		r->c->instruction = get_text(r, instruction, "text");
		r->c->until = get_day(r, instruction, "until");
	}
	if (json_object_get(root, "answers") != NULL)
		r->c->answers = get_integer(r, root, "answers");
	if (notice != NULL)
		get_notice(r, notice);
	if (json_object_get(root, "about") != NULL)
		r->c->about = get_text(r, root, "about");
	if (json_object_get(root, "found") != NULL)
		get_found(r);
}

static void
get_members(struct reading *r, json_t *root)
{
	json_t *number = json_object_get(root, "number"), *lamp = json_object_get(root, "lamp"), *origin = json_object_get(root, "origin");

	r->c->fields = arena_zalloc(r->arena, (r->c->kind->kind->fields.n + 1) * sizeof *r->c->fields);
	r->c->today = get_day(r, root, "today");
	if (!day_valid(r->c->today))
		amiss(r, "today");
	get_fields(r, json_object_get(root, "fields"));
	if (json_object_get(root, "reason") != NULL)
		r->c->reason = get_text(r, root, "reason");
	if (number != NULL)
		get_number(r, number);
	get_list(r, json_object_get(root, "evidence"), "evidence", get_evidence);
	r->c->has_milestones = json_object_get(root, "milestones") != NULL;
	get_list(r, json_object_get(root, "milestones"), "milestones", get_milestone);
	get_letters(r, root);
	get_clocks(r, json_object_get(root, "clocks"));
	if (lamp != NULL)
		get_lamp(r, lamp);
	if (origin != NULL)
		get_origin(r, origin);
}

static void
get_change(void *arg)
{
	struct reading *r = arg;

	*r->c = (struct change)CHANGE_OF(NULL, DAY_NONE);
	r->c->kind = force_kind(r->force, get_text(r, r->root, "kind"));
	if (r->c->kind == NULL)
		amiss(r, "kind");
	else
		get_members(r, r->root);
}

enum err
change_parse(struct arena *a, const struct force *f, struct str payload, struct change *c, struct why *why)
{
	struct reading r = { .arena = a, .force = f, .c = c,
		.root = json_loadb(payload.p, payload.n, JSON_REJECT_DUPLICATES, NULL) };
	bool whole = arena_guard(a, get_change, &r);

	json_decref(r.root);
	if (!whole)
		arena_exhausted(a);
	return r.wrong == NULL ? OK : fail(why, E_BROKEN, 0, "%s", r.wrong);
}

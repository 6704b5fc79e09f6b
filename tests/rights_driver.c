/*
 * Does what a script says, for tests/rights_matrix.py: makes units, persons, what they hold, ledgers and records; then tells what
 * somebody sees and may do. Words of a line are parted by TABs, "-" is none; things are called by names of the script.
 *
 *	unit NAME PARENT		person NAME
 *	role PERSON ROLE UNIT LEDGER	post NAME UNIT HOLDER
 *	portfolio OWNER UNIT LEDGER	delegate FROM TO
 *	ledger NAME DEFINITION		a file, or one that ships; begun by GOD
 *	record NAME LEDGER KIND EVENT [FIELD=NAME,NAME…]…	by GOD; what else is needed is filled
 *	put RECORD STATE REPORTER FOR REVIEWER FOR		as if it had come so
 *	as PERSON FOR			who asks from now on
 *	ask RECORD			record NAME SEEN FIELDS EVENT=MAY/…	of moves from its state
 *	try RECORD			the same, with the ERROR that comes of each; and of some that are not possible
 *	make LEDGER KIND EVENT [FIELD=NAME…]…			make ERROR
 *	list LEDGER KIND		list NAMES; history NAMES; evidence NAMES; known NAMES; counted N; by number N
 */
#include "test.h"

#include "records.h"
#include "store/table_list.h"

#define NAMES_MOST 4000
#define WORDS 24
#define GOD "god"

static struct book book;
static struct actor actor;
static struct hand hand;
static struct arena *arena;	/* of a line */

static struct name {
	char name[64];
	struct uuid id;
	int64_t key;
	const struct ledger *ledger;
	struct str kind;
} names[NAMES_MOST];
static size_t nnames;

static struct name *
find(const char *name)
{
	for (size_t i = 0; i < nnames; i++)
		if (strcmp(names[i].name, name) == 0)
			return &names[i];
	fprintf(stderr, "rights_driver: no %s\n", name);
	exit(1);
}

static struct name *
call(const char *name, struct uuid id)
{
	if (nnames == NAMES_MOST)
		abort();
	snprintf(names[nnames].name, sizeof names[0].name, "%s", name);
	names[nnames].id = id;
	return &names[nnames++];
}

static struct uuid
id_or_nil(const char *name)
{
	return strcmp(name, "-") == 0 ? nobody : find(name)->id;
}

static const char *
name_of_key(int64_t key)
{
	for (size_t i = 0; i < nnames; i++)
		if (names[i].key == key)
			return names[i].name;
	return "?";
}

/* ---- making ---- */

static void
make_unit(char **w)
{
	call(w[1], add_unit(&book.f, id_or_nil(w[2]), w[1]));
}

static void
make_person(char **w)
{
	call(w[1], add_person(&book.f, arena_printf(arena, "p%zu", nnames).p));
}

static void
make_role(char **w)
{
	enum person_role role;
	struct uuid id;

	if (!person_role_parse(cstr(w[2]), &role))
		abort();
	must(directory_give_role(&book.f.hand, find(w[1])->id, role, id_or_nil(w[3]), id_or_nil(w[4]), &id, &why));
}

static void
make_post(char **w)
{
	struct name *post = call(w[1], add_post(&book.f, find(w[2])->id, w[1]));

	must(directory_hold_post(&book.f.hand, post->id, find(w[3])->id, &why));
}

static void
make_portfolio(char **w)
{
	struct uuid unit = id_or_nil(w[2]), ledger = id_or_nil(w[3]);

	must(directory_set_portfolio(&book.f.hand, find(w[1])->id, &unit, w[2][0] != '-', &ledger, w[3][0] != '-', &why));
}

static void
make_delegation(char **w)
{
	struct uuid id;

	must(directory_delegate(&book.f.hand, find(w[1])->id, find(w[2])->id, TODAY, TODAY, STR("休假"), &id, &why));
}

static void
make_ledger(char **w)
{
	struct faults faults = { .name = cstr(w[2]) };
	struct str text = strchr(w[2], '/') != NULL ? file_text(book.f.arena, w[2]) : shipped_find(cstr(w[2]));
	struct hand h = book_hand(&book, find(GOD)->id, nobody);
	struct actor god = book_actor(&book, book.f.arena, h.person, nobody);
	const struct ledger *g;

	must(ledger_begin(&h, &book.ledgers, &god, text, cstr(w[1]), cstr(w[1]), STR(""), &faults, &g, &why));
	call(w[1], g->id)->ledger = g;
}

/* ---- records ---- */

static struct field_value
filled(const struct field_rule *f)
{
	struct field_value v = { .set = true };

	switch (f->type) {
	case TYPE_DAY:
		v.number = TODAY + 30;
		break;
	case TYPE_CHOICE:
		v.text = f->choices.v[0].key;
		break;
	case TYPE_QUANTITY:
		v.text = f->unit.n > 0 ? f->unit : STR("家");
		break;
	case TYPE_DOCUMENT:
		v.text = STR("{}");
		break;
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		v.text = STR("字");
		break;
	case TYPE_PERSON:
	case TYPE_POST:
	case TYPE_UNIT:
	case TYPE_UNITS:
	case TYPE_LINK:
		v.set = false;
		break;
	}
	return v;
}

static struct field_value
named_ids(char *list)
{
	struct uuid *ids = arena_alloc(arena, 8 * sizeof *ids);
	struct field_value v = { .set = true, .ids = ids };

	for (char *at = strtok(list, ","); at != NULL; at = strtok(NULL, ","))
		ids[v.n++] = find(at)->id;
	return v;
}

static enum err
try_event(const struct hand *h, const struct actor *who, struct request *q, const struct kind *k, const struct move *m, char **words,
    struct record *out)
{
	static const struct evidence_given proof = { .size = 1, .media = { "text/plain", 10 }, .name = { "a.txt", 5 }, .dated = DAY_NONE };
	struct field_value fields[DEFINITION_FIELDS] = { { 0 } };

	for (size_t i = 0; m != NULL && i < k->fields.n; i++)
		if ((m->fills >> i & 1) != 0 && (k->fields.v[i].required || (m->needs.set >> i & 1) != 0)) {
			fields[i] = filled(&k->fields.v[i]);
			q->given |= fields[i].set ? UINT64_C(1) << i : 0;
		}
	for (; words != NULL && *words != NULL; words++) {
		char *eq = strchr(*words, '=');
		int i = kind_field(k, str_of(*words, eq));

		if (i < 0)
			abort();
		fields[i] = named_ids(eq + 1);
		q->given |= UINT64_C(1) << i;
	}
	q->fields = fields;
	q->reason = STR("理由");
	q->seen = SEEN_ANY;
	q->evidence = &proof;
	q->evidences = 1;
	q->today = TODAY;
	return act(arena, h, &book.ledgers, who, q, out, &said);
}

static const struct move *
making(const struct kind *k, const char *event)
{
	const struct move *m = kind_move(k, cstr(event), STATE_STAYS);

	if (m == NULL)
		abort();
	return m;
}

static void
make_record(char **w)
{
	struct name *g = find(w[2]);
	struct hand h = book_hand(&book, find(GOD)->id, nobody);
	struct actor god = book_actor(&book, arena, h.person, nobody);
	const struct kind *k = force_kind(g->ledger->force, cstr(w[3]))->kind;
	struct request q = { .ledger = g->ledger, .kind = k->key, .event = cstr(w[4]) };
	struct record r;
	struct name *n;

	if (try_event(&h, &god, &q, k, making(k, w[4]), &w[5], &r) != OK) {
		fprintf(stderr, "%s: %s\n", w[1], said.what);
		exit(1);
	}
	n = call(w[1], r.id);
	n->key = r.key;
	n->ledger = g->ledger;
	n->kind = k->key;
}

static void
put_record(char **w)
{
	static const char *const columns[] = { "c_by__reporter", "c_by__reporter_for", "c_by__reviewer", "c_by__reviewer_for" };
	const struct name *n = find(w[1]);
	const struct kind_force *kf = force_kind(n->ledger->force, n->kind);

	must(store_do_text(book.f.site.store, arena_printf(arena, "UPDATE %.*s SET c_state = $1 WHERE key = $2 AND valid_to = " NOW,
	    STR_ARG(kf->table->store.name)), VALUES(value_text(cstr(w[2])), value_int(n->key)), &why));
	for (int i = 0; i < 4; i++) {
		struct uuid id = id_or_nil(w[3 + i]);

		must(store_do_text(book.f.site.store, arena_printf(arena, "UPDATE %.*s SET %s = $1 WHERE key = $2 AND valid_to = " NOW,
		    STR_ARG(kf->table->store.name), columns[i]), VALUES(uuid_is_nil(id) ? value_null() : value_id(id.b), value_int(n->key)), &why));
	}
}

/* ---- asking ---- */

static void
ask_as(char **w)
{
	hand = book_hand(&book, find(w[1])->id, id_or_nil(w[2]));
	actor = book_actor(&book, book.f.arena, hand.person, hand.acting_for);
}

/* What comes of it; then as if nothing had. */
static enum err
tried(const struct name *n, const struct kind *k, const struct move *m, const char *event)
{
	struct request q = { .ledger = n->ledger, .record = n->key, .event = cstr(event) };
	struct record out;
	enum err err;

	must(store_mark(book.f.site.store, &why));
	err = try_event(&hand, &actor, &q, k, m, NULL, &out);
	must(store_mark_undo(book.f.site.store, &why));
	if (err == OK)
		journal_forget(book.f.site.journal);
	return err;
}

static void
ask_record(char **w)
{
	bool tries = strcmp(w[0], "try") == 0;
	const struct name *n = find(w[1]);
	const struct kind *k = force_kind(n->ledger->force, n->kind)->kind;
	struct scope scope;
	struct record r;
	bool seen;

	must(rights_scope(arena, &actor, n->ledger, k, &scope, &why));
	seen = record_read(arena, book.f.site.store, &scope, n->ledger, n->kind, n->key, SEQ_NOW, &r, NULL) == OK;
	must(record_read(arena, book.f.site.store, NULL, n->ledger, n->kind, n->key, SEQ_NOW, &r, &why));
	printf("record\t%s\t%d\t", n->name, seen);
	for (size_t i = 0; i < k->fields.n; i++)
		if (rights_sees_field(&k->fields.v[i], rights_parties(&actor, &r)))
			printf("%.*s,", STR_ARG(k->fields.v[i].key));
	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];
		const char *event = arena_printf(arena, "%.*s", STR_ARG(m->event)).p;

		if ((m->from >> r.state & 1) != 0)
			printf("\t%s=%d/%s", event, act_may(&actor, &r, m), tries ? err_name(tried(n, k, m, event)) : "");
		else if (tries && kind_move(k, m->event, r.state) == NULL && i % 4 == 0)
			printf("\t%s=-/%s", event, err_name(tried(n, k, NULL, event)));
	}
	putchar('\n');
}

static void
ask_make(char **w)
{
	struct name *g = find(w[1]);
	const struct kind *k = force_kind(g->ledger->force, cstr(w[2]))->kind;
	struct request q = { .ledger = g->ledger, .kind = k->key, .event = cstr(w[3]) };
	struct record r;
	enum err err;

	must(store_mark(book.f.site.store, &why));
	err = try_event(&hand, &actor, &q, k, making(k, w[3]), &w[4], &r);
	must(store_mark_undo(book.f.site.store, &why));
	journal_forget(book.f.site.journal);
	printf("make\t%s\n", err_name(err));
}

static void
put_rows(const char *what, struct rows *rows, unsigned column)
{
	printf("%s\t", what);
	while (rows_next(rows))
		printf("%s,", name_of_key(rows_int(rows, column)));
	putchar('\n');
	must(rows_end(rows, &why));
}

/* The records of the kind for which a statement has rows. */
static void
put_those(const char *what, const struct name *g, struct str kind, const struct scope *scope, enum statement st)
{
	printf("%s\t", what);
	for (size_t i = 0; i < nnames; i++) {
		const struct name *n = &names[i];
		struct rows rows;

		if (n->key == 0 || n->ledger != g->ledger || !str_eq(n->kind, kind))
			continue;
		store_ask(book.f.site.store, st, scope, st == EVENT_HISTORY || st == EVIDENCE_OF_RECORD ? VALUES(value_int(n->key), value_int(SEQ_NOW)) :
		    st == RECORD_SEEN ? VALUES(value_id(n->id.b)) : VALUES(value_int(n->key)), &rows);
		if (rows_next(&rows))
			printf("%s,", n->name);
		must(rows_end(&rows, &why));
	}
	putchar('\n');
}

static void
ask_list(char **w)
{
	const struct name *g = find(w[1]);
	const struct kind_force *kf = force_kind(g->ledger->force, cstr(w[2]));
	struct scope scope;
	struct table_query q = { .scope = &scope, .ledger = g->ledger->number, .seq = SEQ_NOW, .order = TABLE_KEY, .limit = NAMES_MOST };
	struct rows rows;
	int64_t n = 0;

	must(rights_scope(arena, &actor, g->ledger, kf->kind, &scope, &why));
	table_page(book.f.site.store, &kf->table->store, &q, &rows);
	put_rows("list", &rows, LIST_KEY);
	put_those("history", g, kf->kind->key, &scope, EVENT_HISTORY);
	put_those("evidence", g, kf->kind->key, &scope, EVIDENCE_OF_RECORD);
	put_those("known", g, kf->kind->key, &scope, RECORD_SEEN);
	table_count(book.f.site.store, &kf->table->store, &q, RECORD_STATE, &rows);
	while (rows_next(&rows))
		n += rows_int(&rows, 1);
	must(rows_end(&rows, &why));
	printf("counted\t%lld\t%d\t%d\n", (long long)n, rights_sees_ledger(&actor, g->ledger), rights_on_whole(&actor, g->ledger));
}

static const struct { const char *word; void (*run)(char **); } commands[] = {
	{ "unit", make_unit }, { "person", make_person }, { "role", make_role }, { "post", make_post }, { "portfolio", make_portfolio },
	{ "delegate", make_delegation }, { "ledger", make_ledger }, { "record", make_record }, { "put", put_record }, { "as", ask_as },
	{ "ask", ask_record }, { "try", ask_record }, { "make", ask_make }, { "list", ask_list },
};

static void
run_line(char *line)
{
	char *words[WORDS + 1] = { NULL };
	size_t n = 0;

	for (char *at = line; at != NULL && n < WORDS; n++) {
		words[n] = at;
		at = strpbrk(at, "\t\n");
		if (at != NULL)
			*at++ = '\0';
		if (at != NULL && *at == '\0')
			at = NULL;
	}
	arena = arena_new(0);
	if (arena == NULL || arena_try(arena))
		abort();
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i].word, words[0]) == 0)
			commands[i].run(words);
	arena_free(arena);
}

int
main(void)
{
	char line[1000];
	struct unit_hits hits;

	places_in_memory();
	book_make(&book);
	must(directory_find_unit(book.f.site.store, book.f.arena, STR("泓水市卫生健康委员会"), &hits, &why));
	call("W", hits.v[0].uuid);
	while (fgets(line, sizeof line, stdin) != NULL)
		run_line(line);
	book_free(&book);
	return 0;
}

#include "cli/define.h"
#include "base/json.h"

/* Key and string; `first` begins an object. */
static void
put_text(struct buf *b, const char *key, struct str text)
{
	buf_printf(b, ",\"%s\":", key);
	json_str(b, text);
}

static void
put_label(struct buf *b, const struct label *label)
{
	JSON_PUT(b, ",\"label\":{\"zh\":");
	json_str(b, label->zh);
	JSON_PUT(b, ",\"en\":");
	json_str(b, label->en);
	JSON_PUT(b, "}");
}

static void
put_flag(struct buf *b, const char *key, bool flag)
{
	buf_printf(b, ",\"%s\":%s", key, flag ? "true" : "false");
}

/* The words whose bits are set. */
static void
put_words(struct buf *b, const char *key, uint64_t bits, const struct yaml_words *words)
{
	bool some = false;

	buf_printf(b, ",\"%s\":[", key);
	for (size_t i = 0; i < words->n; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		if (some)
			JSON_PUT(b, ",");
		json_str(b, words->v[i]);
		some = true;
	}
	JSON_PUT(b, "]");
}

static void
put_parties(struct buf *b, const char *key, unsigned bits)
{
	static const struct str words[] = {
#define X(id, word, zh, en) { "" word, sizeof(word) - 1 },
		PARTIES(X)
#undef X
	};
	static const struct yaml_words all = { words, PARTY_COUNT };

	put_words(b, key, bits, &all);
}

static void
put_field(struct buf *b, const struct field_rule *f)
{
	JSON_PUT(b, "{\"key\":");
	json_str(b, f->key);
	put_label(b, &f->label);
	put_text(b, "type", field_type_word((enum field_type)f->type));
	if (f->as != PART_NONE)
		put_text(b, "as", part_word((enum part)f->as));
	put_flag(b, "required", f->required);
	put_flag(b, "list", f->list);
	put_flag(b, "public", f->public);
	if (f->choices.n > 0)
		put_words(b, "choices", UINT64_MAX, &f->choice_words);
	if (f->type == TYPE_LINK)
		put_text(b, "to", f->to);
	JSON_PUT(b, "}");
}

static void
put_state(struct buf *b, const struct state *s)
{
	JSON_PUT(b, "{\"key\":");
	json_str(b, s->key);
	put_label(b, &s->label);
	put_flag(b, "final", s->final);
	put_flag(b, "pause", s->pause);
	JSON_PUT(b, "}");
}

static void
put_needs(struct buf *b, const struct kind *k, const struct needs *n)
{
	buf_printf(b, ",\"needs\":{\"evidence\":%d", n->evidence);
	put_flag(b, "reason", n->reason);
	put_flag(b, "milestones", n->milestones);
	put_words(b, "set", n->set, &k->field_words);
	put_words(b, "closed", n->closed, &k->field_words);
	put_flag(b, "when", n->when != NULL);
	JSON_PUT(b, "}");
}

static void
put_move(struct buf *b, const struct kind *k, const struct move *m)
{
	JSON_PUT(b, "{\"event\":");
	json_str(b, m->event);
	put_label(b, &m->label);
	put_words(b, "from", m->from, &k->state_words);
	JSON_PUT(b, ",\"to\":");
	json_str_or_null(b, m->to == STATE_STAYS ? STR("") : k->states.v[m->to].key);
	put_parties(b, "who", m->who);
	put_parties(b, "who-not", m->who_not);
	buf_printf(b, ",\"level\":%d", m->level);
	put_words(b, "fills", m->fills, &k->field_words);
	put_needs(b, k, &m->needs);
	JSON_PUT(b, ",\"becomes\":[");
	for (size_t i = 0; i < m->becomes.n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		json_str(b, m->becomes.v[i].node->text);
	}
	JSON_PUT(b, "]}");
}

/* An array of what `put` puts of each i < n. */
#define PUT_ARRAY(b, key, count, put) \
	do { \
		JSON_PUT(b, ",\n\"" key "\":["); \
		for (size_t i = 0; i < (count); i++) { \
			buf_puts(b, i > 0 ? STR(",\n") : STR("\n")); \
			put; \
		} \
		JSON_PUT(b, "]"); \
	} while (0)

static void
put_named(struct buf *b, struct str key, const struct label *label)
{
	JSON_PUT(b, "{\"key\":");
	json_str(b, key);
	put_label(b, label);
	JSON_PUT(b, "}");
}

static void
put_kind(struct buf *b, const struct kind *k)
{
	JSON_PUT(b, "{\"key\":");
	json_str(b, k->key);
	put_label(b, &k->label);
	buf_printf(b, ",\"review\":%d", k->review);
	put_flag(b, "milestones", k->milestones);
	PUT_ARRAY(b, "fields", k->fields.n, put_field(b, &k->fields.v[i]));
	PUT_ARRAY(b, "states", k->states.n, put_state(b, &k->states.v[i]));
	PUT_ARRAY(b, "moves", k->moves.n, put_move(b, k, &k->moves.v[i]));
	PUT_ARRAY(b, "clocks", k->clocks.n, put_named(b, k->clocks.v[i].key, &k->clocks.v[i].label));
	PUT_ARRAY(b, "cadence", k->cadences.n, put_named(b, k->cadences.v[i].key, &k->cadences.v[i].label));
	PUT_ARRAY(b, "notices", k->notices.n, put_named(b, k->notices.v[i].key, &k->notices.v[i].label));
	JSON_PUT(b, "}");
}

static void
put_definition(struct buf *b, const struct definition *d)
{
	put_text(b, "ledger", d->key);
	buf_printf(b, ",\"version\":%d", d->version);
	put_label(b, &d->label);
	PUT_ARRAY(b, "kinds", d->kinds.n, put_kind(b, &d->kinds.v[i]));
	PUT_ARRAY(b, "papers", d->papers.n, put_named(b, d->papers.v[i].key, &d->papers.v[i].label));
}

static void
put_fault(struct buf *b, const struct fault *f, enum lang lang)
{
	struct buf text = { 0 };

	buf_printf(b, "{\"line\":%u,\"column\":%u,\"code\":\"%s\"", f->at.line, f->at.column, fault_name(f->code));
	fault_sentence(f, lang, &text);
	put_text(b, "text", (struct str){ text.p, text.n });
	JSON_PUT(b, "}");
	buf_free(&text);
}

void
define_json(const struct defined *made, enum lang lang, struct buf *b)
{
	const struct faults *f = made->faults;

	JSON_PUT(b, "{\"name\":");
	json_name(b, f->name);
	put_text(b, "sha256", cstr(made->sha256));
	if (made->d != NULL)
		put_definition(b, made->d);
	PUT_ARRAY(b, "faults", f->list.n, put_fault(b, &f->list.v[i], lang));
	buf_printf(b, ",\"more\":%zu}", f->more);
}

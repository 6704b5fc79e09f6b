#include "ledger/doubt.h"
#include "base/utf8.h"
#include "doc/status.h"

#define BIT(id) (1u << DOUBT_##id)

static const struct {
	const char *word, *label[2];
} doubts[DOUBT_COUNT] = {
#define X(id, word, zh, en) { word, { zh, en } },
	DOUBTS(X)
#undef X
};

const char *
doubt_word(enum doubt d)
{
	return doubts[d].word;
}

const char *
doubt_say(enum doubt d, enum lang lang)
{
	return doubts[d].label[lang];
}

bool
doubt_awaits_review(const struct record *r)
{
	const struct kind *k = record_kind(r);

	for (size_t i = 0; i < k->moves.n; i++)
		if (k->moves.v[i].level > 0 && (k->moves.v[i].from >> r->state & 1) != 0)
			return true;
	return false;
}

/* ---- the claim ---- */

/* The first long text that a reporting move fills; -1. */
static int
claim_field(const struct kind *k)
{
	for (size_t i = 0; i < k->fields.n; i++)
		for (size_t j = 0; k->fields.v[i].type == TYPE_LONG_TEXT && j < k->moves.n; j++)
			if (move_reports(&k->moves.v[j]) && (k->moves.v[j].fills >> i & 1) != 0)
				return (int)i;
	return -1;
}

/* A numeral in words counts where a measure word stands behind it: 三批, 十二项. */
static bool
has_figure(struct str s)
{
	const struct str numerals = STR("一二两三四五六七八九十百千万"), measures = STR("项个家次份人件批场期所条户元篇名台套间天起例处");
	bool numeral = false;

	for (size_t at = 0; at < s.n; ) {
		size_t n = utf8_len((unsigned char)s.p[at]);
		struct str c = str_slice(s, at, at + n);
		uint32_t digit = utf8_digit(utf8_get(s.p + at, str_end(s), &(unsigned){ 0 }));

		if (digit <= 9 || (numeral && str_has(measures, c)))
			return true;
		numeral = n > 1 && str_has(numerals, c);
		at += n;
	}
	return false;
}

static bool
is_promise(struct str claim)
{
	const struct status_context context = { .kind = KIND_RECTIFICATION, .role = ROLE_MEASURE };
	enum status status = status_of(claim, &context);

	return status == STATUS_PLANNED || status == STATUS_ONGOING;
}

/* ---- what stands elsewhere ---- */

/* The last event that filled the field is the claim itself. */
static enum err
told_before(struct arena *a, struct store *s, const struct record *r, int field, bool *before, struct why *why)
{
	struct str claim = r->fields[field].text;
	ARRAY(struct str) payloads = { 0 };
	size_t told = 0;
	struct rows rows;
	enum err err;

	store_ask(s, PAYLOADS_OF, NULL, VALUES(value_int(r->key)), &rows);
	while (rows_next(&rows))
		*array_add(a, &payloads) = arena_str(a, rows_blob(&rows, 0));
	err = rows_end(&rows, why);
	for (size_t i = 0; i < payloads.n && err == OK; i++) {
		struct change c;

		if (change_parse(a, r->ledger->force, payloads.v[i], &c, NULL) == OK && (c.given >> field & 1) != 0)
			told += str_eq(str_trim(c.fields[field].text), str_trim(claim));
	}
	*before = told > 1;
	return err;
}

static enum err
count(struct store *s, enum statement st, const struct record *r, bool *some, struct why *why)
{
	int64_t n = 0;
	enum err err = store_int(s, st, VALUES(value_int(r->key)), &n, NULL, why);

	*some = n > 0;
	return err;
}

static enum err
judge_evidence(struct store *s, const struct record *r, unsigned *bits, struct why *why)
{
	bool used = false, old = false;
	enum err err = OK;

	if (r->evidence == 0) {
		*bits |= BIT(NO_EVIDENCE);
		return OK;
	}
	err = count(s, EVIDENCE_ELSEWHERE, r, &used, why);
	if (err == OK)
		err = count(s, EVIDENCE_OLDER, r, &old, why);
	*bits |= (used ? BIT(USED_EVIDENCE) : 0) | (old ? BIT(OLD_EVIDENCE) : 0);
	return err;
}

enum err
doubts_of(struct arena *a, struct store *s, const struct record *r, unsigned *bits, struct why *why)
{
	int field = claim_field(record_kind(r));
	bool before = false;
	enum err err;

	*bits = 0;
	err = judge_evidence(s, r, bits, why);
	if (err != OK || field < 0 || !r->fields[field].set)
		return err;
	err = told_before(a, s, r, field, &before, why);
	*bits |= (before ? BIT(SAME_TEXT) : 0) | (has_figure(r->fields[field].text) ? 0 : BIT(NO_FIGURE)) |
	    (is_promise(r->fields[field].text) ? BIT(PROMISE) : 0);
	return err;
}

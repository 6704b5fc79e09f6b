#include "ledger/yaml.h"

#include <libfyaml.h>

#include "base/utf8.h"

#define NAME_MOST 40		/* an event's type has no more (docs/ledger.md) */
#define TEXT_MOST 500		/* characters, where a key says nothing else */
#define LABEL_MOST 200
#define INTEGER_MOST 1000000
#define NO_PLACE ((struct spot){ 1, 1 })

/* ---- the tree ---- */

/* Made from the parser's events, top down: the innermost map or list stands last. */
struct build {
	struct faults *f;
	struct fy_parser *parser;
	struct fy_diag *diag;
	struct yaml_node *open[YAML_DEPTH];
	struct yaml_node *last[YAML_DEPTH];	/* of their children */
	unsigned depth;
	const struct yaml_node *key;	/* in a map, until its value comes */
	struct yaml_node *root;
	size_t nodes, documents;
	size_t at;			/* byte of the last mark, */
	struct spot place;		/* and its place, so that none is counted from the beginning */
	struct fy_event *event;		/* held */
	bool ended;			/* the parser came to the end */
	bool failed;
};

static void
refuse(struct build *b, enum fault_code code, struct spot at, struct str found, struct str expected)
{
	fault_add(b->f, code, at, found, expected);
	b->failed = true;
}

static void
refuse_number(struct build *b, enum fault_code code, struct spot at, unsigned most)
{
	refuse(b, code, at, STR(""), arena_printf(b->f->arena, "%u", most));
}

static struct spot
place_of_byte(struct build *b, size_t at)
{
	if (at < b->at || b->place.line == 0) {
		b->at = 0;
		b->place = (struct spot){ 1, 1 };
	}
	for (; b->at < at; b->at++)
		if (b->f->text.p[b->at] == '\n')
			b->place = (struct spot){ b->place.line + 1, 1 };
		else if (((unsigned char)b->f->text.p[b->at] & 0xC0) != 0x80)	/* a character begins */
			b->place.column++;
	return b->place;
}

/* Of a mark, which stands behind the sign that a token begins with; without one, the last that had. */
static struct spot
place_at(struct build *b, const struct fy_mark *mark, const char *signs)
{
	size_t at = mark != NULL && mark->input_pos <= b->f->text.n ? mark->input_pos : b->at;

	if (at > 0 && b->f->text.p[at - 1] != '\0' && strchr(signs, b->f->text.p[at - 1]) != NULL)
		at--;
	while (at < b->f->text.n && b->f->text.p[at] == ' ')	/* of a text in lines of its own */
		at++;
	return place_of_byte(b, at);
}

static struct spot
place_of(struct build *b, struct fy_event *event)
{
	bool quoted = event->type == FYET_SCALAR && event->scalar.value != NULL &&
	    (fy_token_scalar_style(event->scalar.value) == FYSS_SINGLE_QUOTED ||
	    fy_token_scalar_style(event->scalar.value) == FYSS_DOUBLE_QUOTED);

	return place_at(b, fy_event_start_mark(event), quoted ? "'\"" : event->type == FYET_ALIAS ? "*" : "");
}

static const struct yaml_node *
entry_find(const struct yaml_node *map, struct str key)
{
	for YAML_EACH(value, map)
		if (str_eq(value->key->text, key))
			return value;
	return NULL;
}

static void
take_key(struct build *b, const struct yaml_node *map, struct yaml_node *key)
{
	const struct yaml_node *before;

	if (key->kind != YAML_SCALAR) {
		refuse(b, FAULT_WANTED_TEXT, key->at, yaml_shown(key), STR(""));
		return;
	}
	before = entry_find(map, key->text);
	if (before != NULL)
		fault_add(b->f, FAULT_DUPLICATE_KEY, key->at, key->text,
		    arena_printf(b->f->arena, "%u", before->key->at.line));
	b->key = key;
}

/* Into the innermost that is open, as key, value or item. */
static void
put_node(struct build *b, struct yaml_node *node)
{
	struct yaml_node *in = b->depth == 0 ? NULL : b->open[b->depth - 1];

	if (++b->nodes > YAML_NODES)
		refuse_number(b, FAULT_TOO_MANY, node->at, YAML_NODES);
	else if (in == NULL)
		b->root = node;
	else if (in->n == YAML_ENTRIES)
		refuse_number(b, FAULT_TOO_MANY, node->at, YAML_ENTRIES);
	else if (in->kind == YAML_MAPPING && b->key == NULL)
		take_key(b, in, node);
	else {
		node->key = b->key;
		b->key = NULL;
		*(in->n++ == 0 ? &in->first : &b->last[b->depth - 1]->next) = node;
		b->last[b->depth - 1] = node;
	}
}

static void
open_node(struct build *b, struct yaml_node *node)
{
	if (!b->failed && b->depth == YAML_DEPTH)
		refuse_number(b, FAULT_TOO_DEEP, node->at, YAML_DEPTH);
	if (b->failed)
		return;
	b->open[b->depth] = node;
	b->last[b->depth++] = NULL;
}

static struct yaml_node *
node_new(struct build *b, struct fy_event *event, enum yaml_kind kind)
{
	struct yaml_node *node = arena_zalloc(b->f->arena, sizeof *node);

	node->kind = kind;
	node->at = place_of(b, event);
	return node;
}

/* Where the text stands in the file as it is, a place in it is one in the file. */
static void
find_inside(struct build *b, struct yaml_node *node)
{
	struct str rest = str_slice(b->f->text, b->at, b->f->text.n);
	unsigned quote = rest.n > 0 && (rest.p[0] == '\'' || rest.p[0] == '"');

	if (!str_starts(str_slice(rest, quote, rest.n), node->text) || str_has(node->text, STR("\n")))
		return;
	node->inside = (struct spot){ node->at.line, node->at.column + quote };
}

/* The bytes of a token, written to `to` unless it is NULL. (fy_token_get_text leaks where they are many pieces.) */
static size_t
token_bytes(struct fy_token *token, char *to)
{
	struct fy_token_iter *iter = token == NULL ? NULL : fy_token_iter_create(token);
	const struct fy_iter_chunk *chunk = NULL;
	size_t n = 0;
	int wrong = 0;

	while (iter != NULL && (chunk = fy_token_iter_chunk_next(iter, chunk, &wrong)) != NULL) {
		if (to != NULL)
			memcpy(to + n, chunk->str, chunk->len);
		n += chunk->len;
	}
	if (iter != NULL)
		fy_token_iter_destroy(iter);
	return n;
}

static void
take_scalar(struct build *b, struct fy_event *event)
{
	struct yaml_node *node = node_new(b, event, YAML_SCALAR);
	size_t n = token_bytes(event->scalar.value, NULL);
	char *text = arena_alloc(b->f->arena, n + 1);

	token_bytes(event->scalar.value, text);
	node->text = (struct str){ text, n };
	find_inside(b, node);
	put_node(b, node);
}

static void
take_open(struct build *b, struct fy_event *event, enum yaml_kind kind)
{
	struct yaml_node *node = node_new(b, event, kind);

	put_node(b, node);
	open_node(b, node);
}

static void
take_document(struct build *b, struct fy_event *event)
{
	struct spot at = place_of(b, event);

	if (++b->documents > 1)
		refuse(b, FAULT_DOCUMENTS, at, STR(""), STR(""));
}

/* What the tree has no place for. */
static void
refuse_marks(struct build *b, struct fy_event *event)
{
	struct fy_token *anchor = fy_event_get_anchor_token(event), *tag = fy_event_get_tag_token(event);

	if (event->type == FYET_ALIAS)
		refuse(b, FAULT_ALIAS, place_of(b, event), STR(""), STR(""));
	else if (anchor != NULL)
		refuse(b, FAULT_ALIAS, place_at(b, fy_token_start_mark(anchor), "&"), STR(""), STR(""));
	else if (tag != NULL)
		refuse(b, FAULT_TAG, place_at(b, fy_token_start_mark(tag), ""), STR(""), STR(""));
}

static void
take_event(struct build *b, struct fy_event *event)
{
	refuse_marks(b, event);
	if (b->failed)
		return;
	switch (event->type) {
	case FYET_SCALAR:		take_scalar(b, event); break;
	case FYET_SEQUENCE_START:	take_open(b, event, YAML_SEQUENCE); break;
	case FYET_MAPPING_START:	take_open(b, event, YAML_MAPPING); break;
	case FYET_DOCUMENT_START:	take_document(b, event); break;
	case FYET_SEQUENCE_END:
	case FYET_MAPPING_END:		b->depth--; break;
	case FYET_STREAM_END:		b->ended = true; break;
	default:			break;
	}
}

static void
take_diagnosis(struct build *b)
{
	void *at = NULL;
	struct fy_diag_error *error = fy_diag_errors_iterate(b->diag, &at);
	struct spot place = fault_place(b->f, b->at);

	if (error != NULL && error->line >= 0)
		place = (struct spot){ (uint32_t)error->line + (error->line == 0), (uint32_t)error->column + (error->column == 0) };
	refuse(b, FAULT_SYNTAX, place, cstr(error == NULL || error->msg == NULL ? "?" : error->msg), STR(""));
}

/* Runs in arena_guard: memory may run out while the parser is held. */
static void
build_tree(void *arg)
{
	struct build *b = arg;

	while (!b->failed && (b->event = fy_parser_parse(b->parser)) != NULL) {
		take_event(b, b->event);
		fy_parser_event_free(b->parser, b->event);
	}
	if (!b->failed && !b->ended)
		take_diagnosis(b);
}

static bool
build_run(struct build *b)
{
	struct fy_diag_cfg diag;
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_COLLECT_DIAG };
	bool whole = false;

	fy_diag_cfg_default(&diag);
	diag.fp = NULL;
	diag.colorize = false;
	b->diag = fy_diag_create(&diag);
	if (b->diag == NULL)
		return false;
	fy_diag_set_collect_errors(b->diag, true);
	cfg.diag = b->diag;
	b->parser = fy_parser_create(&cfg);
	if (b->parser != NULL && fy_parser_set_string(b->parser, b->f->text.p, b->f->text.n) == 0)
		whole = arena_guard(b->f->arena, build_tree, b);
	if (b->parser != NULL && !whole && b->event != NULL)
		fy_parser_event_free(b->parser, b->event);
	if (b->parser != NULL)
		fy_parser_destroy(b->parser);
	fy_diag_destroy(b->diag);
	return whole;
}

/*
 * What the parser would end at without a word (NUL), and a common mistake that it has no good word for: TABs before
 * the words.
 */
static bool
check_characters(struct build *b)
{
	bool indent = true;
	struct str text = b->f->text;

	for (size_t i = 0; i < text.n && !b->failed; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (indent && c == '\t')
			refuse(b, FAULT_TAB, fault_place(b->f, i), STR(""), STR(""));
		else if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
			refuse(b, FAULT_CONTROL, fault_place(b->f, i), STR(""), STR(""));
		indent = c == '\n' || (indent && c == ' ');
	}
	return !b->failed;
}

const struct yaml_node *
yaml_parse(struct faults *f)
{
	struct build b = { .f = f };
	size_t bad = utf8_check(f->text);

	if (f->text.n > YAML_BYTES)
		refuse_number(&b, FAULT_TOO_BIG, NO_PLACE, YAML_BYTES);
	else if (bad < f->text.n)
		refuse(&b, FAULT_NOT_UTF8, fault_place(f, bad), STR(""), STR(""));
	if (b.failed)
		return NULL;
	if (str_starts(f->text, STR("\xEF\xBB\xBF")))
		f->text = str_slice(f->text, 3, f->text.n);
	if (check_characters(&b) && str_trim(f->text).n > 0 && !build_run(&b))
		arena_exhausted(f->arena);
	if (!b.failed && b.root == NULL)
		refuse(&b, FAULT_EMPTY_FILE, NO_PLACE, STR(""), STR(""));
	return b.failed ? NULL : b.root;
}

struct spot
yaml_place(const struct yaml_node *node, size_t at)
{
	struct spot place = node->inside;

	if (place.line == 0)
		return node->at;
	place.column += (uint32_t)utf8_count(str_slice(node->text, 0, at));
	return place;
}

struct str
yaml_shown(const struct yaml_node *node)
{
	return node->kind == YAML_MAPPING ? STR("{…}") : node->kind == YAML_SEQUENCE ? STR("[…]") : node->text;
}

/* ---- one value ---- */

static struct str
key_of(const struct yaml_node *node)
{
	return node->key == NULL ? STR("-") : node->key->text;
}

static bool
is_kind(struct faults *f, const struct yaml_node *node, enum yaml_kind kind, enum fault_code code, size_t most)
{
	if (node->kind != kind || (kind != YAML_SCALAR && node->n == 0))
		fault_add(f, code, node->at, yaml_shown(node), STR(""));
	else if (node->n > most)
		fault_add(f, FAULT_TOO_MANY, node->at, STR(""), arena_printf(f->arena, "%zu", most));
	else
		return true;
	return false;
}

bool
yaml_is_map(struct faults *f, const struct yaml_node *node, size_t most)
{
	return is_kind(f, node, YAML_MAPPING, FAULT_WANTED_MAP, most);
}

bool
yaml_is_list(struct faults *f, const struct yaml_node *node, size_t most)
{
	return is_kind(f, node, YAML_SEQUENCE, FAULT_WANTED_LIST, most);
}

bool
yaml_is_text(struct faults *f, const struct yaml_node *node)
{
	if (!is_kind(f, node, YAML_SCALAR, FAULT_WANTED_TEXT, 0))
		return false;
	if (node->text.n > 0)
		return true;
	fault_add(f, FAULT_EMPTY_TEXT, node->at, STR(""), key_of(node));
	return false;
}

static bool
take_text(struct faults *f, const struct yaml_node *node, size_t most, struct str *out)
{
	if (!yaml_is_text(f, node))
		return false;
	if (utf8_count(node->text) > most) {
		fault_add(f, FAULT_TOO_LONG, node->at, STR(""), arena_printf(f->arena, "%zu", most));
		return false;
	}
	*out = node->text;
	return true;
}

static bool
is_name(struct str s)
{
	bool hyphen = true;	/* one may not stand here */

	if (s.n > NAME_MOST || s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool is_hyphen = s.p[i] == '-';

		if (is_hyphen ? hyphen : !((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
		hyphen = is_hyphen;
	}
	return !hyphen;
}

bool
yaml_name(struct faults *f, const struct yaml_node *node, struct str *out)
{
	if (!yaml_is_text(f, node))
		return false;
	if (!is_name(node->text)) {
		fault_add(f, FAULT_WRONG_NAME, node->at, node->text, STR(""));
		return false;
	}
	*out = node->text;
	return true;
}

bool
yaml_word(struct faults *f, const struct yaml_node *node, const struct yaml_words *words, int *out)
{
	if (!yaml_is_text(f, node))
		return false;
	for (size_t i = 0; i < words->n; i++)
		if (str_eq(node->text, words->v[i])) {
			*out = (int)i;
			return true;
		}
	fault_add_unknown(f, FAULT_UNKNOWN_WORD, node->at, node->text, words->v, words->n);
	return false;
}

bool
yaml_label(struct faults *f, const struct yaml_node *node, struct label *out)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct label, zh, "zh", YAML_TEXT, .required = true, .most = LABEL_MOST),
		YAML_KEY(struct label, en, "en", YAML_TEXT, .required = true, .most = LABEL_MOST),
	};

	return yaml_take(f, node, keys, 2, out);
}

/* Digits with a sign before them, no more than nine. */
static bool
read_integer(struct str s, int *out)
{
	bool minus = str_starts(s, STR("-"));
	int value = 0;

	s = str_slice(s, minus, s.n);
	if (s.n == 0 || s.n > 9)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (s.p[i] - '0');
	}
	*out = minus ? -value : value;
	return true;
}

static bool
take_integer(struct faults *f, const struct yaml_node *node, int least, int most, int *out)
{
	int value;

	if (!yaml_is_text(f, node))
		return false;
	if (!read_integer(node->text, &value) || value < least || value > most) {
		fault_add(f, FAULT_WRONG_INTEGER, node->at, node->text, arena_printf(f->arena, "%d..%d", least, most));
		return false;
	}
	*out = value;
	return true;
}

static bool
take_flag(struct faults *f, const struct yaml_node *node, bool *out)
{
	if (!yaml_is_text(f, node))
		return false;
	*out = str_eq(node->text, STR("true"));
	if (*out || str_eq(node->text, STR("false")))
		return true;
	fault_add(f, FAULT_WRONG_FLAG, node->at, node->text, STR(""));
	return false;
}

bool
yaml_day(struct str s, struct date *out)
{
	int year, month, day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !read_integer(str_slice(s, 0, 4), &year) ||
	    !read_integer(str_slice(s, 5, 7), &month) || !read_integer(str_slice(s, 8, 10), &day))
		return false;
	if (year < 0 || month < 1 || day < 1 || month > 12 || day > 31)
		return false;
	*out = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
	return date_valid(*out);
}

static bool
take_day(struct faults *f, const struct yaml_node *node, struct date *out)
{
	struct date day;

	if (!yaml_is_text(f, node))
		return false;
	if (!yaml_day(node->text, &day)) {
		fault_add(f, FAULT_WRONG_DAY, node->at, node->text, STR(""));
		return false;
	}
	*out = day;
	return true;
}

/* ---- the walk ---- */

static bool
take_value(struct faults *f, const struct yaml_node *node, const struct yaml_key *key, void *to)
{
	size_t most = key->most > 0 ? (size_t)key->most : key->type == YAML_TEXT ? TEXT_MOST : YAML_ENTRIES;

	switch (key->type) {
	case YAML_TEXT:		return take_text(f, node, most, to);
	case YAML_NAME:		return yaml_name(f, node, to);
	case YAML_LABEL:	return yaml_label(f, node, to);
	case YAML_INTEGER:	return take_integer(f, node, key->least, key->most > 0 ? key->most : INTEGER_MOST, to);
	case YAML_FLAG:		return take_flag(f, node, to);
	case YAML_DAY:		return take_day(f, node, to);
	case YAML_WORD:		return yaml_word(f, node, key->words, to);
	case YAML_MAP:		return yaml_is_map(f, node, most) && (*(const struct yaml_node **)to = node) != NULL;
	case YAML_LIST:		return yaml_is_list(f, node, most) && (*(const struct yaml_node **)to = node) != NULL;
	case YAML_ANY:		*(const struct yaml_node **)to = node; return true;
	}
	return false;
}

static const struct yaml_key *
key_find(const struct yaml_key *keys, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static void
unknown_key(struct faults *f, const struct yaml_node *key, const struct yaml_key *keys, size_t n)
{
	struct str *names = arena_alloc(f->arena, n * sizeof *names);

	for (size_t i = 0; i < n; i++)
		names[i] = keys[i].name;
	fault_add_unknown(f, FAULT_UNKNOWN_KEY, key->at, key->text, names, n);
}

bool
yaml_take(struct faults *f, const struct yaml_node *map, const struct yaml_key *keys, size_t n, void *out)
{
	bool whole = yaml_is_map(f, map, YAML_ENTRIES);

	if (!whole)
		return false;
	for YAML_EACH(value, map) {
		const struct yaml_key *key = key_find(keys, n, value->key->text);

		if (key == NULL)
			unknown_key(f, value->key, keys, n);
		whole &= key != NULL && take_value(f, value, key, (char *)out + key->offset);
	}
	for (size_t i = 0; i < n; i++) {
		if (!keys[i].required || entry_find(map, keys[i].name) != NULL)
			continue;
		fault_add(f, FAULT_MISSING_KEY, map->key != NULL ? map->key->at : map->at, STR(""), keys[i].name);
		whole = false;
	}
	return whole;
}

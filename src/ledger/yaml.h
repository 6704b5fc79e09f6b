/*
 * yaml: a YAML file as a tree, and a typed walk over it.
 *
 * The tree is small and plain: text, lists, maps. Anchors, aliases, tags and
 * second documents are refused; a map holds a key once. Every node knows its
 * place, so that whoever finds fault with one can say where.
 *
 * The walk takes a map by a table of its keys into a struct:
 *
 *	static const struct yaml_key keys[] = {
 *		YAML_KEY(struct state, label, "label", YAML_LABEL, .required = true),
 *		YAML_KEY(struct state, final, "final", YAML_FLAG),
 *	};
 *	yaml_take(faults, node, keys, 2, &state);
 *
 * What is wrong is added to the faults, and the walk goes on: a member that
 * could not be taken stays as it was. All memory is of the arena of the faults.
 */
#ifndef BH_YAML_H
#define BH_YAML_H

#include "base/date.h"
#include "ledger/fault.h"

#define YAML_BYTES ((size_t)1 << 20)
#define YAML_DEPTH 16
#define YAML_NODES 20000
#define YAML_ENTRIES 256	/* of a map or a list */

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	struct spot at;
	struct str text;		/* of a scalar */
	struct spot inside;		/* where its first character stands; line 0: it was folded or escaped */
	const struct yaml_node *key;	/* of what stands in a map */
	const struct yaml_node *first, *next;	/* in a map: the values */
	size_t n;			/* how many, from first */
};

#define YAML_EACH(node, of) (const struct yaml_node *node = (of) == NULL ? NULL : (of)->first; node != NULL; node = node->next)

/* NULL with a fault where it is no such file. f: arena, name and text are set. */
const struct yaml_node *yaml_parse(struct faults *f);

/* The place of byte `at` of the node's text; of the node where that cannot be told. */
struct spot yaml_place(const struct yaml_node *, size_t at);

struct label {
	struct str zh, en;
};

static inline struct str
label_in(struct label l, enum lang lang)
{
	return lang == LANG_ZH ? l.zh : l.en;
}

/* A list of words; a member that takes one is an int, its place here. */
struct yaml_words {
	const struct str *v;
	size_t n;
};

enum yaml_type {
	YAML_TEXT,	/* struct str; least: 0 or 1, most: characters */
	YAML_NAME,	/* struct str: lower-case letters, digits, hyphens */
	YAML_LABEL,	/* struct label: both languages */
	YAML_INTEGER,	/* int, least..most */
	YAML_FLAG,	/* bool */
	YAML_DAY,	/* struct date */
	YAML_WORD,	/* int */
	YAML_MAP,	/* const struct yaml_node *: as it is, of the right kind and not empty */
	YAML_LIST,
	YAML_ANY	/* const struct yaml_node *: of any kind, unchecked, for who reads it later */
};

struct yaml_key {
	struct str name;
	enum yaml_type type;
	bool required;
	int least, most;	/* 0, 0: the default of the type */
	size_t offset;
	const struct yaml_words *words;
};

#define YAML_KEY(type_, member, name_, ...) { .name = { "" name_, sizeof(name_) - 1 }, \
	.offset = offsetof(type_, member), .type = __VA_ARGS__ }

/* False where there is no map. Keys that the table does not hold are faults, and required ones that are absent. */
bool yaml_take(struct faults *, const struct yaml_node *, const struct yaml_key *, size_t n, void *out);

/* One value, as of a key. False with a fault where it is none. */
bool yaml_name(struct faults *, const struct yaml_node *, struct str *out);
bool yaml_word(struct faults *, const struct yaml_node *, const struct yaml_words *, int *out);
bool yaml_label(struct faults *, const struct yaml_node *, struct label *out);
/* False with a fault where the node is of another kind, empty, or has more than `most`. */
bool yaml_is_map(struct faults *, const struct yaml_node *, size_t most);
bool yaml_is_list(struct faults *, const struct yaml_node *, size_t most);
bool yaml_is_text(struct faults *, const struct yaml_node *);

/* 2026-03-05 */
bool yaml_day(struct str, struct date *out);

/* What a map or list is called in a sentence: "{…}", "[…]"; of a scalar its text. */
struct str yaml_shown(const struct yaml_node *);

#endif

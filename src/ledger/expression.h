/*
 * expression: the conditions of a definition, over the fields of one record.
 *
 *	class = 'staged' and not (imposed is set) and due - 7 <= today
 *
 *	expression = either { "or" either }
 *	either     = both { "and" both }
 *	both       = "not" both | comparison
 *	comparison = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum
 *	           | [ "not" ] "in" "(" literal { "," literal } ")" | "is" [ "not" ] "set" ]
 *	sum        = term { ( "+" | "-" ) term }
 *	term       = name | literal | "-" term | "(" expression ")"
 *	literal    = 12 | 3.5 | 2026-03-05 | 'text' | true | false
 *
 * Types are checked when it is parsed; then it cannot fail: it takes no memory,
 * has no loop, and every value may be absent. A comparison with what is absent
 * is false (also "!="), a sum with it is absent, an absent flag is false. A sum
 * that leaves the range of its type is absent. Numbers have up to 14 digits
 * before the point and 4 behind it. A hyphen with a letter or digit on both
 * sides is part of a name: a minus has blanks around it.
 */
#ifndef BH_EXPRESSION_H
#define BH_EXPRESSION_H

#include "ledger/yaml.h"

#define EXPRESSION_BYTES 500
#define EXPRESSION_DEPTH 16
#define NUMBER_ONE 10000	/* of struct datum: ten-thousandths */

enum datum_type {
	DATUM_FLAG,
	DATUM_NUMBER,
	DATUM_DAY,
	DATUM_TEXT,
	DATUM_CHOICE,
	DATUM_THING	/* a person, a unit, a document, a link: it can only be asked whether it is set */
};

struct datum {
	bool set;
	int64_t number;		/* 0 or 1; ten-thousandths; days since 1970-01-01; which of the choices */
	struct str text;
};

/* What a name stands for. Its value is that of its place in the scope. */
struct known_name {
	struct str name;
	enum datum_type type;
	struct yaml_words choices;
	bool outside;		/* of the day or of what is to be: not part of the record */
};

struct names {
	const struct known_name *v;
	size_t n;
};

struct expression;

/*
 * NULL with a fault where the node's text is none of that grammar, or is no
 * condition (a flag). outside: names that are not part of the record may be read.
 */
const struct expression *expression_parse(struct faults *, const struct yaml_node *, const struct names *, bool outside);

/* values: one for each name of the scope. An absent expression (NULL) holds. */
bool expression_holds(const struct expression *, const struct datum *values);

/* Whether it may not be a name: a word of the grammar. */
bool expression_word(struct str);

#endif

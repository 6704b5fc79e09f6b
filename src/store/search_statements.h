/*
 * search_statements: all SQL of the search index, whose file is attached as `search` to the database
 * that it is of. Rows are as those of statements.h, and held to the same rules.
 *
 *	entry	a record: what rights and order need; what is told of it is its key
 *	kept	its words and the terms of its place as they were put, by which the index forgets them
 *	words	(FTS5, contentless) terms of text, title and number; behind the number those of its place (search.c)
 *	titles	the same of the title alone
 *
 * Ids grow as entries come. `late`: when it came, one was there that is newer.
 */
#ifndef BH_SEARCH_STATEMENTS_H
#define BH_SEARCH_STATEMENTS_H

#include "store/statements.h"

#define SEARCH_VERSION 1	/* of the tables, and of search_words.h: other terms are another version */

/* No bm25: no sizes of columns. The prefix of one character is what a single character is found by. */
#define SEARCH_FTS "content = '', columnsize = 0, tokenize = 'ascii', prefix = '1'"

#define SEARCH_DROP \
	"DROP TABLE IF EXISTS about; DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS kept;" \
	"DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS titles;"

#define SEARCH_MAKE \
	"CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, site BLOB NOT NULL," \
	" seq INTEGER NOT NULL, leaf BLOB NOT NULL, last INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT;" \
	"CREATE TABLE entry (id INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, ledger INTEGER NOT NULL, path TEXT NOT NULL," \
	" at INTEGER NOT NULL, late INTEGER NOT NULL, number TEXT) STRICT;" \
	"CREATE INDEX entry_number ON entry (number) WHERE number IS NOT NULL;" \
	"CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL," \
	" place TEXT NOT NULL) STRICT;" \
	"CREATE VIRTUAL TABLE words USING fts5 (text, title, number, " SEARCH_FTS ");" \
	"CREATE VIRTUAL TABLE titles USING fts5 (title, " SEARCH_FTS ");"

#define SEARCH_OF "CROSS JOIN search.entry e ON e.id = w.rowid"

#define SEARCH_STATEMENTS(X) /*	name	reads	reason (ENGINE)		SQL */ \
	X(ABOUT_PUT,	PLAIN,	"",	"INSERT INTO about (id, version, site, seq, leaf, last, newest) VALUES (1, $1, $2, $3, $4, $5, $6) " \
					"ON CONFLICT (id) DO UPDATE SET version = excluded.version, site = excluded.site, seq = excluded.seq, " \
					"leaf = excluded.leaf, last = excluded.last, newest = excluded.newest") \
	X(ABOUT_GET,	PLAIN,	"",	"SELECT version, site, seq, leaf, last, newest FROM about WHERE id = 1") \
	X(ENTRY_ADD,	PLAIN,	"",	"INSERT INTO entry (id, key, ledger, path, at, late, number) VALUES ($1, $2, $3, $4, $5, $6, $7)") \
	X(KEPT_ADD,	PLAIN,	"",	"INSERT INTO kept (id, text, title, number, place) VALUES ($1, $2, $3, $4, $5)") \
	X(WORDS_ADD,	PLAIN,	"",	"INSERT INTO words (rowid, text, title, number) VALUES ($1, $2, $3, $4)") \
	X(TITLES_ADD,	PLAIN,	"",	"INSERT INTO titles (rowid, title) VALUES ($1, $2)") \
	X(ENTRY_FIND,	ENGINE,	"what was put is taken back", \
					"SELECT e.id, k.text, k.title, k.number, k.place FROM entry e JOIN kept k ON k.id = e.id WHERE e.key = $1") \
	X(ENTRY_REMOVE,	ENGINE,	"reads nothing", \
					"DELETE FROM entry WHERE id = $1") \
	X(KEPT_REMOVE,	ENGINE,	"reads nothing", \
					"DELETE FROM kept WHERE id = $1") \
	/* $1 is the command of FTS5: delete */ \
	X(WORDS_REMOVE,	ENGINE,	"reads nothing", \
					"INSERT INTO words (words, rowid, text, title, number) VALUES ($1, $2, $3, $4, $5)") \
	X(TITLES_REMOVE, ENGINE, "reads nothing", \
					"INSERT INTO titles (titles, rowid, title) VALUES ($1, $2, $3)") \
	X(WORDS_DO,	ENGINE,	"reads nothing", \
					"INSERT INTO words (words) VALUES ($1)") \
	X(TITLES_DO,	ENGINE,	"reads nothing", \
					"INSERT INTO titles (titles) VALUES ($1)") \
	/* For a person: on a connection of the database, to which the index is attached. */ \
	X(ABOUT_SEEN,	PLAIN,	"",	"SELECT version, site, seq, leaf FROM search.about WHERE id = 1") \
	X(ASK_NUMBER,	SCOPED,	"",	"SELECT e.id, e.key, e.at, e.late FROM search.entry e " \
					"WHERE e.number = $1 AND {scope e.ledger e.path e.key} ORDER BY e.id DESC") \
	X(ASK_TITLE,	SCOPED,	"",	"SELECT e.id, e.key, e.at, e.late FROM search.titles w " SEARCH_OF \
					" WHERE w.titles MATCH $1 AND {scope e.ledger e.path e.key} ORDER BY w.rowid DESC") \
	X(ASK_WORDS,	SCOPED,	"",	"SELECT e.id, e.key, e.at, e.late FROM search.words w " SEARCH_OF \
					" WHERE w.words MATCH $1 AND {scope e.ledger e.path e.key} ORDER BY w.rowid DESC")

enum search_statement {
#define X(name, reads, reason, sql) SEARCH_##name,
	SEARCH_STATEMENTS(X)
#undef X
	SEARCH_STATEMENT_COUNT
};

extern const struct statement_row search_statements[SEARCH_STATEMENT_COUNT];

#endif

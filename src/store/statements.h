/*
 * statements: all SQL of the program, but for what table.c makes of a
 * definition, in the subset that SQLite and PostgreSQL share.
 *
 * Parameters are $1, $2 … in order of first use. A row says what it reads:
 *
 *	PLAIN	no record of a person's work: names no table of RECORD_TABLES, but to insert into it
 *	ENGINE	records, for the program itself: proofs, rebuilding. The reason says why nobody sees them.
 *	SCOPED	records, for a person: {scope LEDGER PATH} stands in it (scope.h)
 *
 * A test holds each row to this.
 */
#ifndef BH_STATEMENTS_H
#define BH_STATEMENTS_H

#include "base/str.h"

/* Tables of the schema that hold records; those that table.c makes do too. */
#define RECORD_TABLES(X) X(event) X(payload) X(evidence)

#define NOW "9223372036854775807"	/* SEQ_NOW (store.h) */

#define EVENT_COLUMNS \
	"e.seq, e.log, e.number, e.time, p.uuid, a.uuid, d.algorithm, d.hash, r.uuid, e.type, e.payload_hash, e.leaf"
#define EVENT_TABLES \
	"event e LEFT JOIN identity p ON p.id = e.person LEFT JOIN identity a ON a.id = e.acting_for " \
	"LEFT JOIN definition d ON d.id = e.definition LEFT JOIN identity r ON r.id = e.record"

#define STATEMENTS(X) /*	name	reads	reason (ENGINE)		SQL */ \
	X(SETTING_PUT,		PLAIN,	"",	"INSERT INTO setting (name, value) VALUES ($1, $2) " \
						"ON CONFLICT (name) DO UPDATE SET value = excluded.value") \
	X(SETTING_GET,		PLAIN,	"",	"SELECT value FROM setting WHERE name = $1") \
	\
	X(SITE_ADD,		PLAIN,	"",	"INSERT INTO site (uuid, own, verifier) VALUES ($1, $2, $3) RETURNING id") \
	X(SITE_FIND,		PLAIN,	"",	"SELECT id, own, verifier FROM site WHERE uuid = $1") \
	X(SITE_KEYS,		PLAIN,	"",	"SELECT verifier FROM site ORDER BY id") \
	X(LEDGER_ADD,		PLAIN,	"",	"INSERT INTO ledger (uuid, hash) VALUES ($1, $2) RETURNING id") \
	X(LEDGER_FIND,		PLAIN,	"",	"SELECT id, hash FROM ledger WHERE uuid = $1") \
	X(LOG_ADD,		PLAIN,	"",	"INSERT INTO log (site, ledger, size, time) VALUES ($1, $2, 0, 0) RETURNING id") \
	X(LOG_FIND,		PLAIN,	"",	"SELECT id, size, time FROM log WHERE site = $1 AND ledger = $2") \
	X(LOG_LIST,		PLAIN,	"",	"SELECT g.id, s.uuid, l.uuid, l.hash, g.size, g.time FROM log g " \
						"JOIN site s ON s.id = g.site JOIN ledger l ON l.id = g.ledger ORDER BY g.id") \
	\
	X(IDENTITY_ADD,		PLAIN,	"",	"INSERT INTO identity (uuid) VALUES ($1) RETURNING id") \
	X(IDENTITY_FIND,	PLAIN,	"",	"SELECT id FROM identity WHERE uuid = $1") \
	X(DEFINITION_ADD,	PLAIN,	"",	"INSERT INTO definition (algorithm, hash, bytes) VALUES ($1, $2, $3) RETURNING id") \
	X(DEFINITION_FIND,	PLAIN,	"",	"SELECT id FROM definition WHERE algorithm = $1 AND hash = $2") \
	X(DEFINITION_GET,	PLAIN,	"",	"SELECT algorithm, hash, bytes FROM definition WHERE id = $1") \
	\
	X(SEQ_NEXT,		PLAIN,	"",	"UPDATE head SET seq = seq + 1 WHERE id = 1 RETURNING seq") \
	X(SEQ_LAST,		PLAIN,	"",	"SELECT seq FROM head WHERE id = 1") \
	X(LOG_NEXT,		PLAIN,	"",	"UPDATE log SET size = size + 1, time = CASE WHEN time > $1 THEN time ELSE $1 END " \
						"WHERE id = $2 RETURNING size - 1, time") \
	X(DAY_PUT,		PLAIN,	"",	"INSERT INTO day (day, seq) VALUES ($1, $2) " \
						"ON CONFLICT (day) DO UPDATE SET seq = excluded.seq") \
	X(DAY_LAST,		PLAIN,	"",	"SELECT max(day) FROM day") \
	X(DAY_SEQ,		PLAIN,	"",	"SELECT seq FROM day WHERE day <= $1 ORDER BY day DESC LIMIT 1") \
	X(EVENT_ADD,		PLAIN,	"",	"INSERT INTO event (seq, log, number, time, person, acting_for, definition, record, " \
						"type, payload_hash, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)") \
	X(PAYLOAD_ADD,		PLAIN,	"",	"INSERT INTO payload (seq, salt, bytes) VALUES ($1, $2, $3)") \
	X(PAYLOAD_REMOVE,	ENGINE,	"an ordered removal; reads nothing", \
						"DELETE FROM payload WHERE seq = $1") \
	X(TILE_PUT,		PLAIN,	"",	"INSERT INTO tile (log, level, place, hash) VALUES ($1, $2, $3, $4)") \
	X(TILE_GET,		PLAIN,	"",	"SELECT hash FROM tile WHERE log = $1 AND level = $2 AND place = $3") \
	X(TILE_RANGE,		PLAIN,	"",	"SELECT hash FROM tile WHERE log = $1 AND level = $2 AND place >= $3 AND place < $4 " \
						"ORDER BY place") \
	X(CHECKPOINT_ADD,	PLAIN,	"",	"INSERT INTO checkpoint (log, size, time, note) VALUES ($1, $2, $3, $4) " \
						"ON CONFLICT (log, size) DO NOTHING") \
	X(CHECKPOINT_LIST,	PLAIN,	"",	"SELECT size, note FROM checkpoint WHERE log = $1 ORDER BY size") \
	X(CHECKPOINT_LAST,	PLAIN,	"",	"SELECT size, time, note FROM checkpoint WHERE log = $1 ORDER BY size DESC LIMIT 1") \
	\
	X(LEAF_RANGE,		ENGINE,	"proofs: hashes tell no contents", \
						"SELECT leaf FROM event WHERE log = $1 AND number >= $2 AND number < $3 ORDER BY number") \
	X(EVENT_GET,		ENGINE,	"proofs: envelopes are made again to be hashed", \
						"SELECT " EVENT_COLUMNS " FROM " EVENT_TABLES " WHERE e.log = $1 AND e.number = $2") \
	X(EVENT_RANGE,		ENGINE,	"proofs and bundles: a log goes whole", \
						"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"WHERE e.log = $1 AND e.number >= $2 AND e.number < $3 ORDER BY e.number") \
	X(EVENT_SINCE,		ENGINE,	"rebuilding, and the search index, which catches up", \
						"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"WHERE e.seq > $1 ORDER BY e.seq LIMIT $2") \
	X(EVENT_HISTORY,	SCOPED,	"",	"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"JOIN log g ON g.id = e.log JOIN ledger l ON l.id = g.ledger " \
						"WHERE r.uuid = $1 AND e.seq <= $2 AND {scope l.uuid -} ORDER BY e.seq") \
	\
	X(EVIDENCE_ADD,		PLAIN,	"",	"INSERT INTO evidence (hash, size, media, name, seq) VALUES ($1, $2, $3, $4, $5) RETURNING id") \
	X(EVIDENCE_LIST,	ENGINE,	"checks and backups of the folder: names are not read", \
						"SELECT hash, size FROM evidence ORDER BY hash") \
	X(EVIDENCE_KNOWN,	ENGINE,	"checks of the folder", \
						"SELECT count(*) FROM evidence WHERE hash = $1") \
	X(EVIDENCE_OF_RECORD,	SCOPED,	"",	"SELECT v.id, v.hash, v.size, v.media, v.name, v.seq FROM evidence v JOIN event e ON e.seq = v.seq " \
						"JOIN identity r ON r.id = e.record JOIN log g ON g.id = e.log JOIN ledger l ON l.id = g.ledger " \
						"WHERE r.uuid = $1 AND {scope l.uuid -} ORDER BY v.seq, v.id") \
	\
	X(UNIT_ADD,		PLAIN,	"",	"INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7)") \
	X(UNIT_NOW,		PLAIN,	"",	"SELECT path, name, division FROM unit WHERE uuid = $1 AND valid_to = " NOW) \
	X(UNIT_LAST_ROOT,	PLAIN,	"",	"SELECT max(path) FROM unit WHERE parent IS NULL") \
	X(UNIT_LAST_BELOW,	PLAIN,	"",	"SELECT max(path) FROM unit WHERE parent = $1") \
	X(UNIT_CLEAR,		PLAIN,	"",	"DELETE FROM unit") \
	X(UNIT_LIST,		PLAIN,	"",	"SELECT uuid, path, name, division FROM unit WHERE valid_to = " NOW " ORDER BY path") \
	\
	X(PERSON_ADD,		PLAIN,	"",	"INSERT INTO person (uuid, name, login, account, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6)") \
	X(PERSON_NOW,		PLAIN,	"",	"SELECT name, login, account FROM person WHERE uuid = $1 AND valid_to = " NOW) \
	X(PERSON_BY_LOGIN,	PLAIN,	"",	"SELECT uuid, name FROM person WHERE login = $1 AND valid_to = " NOW) \
	X(PERSON_BY_ACCOUNT,	PLAIN,	"",	"SELECT uuid, name FROM person WHERE account = $1 AND valid_to = " NOW) \
	X(PERSON_CLEAR,		PLAIN,	"",	"DELETE FROM person") \
	X(PERSON_LIST,		PLAIN,	"",	"SELECT uuid, name, login, account FROM person WHERE valid_to = " NOW " ORDER BY login") \
	\
	X(ROLE_ADD,		PLAIN,	"",	"INSERT INTO role (uuid, person, role, unit, ledger, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7)") \
	X(ROLE_NOW,		PLAIN,	"",	"SELECT person, role, unit, ledger FROM role WHERE uuid = $1 AND valid_to = " NOW) \
	X(ROLE_CLOSE,		PLAIN,	"",	"UPDATE role SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(ROLE_CLEAR,		PLAIN,	"",	"DELETE FROM role") \
	X(ROLES_OF,		PLAIN,	"",	"SELECT uuid, role, unit, ledger FROM role WHERE person = $1 AND valid_to = " NOW " ORDER BY id") \
	\
	X(CREDENTIAL_PUT,	PLAIN,	"",	"INSERT INTO credential (person, hash, changed) VALUES ($1, $2, $3) " \
						"ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed = excluded.changed") \
	X(CREDENTIAL_GET,	PLAIN,	"",	"SELECT hash, changed FROM credential WHERE person = $1") \
	\
	X(MADE_ADD,		PLAIN,	"",	"INSERT INTO made (name, shape) VALUES ($1, $2)") \
	X(MADE_GET,		PLAIN,	"",	"SELECT shape FROM made WHERE name = $1") \
	X(MADE_LIST,		PLAIN,	"",	"SELECT name FROM made ORDER BY name") \
	X(MADE_REMOVE,		PLAIN,	"",	"DELETE FROM made WHERE name = $1")

enum statement {
#define X(name, reads, reason, sql) name,
	STATEMENTS(X)
#undef X
	STATEMENT_COUNT
};

enum statement_reads { READS_PLAIN, READS_ENGINE, READS_SCOPED };

struct statement_row {
	const char *name;
	enum statement_reads reads;
	struct str reason, sql;
};

extern const struct statement_row statements[STATEMENT_COUNT];

/* What a row breaks of the rules above, in English; NULL where nothing. */
const char *statement_fault(const struct statement_row *);

#endif

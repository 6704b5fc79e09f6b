/*
 * statements: all SQL of the program, but for what table.c makes of a
 * definition and that of the search index (search_statements.h), in the subset that SQLite and PostgreSQL share.
 *
 * Parameters are $1, $2 … in order of first use. A row says what it reads:
 *
 *	PLAIN	no record of a person's work: names no table of RECORD_TABLES, but to insert into it
 *	ENGINE	records, for the program itself: proofs, rebuilding. The reason says why nobody sees them.
 *	SCOPED	records, for a person: {scope LEDGER PATH KEY} stands in it (scope.h)
 *
 * A test holds each row to this.
 */
#ifndef BH_STATEMENTS_H
#define BH_STATEMENTS_H

#include "base/str.h"

/* Tables of the schema and of the search index that hold records; those that table.c makes do too. */
#define RECORD_TABLES(X) \
	X(event) X(payload) X(evidence) X(records) X(party) X(link) X(running) X(pause) X(milestone) X(asked) X(instruction) X(document) \
	X(intake) X(notice) X(look_back) X(tally) X(tally_day) X(tally_part) X(entry) X(kept) X(words) X(titles)

#define NOW "9223372036854775807"	/* SEQ_NOW (store.h); a literal, as indexes of current rows want it */

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
	X(IDENTITY_GET,		PLAIN,	"",	"SELECT uuid FROM identity WHERE id = $1") \
	X(DEFINITION_ADD,	PLAIN,	"",	"INSERT INTO definition (algorithm, hash, bytes) VALUES ($1, $2, $3) RETURNING id") \
	X(DEFINITION_FIND,	PLAIN,	"",	"SELECT id FROM definition WHERE algorithm = $1 AND hash = $2") \
	X(DEFINITION_GET,	PLAIN,	"",	"SELECT algorithm, hash, bytes FROM definition WHERE id = $1") \
	\
	X(SEQ_NEXT,		PLAIN,	"",	"UPDATE head SET seq = seq + 1 WHERE id = 1 RETURNING seq") \
	X(SEQ_LAST,		PLAIN,	"",	"SELECT seq FROM head WHERE id = 1") \
	X(LOG_NEXT,		PLAIN,	"",	"UPDATE log SET size = size + 1, time = CASE WHEN time > $1 THEN time ELSE $1 END " \
						"WHERE id = $2 RETURNING size - 1, time") \
	X(DAY_PUT,		PLAIN,	"",	"INSERT INTO day (day, seq) VALUES (CASE WHEN $1 < (SELECT max(day) FROM day) " \
						"THEN (SELECT max(day) FROM day) ELSE $1 END, $2) ON CONFLICT (day) DO UPDATE SET seq = excluded.seq") \
	X(DAY_SEQ,		PLAIN,	"",	"SELECT seq FROM day WHERE day <= $1 ORDER BY day DESC LIMIT 1") \
	X(EVENT_ADD,		PLAIN,	"",	"INSERT INTO event (seq, log, number, time, person, acting_for, definition, record, " \
						"type, payload_hash, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)") \
	X(PAYLOAD_ADD,		PLAIN,	"",	"INSERT INTO payload (seq, salt, bytes) VALUES ($1, $2, $3)") \
	X(PAYLOAD_REMOVE,	ENGINE,	"an ordered removal; reads nothing", \
						"DELETE FROM payload WHERE seq = $1") \
	X(REMOVALS,		ENGINE,	"rebuilding: what orders of removal have left", \
						"SELECT s.uuid, l.uuid, y.bytes FROM event e JOIN payload y ON y.seq = e.seq JOIN log g ON g.id = e.log " \
						"JOIN site s ON s.id = g.site JOIN ledger l ON l.id = g.ledger WHERE e.type = $1 ORDER BY e.seq") \
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
	X(EVENT_LEAF,		ENGINE,	"the mark of the search index: hashes tell no contents", \
						"SELECT leaf FROM event WHERE seq = $1") \
	X(EVENT_GET,		ENGINE,	"proofs: envelopes are made again to be hashed", \
						"SELECT " EVENT_COLUMNS " FROM " EVENT_TABLES " WHERE e.log = $1 AND e.number = $2") \
	X(EVENT_RANGE,		ENGINE,	"proofs and bundles: a log goes whole", \
						"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"WHERE e.log = $1 AND e.number >= $2 AND e.number < $3 ORDER BY e.number") \
	X(EVENT_SINCE,		ENGINE,	"rebuilding, and the search index, which catches up", \
						"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"WHERE e.seq > $1 ORDER BY e.seq LIMIT $2") \
	X(EVENT_HISTORY,	SCOPED,	"",	"SELECT " EVENT_COLUMNS ", y.salt, y.bytes FROM " EVENT_TABLES " LEFT JOIN payload y ON y.seq = e.seq " \
						"JOIN records o ON o.key = e.record " \
						"WHERE e.record = $1 AND e.seq <= $2 AND {scope o.ledger o.path o.key} ORDER BY e.seq") \
	\
	X(EVENTS_OF_RECORD,	ENGINE,	"words of the search index, which is asked by scopes", \
						"SELECT e.time, e.definition, y.bytes FROM event e LEFT JOIN payload y ON y.seq = e.seq " \
						"WHERE e.record = $1 ORDER BY e.seq") \
	X(EVENTS_REMOVED,	ENGINE,	"what was removed is not found", \
						"SELECT count(*) FROM event e LEFT JOIN payload y ON y.seq = e.seq WHERE e.record = $1 AND y.seq IS NULL") \
	X(EVENTS_OF_NO_RECORD,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT e.type, e.log, g.ledger, y.bytes FROM event e JOIN log g ON g.id = e.log " \
						"LEFT JOIN payload y ON y.seq = e.seq WHERE e.seq > $1 AND e.seq <= $2 AND e.record IS NULL ORDER BY e.seq") \
	X(EVENT_LAST_OF,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT max(seq) FROM event WHERE record = $1") \
	X(RECORD_OF_EVENT,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT record FROM event WHERE log = $1 AND number = $2 AND record IS NOT NULL") \
	X(EVIDENCE_ADD,		PLAIN,	"",	"INSERT INTO evidence (hash, size, media, name, seq, dated) VALUES ($1, $2, $3, $4, $5, $6)") \
	X(EVIDENCE_LIST,	ENGINE,	"checks and backups of the folder: names are not read", \
						"SELECT hash, size FROM evidence UNION SELECT file, size FROM document UNION SELECT file, size FROM intake ORDER BY 1") \
	X(PAYLOADS_OF,		ENGINE,	"what a record claims is held against what it claimed; its scope was asked", \
						"SELECT y.bytes FROM event e JOIN payload y ON y.seq = e.seq WHERE e.record = $1 ORDER BY e.seq") \
	X(EVIDENCE_ELSEWHERE,	ENGINE,	"that evidence is used twice is told, and not where", \
						"SELECT count(*) FROM event e JOIN evidence v ON v.seq = e.seq WHERE e.record = $1 AND EXISTS " \
						"(SELECT 1 FROM evidence w JOIN event f ON f.seq = w.seq WHERE w.hash = v.hash AND f.record <> $1)") \
	X(EVIDENCE_OLDER,	ENGINE,	"part of a record whose scope was asked", \
						"SELECT count(*) FROM event e JOIN evidence v ON v.seq = e.seq WHERE e.record = $1 AND v.dated < " \
						"(SELECT min(f.time) / 86400000000 FROM event f WHERE f.record = $1)") \
	X(EVIDENCE_KNOWN,	ENGINE,	"checks of the folder", \
						"SELECT (SELECT count(*) FROM evidence WHERE hash = $1) + (SELECT count(*) FROM document WHERE file = $1) + " \
						"(SELECT count(*) FROM intake WHERE file = $1)") \
	X(EVIDENCE_OF_RECORD,	SCOPED,	"",	"SELECT v.hash, v.size, v.media, v.name, v.dated, e.number, e.time, p.uuid FROM event e " \
						"JOIN evidence v ON v.seq = e.seq JOIN records o ON o.key = e.record LEFT JOIN identity p ON p.id = e.person " \
						"WHERE e.record = $1 AND e.seq <= $2 AND {scope o.ledger o.path o.key} ORDER BY v.seq, v.id") \
	\
	X(UNIT_ADD,		PLAIN,	"",	"INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7)") \
	X(UNIT_NOW,		PLAIN,	"",	"SELECT path, name, division FROM unit WHERE uuid = $1 AND valid_to = " NOW) \
	X(UNIT_LAST_ROOT,	PLAIN,	"",	"SELECT max(path) FROM unit WHERE parent IS NULL") \
	X(UNIT_LAST_BELOW,	PLAIN,	"",	"SELECT max(path) FROM unit WHERE parent = $1 AND path > $2 AND path < $3") \
	X(UNIT_DEPTH,		PLAIN,	"",	"SELECT max(length(path)) FROM unit WHERE path >= $1 AND path < $2 AND valid_to = " NOW) \
	X(UNIT_FIRST_BELOW,	PLAIN,	"",	"SELECT uuid, path FROM unit WHERE parent = $1 AND valid_to = " NOW " ORDER BY path LIMIT 1") \
	X(UNIT_CLOSE,		PLAIN,	"",	"UPDATE unit SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(UNIT_RENAMED,		PLAIN,	"",	"INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) " \
						"SELECT uuid, parent, path, $1, division, valid_to, " NOW " FROM unit WHERE uuid = $2 AND valid_to = $3") \
	X(UNIT_CLOSE_TREE,	PLAIN,	"",	"UPDATE unit SET valid_to = $1 WHERE path >= $2 AND path < $3 AND valid_to = " NOW) \
	X(UNIT_MOVED_TOP,	PLAIN,	"",	"INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) " \
						"SELECT uuid, $1, $2, name, division, valid_to, " NOW " FROM unit WHERE uuid = $3 AND valid_to = $4") \
	X(UNIT_MOVED_BELOW,	PLAIN,	"",	"INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) " \
						"SELECT uuid, parent, $1 || substr(path, $2), name, division, valid_to, " NOW " FROM unit " \
						"WHERE path > $3 AND path < $4 AND valid_to = $5 ORDER BY path") \
	X(UNIT_CLEAR,		PLAIN,	"",	"DELETE FROM unit") \
	X(UNIT_TREE,		PLAIN,	"",	"SELECT u.uuid, u.parent, u.path, u.name, u.division, a.name FROM unit u " \
						"LEFT JOIN unit_alias a ON a.unit = u.uuid AND a.valid_from <= $1 AND a.valid_to > $1 " \
						"WHERE u.valid_from <= $1 AND u.valid_to > $1 ORDER BY u.path, a.name") \
	X(UNIT_AT,		PLAIN,	"",	"SELECT name FROM unit WHERE path = $1 AND valid_to = " NOW) \
	X(UNIT_OF_PATH,		PLAIN,	"",	"SELECT uuid, name FROM unit WHERE path = $1 AND valid_to = " NOW) \
	X(UNITS_BELOW,		PLAIN,	"",	"SELECT uuid, path, name FROM unit WHERE parent = $1 AND valid_to = " NOW " ORDER BY path LIMIT $2") \
	X(UNIT_NAMED,		PLAIN,	"",	"SELECT uuid, path FROM unit WHERE name = $1 AND valid_to = " NOW \
						" UNION SELECT u.uuid, u.path FROM unit_alias a JOIN unit u ON u.uuid = a.unit AND u.valid_to = " NOW \
						" WHERE a.name = $1 AND a.valid_to = " NOW " ORDER BY 2") \
	X(UNIT_NAMED_BELOW,	PLAIN,	"",	"SELECT u.uuid, u.path FROM unit u WHERE u.parent = $1 AND u.valid_to = " NOW " AND (u.name = $2 OR " \
						"EXISTS (SELECT 1 FROM unit_alias a WHERE a.unit = u.uuid AND a.name = $2 AND a.valid_to = " NOW ")) " \
						"ORDER BY u.path") \
	\
	X(ALIAS_ADD,		PLAIN,	"",	"INSERT INTO unit_alias (unit, name, valid_from, valid_to) " \
						"SELECT uuid, $1, $2, " NOW " FROM unit WHERE uuid = $3 AND valid_to = " NOW " AND name <> $1 " \
						"ON CONFLICT (unit, name, valid_to) DO NOTHING") \
	X(ALIAS_NOW,		PLAIN,	"",	"SELECT id FROM unit_alias WHERE unit = $1 AND name = $2 AND valid_to = " NOW) \
	X(ALIAS_CLOSE,		PLAIN,	"",	"UPDATE unit_alias SET valid_to = $1 WHERE unit = $2 AND name = $3 AND valid_to = " NOW) \
	X(ALIAS_CLOSE_ALL,	PLAIN,	"",	"UPDATE unit_alias SET valid_to = $1 WHERE unit = $2 AND valid_to = " NOW) \
	X(ALIAS_MERGED,		PLAIN,	"",	"INSERT INTO unit_alias (unit, name, valid_from, valid_to) " \
						"SELECT u.uuid, a.name, a.valid_to, " NOW " FROM unit_alias a JOIN unit u ON u.uuid = $1 AND u.valid_to = " NOW \
						" WHERE a.unit = $2 AND a.valid_to = $3 AND a.name <> u.name ORDER BY a.id " \
						"ON CONFLICT (unit, name, valid_to) DO NOTHING") \
	X(ALIAS_CLEAR,		PLAIN,	"",	"DELETE FROM unit_alias") \
	\
	X(PERSON_ADD,		PLAIN,	"",	"INSERT INTO person (uuid, name, login, account, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6)") \
	X(PERSON_NOW,		PLAIN,	"",	"SELECT name, login, account FROM person WHERE uuid = $1 AND valid_to = " NOW) \
	X(PERSON_BY_LOGIN,	PLAIN,	"",	"SELECT uuid, name FROM person WHERE login = $1 AND valid_to = " NOW) \
	X(PERSON_LOGIN_EVER,	PLAIN,	"",	"SELECT uuid FROM person WHERE login = $1 LIMIT 1") \
	X(PERSON_BY_ACCOUNT,	PLAIN,	"",	"SELECT uuid, name FROM person WHERE account = $1 AND valid_to = " NOW) \
	X(PERSON_CLOSE,		PLAIN,	"",	"UPDATE person SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(PERSON_CHANGED,	PLAIN,	"",	"INSERT INTO person (uuid, name, login, account, valid_from, valid_to) " \
						"SELECT uuid, $1, login, $2, valid_to, " NOW " FROM person WHERE uuid = $3 AND valid_to = $4") \
	X(PERSON_BUSINESS,	PLAIN,	"",	"SELECT post FROM post_holder WHERE person = $1 AND valid_to = " NOW \
						" UNION ALL SELECT owner FROM portfolio WHERE owner = $1 AND valid_to = " NOW \
						" UNION ALL SELECT uuid FROM delegation WHERE (giver = $1 OR receiver = $1) AND last_day >= $2 AND valid_to = " NOW) \
	X(PERSON_CLEAR,		PLAIN,	"",	"DELETE FROM person") \
	X(PERSON_LIST,		PLAIN,	"",	"SELECT uuid, name, login, account FROM person WHERE valid_from <= $1 AND valid_to > $1 ORDER BY login") \
	\
	X(ROLE_ADD,		PLAIN,	"",	"INSERT INTO role (uuid, person, role, unit, ledger, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7)") \
	X(ROLE_NOW,		PLAIN,	"",	"SELECT person, role, unit, ledger FROM role WHERE uuid = $1 AND valid_to = " NOW) \
	X(ROLE_CLOSE,		PLAIN,	"",	"UPDATE role SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(ROLE_CLOSE_OF,	PLAIN,	"",	"UPDATE role SET valid_to = $1 WHERE person = $2 AND valid_to = " NOW) \
	X(ROLE_CLOSE_UNIT,	PLAIN,	"",	"UPDATE role SET valid_to = $1 WHERE unit = $2 AND valid_to = " NOW) \
	X(ROLE_MERGED,		PLAIN,	"",	"INSERT INTO role (uuid, person, role, unit, ledger, valid_from, valid_to) " \
						"SELECT uuid, person, role, $1, ledger, valid_to, " NOW " FROM role WHERE unit = $2 AND valid_to = $3 ORDER BY id") \
	X(ROLE_HOLDERS,		PLAIN,	"",	"SELECT count(DISTINCT person) FROM role WHERE role = $1 AND valid_to = " NOW) \
	X(ROLE_HELD,		PLAIN,	"",	"SELECT uuid FROM role WHERE person = $1 AND role = $2 AND valid_to = " NOW) \
	X(ROLE_CLEAR,		PLAIN,	"",	"DELETE FROM role") \
	X(ROLES_OF,		PLAIN,	"",	"SELECT uuid, role, unit, ledger FROM role WHERE person = $1 AND valid_to = " NOW " ORDER BY id") \
	X(ROLE_LIST,		PLAIN,	"",	"SELECT r.uuid, r.person, p.name, p.login, r.role, r.unit, u.name, r.ledger FROM role r " \
						"JOIN person p ON p.uuid = r.person AND p.valid_from <= $1 AND p.valid_to > $1 " \
						"LEFT JOIN unit u ON u.uuid = r.unit AND u.valid_from <= $1 AND u.valid_to > $1 " \
						"WHERE r.valid_from <= $1 AND r.valid_to > $1 ORDER BY p.login, r.id") \
	\
	X(POST_ADD,		PLAIN,	"",	"INSERT INTO post (uuid, unit, name, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)") \
	X(POST_NOW,		PLAIN,	"",	"SELECT unit, name FROM post WHERE uuid = $1 AND valid_to = " NOW) \
	X(POST_NAMED,		PLAIN,	"",	"SELECT uuid FROM post WHERE unit = $1 AND name = $2 AND valid_to = " NOW) \
	X(POST_CLOSE,		PLAIN,	"",	"UPDATE post SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(POST_CLOSE_UNIT,	PLAIN,	"",	"UPDATE post SET valid_to = $1 WHERE unit = $2 AND valid_to = " NOW) \
	X(POST_MERGED,		PLAIN,	"",	"INSERT INTO post (uuid, unit, name, valid_from, valid_to) " \
						"SELECT uuid, $1, name, valid_to, " NOW " FROM post WHERE unit = $2 AND valid_to = $3 ORDER BY id") \
	X(POST_CLEAR,		PLAIN,	"",	"DELETE FROM post") \
	X(POST_LIST,		PLAIN,	"",	"SELECT o.uuid, o.unit, u.name, o.name, p.uuid, p.name, p.login FROM post o " \
						"JOIN unit u ON u.uuid = o.unit AND u.valid_from <= $1 AND u.valid_to > $1 " \
						"LEFT JOIN post_holder h ON h.post = o.uuid AND h.valid_from <= $1 AND h.valid_to > $1 " \
						"LEFT JOIN person p ON p.uuid = h.person AND p.valid_from <= $1 AND p.valid_to > $1 " \
						"WHERE o.valid_from <= $1 AND o.valid_to > $1 ORDER BY u.path, o.id") \
	\
	X(HOLDER_ADD,		PLAIN,	"",	"INSERT INTO post_holder (post, person, valid_from, valid_to) VALUES ($1, $2, $3, $4)") \
	X(HOLDER_NOW,		PLAIN,	"",	"SELECT person FROM post_holder WHERE post = $1 AND valid_to = " NOW) \
	X(HOLDER_AT,		PLAIN,	"",	"SELECT person FROM post_holder WHERE post = $1 AND valid_from <= $2 AND valid_to > $2") \
	X(HOLDER_CLOSE,		PLAIN,	"",	"UPDATE post_holder SET valid_to = $1 WHERE post = $2 AND valid_to = " NOW) \
	X(HOLDER_CLOSE_OF,	PLAIN,	"",	"UPDATE post_holder SET valid_to = $1 WHERE person = $2 AND valid_to = " NOW) \
	X(HOLDER_CLEAR,		PLAIN,	"",	"DELETE FROM post_holder") \
	X(POSTS_OF,		PLAIN,	"",	"SELECT post FROM post_holder WHERE person = $1 AND valid_to = " NOW " ORDER BY id") \
	X(POSTS_OF_AT,		PLAIN,	"",	"SELECT post FROM post_holder WHERE person = $1 AND valid_from <= $2 AND valid_to > $2 ORDER BY id") \
	X(HOLDER_LIST,		PLAIN,	"",	"SELECT p.login, o.uuid, u.uuid, u.name, o.name FROM post_holder h " \
						"JOIN person p ON p.uuid = h.person AND p.valid_from <= $1 AND p.valid_to > $1 " \
						"JOIN post o ON o.uuid = h.post AND o.valid_from <= $1 AND o.valid_to > $1 " \
						"JOIN unit u ON u.uuid = o.unit AND u.valid_from <= $1 AND u.valid_to > $1 " \
						"WHERE h.valid_from <= $1 AND h.valid_to > $1 ORDER BY p.login, h.id") \
	\
	X(DELEGATION_ADD,	PLAIN,	"",	"INSERT INTO delegation (uuid, giver, receiver, first_day, last_day, reason, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7, $8)") \
	X(DELEGATION_NOW,	PLAIN,	"",	"SELECT giver, receiver FROM delegation WHERE uuid = $1 AND valid_to = " NOW) \
	X(DELEGATION_CHAIN,	PLAIN,	"",	"SELECT uuid FROM delegation WHERE receiver = $1 AND first_day <= $2 AND last_day >= $3 AND valid_to = " NOW \
						" UNION ALL SELECT uuid FROM delegation WHERE giver = $4 AND first_day <= $2 AND last_day >= $3 AND valid_to = " NOW) \
	X(DELEGATION_CLOSE,	PLAIN,	"",	"UPDATE delegation SET valid_to = $1 WHERE uuid = $2 AND valid_to = " NOW) \
	X(DELEGATION_CLOSE_OF,	PLAIN,	"",	"UPDATE delegation SET valid_to = $1 WHERE (giver = $2 OR receiver = $2) AND valid_to = " NOW) \
	X(DELEGATION_CLEAR,	PLAIN,	"",	"DELETE FROM delegation") \
	X(DELEGATIONS_TO,	PLAIN,	"",	"SELECT uuid, giver, first_day, last_day, reason FROM delegation " \
						"WHERE receiver = $1 AND first_day <= $2 AND last_day >= $2 AND valid_to = " NOW " ORDER BY id") \
	X(DELEGATION_BETWEEN,	PLAIN,	"",	"SELECT uuid FROM delegation WHERE receiver = $1 AND giver = $2 AND first_day <= $3 AND last_day >= $3 " \
						"AND valid_to = " NOW) \
	X(DELEGATION_LIST,	PLAIN,	"",	"SELECT d.uuid, g.login, g.name, r.login, r.name, d.first_day, d.last_day, d.reason FROM delegation d " \
						"JOIN person g ON g.uuid = d.giver AND g.valid_from <= $1 AND g.valid_to > $1 " \
						"JOIN person r ON r.uuid = d.receiver AND r.valid_from <= $1 AND r.valid_to > $1 " \
						"WHERE d.valid_from <= $1 AND d.valid_to > $1 ORDER BY d.first_day, d.id") \
	\
	X(PORTFOLIO_ADD,	PLAIN,	"",	"INSERT INTO portfolio (owner, unit, ledger, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)") \
	X(PORTFOLIO_CLOSE,	PLAIN,	"",	"UPDATE portfolio SET valid_to = $1 WHERE owner = $2 AND valid_to = " NOW) \
	X(PORTFOLIO_CLOSE_UNIT,	PLAIN,	"",	"UPDATE portfolio SET valid_to = $1 WHERE unit = $2 AND valid_to = " NOW) \
	X(PORTFOLIO_MERGED,	PLAIN,	"",	"INSERT INTO portfolio (owner, unit, ledger, valid_from, valid_to) " \
						"SELECT p.owner, $1, NULL, p.valid_to, " NOW " FROM portfolio p WHERE p.unit = $2 AND p.valid_to = $3 AND NOT EXISTS " \
						"(SELECT 1 FROM portfolio q WHERE q.owner = p.owner AND q.unit = $1 AND q.valid_to = " NOW ") ORDER BY p.id") \
	X(PORTFOLIO_CLEAR,	PLAIN,	"",	"DELETE FROM portfolio") \
	X(PORTFOLIO_OF,		PLAIN,	"",	"SELECT unit, ledger FROM portfolio WHERE owner = $1 AND valid_to = " NOW " ORDER BY id") \
	X(PORTFOLIO_OF_PERSON,	PLAIN,	"",	"SELECT f.unit, f.ledger FROM portfolio f WHERE f.owner = $1 AND f.valid_to = " NOW \
						" UNION SELECT f.unit, f.ledger FROM post_holder h JOIN portfolio f ON f.owner = h.post AND f.valid_to = " NOW \
						" WHERE h.person = $1 AND h.valid_to = " NOW) \
	X(PORTFOLIO_LIST,	PLAIN,	"",	"SELECT f.owner, p.login, p.name, w.name, o.name, f.unit, u.name, f.ledger FROM portfolio f " \
						"LEFT JOIN person p ON p.uuid = f.owner AND p.valid_from <= $1 AND p.valid_to > $1 " \
						"LEFT JOIN post o ON o.uuid = f.owner AND o.valid_from <= $1 AND o.valid_to > $1 " \
						"LEFT JOIN unit w ON w.uuid = o.unit AND w.valid_from <= $1 AND w.valid_to > $1 " \
						"LEFT JOIN unit u ON u.uuid = f.unit AND u.valid_from <= $1 AND u.valid_to > $1 " \
						"WHERE f.valid_from <= $1 AND f.valid_to > $1 ORDER BY f.owner, f.id") \
	\
	X(ACTOR_ROLES,		PLAIN,	"",	"SELECT r.role, r.unit, u.path, r.ledger, l.id FROM role r " \
						"LEFT JOIN unit u ON u.uuid = r.unit AND u.valid_to = " NOW " LEFT JOIN ledger l ON l.uuid = r.ledger " \
						"WHERE r.person = $1 AND r.valid_to = " NOW " ORDER BY r.id") \
	\
	X(ACTOR_PORTFOLIO,	PLAIN,	"",	"SELECT f.unit, u.path, f.ledger, l.id FROM portfolio f " \
						"LEFT JOIN unit u ON u.uuid = f.unit AND u.valid_to = " NOW " LEFT JOIN ledger l ON l.uuid = f.ledger " \
						"WHERE f.valid_to = " NOW " AND (f.owner = $1 OR f.owner IN " \
						"(SELECT post FROM post_holder WHERE person = $1 AND valid_to = " NOW ")) ORDER BY f.id") \
	X(DELEGATORS_ON,	PLAIN,	"",	"SELECT giver FROM delegation WHERE receiver = $1 AND first_day <= $2 AND last_day >= $2 " \
						"AND valid_to = " NOW " ORDER BY id") \
	\
	X(DIGEST_FIND,		PLAIN,	"",	"SELECT delivered FROM digest WHERE person = $1 AND day = $2") \
	X(DIGEST_PUT,		PLAIN,	"",	"INSERT INTO digest (person, day, items, made, delivered, status) VALUES ($1, $2, $3, $4, $5, $6) " \
						"ON CONFLICT (person, day) DO UPDATE SET items = excluded.items, made = excluded.made, " \
						"delivered = excluded.delivered, status = excluded.status") \
	X(DIGEST_UNDELIVERED,	PLAIN,	"",	"SELECT p.login, g.day, g.items, g.status FROM digest g JOIN person p ON p.uuid = g.person AND p.valid_to = " NOW \
						" WHERE g.delivered = 0 ORDER BY g.day, p.login") \
	\
	X(CREDENTIAL_PUT,	PLAIN,	"",	"INSERT INTO credential (person, hash, changed, must_change) VALUES ($1, $2, $3, $4) " \
						"ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed = excluded.changed, " \
						"must_change = excluded.must_change") \
	X(CREDENTIAL_GET,	PLAIN,	"",	"SELECT hash, changed, must_change FROM credential WHERE person = $1") \
	X(PAST_PASSWORD_ADD,	PLAIN,	"",	"INSERT INTO past_password (person, hash) VALUES ($1, $2)") \
	X(PAST_PASSWORD_LIST,	PLAIN,	"",	"SELECT hash FROM past_password WHERE person = $1 ORDER BY id DESC LIMIT $2") \
	X(PAST_PASSWORD_TRIM,	PLAIN,	"",	"DELETE FROM past_password WHERE person = $1 AND id NOT IN " \
						"(SELECT id FROM past_password WHERE person = $1 ORDER BY id DESC LIMIT $2)") \
	X(TRY_ADD,		PLAIN,	"",	"INSERT INTO login_try (who, time) VALUES ($1, $2)") \
	X(TRY_COUNT,		PLAIN,	"",	"SELECT count(*) FROM login_try WHERE who = $1 AND time > $2") \
	X(TRY_CLEAR,		PLAIN,	"",	"DELETE FROM login_try WHERE who = $1") \
	X(TRY_SWEEP,		PLAIN,	"",	"DELETE FROM login_try WHERE time <= $1") \
	X(LOCKOUT_PUT,		PLAIN,	"",	"INSERT INTO lockout (who, until) VALUES ($1, $2) " \
						"ON CONFLICT (who) DO UPDATE SET until = excluded.until") \
	X(LOCKOUT_GET,		PLAIN,	"",	"SELECT until FROM lockout WHERE who = $1") \
	X(LOCKOUT_END,		PLAIN,	"",	"DELETE FROM lockout WHERE who = $1") \
	X(LOCKOUT_SWEEP,	PLAIN,	"",	"DELETE FROM lockout WHERE until <= $1") \
	X(TOTP_PUT,		PLAIN,	"",	"INSERT INTO totp (person, secret, confirmed, step) VALUES ($1, $2, $3, $4) " \
						"ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, " \
						"confirmed = excluded.confirmed, step = excluded.step") \
	X(TOTP_GET,		PLAIN,	"",	"SELECT secret, confirmed, step FROM totp WHERE person = $1") \
	X(TOTP_TAKE,		PLAIN,	"",	"UPDATE totp SET confirmed = 1, step = $1 WHERE person = $2") \
	X(TOTP_END,		PLAIN,	"",	"DELETE FROM totp WHERE person = $1") \
	X(RECOVERY_ADD,		PLAIN,	"",	"INSERT INTO recovery_code (person, hash) VALUES ($1, $2)") \
	X(RECOVERY_TAKE,	PLAIN,	"",	"DELETE FROM recovery_code WHERE person = $1 AND hash = $2 RETURNING id") \
	X(RECOVERY_CLEAR,	PLAIN,	"",	"DELETE FROM recovery_code WHERE person = $1") \
	\
	X(SESSION_ADD,		PLAIN,	"",	"INSERT INTO session (hash, person, made, seen, until) VALUES ($1, $2, $3, $3, $4)") \
	X(SESSION_GET,		PLAIN,	"",	"SELECT s.person, s.made, s.seen, s.until FROM session s " \
						"JOIN person p ON p.uuid = s.person AND p.valid_to = " NOW " WHERE s.hash = $1") \
	X(SESSION_SEEN,		PLAIN,	"",	"UPDATE session SET seen = $1 WHERE hash = $2") \
	X(SESSION_END,		PLAIN,	"",	"DELETE FROM session WHERE hash = $1") \
	X(SESSION_END_ALL,	PLAIN,	"",	"DELETE FROM session WHERE person = $1") \
	X(SESSION_OF,		PLAIN,	"",	"SELECT hash, made, seen, until FROM session WHERE person = $1 AND until > $2 AND seen > $3 ORDER BY made DESC") \
	X(SESSION_END_OTHERS,	PLAIN,	"",	"DELETE FROM session WHERE person = $1 AND hash <> $2") \
	X(SESSION_SWEEP,	PLAIN,	"",	"DELETE FROM session WHERE until <= $1 OR seen <= $2") \
	\
	X(REGISTER_ADD,		PLAIN,	"",	"INSERT INTO register (ledger, code, name, round, definition, archived, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7, $8)") \
	X(REGISTER_END,		PLAIN,	"",	"UPDATE register SET valid_to = $1 WHERE ledger = $2 AND valid_to = " NOW) \
	X(REGISTER_LIST,	PLAIN,	"",	"SELECT g.ledger, l.uuid, g.code, g.name, g.round, g.definition, g.archived, g.valid_from " \
						"FROM register g JOIN ledger l ON l.id = g.ledger ORDER BY g.id") \
	X(REGISTER_SEQ,		PLAIN,	"",	"SELECT coalesce(max(valid_from), 0) FROM register") \
	X(REGISTER_CLEAR,	PLAIN,	"",	"DELETE FROM register") \
	X(LEDGER_NUMBER,	PLAIN,	"",	"SELECT id FROM ledger WHERE uuid = $1") \
	\
	X(RECORD_PUT,		PLAIN,	"",	"INSERT INTO records (key, ledger, kind, number, path) VALUES ($1, $2, $3, $4, $5) " \
						"ON CONFLICT (key) DO UPDATE SET number = excluded.number, path = excluded.path") \
	X(RECORD_KNOWN,		ENGINE,	"events are applied to it; whoever asks, its scope is asked too", \
						"SELECT o.key, o.ledger, o.kind FROM records o JOIN identity i ON i.id = o.key WHERE i.uuid = $1") \
	X(RECORD_KIND,		ENGINE,	"the scope is asked of its row", \
						"SELECT kind FROM records WHERE key = $1 AND ledger = $2") \
	X(NUMBER_OF,		ENGINE,	"tells an administrator which record was tampered with", \
						"SELECT number FROM records WHERE key = $1") \
	X(RECORD_SEEN,		SCOPED,	"",	"SELECT o.key, o.ledger, o.kind, i.uuid FROM identity i JOIN records o ON o.key = i.id " \
						"WHERE i.uuid = $1 AND {scope o.ledger o.path o.key}") \
	X(RECORD_NUMBERED,	SCOPED,	"",	"SELECT o.key, o.ledger, o.kind, i.uuid FROM records o JOIN identity i ON i.id = o.key " \
						"WHERE o.number = $1 AND {scope o.ledger o.path o.key} ORDER BY o.key LIMIT 100") \
	X(RECORDS_REPATH,	ENGINE,	"a unit has moved", \
						"UPDATE records SET path = $1 || substr(path, $2) WHERE substr(path, 1, length($3)) = $3") \
	X(RECORD_IS,		ENGINE,	"the search index, which is asked by scopes", \
						"SELECT ledger, kind FROM records WHERE key = $1") \
	X(RECORDS_OF_LEDGER,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT key FROM records WHERE ledger = $1") \
	X(RECORDS_OF_UNIT,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT key FROM records WHERE path >= $1 AND path < $2 " \
						"UNION SELECT record FROM party WHERE path >= $1 AND path < $2 AND valid_to = " NOW) \
	X(RECORDS_CHANGED,	ENGINE,	"the search index, which is asked by scopes", \
						"SELECT e.record, max(e.seq) FROM event e WHERE e.seq > $1 AND e.seq <= $2 AND e.record IS NOT NULL " \
						"AND NOT EXISTS (SELECT 1 FROM event n WHERE n.record = e.record AND n.seq > $2) " \
						"GROUP BY e.record ORDER BY 2") \
	X(RECORD_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM records") \
	\
	X(PARTY_ADD,		PLAIN,	"",	"INSERT INTO party (record, part, who, path, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, " NOW ")") \
	X(PARTY_DROP,		ENGINE,	"written as an event is applied", \
						"DELETE FROM party WHERE record = $1 AND part = $2 AND valid_from = $3") \
	X(PARTY_END,		ENGINE,	"written as an event is applied", \
						"UPDATE party SET valid_to = $1 WHERE record = $2 AND part = $3 AND valid_to = " NOW) \
	X(PARTY_REPATH,		ENGINE,	"a unit has moved", \
						"UPDATE party SET path = $1 || substr(path, $2) WHERE substr(path, 1, length($3)) = $3") \
	X(PARTY_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT part, who, path FROM party WHERE record = $1 AND valid_from <= $2 AND valid_to > $2 ORDER BY id") \
	X(PARTY_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM party") \
	X(LINK_ADD,		PLAIN,	"",	"INSERT INTO link (record, field, place, target, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, " NOW ")") \
	X(LINK_DROP,		ENGINE,	"written as an event is applied", \
						"DELETE FROM link WHERE record = $1 AND field = $2 AND valid_from = $3") \
	X(LINK_END,		ENGINE,	"written as an event is applied", \
						"UPDATE link SET valid_to = $1 WHERE record = $2 AND field = $3 AND valid_to = " NOW) \
	X(LINK_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT k.field, i.uuid, k.target FROM link k JOIN identity i ON i.id = k.target " \
						"WHERE k.record = $1 AND k.valid_from <= $2 AND k.valid_to > $2 ORDER BY k.field, k.place") \
	X(LINK_TO,		SCOPED,	"",	"SELECT k.field, i.uuid FROM link k JOIN records o ON o.key = k.record JOIN identity i ON i.id = k.record " \
						"WHERE k.target = $1 AND k.valid_from <= $2 AND k.valid_to > $2 AND o.kind = $3 AND {scope o.ledger o.path o.key} " \
						"ORDER BY k.field, k.record, k.place") \
	X(LINK_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM link") \
	X(RUNNING_ADD,		PLAIN,	"",	"INSERT INTO running (record, clock, started, due, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, " NOW ")") \
	X(RUNNING_DROP,		ENGINE,	"written as an event is applied", \
						"DELETE FROM running WHERE record = $1 AND clock = $2 AND valid_from = $3") \
	X(RUNNING_END,		ENGINE,	"written as an event is applied", \
						"UPDATE running SET valid_to = $1 WHERE record = $2 AND clock = $3 AND valid_to = " NOW) \
	X(RUNNING_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT clock, started, due FROM running WHERE record = $1 AND valid_from <= $2 AND valid_to > $2 ORDER BY clock") \
	X(RUNNING_LIST,		SCOPED,	"",	"SELECT k.record, k.clock, k.due FROM running k JOIN records o ON o.key = k.record " \
						"WHERE o.ledger = $1 AND o.kind = $2 AND k.valid_to = " NOW " AND {scope o.ledger o.path o.key} ORDER BY k.id") \
	X(RUNNING_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM running") \
	X(PAUSE_ADD,		PLAIN,	"",	"INSERT INTO pause (record, first, last, valid_from, valid_to) VALUES ($1, $2, $3, $4, " NOW ")") \
	X(PAUSE_DROP,		ENGINE,	"written as an event is applied", \
						"DELETE FROM pause WHERE record = $1 AND last IS NULL AND valid_from = $2") \
	X(PAUSE_END,		ENGINE,	"written as an event is applied", \
						"UPDATE pause SET valid_to = $1 WHERE record = $2 AND last IS NULL AND valid_to = " NOW) \
	X(PAUSE_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT first, last FROM pause WHERE record = $1 AND valid_from <= $2 AND valid_to > $2 ORDER BY first, id") \
	X(PAUSE_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM pause") \
	X(DOCUMENT_ADD,		PLAIN,	"",	"INSERT INTO document (record, file, size, seq) VALUES ($1, $2, $3, $4)") \
	X(DOCUMENT_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM document") \
	X(MILESTONE_ADD,	PLAIN,	"",	"INSERT INTO milestone (record, place, name, weight, due, accepted, valid_from, valid_to) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7, " NOW ")") \
	X(MILESTONE_DROP,	ENGINE,	"written as an event is applied", \
						"DELETE FROM milestone WHERE record = $1 AND valid_from = $2") \
	X(MILESTONE_END,	ENGINE,	"written as an event is applied", \
						"UPDATE milestone SET valid_to = $1 WHERE record = $2 AND valid_to = " NOW) \
	X(MILESTONE_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT name, weight, due, accepted FROM milestone WHERE record = $1 AND valid_from <= $2 AND valid_to > $2 ORDER BY place") \
	X(MILESTONE_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM milestone") \
	X(TURN_ADD,		PLAIN,	"",	"INSERT INTO turn (ledger, kind, cadence, number, first, last, due, missed, opened) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id") \
	X(TURN_CLOSE,		PLAIN,	"",	"UPDATE turn SET closed = $1 WHERE ledger = $2 AND kind = $3 AND cadence = $4 AND number = $5 RETURNING id") \
	X(TURN_OVER,		PLAIN,	"",	"SELECT number FROM turn WHERE ledger = $1 AND kind = $2 AND cadence = $3 AND closed IS NULL AND due < $4 " \
						"ORDER BY number") \
	X(TURN_LAST,		PLAIN,	"",	"SELECT max(number) FROM turn WHERE ledger = $1 AND kind = $2 AND cadence = $3") \
	X(TURN_CLEAR,		PLAIN,	"",	"DELETE FROM turn") \
	X(TURN_OPEN,		PLAIN,	"",	"SELECT id, kind, cadence, number, due FROM turn WHERE closed IS NULL AND ledger = $1 ORDER BY due, id") \
	X(ASKED_ADD,		PLAIN,	"",	"INSERT INTO asked (turn, record, late) VALUES ($1, $2, 0)") \
	X(ASKED_ANSWER,		ENGINE,	"written as an event is applied", \
						"UPDATE asked SET answered = $1 WHERE id = (SELECT min(a.id) FROM asked a JOIN turn t ON t.id = a.turn " \
						"WHERE a.record = $2 AND a.answered IS NULL AND t.closed IS NULL AND t.cadence = $3)") \
	X(ASKED_UNANSWERED,	ENGINE,	"a turn is closed", \
						"SELECT id FROM asked WHERE turn = $1 AND answered IS NULL LIMIT 1") \
	X(ASKED_LATE,		ENGINE,	"a turn is closed", \
						"UPDATE asked SET late = 1 WHERE turn = $1 AND record = $2 AND answered IS NULL") \
	X(ASKED_OF,		SCOPED,	"",	"SELECT a.record, a.answered, a.late, o.kind, i.uuid FROM asked a JOIN records o ON o.key = a.record " \
						"JOIN identity i ON i.id = a.record WHERE a.turn = $1 AND {scope o.ledger o.path o.key} ORDER BY a.id") \
	X(ASKED_OPEN,		SCOPED,	"",	"SELECT a.record, t.due, t.cadence FROM turn t JOIN asked a ON a.turn = t.id JOIN records o ON o.key = a.record " \
						"WHERE t.ledger = $1 AND t.kind = $2 AND t.closed IS NULL AND a.answered IS NULL AND {scope o.ledger o.path o.key} " \
						"ORDER BY a.id") \
	X(ASKED_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM asked") \
	X(INSTRUCTION_ADD,	PLAIN,	"",	"INSERT INTO instruction (record, number, person, text, until, given) VALUES ($1, $2, $3, $4, $5, $6)") \
	X(INSTRUCTION_ANSWER,	ENGINE,	"written as an event is applied", \
						"UPDATE instruction SET answered = $1 WHERE record = $2 AND number = $3") \
	X(INSTRUCTION_FIND,	ENGINE,	"part of a record whose scope was asked", \
						"SELECT answered FROM instruction WHERE record = $1 AND number = $2") \
	X(INSTRUCTION_OF,	ENGINE,	"part of a record whose scope was asked", \
						"SELECT number, person, text, until, given, answered FROM instruction WHERE record = $1 ORDER BY id") \
	X(INSTRUCTION_OPEN,	SCOPED,	"",	"SELECT n.record, n.number, n.person, n.text, n.until FROM instruction n JOIN records o ON o.key = n.record " \
						"WHERE n.answered IS NULL AND o.ledger = $1 AND o.kind = $2 AND {scope o.ledger o.path o.key} ORDER BY n.until, n.id") \
	X(INSTRUCTION_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM instruction") \
	X(NOTICE_ADD,		PLAIN,	"",	"INSERT INTO notice (record, step, number, day, reply, given) VALUES ($1, $2, $3, $4, $5, $6)") \
	X(NOTICE_RECEIVE,	ENGINE,	"written as an event is applied", \
						"UPDATE notice SET received = $1 WHERE record = $2 AND number = $3") \
	X(NOTICE_ANSWER,	ENGINE,	"written as an event is applied", \
						"UPDATE notice SET answered = $1 WHERE record = $2 AND number = $3") \
	X(NOTICE_FIND,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT received, answered FROM notice WHERE record = $1 AND number = $2") \
	X(NOTICE_OF,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT step, number, day, reply, received, answered FROM notice WHERE record = $1 ORDER BY id") \
	X(NOTICE_NUMBERED,	SCOPED,	"",	"SELECT n.record, o.ledger FROM notice n JOIN records o ON o.key = n.record " \
						"WHERE n.number = $1 AND {scope o.ledger o.path o.key} ORDER BY n.id") \
	X(NOTICE_LIST,		SCOPED,	"",	"SELECT n.record, n.step, n.number, n.day, n.reply, n.received, n.answered FROM notice n JOIN records o ON o.key = n.record " \
						"WHERE o.ledger = $1 AND o.kind = $2 AND {scope o.ledger o.path o.key} ORDER BY n.id") \
	X(NOTICE_UNRECEIVED,	SCOPED,	"",	"SELECT n.record, n.reply, n.number FROM notice n JOIN records o ON o.key = n.record " \
						"WHERE o.ledger = $1 AND o.kind = $2 AND n.received IS NULL AND n.answered IS NULL " \
						"AND {scope o.ledger o.path o.key} ORDER BY n.id") \
	X(NOTICE_UNANSWERED,	SCOPED,	"",	"SELECT n.record, n.reply, n.number FROM notice n JOIN records o ON o.key = n.record " \
						"WHERE o.ledger = $1 AND o.kind = $2 AND n.received IS NOT NULL AND n.answered IS NULL AND n.reply IS NOT NULL " \
						"AND {scope o.ledger o.path o.key} ORDER BY n.id") \
	X(NOTICE_GIVEN,		ENGINE,	"part of a record whose scope was asked", \
						"SELECT count(*) FROM notice WHERE record = $1 AND step = $2 AND day > $3") \
	X(NOTICE_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM notice") \
	X(LOOK_BACK_ADD,	PLAIN,	"",	"INSERT INTO look_back (record, drawn) VALUES ($1, $2)") \
	X(LOOK_BACK_SET,	ENGINE,	"written as an event is applied", \
						"UPDATE look_back SET looked = $1, holds = $2 WHERE record = $3 AND looked IS NULL") \
	X(LOOK_BACK_FIND,	ENGINE,	"part of a record whose scope was asked", \
						"SELECT id FROM look_back WHERE record = $1 AND looked IS NULL") \
	X(LOOK_BACK_FREE,	ENGINE,	"a sample is drawn by chance that is told", \
						"SELECT i.uuid FROM identity i WHERE i.id = $1 AND i.id NOT IN " \
						"(SELECT record FROM look_back WHERE record = $1 AND looked IS NULL)") \
	X(LOOK_BACK_LIST,	SCOPED,	"",	"SELECT b.record, b.drawn, b.looked, b.holds FROM look_back b JOIN records o ON o.key = b.record " \
						"WHERE o.ledger = $1 AND o.kind = $2 AND {scope o.ledger o.path o.key} ORDER BY b.id") \
	X(LOOK_BACK_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM look_back") \
	X(FILED_ADD,		PLAIN,	"",	"INSERT INTO filed (ledger, name, seq) VALUES ($1, $2, $3) RETURNING id") \
	X(FILED_FIND,		PLAIN,	"",	"SELECT id, seq FROM filed WHERE ledger = $1 AND name = $2") \
	X(FILED_LIST,		PLAIN,	"",	"SELECT id, name, seq FROM filed WHERE ledger = $1 ORDER BY id") \
	X(FILED_COUNT_ADD,	PLAIN,	"",	"INSERT INTO filed_count (filed, kind, grouped, value, count) VALUES ($1, $2, $3, $4, $5)") \
	X(FILED_COUNTS,		PLAIN,	"",	"SELECT kind, grouped, value, count FROM filed_count WHERE filed = $1 ORDER BY id") \
	X(FILED_COUNT_CLEAR,	PLAIN,	"",	"DELETE FROM filed_count") \
	X(FILED_CLEAR,		PLAIN,	"",	"DELETE FROM filed") \
	X(EVIDENCE_CLEAR,	ENGINE,	"rebuilding", \
						"DELETE FROM evidence") \
	X(INTAKE_ADD,		PLAIN,	"",	"INSERT INTO intake (record, ledger, file, size, name, title, part, seq) " \
						"VALUES ($1, $2, $3, $4, $5, $6, $7, $8)") \
	X(INTAKE_FIND,		ENGINE,	"what was taken in is not taken in again, whoever does it; what it is now is asked in its scope", \
						"SELECT n.record, o.kind, i.uuid FROM intake n JOIN records o ON o.key = n.record JOIN identity i ON i.id = n.record " \
						"WHERE n.ledger = $1 AND n.part = $2 ORDER BY n.record LIMIT 1") \
	X(INTAKE_ALIKE,		ENGINE,	"what came from other versions of a file; each record is read in its scope", \
						"SELECT record, file, part FROM intake WHERE ledger = $1 AND (file = $2 OR name = $3 OR (title = $4 AND length(title) > 0)) " \
						"ORDER BY record") \
	X(INTAKE_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM intake") \
	X(COUNTER_GET,		PLAIN,	"",	"SELECT last FROM counter WHERE ledger = $1 AND pattern = $2") \
	X(COUNTER_PUT,		PLAIN,	"",	"INSERT INTO counter (ledger, pattern, last) VALUES ($1, $2, $3) " \
						"ON CONFLICT (ledger, pattern) DO UPDATE SET last = excluded.last WHERE excluded.last > counter.last") \
	X(COUNTER_CLEAR,	PLAIN,	"",	"DELETE FROM counter") \
	\
	X(TALLY_ADD,		ENGINE,	"counts are kept with the rows", \
						"INSERT INTO tally (made, ledger, path, one, two, count) VALUES ($1, $2, $3, $4, $5, $6) " \
						"ON CONFLICT (made, ledger, path, one, two) DO UPDATE SET count = tally.count + excluded.count " \
						"RETURNING id, count") \
	X(TALLY_DAY_PUT,	ENGINE,	"counts are kept with the rows", \
						"INSERT INTO tally_day (tally, day, count) VALUES ($1, $2, $3) " \
						"ON CONFLICT (tally, day) DO UPDATE SET count = excluded.count") \
	X(TALLY_OF,		ENGINE,	"a state is renamed", \
						"SELECT path, one, two, count FROM tally WHERE made = $1 AND ledger = $2 AND count <> 0 ORDER BY id") \
	X(TALLY_BELOW,		ENGINE,	"a unit has moved", \
						"SELECT id, made, ledger, path, one, two FROM tally WHERE path >= $1 AND path < $2 ORDER BY id") \
	X(TALLY_SHIFT_DAYS,	ENGINE,	"a unit has moved", \
						"INSERT INTO tally_day (tally, day, count) SELECT $1, a.day, coalesce((SELECT b.count FROM tally_day b " \
						"WHERE b.tally = $1 AND b.day < a.day ORDER BY b.day DESC LIMIT 1), 0) FROM tally_day a " \
						"WHERE a.tally = $2 ON CONFLICT (tally, day) DO NOTHING") \
	X(TALLY_SHIFT,		ENGINE,	"a unit has moved", \
						"UPDATE tally_day SET count = count + $1 * coalesce((SELECT a.count FROM tally_day a " \
						"WHERE a.tally = $2 AND a.day <= tally_day.day ORDER BY a.day DESC LIMIT 1), 0) WHERE tally = $3") \
	X(TALLY_SHIFT_NOW,	ENGINE,	"a unit has moved", \
						"UPDATE tally SET count = count + $1 * (SELECT a.count FROM tally a WHERE a.id = $2) WHERE id = $3") \
	X(TALLY_DROP_DAYS,	ENGINE,	"a unit has moved", \
						"DELETE FROM tally_day WHERE tally = $1") \
	X(TALLY_DROP,		ENGINE,	"a unit has moved", \
						"DELETE FROM tally WHERE id = $1") \
	X(TALLY_ROOT,		ENGINE,	"paths, where all of them may be counted", \
						"SELECT min(path) FROM tally WHERE made = $1 AND ledger = $2 AND path > $3") \
	X(TALLY_CLEAR_DAYS,	ENGINE,	"rebuilding", \
						"DELETE FROM tally_day WHERE tally IN (SELECT id FROM tally WHERE made = $1)") \
	X(TALLY_CLEAR,		ENGINE,	"rebuilding", \
						"DELETE FROM tally WHERE made = $1") \
	X(TALLY_PART_ADD,	ENGINE,	"counts are kept with the rows", \
						"INSERT INTO tally_part (made, ledger, path, one, two, count) VALUES ($1, $2, $3, $4, $5, $6) " \
						"ON CONFLICT (made, ledger, path, one, two) DO UPDATE SET count = tally_part.count + excluded.count") \
	X(TALLY_PART_CLEAR,	ENGINE,	"rebuilding; a unit has moved", \
						"DELETE FROM tally_part WHERE made = $1") \
	X(DAY_OF_SEQ,		PLAIN,	"",	"SELECT day FROM day WHERE seq >= $1 ORDER BY seq LIMIT 1") \
	X(DAY_ENDED,		PLAIN,	"",	"SELECT day FROM day WHERE seq = $1") \
	\
	X(MADE_ADD,		PLAIN,	"",	"INSERT INTO made (name, shape, one, two) VALUES ($1, $2, $3, $4)") \
	X(MADE_CHANGE,		PLAIN,	"",	"UPDATE made SET shape = $1 WHERE name = $2") \
	X(MADE_GET,		PLAIN,	"",	"SELECT shape FROM made WHERE name = $1") \
	X(MADE_TALLIED,		PLAIN,	"",	"SELECT name, one, two FROM made WHERE length(one) > 0 ORDER BY name") \
	X(MADE_PAIRED,		PLAIN,	"",	"SELECT paired FROM made WHERE name = $1") \
	X(MADE_PAIR,		PLAIN,	"",	"UPDATE made SET paired = $1 WHERE name = $2") \
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

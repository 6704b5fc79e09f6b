-- The ground of a ledger (docs/ledger.md). Words used for types: INTEGER (64 bits), TEXT, BLOB; tables end in STRICT.
-- An engine that calls them otherwise replaces these words.

CREATE TABLE head (		-- one row: the last seq given; who writes locks it
	id INTEGER PRIMARY KEY CHECK (id = 1),
	seq INTEGER NOT NULL
) STRICT;
INSERT INTO head (id, seq) VALUES (1, 0);

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE site (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	own INTEGER NOT NULL CHECK (own IN (0, 1)),
	verifier TEXT NOT NULL	-- the key that its checkpoints are signed with, as a note writes it; may be empty
) STRICT;

CREATE TABLE ledger (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	hash TEXT NOT NULL CHECK (hash IN ('sha256', 'sm3'))
) STRICT;

CREATE TABLE log (		-- the events of a ledger at a site
	id INTEGER PRIMARY KEY,
	site INTEGER NOT NULL REFERENCES site (id),
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	size INTEGER NOT NULL,
	time INTEGER NOT NULL,	-- of the last event
	UNIQUE (site, ledger)
) STRICT;

CREATE TABLE identity (		-- small numbers for identifiers that many events name: persons, records
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16)
) STRICT;

CREATE TABLE definition (
	id INTEGER PRIMARY KEY,
	algorithm TEXT NOT NULL CHECK (algorithm IN ('sha256', 'sm3')),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	bytes BLOB NOT NULL,	-- as they were hashed
	UNIQUE (algorithm, hash)
) STRICT;

CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	log INTEGER NOT NULL REFERENCES log (id),
	number INTEGER NOT NULL,
	time INTEGER NOT NULL,
	person INTEGER REFERENCES identity (id),
	acting_for INTEGER REFERENCES identity (id),
	definition INTEGER REFERENCES definition (id),
	record INTEGER REFERENCES identity (id),
	type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 40),
	payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
	leaf BLOB NOT NULL CHECK (length(leaf) = 32),
	UNIQUE (log, number)
) STRICT;
CREATE INDEX event_record ON event (record, seq);

CREATE TABLE payload (		-- taken away by an ordered removal
	seq INTEGER PRIMARY KEY REFERENCES event (seq),
	salt BLOB NOT NULL CHECK (length(salt) = 16),
	bytes BLOB NOT NULL
) STRICT;

CREATE TABLE day (		-- the last seq that was taken in on a local day, or before it
	day INTEGER PRIMARY KEY,	-- since 1970-01-01
	seq INTEGER NOT NULL
) STRICT;

CREATE TABLE tile (		-- hashes of the complete subtrees of 256, 65536 … events
	log INTEGER NOT NULL REFERENCES log (id),
	level INTEGER NOT NULL CHECK (level > 0),
	place INTEGER NOT NULL CHECK (place >= 0),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (log, level, place)
) STRICT;

CREATE TABLE checkpoint (
	log INTEGER NOT NULL REFERENCES log (id),
	size INTEGER NOT NULL,
	time INTEGER NOT NULL,
	note TEXT NOT NULL,	-- signed
	PRIMARY KEY (log, size)
) STRICT;

CREATE TABLE evidence (		-- the bytes stand in a folder, under their SHA-256
	id INTEGER PRIMARY KEY,
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	size INTEGER NOT NULL,
	media TEXT NOT NULL,
	name TEXT NOT NULL,
	seq INTEGER NOT NULL REFERENCES event (seq),	-- the event that brought it
	UNIQUE (hash, seq, name)
) STRICT;
CREATE INDEX evidence_seq ON evidence (seq);

CREATE TABLE made (		-- tables made from definitions, to be dropped by a rebuild
	name TEXT PRIMARY KEY,
	shape TEXT NOT NULL
) STRICT;

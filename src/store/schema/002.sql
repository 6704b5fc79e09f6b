-- Units, persons and roles: rows made from the events of the directory, each valid from one seq until another.

CREATE TABLE unit (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	parent BLOB CHECK (length(parent) = 16),
	path TEXT NOT NULL,		-- four characters a level
	name TEXT NOT NULL,
	division INTEGER NOT NULL CHECK (division IN (0, 1)),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_uuid ON unit (uuid, valid_to);
CREATE INDEX unit_path ON unit (path, valid_to);
CREATE INDEX unit_parent ON unit (parent, path);

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	name TEXT NOT NULL,
	login TEXT NOT NULL,
	account TEXT,			-- of the operating system
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_uuid ON person (uuid, valid_to);
CREATE UNIQUE INDEX person_login ON person (login, valid_to);
CREATE UNIQUE INDEX person_account ON person (account, valid_to);

CREATE TABLE role (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	person BLOB NOT NULL CHECK (length(person) = 16),
	role TEXT NOT NULL,
	unit BLOB CHECK (length(unit) = 16),
	ledger BLOB CHECK (length(ledger) = 16),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX role_uuid ON role (uuid, valid_to);
CREATE INDEX role_person ON role (person, valid_to);

-- Not from events: what a password was made into must not stand in a history that stays.
CREATE TABLE credential (
	person BLOB PRIMARY KEY CHECK (length(person) = 16),
	hash TEXT NOT NULL,		-- Argon2id, as libsodium writes it
	changed INTEGER NOT NULL
) STRICT;

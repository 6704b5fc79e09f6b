-- Posts, who holds them, other names of units, delegations and portfolios: rows made from the events of the directory, as in 002.

CREATE TABLE unit_alias (	-- another name by which papers call a unit, its former ones among them
	id INTEGER PRIMARY KEY,
	unit BLOB NOT NULL CHECK (length(unit) = 16),
	name TEXT NOT NULL,
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_alias_unit ON unit_alias (unit, name, valid_to);
CREATE INDEX unit_alias_name ON unit_alias (name, valid_to);
CREATE INDEX unit_name ON unit (name, valid_to);

CREATE TABLE post (
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	unit BLOB NOT NULL CHECK (length(unit) = 16),
	name TEXT NOT NULL,
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX post_uuid ON post (uuid, valid_to);
CREATE INDEX post_unit ON post (unit, name, valid_to);

CREATE TABLE post_holder (	-- one person a post at a time
	id INTEGER PRIMARY KEY,
	post BLOB NOT NULL CHECK (length(post) = 16),
	person BLOB NOT NULL CHECK (length(person) = 16),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX post_holder_post ON post_holder (post, valid_to);
CREATE INDEX post_holder_person ON post_holder (person, valid_to);

CREATE TABLE delegation (	-- the receiver may act for the giver, from the first day to the last
	id INTEGER PRIMARY KEY,
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	giver BLOB NOT NULL CHECK (length(giver) = 16),
	receiver BLOB NOT NULL CHECK (length(receiver) = 16),
	first_day INTEGER NOT NULL,	-- since 1970-01-01
	last_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL,
	CHECK (first_day <= last_day)
) STRICT;
CREATE UNIQUE INDEX delegation_uuid ON delegation (uuid, valid_to);
CREATE INDEX delegation_giver ON delegation (giver, valid_to);
CREATE INDEX delegation_receiver ON delegation (receiver, valid_to);

CREATE TABLE portfolio (	-- what a post or a person answers for: a unit alone, without what is below it, or a ledger
	id INTEGER PRIMARY KEY,
	owner BLOB NOT NULL CHECK (length(owner) = 16),
	unit BLOB CHECK (length(unit) = 16),
	ledger BLOB CHECK (length(ledger) = 16),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL,
	CHECK ((unit IS NULL) <> (ledger IS NULL))
) STRICT;
CREATE INDEX portfolio_owner ON portfolio (owner, valid_to);
CREATE INDEX portfolio_unit ON portfolio (unit, valid_to);

CREATE INDEX role_role ON role (role, valid_to);
CREATE INDEX role_unit ON role (unit, valid_to);
CREATE INDEX unit_below ON unit (parent, valid_to, path);

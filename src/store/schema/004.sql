-- What persons prove themselves by, and for how long they have. Not from events: that a password was changed or a log-in
-- refused is an event of the directory; what it was made into, secrets and tokens must not stand in a history that stays.

ALTER TABLE credential ADD COLUMN must_change INTEGER NOT NULL DEFAULT 1 CHECK (must_change IN (0, 1));

CREATE TABLE past_password (	-- those before the one in force
	id INTEGER PRIMARY KEY,
	person BLOB NOT NULL CHECK (length(person) = 16),
	hash TEXT NOT NULL
) STRICT;
CREATE INDEX past_password_person ON past_password (person, id);

CREATE TABLE login_try (	-- counted before it is weighed; cleared by one that was right
	id INTEGER PRIMARY KEY,
	who BLOB NOT NULL CHECK (length(who) = 16),	-- the person, or of a login that nobody has the first bytes of its hash
	time INTEGER NOT NULL
) STRICT;
CREATE INDEX login_try_who ON login_try (who, time);
CREATE INDEX login_try_time ON login_try (time);

CREATE TABLE lockout (
	who BLOB PRIMARY KEY CHECK (length(who) = 16),
	until INTEGER NOT NULL
) STRICT;
CREATE INDEX lockout_until ON lockout (until);

CREATE TABLE totp (
	person BLOB PRIMARY KEY CHECK (length(person) = 16),
	secret BLOB NOT NULL CHECK (length(secret) = 20),
	confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),	-- until then it is not asked for
	step INTEGER NOT NULL	-- the last whose code was taken
) STRICT;

CREATE TABLE recovery_code (	-- those not used yet
	id INTEGER PRIMARY KEY,
	person BLOB NOT NULL CHECK (length(person) = 16),
	hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX recovery_code_person ON recovery_code (person, hash);

CREATE TABLE session (
	hash BLOB PRIMARY KEY CHECK (length(hash) = 32),	-- SHA-256 of the token
	person BLOB NOT NULL CHECK (length(person) = 16),
	made INTEGER NOT NULL,
	seen INTEGER NOT NULL,
	until INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_until ON session (until);
CREATE INDEX session_seen ON session (seen);

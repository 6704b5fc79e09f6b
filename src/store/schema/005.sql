-- Ledgers and their records: rows made from the events of each ledger. The records of a kind stand in tables made from
-- definitions (store/table.h); here stands what all kinds share.

CREATE TABLE register (		-- the ledgers: what each is called, and under which definition it is kept
	id INTEGER PRIMARY KEY,
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	code TEXT NOT NULL,		-- a short name, by which people and commands call it
	name TEXT NOT NULL,
	round TEXT NOT NULL,		-- as numbers of records say it; may be empty
	definition INTEGER NOT NULL REFERENCES definition (id),
	archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX register_ledger ON register (ledger, valid_to);
CREATE UNIQUE INDEX register_code ON register (code, valid_to);

CREATE TABLE records (		-- every record as it is now: by this, what is told of it elsewhere finds its scope
	key INTEGER PRIMARY KEY REFERENCES identity (id),
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	kind TEXT NOT NULL,
	number TEXT,
	path TEXT NOT NULL
) STRICT;
CREATE INDEX records_number ON records (number);

CREATE TABLE party (		-- who has a part in a record
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	part TEXT NOT NULL,
	who BLOB NOT NULL CHECK (length(who) = 16),	-- a unit, person or post
	path TEXT,			-- of a unit
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE INDEX party_record ON party (record, valid_to);
CREATE INDEX party_who ON party (who, valid_to, record);
CREATE INDEX party_path ON party (path, valid_to, record);

CREATE TABLE link (		-- from a field of a record to records, or to units where it holds several
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	field TEXT NOT NULL,
	place INTEGER NOT NULL,		-- from 0, in the order in which they were given
	target INTEGER NOT NULL REFERENCES identity (id),
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE INDEX link_record ON link (record, valid_to);
CREATE INDEX link_target ON link (target, valid_to);

CREATE TABLE running (		-- clocks that run
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	clock TEXT NOT NULL,
	started INTEGER NOT NULL,
	due INTEGER,			-- null: it stands, or its years end
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE INDEX running_record ON running (record, valid_to);
CREATE INDEX running_due ON running (valid_to, due);

CREATE TABLE pause (		-- days on which the clocks of a record stand
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	first INTEGER NOT NULL,		-- the first day that does not count
	last INTEGER,			-- the first that counts again; null while it stands
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE INDEX pause_record ON pause (record, valid_to);

CREATE TABLE milestone (
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	place INTEGER NOT NULL,		-- from 1
	name TEXT NOT NULL,
	weight INTEGER NOT NULL,
	due INTEGER,
	accepted INTEGER,		-- the day
	valid_from INTEGER NOT NULL,
	valid_to INTEGER NOT NULL
) STRICT;
CREATE INDEX milestone_record ON milestone (record, valid_to, place);

CREATE TABLE counter (		-- the numbers that were given last
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	pattern TEXT NOT NULL,		-- with all but {seq} filled in
	last INTEGER NOT NULL,
	PRIMARY KEY (ledger, pattern)
) STRICT;

-- Evidence bears its own day, which is not that on which it was handed in.
ALTER TABLE evidence ADD COLUMN dated INTEGER;
CREATE INDEX evidence_hash ON evidence (hash);

CREATE TABLE document (		-- files that fields of records hold or held; they lie where evidence does
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	file BLOB NOT NULL CHECK (length(file) = 32),	-- its SHA-256
	size INTEGER NOT NULL,
	seq INTEGER NOT NULL	-- of the event that brought it
) STRICT;
CREATE INDEX document_file ON document (file, size);

CREATE TABLE intake (		-- of records that were made from a file: which, and what of it
	record INTEGER PRIMARY KEY REFERENCES identity (id),
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	file BLOB NOT NULL CHECK (length(file) = 32),	-- its SHA-256; it is kept where evidence is
	size INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,		-- of the text in it; may be empty
	part TEXT NOT NULL,		-- the same whenever the same words are read
	seq INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_part ON intake (ledger, part);
CREATE INDEX intake_name ON intake (ledger, name);
CREATE INDEX intake_title ON intake (ledger, title);
CREATE INDEX intake_file ON intake (file, size);

CREATE TABLE turn (		-- of a cadence: opened and closed by the clock
	id INTEGER PRIMARY KEY,
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	kind TEXT NOT NULL,
	cadence TEXT NOT NULL,
	number INTEGER NOT NULL,	-- counts the turns of its period without gap
	first INTEGER NOT NULL,
	last INTEGER NOT NULL,
	due INTEGER NOT NULL,
	missed INTEGER NOT NULL CHECK (missed IN (0, 1)),	-- nobody could have been asked
	opened INTEGER NOT NULL,	-- seq
	closed INTEGER,			-- seq; null while it is open
	UNIQUE (ledger, kind, cadence, number)
) STRICT;
CREATE INDEX turn_open ON turn (closed, ledger);

CREATE TABLE asked (		-- what a turn asks for: a report on each record
	id INTEGER PRIMARY KEY,
	turn INTEGER NOT NULL REFERENCES turn (id),
	record INTEGER NOT NULL REFERENCES identity (id),
	answered INTEGER,		-- seq of what answered it
	late INTEGER NOT NULL CHECK (late IN (0, 1))	-- it was still to be answered when the turn closed
) STRICT;
CREATE INDEX asked_turn ON asked (turn, answered);
CREATE INDEX asked_record ON asked (record, answered);

CREATE TABLE instruction (	-- what a leader wrote on a record
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	number INTEGER NOT NULL,	-- of its event, by which an answer names it
	person BLOB NOT NULL CHECK (length(person) = 16),
	text TEXT NOT NULL,
	until INTEGER NOT NULL,		-- the day to answer by
	given INTEGER NOT NULL,		-- seq
	answered INTEGER		-- seq
) STRICT;
CREATE INDEX instruction_record ON instruction (record, number);
CREATE INDEX instruction_open ON instruction (answered, until);

CREATE TABLE notice (		-- numbered papers to who is late
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	step TEXT NOT NULL,
	number TEXT NOT NULL,
	day INTEGER NOT NULL,
	reply INTEGER,			-- the day to reply by; null: none is asked
	given INTEGER NOT NULL,		-- seq
	received INTEGER,		-- seq
	answered INTEGER		-- seq
) STRICT;
CREATE INDEX notice_record ON notice (record, number);
CREATE INDEX notice_open ON notice (answered, reply);

CREATE TABLE look_back (	-- records that were drawn, and what was found
	id INTEGER PRIMARY KEY,
	record INTEGER NOT NULL REFERENCES identity (id),
	drawn INTEGER NOT NULL,		-- seq
	looked INTEGER,			-- seq
	holds INTEGER CHECK (holds IN (0, 1))
) STRICT;
CREATE INDEX look_back_record ON look_back (record, looked);
CREATE INDEX look_back_drawn ON look_back (drawn);

CREATE TABLE filed (		-- figures that were reported up
	id INTEGER PRIMARY KEY,
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	name TEXT NOT NULL,
	seq INTEGER NOT NULL,
	UNIQUE (ledger, name)
) STRICT;

CREATE TABLE filed_count (
	id INTEGER PRIMARY KEY,
	filed INTEGER NOT NULL REFERENCES filed (id),
	kind TEXT NOT NULL,
	grouped TEXT NOT NULL,		-- by which column
	value TEXT,
	count INTEGER NOT NULL
) STRICT;
CREATE INDEX filed_count_filed ON filed_count (filed);

-- Not from events: what was told to whom, once a person and day.
CREATE TABLE digest (
	person BLOB NOT NULL CHECK (length(person) = 16),
	day INTEGER NOT NULL,
	items INTEGER NOT NULL,
	made INTEGER NOT NULL,		-- when it was last tried
	delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),
	status INTEGER NOT NULL,	-- of the program that delivers: its exit status, or below 0 minus the signal
	PRIMARY KEY (person, day)
) STRICT;
CREATE INDEX digest_undelivered ON digest (delivered, day);

-- How many current records there are of each state and lamp, for the unit whose they are and each above it; and how many there
-- were at the end of each day on which that changed (store/tally.h).
CREATE INDEX day_seq ON day (seq);

CREATE TABLE tally (
	id INTEGER PRIMARY KEY,
	made TEXT NOT NULL,		-- the table that is counted
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	path TEXT NOT NULL,
	one TEXT NOT NULL,		-- what the first column says by which it is counted; empty for null
	two TEXT NOT NULL,
	count INTEGER NOT NULL,
	UNIQUE (made, ledger, path, one, two)
) STRICT;

CREATE TABLE tally_day (
	tally INTEGER NOT NULL REFERENCES tally (id),
	day INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (tally, day)
) STRICT;

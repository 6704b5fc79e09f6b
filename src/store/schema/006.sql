-- Indexes of pairs of columns are made when a table has become large (store/table.h).

ALTER TABLE made ADD COLUMN paired INTEGER NOT NULL DEFAULT 0;	-- pairs of the first so many columns have theirs

-- The columns by which rows are counted; empty where they are not.
ALTER TABLE made ADD COLUMN one TEXT NOT NULL DEFAULT '';
ALTER TABLE made ADD COLUMN two TEXT NOT NULL DEFAULT '';

-- Of whom a record is not, but who takes part in it: how many there are now for each unit in or below which somebody does (store/tally.h).
CREATE TABLE tally_part (
	made TEXT NOT NULL,
	ledger INTEGER NOT NULL REFERENCES ledger (id),
	path TEXT NOT NULL,
	one TEXT NOT NULL,
	two TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (made, ledger, path, one, two)
) STRICT;

-- What stands in the tables is not what this version makes of the events: they are made again when the site is next opened.
INSERT INTO setting (name, value) SELECT 'views', 'old' WHERE EXISTS (SELECT 1 FROM event);

-- A drawer's day: cash that comes and goes without a customer, and counts by notes and coins.

-- Two older tables take more words: their rows stay as they are, so only the text of the check is exchanged.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''drawerClose''', '''drawerClose'', ''drawerMovement''') WHERE type = 'table' AND name = 'entries';
UPDATE sqlite_schema SET sql = replace(sql, '''unlock''', '''unlock'', ''movement'', ''count''') WHERE type = 'table' AND name = 'writes';
PRAGMA writable_schema = RESET;

ALTER TABLE offices ADD COLUMN last_movement INTEGER NOT NULL DEFAULT 0;

CREATE TABLE movements (
  id      TEXT PRIMARY KEY,
  session TEXT NOT NULL,                     -- a rejected one may name one that is not there
  kind    TEXT NOT NULL CHECK (kind IN ('pickUp', 'changeBrought', 'correction')),
  reason  TEXT,
  amount  INTEGER NOT NULL CHECK (amount <> 0),   -- into the drawer
  state   TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  at      INTEGER NOT NULL,
  staff   TEXT NOT NULL,
  desk    TEXT NOT NULL,
  number  TEXT UNIQUE,
  entry   INTEGER UNIQUE REFERENCES entries,
  CHECK ((state = 'posted') = (entry IS NOT NULL)),
  CHECK ((state = 'posted') = (number IS NOT NULL)),
  CHECK (kind <> 'pickUp' OR amount < 0),
  CHECK (kind <> 'changeBrought' OR amount > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX movements_by_session ON movements (session) WHERE state = 'posted';

CREATE TRIGGER movements_of_open_drawers BEFORE INSERT ON movements
WHEN NEW.state = 'posted'
 AND NOT EXISTS (SELECT 1 FROM drawer_sessions WHERE id = NEW.session AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'movements: the drawer is not open'); END;
CREATE TRIGGER movements_stay_as_they_are BEFORE UPDATE ON movements
BEGIN SELECT RAISE(ABORT, 'movements: an ending is never changed'); END;
CREATE TRIGGER movements_stay BEFORE DELETE ON movements
BEGIN SELECT RAISE(ABORT, 'movements: a row stays'); END;

CREATE TABLE counts (
  id       TEXT PRIMARY KEY,
  session  TEXT NOT NULL REFERENCES drawer_sessions,
  n        INTEGER NOT NULL CHECK (n BETWEEN 1 AND 2),
  counted  INTEGER NOT NULL CHECK (counted >= 0),
  expected INTEGER NOT NULL CHECK (expected >= 0),
  at       INTEGER NOT NULL,
  UNIQUE (session, n)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER counts_of_open_drawers BEFORE INSERT ON counts
WHEN NOT EXISTS (SELECT 1 FROM drawer_sessions WHERE id = NEW.session AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'counts: the drawer is not open'); END;
CREATE TRIGGER counts_stay_as_they_are BEFORE UPDATE ON counts
BEGIN SELECT RAISE(ABORT, 'counts: one is never changed'); END;
CREATE TRIGGER counts_stay BEFORE DELETE ON counts
BEGIN SELECT RAISE(ABORT, 'counts: one stays'); END;

-- Notes and coins, of an opening (about the session) or of a count.
CREATE TABLE denominations (
  about  TEXT NOT NULL,
  value  INTEGER NOT NULL CHECK (value IN (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)),
  pieces INTEGER NOT NULL CHECK (pieces BETWEEN 0 AND 100000),
  PRIMARY KEY (about, value)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER denominations_stay_as_they_are BEFORE UPDATE ON denominations
BEGIN SELECT RAISE(ABORT, 'denominations: a count is never changed'); END;
CREATE TRIGGER denominations_stay BEFORE DELETE ON denominations
BEGIN SELECT RAISE(ABORT, 'denominations: a count stays'); END;

ALTER TABLE drawer_sessions ADD COLUMN float_reason TEXT;
ALTER TABLE drawer_sessions ADD COLUMN difference_reason TEXT;

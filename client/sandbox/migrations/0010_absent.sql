-- Whose drawer it is: handed over, taken over, closed by another. Three older tables take more words: their rows stay as they
-- are, so only the text of the check is exchanged.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''drawerMovement''', '''drawerMovement'', ''drawerHandOver''') WHERE type = 'table' AND name = 'entries';
UPDATE sqlite_schema SET sql = replace(sql, '''movement'', ''count''', '''movement'', ''count'', ''custody''') WHERE type = 'table' AND name = 'writes';
UPDATE sqlite_schema SET sql = replace(sql, '''settlement''', '''settlement'', ''custody''') WHERE type = 'table' AND name = 'approvals';
PRAGMA writable_schema = RESET;

CREATE TABLE custody (
  id         TEXT PRIMARY KEY,
  session    TEXT NOT NULL,                     -- a rejected one may name one that is not there
  kind       TEXT NOT NULL CHECK (kind IN ('handOver', 'takeOver', 'forcedClose')),
  reason     TEXT,
  counted    INTEGER NOT NULL CHECK (counted >= 0),
  to_session TEXT,                              -- the one that goes on with the cash
  state      TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  at         INTEGER NOT NULL,
  staff      TEXT NOT NULL,                     -- the maker
  desk       TEXT NOT NULL,                     -- the maker's
  approval   TEXT NOT NULL,
  entry      INTEGER UNIQUE REFERENCES entries, -- none where no cash lay in the drawer
  CHECK ((kind = 'forcedClose') = (to_session IS NULL)),
  CHECK (state = 'posted' OR entry IS NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX custody_of_sessions ON custody (session) WHERE state = 'posted';
CREATE UNIQUE INDEX custody_to_sessions ON custody (to_session) WHERE state = 'posted' AND to_session IS NOT NULL;

-- The row comes last, in the transaction that ends one session and begins the other.
CREATE TRIGGER custody_ends_a_session BEFORE INSERT ON custody
WHEN NEW.state = 'posted' AND NOT EXISTS (SELECT 1 FROM drawer_sessions WHERE id = NEW.session AND counted = NEW.counted)
BEGIN SELECT RAISE(ABORT, 'custody: the session is not closed with this count'); END;
CREATE TRIGGER custody_leaves_cash_in_one_hand BEFORE INSERT ON custody
WHEN NEW.state = 'posted' AND NEW.to_session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM drawer_sessions n JOIN drawer_sessions o ON o.id = NEW.session
  WHERE n.id = NEW.to_session AND n.closed_at IS NULL AND n.float = NEW.counted AND n.desk = o.desk AND n.staff <> o.staff)
BEGIN SELECT RAISE(ABORT, 'custody: nobody goes on with the cash'); END;
CREATE TRIGGER custody_with_its_approval BEFORE INSERT ON custody
WHEN NEW.state = 'posted' AND NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval AND used_by = NEW.id AND act = 'custody')
BEGIN SELECT RAISE(ABORT, 'custody: the approval is not of this one'); END;
CREATE TRIGGER custody_stays_as_it_is BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'custody: an ending is never changed'); END;
CREATE TRIGGER custody_stays BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'custody: a row stays'); END;

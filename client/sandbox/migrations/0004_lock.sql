-- Locks: a card stopped at a counter, reversibly. No money moves.

CREATE TABLE writes_of_all_acts (
  act         TEXT NOT NULL CHECK (act IN ('top-up', 'person', 'drawer-open', 'drawer-close', 'lock')),
  id          TEXT NOT NULL,
  fingerprint BLOB CHECK (length(fingerprint) = 32),   -- SHA-256 of the body; none for a tombstone
  answer      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (act, id)
) STRICT, WITHOUT ROWID;
INSERT INTO writes_of_all_acts SELECT act, id, fingerprint, answer, at FROM writes;
DROP TABLE writes;
ALTER TABLE writes_of_all_acts RENAME TO writes;

CREATE TRIGGER writes_stay_as_they_are BEFORE UPDATE ON writes
BEGIN SELECT RAISE(ABORT, 'writes: an answer is never changed'); END;
CREATE TRIGGER writes_stay BEFORE DELETE ON writes
BEGIN SELECT RAISE(ABORT, 'writes: an id is kept for ever'); END;

ALTER TABLE offices ADD COLUMN last_lock INTEGER NOT NULL DEFAULT 0;

CREATE TABLE locks (
  id           TEXT PRIMARY KEY,
  mok_id       TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  at           INTEGER NOT NULL,
  reason       TEXT NOT NULL,
  reporter     TEXT NOT NULL,
  verification TEXT NOT NULL,
  note         TEXT,
  staff        TEXT NOT NULL,                       -- who was told; a rejected one may name nobody's number
  desk         TEXT NOT NULL,
  number       TEXT UNIQUE,
  card_was     TEXT CHECK (card_was IN ('active', 'notActivated')),  -- what an unlock goes back to
  CHECK ((state = 'posted') = (number IS NOT NULL)),
  CHECK ((state = 'posted') = (card_was IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX locks_by_card ON locks (mok_id, at);

CREATE TRIGGER locks_of_cards_that_are_as_they_say BEFORE INSERT ON locks
WHEN NEW.state = 'posted' AND NOT EXISTS (SELECT 1 FROM cards WHERE mok_id = NEW.mok_id AND state = NEW.card_was)
BEGIN SELECT RAISE(ABORT, 'locks: the card cannot be locked'); END;

CREATE TRIGGER locks_stop_the_card AFTER INSERT ON locks
WHEN NEW.state = 'posted'
BEGIN UPDATE cards SET state = 'locked', state_since = NEW.at, state_reason = 'clerk' WHERE mok_id = NEW.mok_id; END;

CREATE TRIGGER locks_stay_as_they_are BEFORE UPDATE ON locks
BEGIN SELECT RAISE(ABORT, 'locks: an ending is never changed'); END;
CREATE TRIGGER locks_stay BEFORE DELETE ON locks
BEGIN SELECT RAISE(ABORT, 'locks: a row stays'); END;

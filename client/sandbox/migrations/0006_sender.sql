-- Who sent a write, and who looked at a card. Rows from before have no sender: nobody noted it.

ALTER TABLE writes ADD COLUMN sender TEXT REFERENCES staff (number);   -- the clerk of the token that brought the id first

CREATE TRIGGER writes_have_a_sender BEFORE INSERT ON writes
WHEN NEW.sender IS NULL
BEGIN SELECT RAISE(ABORT, 'writes: somebody sent it'); END;

CREATE TABLE look_ups (
  n      INTEGER PRIMARY KEY,              -- in the order in which they were kept
  mok_id TEXT NOT NULL REFERENCES cards,
  at     INTEGER NOT NULL,
  staff  TEXT NOT NULL REFERENCES staff,
  desk   TEXT NOT NULL,
  view   TEXT NOT NULL CHECK (view IN ('clerk', 'minimal', 'transactions')),
  trace  TEXT NOT NULL CHECK (length(trace) = 32)
) STRICT;
CREATE INDEX look_ups_by_card ON look_ups (mok_id, n);

CREATE TRIGGER look_ups_stay_as_they_are BEFORE UPDATE ON look_ups
BEGIN SELECT RAISE(ABORT, 'look-ups: one is never changed'); END;
CREATE TRIGGER look_ups_stay BEFORE DELETE ON look_ups
BEGIN SELECT RAISE(ABORT, 'look-ups: one stays'); END;

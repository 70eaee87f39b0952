-- The counter's writes: each kept under the desk's own id, for ever, with the answer it got.

CREATE TABLE writes (
  act         TEXT NOT NULL CHECK (act IN ('top-up', 'person', 'drawer-open', 'drawer-close')),
  id          TEXT NOT NULL,
  fingerprint BLOB CHECK (length(fingerprint) = 32),   -- SHA-256 of the body; none for a tombstone
  answer      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (act, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER writes_stay_as_they_are BEFORE UPDATE ON writes
BEGIN SELECT RAISE(ABORT, 'writes: an answer is never changed'); END;
CREATE TRIGGER writes_stay BEFORE DELETE ON writes
BEGIN SELECT RAISE(ABORT, 'writes: an id is kept for ever'); END;

CREATE TABLE persons (
  id             TEXT PRIMARY KEY,
  role           TEXT NOT NULL CHECK (role IN ('payer', 'reporter', 'agent')),
  name           TEXT NOT NULL,
  document_kind  TEXT CHECK (document_kind IN ('identityCard', 'passport', 'other')),
  document_last3 TEXT,
  CHECK ((document_kind IS NULL) = (document_last3 IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE drawer_sessions (
  id           TEXT PRIMARY KEY,
  office       TEXT NOT NULL REFERENCES offices,
  desk         TEXT NOT NULL,
  staff        TEXT NOT NULL REFERENCES staff,
  float        INTEGER NOT NULL CHECK (float >= 0),
  account      INTEGER NOT NULL UNIQUE REFERENCES accounts,
  opened_at    INTEGER NOT NULL,
  opened_trace TEXT NOT NULL,
  closed_at    INTEGER,
  counted      INTEGER CHECK (counted >= 0),
  expected     INTEGER,
  close_number INTEGER,
  top_ups      INTEGER,
  closed_trace TEXT,
  UNIQUE (office, close_number),
  CHECK ((closed_at IS NULL) = (counted IS NULL) AND (closed_at IS NULL) = (expected IS NULL)
     AND (closed_at IS NULL) = (close_number IS NULL) AND (closed_at IS NULL) = (top_ups IS NULL)
     AND (closed_at IS NULL) = (closed_trace IS NULL))
) STRICT;
CREATE UNIQUE INDEX drawer_sessions_open ON drawer_sessions (desk) WHERE closed_at IS NULL;
CREATE INDEX drawer_sessions_by_desk ON drawer_sessions (desk, closed_at);

CREATE TRIGGER drawer_sessions_end_once BEFORE UPDATE ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'drawer: a count is final'); END;
CREATE TRIGGER drawer_sessions_stay BEFORE DELETE ON drawer_sessions
BEGIN SELECT RAISE(ABORT, 'drawer: a session stays'); END;

CREATE TABLE top_ups (
  n           INTEGER PRIMARY KEY,         -- in order of arrival
  id          TEXT NOT NULL UNIQUE,
  mok_id      TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount > 0),
  state       TEXT NOT NULL CHECK (state IN ('posted', 'rejected', 'cancelled')),
  at          INTEGER NOT NULL,
  desk        TEXT NOT NULL,
  seq         INTEGER CHECK (seq >= 1),
  fingerprint BLOB CHECK (length(fingerprint) = 32),
  session     TEXT,
  receipt     TEXT UNIQUE,
  entry       INTEGER UNIQUE REFERENCES entries,
  CHECK ((state = 'posted') = (entry IS NOT NULL)),
  CHECK ((state = 'posted') = (receipt IS NOT NULL)),
  CHECK ((state = 'cancelled') = (seq IS NULL) AND (state = 'cancelled') = (fingerprint IS NULL))
) STRICT;
CREATE INDEX top_ups_by_desk ON top_ups (desk, seq);
CREATE INDEX top_ups_by_card ON top_ups (mok_id, at);
CREATE INDEX top_ups_by_session ON top_ups (session) WHERE state = 'posted';

CREATE TRIGGER top_ups_into_open_drawers BEFORE INSERT ON top_ups
WHEN NEW.state = 'posted'
 AND NOT EXISTS (SELECT 1 FROM drawer_sessions WHERE id = NEW.session AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'top-ups: the drawer is not open'); END;
CREATE TRIGGER top_ups_stay_as_they_are BEFORE UPDATE ON top_ups
BEGIN SELECT RAISE(ABORT, 'top-ups: an ending is never changed'); END;
CREATE TRIGGER top_ups_stay BEFORE DELETE ON top_ups
BEGIN SELECT RAISE(ABORT, 'top-ups: a row stays'); END;

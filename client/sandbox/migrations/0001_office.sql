-- The office itself: who works where, under which limits, which cards it knows.
-- Money is whole cents, a moment is milliseconds since 1970 (UTC), a switch is 0 or 1.

CREATE TABLE offices (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('bank', 'municipal')),
  town         TEXT NOT NULL,
  last_receipt INTEGER NOT NULL DEFAULT 0,
  last_close   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One row: what the office allows.
CREATE TABLE policy (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  top_up_min      INTEGER NOT NULL CHECK (top_up_min > 0),
  top_up_max      INTEGER NOT NULL CHECK (top_up_max >= top_up_min),
  balance_max     INTEGER NOT NULL,
  day_max         INTEGER NOT NULL,
  month_max       INTEGER NOT NULL,
  payer_name_from INTEGER NOT NULL,
  drawer_warning  INTEGER NOT NULL,
  drawer_lockout  INTEGER NOT NULL
) STRICT;

-- One row: what the program remembers of its demonstration data.
CREATE TABLE demo (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  opened_at  INTEGER NOT NULL,
  seeded_for INTEGER NOT NULL,             -- the bulk's history ends here
  seed_next  INTEGER NOT NULL DEFAULT 0,   -- the next bulk card
  seed_part  INTEGER NOT NULL DEFAULT 0    -- how much of that card's history is in
) STRICT;

CREATE TABLE staff (
  number TEXT PRIMARY KEY CHECK (length(number) BETWEEN 4 AND 8 AND number NOT GLOB '*[^0-9]*'),
  alias  TEXT NOT NULL,
  pin    TEXT NOT NULL,                    -- argon2id in PHC form
  role   TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'municipal')),
  office TEXT NOT NULL REFERENCES offices
) STRICT;

-- Tries are counted for any number, so that an unknown one answers like a known one.
CREATE TABLE sign_in_tries (
  number TEXT PRIMARY KEY,
  wrong  INTEGER NOT NULL CHECK (wrong BETWEEN 0 AND 5)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
  staff      TEXT NOT NULL REFERENCES staff,
  desk       TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

CREATE TABLE kinds (
  code    TEXT PRIMARY KEY,
  name_sl TEXT NOT NULL,
  name_en TEXT NOT NULL,
  fee     INTEGER NOT NULL CHECK (fee >= 0)
) STRICT;

CREATE TABLE cards (
  mok_id       TEXT PRIMARY KEY CHECK (length(mok_id) = 9 AND mok_id NOT GLOB '*[^0-9]*'),
  last_six     TEXT NOT NULL CHECK (length(last_six) = 6 AND last_six NOT GLOB '*[^0-9]*'),
  kind         TEXT NOT NULL REFERENCES kinds,
  state        TEXT NOT NULL CHECK (state IN ('active', 'locked', 'lost', 'stolen', 'expired', 'replaced', 'notActivated')),
  state_since  INTEGER NOT NULL,
  state_reason TEXT CHECK (state_reason IN ('holderPortal', 'clerk', 'issuer')),
  holder       TEXT,
  expires      TEXT NOT NULL CHECK (expires GLOB '20[0-9][0-9]-[01][0-9]'),
  online       INTEGER NOT NULL CHECK (online IN (0, 1)),
  abroad       INTEGER NOT NULL CHECK (abroad IN (0, 1)),
  atm          INTEGER NOT NULL CHECK (atm IN (0, 1)),
  replaced_by  TEXT REFERENCES cards,
  account      INTEGER NOT NULL UNIQUE REFERENCES accounts,
  CHECK ((state = 'replaced') = (replaced_by IS NOT NULL))
) STRICT;

CREATE TABLE match_tries (
  mok_id       TEXT PRIMARY KEY REFERENCES cards,
  wrong        INTEGER NOT NULL CHECK (wrong BETWEEN 0 AND 5),
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
  id         TEXT PRIMARY KEY,
  mok_id     TEXT NOT NULL REFERENCES cards,
  desk       TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_by_expiry ON matches (expires_at);

CREATE TABLE quotes (
  id          TEXT PRIMARY KEY,
  mok_id      TEXT NOT NULL REFERENCES cards,
  desk        TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount > 0),
  fee         INTEGER NOT NULL CHECK (fee >= 0),
  made_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  consumed_by TEXT UNIQUE REFERENCES top_ups (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotes_by_card ON quotes (mok_id, expires_at);

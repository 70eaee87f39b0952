-- Undoing: a second person, storno, unlock. Two older tables get other checks: their rows stay as they are, so only the
-- text of the check is exchanged. The tables that are made below make every connection read the schema anew.

PRAGMA writable_schema = ON;
-- A storno may bring a card below zero; nothing else may, see entries_keep_cards_in_credit.
UPDATE sqlite_schema SET sql = replace(sql, '  CHECK (kind <> ''card'' OR balance >= 0),' || char(10), '') WHERE type = 'table' AND name = 'accounts';
UPDATE sqlite_schema SET sql = replace(sql, '''drawer-close'', ''lock''', '''drawer-close'', ''lock'', ''approval'', ''reversal'', ''unlock''')
 WHERE type = 'table' AND name = 'writes';
PRAGMA writable_schema = RESET;

CREATE TRIGGER entries_keep_cards_in_credit BEFORE INSERT ON entries
WHEN NEW.kind <> 'reversal' AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account
                                         WHERE p.entry = NEW.id AND p.amount < 0 AND p.after < 0 AND a.kind = 'card')
BEGIN SELECT RAISE(ABORT, 'ledger: a card is not spent below zero'); END;

ALTER TABLE policy ADD COLUMN top_up_approved_max INTEGER NOT NULL DEFAULT 100000;  -- with a second person
ALTER TABLE policy ADD COLUMN approval_minutes INTEGER NOT NULL DEFAULT 10 CHECK (approval_minutes BETWEEN 1 AND 1440);
ALTER TABLE policy ADD COLUMN reversal_minutes INTEGER NOT NULL DEFAULT 30 CHECK (reversal_minutes BETWEEN 0 AND 10080);
ALTER TABLE policy ADD COLUMN reversal_approval_from INTEGER NOT NULL DEFAULT 20000;
ALTER TABLE policy ADD COLUMN reversal_below INTEGER NOT NULL DEFAULT 0 CHECK (reversal_below >= 0);  -- so far below zero

ALTER TABLE offices ADD COLUMN last_reversal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offices ADD COLUMN last_correction INTEGER NOT NULL DEFAULT 0;

INSERT INTO places (id, sl, en) VALUES (1000, 'Popravek banke', 'Correction by the bank');

CREATE TABLE approvals (
  id         TEXT PRIMARY KEY,
  state      TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  act        TEXT NOT NULL CHECK (act IN ('topUp', 'reversal', 'unlock', 'movement', 'settlement')),
  subject    TEXT NOT NULL,                                  -- the id of the write that may come
  hash       BLOB NOT NULL CHECK (length(hash) = 32),        -- SHA-256 of its body
  mok_id     TEXT,
  amount     INTEGER,
  maker      TEXT NOT NULL,                                  -- a rejected one may name nobody's number
  approver   TEXT NOT NULL REFERENCES staff,                 -- the clerk of the token
  desk       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  expires_at INTEGER,
  used_by    TEXT,
  CHECK ((state = 'posted') = (expires_at IS NOT NULL)),
  CHECK (state = 'rejected' OR maker <> approver),
  CHECK (used_by IS NULL OR (state = 'posted' AND used_by = subject))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER approvals_are_used_once BEFORE UPDATE ON approvals
WHEN OLD.used_by IS NOT NULL OR NEW.used_by IS NULL OR NEW.id <> OLD.id OR NEW.state <> OLD.state OR NEW.act <> OLD.act
  OR NEW.subject <> OLD.subject OR NEW.hash <> OLD.hash OR NEW.mok_id IS NOT OLD.mok_id OR NEW.amount IS NOT OLD.amount
  OR NEW.maker <> OLD.maker OR NEW.approver <> OLD.approver OR NEW.desk <> OLD.desk OR NEW.at <> OLD.at OR NEW.expires_at IS NOT OLD.expires_at
BEGIN SELECT RAISE(ABORT, 'approvals: one serves one write'); END;
CREATE TRIGGER approvals_stay BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals: a row stays'); END;

CREATE TABLE reversals (
  id         TEXT PRIMARY KEY,
  state      TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  top_up     TEXT NOT NULL,                                  -- a rejected one may name nobody's
  mok_id     TEXT NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount > 0),
  reason     TEXT NOT NULL,
  session    TEXT NOT NULL,                                  -- the drawer that pays
  staff      TEXT NOT NULL,
  desk       TEXT NOT NULL,
  approval   TEXT,
  at         INTEGER NOT NULL,
  receipt    TEXT UNIQUE,
  entry      INTEGER UNIQUE REFERENCES entries,
  correction TEXT,
  CHECK ((state = 'posted') = (receipt IS NOT NULL)),
  CHECK ((state = 'posted') = (entry IS NOT NULL)),
  CHECK (correction IS NULL OR state = 'rejected')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reversals_of_top_ups ON reversals (top_up) WHERE state = 'posted';
CREATE INDEX reversals_by_session ON reversals (session) WHERE state = 'posted';

-- A top-up that no counter can undo, passed to the bank.
CREATE TABLE corrections (
  number    TEXT PRIMARY KEY,
  top_up    TEXT NOT NULL UNIQUE REFERENCES top_ups (id),
  reversal  TEXT NOT NULL UNIQUE,
  total     INTEGER NOT NULL CHECK (total > 0),
  state     TEXT NOT NULL CHECK (state IN ('open', 'paid', 'refused', 'withdrawn')),
  opened_at INTEGER NOT NULL,
  ended_at  INTEGER,
  entry     INTEGER UNIQUE REFERENCES entries,
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'paid') = (entry IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reversals_undo_what_stands BEFORE INSERT ON reversals
WHEN NEW.state = 'posted' AND (
     NOT EXISTS (SELECT 1 FROM top_ups WHERE id = NEW.top_up AND state = 'posted' AND mok_id = NEW.mok_id AND amount = NEW.amount)
  OR EXISTS (SELECT 1 FROM corrections WHERE top_up = NEW.top_up AND state = 'paid'))
BEGIN SELECT RAISE(ABORT, 'reversals: there is nothing to undo'); END;
CREATE TRIGGER reversals_out_of_open_drawers BEFORE INSERT ON reversals
WHEN NEW.state = 'posted'
 AND NOT EXISTS (SELECT 1 FROM drawer_sessions WHERE id = NEW.session AND staff = NEW.staff AND desk = NEW.desk AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'reversals: the drawer is not open'); END;
CREATE TRIGGER reversals_with_their_approval BEFORE INSERT ON reversals
WHEN NEW.state = 'posted' AND NEW.approval IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval AND used_by = NEW.id AND act = 'reversal')
BEGIN SELECT RAISE(ABORT, 'reversals: the approval is not of this one'); END;
CREATE TRIGGER reversals_stay_as_they_are BEFORE UPDATE ON reversals
BEGIN SELECT RAISE(ABORT, 'reversals: an ending is never changed'); END;
CREATE TRIGGER reversals_stay BEFORE DELETE ON reversals
BEGIN SELECT RAISE(ABORT, 'reversals: a row stays'); END;

CREATE TRIGGER corrections_end_once BEFORE UPDATE ON corrections
WHEN OLD.state <> 'open' OR NEW.number <> OLD.number OR NEW.top_up <> OLD.top_up OR NEW.reversal <> OLD.reversal OR NEW.total <> OLD.total
  OR NEW.opened_at <> OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'corrections: an ending is never changed'); END;
CREATE TRIGGER corrections_pay_once BEFORE UPDATE ON corrections
WHEN NEW.state = 'paid' AND EXISTS (SELECT 1 FROM reversals WHERE top_up = NEW.top_up AND state = 'posted')
BEGIN SELECT RAISE(ABORT, 'corrections: a counter paid it'); END;
CREATE TRIGGER corrections_stay BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections: a row stays'); END;

CREATE TABLE unlocks (
  id       TEXT PRIMARY KEY,
  state    TEXT NOT NULL CHECK (state IN ('posted', 'rejected')),
  mok_id   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  staff    TEXT NOT NULL,
  desk     TEXT NOT NULL,
  approval TEXT NOT NULL,
  card_is  TEXT CHECK (card_is IN ('active', 'notActivated')),
  CHECK ((state = 'posted') = (card_is IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX unlocks_by_card ON unlocks (mok_id, at);

CREATE TRIGGER unlocks_of_cards_that_a_clerk_locked BEFORE INSERT ON unlocks
WHEN NEW.state = 'posted' AND NOT EXISTS (SELECT 1 FROM cards WHERE mok_id = NEW.mok_id AND state = 'locked' AND state_reason = 'clerk')
BEGIN SELECT RAISE(ABORT, 'unlocks: the card cannot be unlocked'); END;
CREATE TRIGGER unlocks_with_their_approval BEFORE INSERT ON unlocks
WHEN NEW.state = 'posted' AND NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval AND used_by = NEW.id AND act = 'unlock')
BEGIN SELECT RAISE(ABORT, 'unlocks: the approval is not of this one'); END;
CREATE TRIGGER unlocks_free_the_card AFTER INSERT ON unlocks
WHEN NEW.state = 'posted'
BEGIN UPDATE cards SET state = NEW.card_is, state_since = NEW.at, state_reason = NULL WHERE mok_id = NEW.mok_id; END;
CREATE TRIGGER unlocks_stay_as_they_are BEFORE UPDATE ON unlocks
BEGIN SELECT RAISE(ABORT, 'unlocks: an ending is never changed'); END;
CREATE TRIGGER unlocks_stay BEFORE DELETE ON unlocks
BEGIN SELECT RAISE(ABORT, 'unlocks: a row stays'); END;

-- The ledger: double entry, append only. The rules stand here, so no code above can break them:
--   an entry's postings add up to nothing, and there are at least two;
--   a posting states the balance it leaves, which is the balance before plus its amount;
--   a balance is what its last posting left, and only a posting moves it;
--   nothing that was posted is changed or removed.
-- Postings are written first and their entry last: the entry's trigger weighs them, and the deferred
-- reference refuses a commit with postings whose entry never came.
-- A holder's money is positive on the holder's account; so cash in a drawer is negative on the drawer's.

CREATE TABLE accounts (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL CHECK (kind IN ('card', 'drawer', 'vault', 'fees', 'merchants', 'transfers', 'differences')),
  balance  INTEGER NOT NULL DEFAULT 0,
  postings INTEGER NOT NULL DEFAULT 0,
  CHECK (kind <> 'card' OR balance >= 0),
  CHECK (kind <> 'drawer' OR balance <= 0)
) STRICT;

CREATE TABLE places (
  id INTEGER PRIMARY KEY,
  sl TEXT NOT NULL,
  en TEXT NOT NULL
) STRICT;

CREATE TABLE entries (
  id    INTEGER PRIMARY KEY,
  at    INTEGER NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('topUp', 'purchase', 'fee', 'refund', 'withdrawal', 'reversal', 'drawerFloat', 'drawerClose')),
  place INTEGER NOT NULL REFERENCES places,
  ref   TEXT                                 -- the id of the write that made it; none for what came from elsewhere
) STRICT;
CREATE UNIQUE INDEX entries_by_ref ON entries (ref, kind) WHERE ref IS NOT NULL;

CREATE TABLE postings (
  account INTEGER NOT NULL REFERENCES accounts,
  seq     INTEGER NOT NULL CHECK (seq >= 1),
  entry   INTEGER NOT NULL REFERENCES entries DEFERRABLE INITIALLY DEFERRED,
  amount  INTEGER NOT NULL CHECK (amount <> 0),
  after   INTEGER NOT NULL,
  PRIMARY KEY (account, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX postings_by_entry ON postings (entry, amount);

CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts
WHEN NEW.balance <> 0 OR NEW.postings <> 0
BEGIN SELECT RAISE(ABORT, 'ledger: an account starts empty'); END;

CREATE TRIGGER accounts_move_by_posting BEFORE UPDATE ON accounts
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.postings <> OLD.postings + 1
  OR NOT EXISTS (SELECT 1 FROM postings WHERE account = NEW.id AND seq = NEW.postings AND after = NEW.balance)
BEGIN SELECT RAISE(ABORT, 'ledger: a balance moves by a posting only'); END;

CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'ledger: an account stays'); END;

CREATE TRIGGER postings_follow BEFORE INSERT ON postings
BEGIN
  SELECT RAISE(ABORT, 'ledger: a posting follows its account')
   WHERE NOT EXISTS (SELECT 1 FROM accounts
                      WHERE id = NEW.account AND postings + 1 = NEW.seq AND balance + NEW.amount = NEW.after);
  SELECT RAISE(ABORT, 'ledger: the entry is complete')
   WHERE EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry);
END;

CREATE TRIGGER postings_move AFTER INSERT ON postings
BEGIN UPDATE accounts SET balance = NEW.after, postings = NEW.seq WHERE id = NEW.account; END;

CREATE TRIGGER postings_stay_as_they_are BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'ledger: a posting is never changed'); END;

CREATE TRIGGER postings_stay BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'ledger: a posting stays'); END;

CREATE TRIGGER entries_balance BEFORE INSERT ON entries
WHEN (SELECT count(*) < 2 OR sum(amount) <> 0 FROM postings WHERE entry = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ledger: the entry does not balance'); END;

CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger: an entry is never changed'); END;

CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger: an entry stays'); END;

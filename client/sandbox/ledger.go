package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The office's own accounts; a card and a drawer session get one each.
const (
	vaultAccount       int64 = 1 // cash that is in no drawer
	feesAccount        int64 = 2 // what the office earns
	merchantsAccount   int64 = 3 // what cards paid and drew elsewhere
	transfersAccount   int64 = 4 // what came by portal and by UPN order
	differencesAccount int64 = 5 // drawers counted over or short
)

var ownAccounts = map[int64]string{vaultAccount: "vault", feesAccount: "fees", merchantsAccount: "merchants",
	transfersAccount: "transfers", differencesAccount: "differences"}

// Kinds of entry. Those of a card are the contract's.
const (
	entryTopUp       = "topUp"
	entryPurchase    = "purchase"
	entryFee         = "fee"
	entryRefund      = "refund"
	entryReversal    = "reversal"
	entryWithdrawal  = "withdrawal"
	entryDrawerFloat = "drawerFloat"
	entryDrawerClose = "drawerClose"
	// entryDrawerMovement is cash between a drawer and the vault, without a customer.
	entryDrawerMovement = "drawerMovement"
	// entryDrawerHandOver is cash from one drawer session straight into the next.
	entryDrawerHandOver = "drawerHandOver"
)

// leg is what an entry does to one account, in cents.
type leg struct {
	account int64
	cents   int64
}

// entry is one event of the ledger. Its legs add up to nothing; those of zero are left out.
type entry struct {
	at    int64
	kind  string
	place int64
	ref   string // the id of the write that made it, if one did
	legs  []leg
}

// post writes an entry and returns its number. The database adds it up and refuses what does not balance.
func (t *tx) post(e entry) (int64, error) {
	if t.nextEntry == 0 {
		if _, err := t.row(`SELECT coalesce(max(id), 0) + 1 FROM entries`, nil, &t.nextEntry); err != nil {
			return 0, err
		}
	}
	id := t.nextEntry
	for _, l := range e.legs {
		if l.cents == 0 {
			continue
		}
		if err := t.exec(`INSERT INTO postings (account, seq, entry, amount, after)
			SELECT id, postings + 1, ?, ?, balance + ? FROM accounts WHERE id = ?`, id, l.cents, l.cents, l.account); err != nil {
			return 0, err
		}
	}
	var ref any
	if e.ref != "" {
		ref = e.ref
	}
	if err := t.exec(`INSERT INTO entries (id, at, kind, place, ref) VALUES (?, ?, ?, ?, ?)`, id, e.at, e.kind, e.place, ref); err != nil {
		return 0, err
	}
	t.nextEntry++
	return id, nil
}

// newAccount opens an account at zero.
func (t *tx) newAccount(kind string) (id int64, err error) {
	_, err = t.row(`INSERT INTO accounts (kind) VALUES (?) RETURNING id`, args(kind), &id)
	return id, err
}

// lastMoment is when an account last moved, 0 if never. Entries of one account never go back in time, whatever
// the clock does: so a statement's running balance reads in order.
func (t *tx) lastMoment(account int64) (at int64, err error) {
	_, err = t.row(`SELECT e.at FROM accounts a JOIN postings p ON p.account = a.id AND p.seq = a.postings
		JOIN entries e ON e.id = p.entry WHERE a.id = ?`, args(account), &at)
	return at, err
}

// seqFrom is the number of the account's first posting at or after a moment; one more than its last if none is.
func (t *tx) seqFrom(account int64, at int64) (int64, error) {
	var last int64
	if _, err := t.row(`SELECT postings FROM accounts WHERE id = ?`, args(account), &last); err != nil {
		return 0, err
	}
	low, high := int64(1), last+1
	for low < high {
		middle := low + (high-low)/2
		var when int64
		if _, err := t.row(`SELECT e.at FROM postings p JOIN entries e ON e.id = p.entry WHERE p.account = ? AND p.seq = ?`,
			args(account, middle), &when); err != nil {
			return 0, err
		}
		if when < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

// toppedUpSince is what was topped up on a card's account from a moment on, and not undone, in cents.
func (t *tx) toppedUpSince(account int64, from time.Time) (cents int64, err error) {
	seq, err := t.seqFrom(account, from.UnixMilli())
	if err != nil {
		return 0, err
	}
	_, err = t.row(`SELECT coalesce(sum(p.amount), 0) FROM postings p JOIN entries e ON e.id = p.entry
		WHERE p.account = ? AND p.seq >= ? AND e.kind = 'topUp'
		AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.top_up = e.ref AND r.state = 'posted')`, args(account, seq), &cents)
	return cents, err
}

// audit is a rule, told by what breaks it, and the query that finds that.
type audit struct{ what, query string }

// audits are what must find nothing. The triggers keep all of it; this is a second check, which also
// sees what somebody did to the file from outside.
var audits = []audit{
	{"a balance is not the sum of its postings", `SELECT 1 FROM accounts a LEFT JOIN
		(SELECT account, sum(amount) AS total, count(*) AS n, max(seq) AS last FROM postings GROUP BY account) p ON p.account = a.id
		WHERE a.balance <> coalesce(p.total, 0) OR a.postings <> coalesce(p.n, 0) OR a.postings <> coalesce(p.last, 0)`},
	{"a posting does not follow the one before", `SELECT 1 FROM (SELECT seq, after, amount, account,
		lag(after, 1, 0) OVER w AS before, lag(account) OVER w AS same FROM postings WINDOW w AS (ORDER BY account, seq))
		WHERE after <> amount + CASE WHEN same IS account THEN before ELSE 0 END`},
	{"an entry does not balance", `SELECT 1 FROM postings GROUP BY entry HAVING sum(amount) <> 0 OR count(*) < 2`},
	{"an entry has no postings", `SELECT 1 FROM entries WHERE id NOT IN (SELECT entry FROM postings)`},
	{"a posting has no entry", `SELECT 1 FROM postings WHERE entry NOT IN (SELECT id FROM entries)`},
	{"a posted top-up is not in the ledger as it says", `SELECT 1 FROM top_ups t WHERE t.state = 'posted' AND NOT EXISTS (
		SELECT 1 FROM entries e JOIN cards c ON c.mok_id = t.mok_id JOIN postings p ON p.entry = e.id AND p.account = c.account
		JOIN drawer_sessions s ON s.id = t.session JOIN postings d ON d.entry = e.id AND d.account = s.account
		WHERE e.id = t.entry AND e.ref = t.id AND e.kind = 'topUp' AND p.amount = t.amount AND d.amount <= -t.amount)`},
	{"an entry names a top-up that is not posted", `SELECT 1 FROM entries e WHERE e.kind = 'topUp' AND e.ref IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM top_ups t WHERE t.id = e.ref AND t.entry = e.id AND t.state = 'posted')`},
	{"a top-up and its answer are not both there", `SELECT 1 FROM top_ups t FULL JOIN (SELECT id, answer FROM writes WHERE act = 'top-up') w
		ON w.id = t.id WHERE w.id IS NULL OR t.id IS NULL OR json_extract(w.answer, '$.state') <> t.state
		OR json_extract(w.answer, '$.amount.amount') <> t.amount`},
	{"a drawer does not hold its float and what came and went", `SELECT 1 FROM (SELECT s.closed_at, s.expected, -a.balance AS holds, s.float - coalesce((SELECT sum(p.amount)
			FROM postings p JOIN entries e ON e.id = p.entry WHERE p.account = s.account AND (e.kind IN ('reversal', 'drawerMovement')
				OR e.kind = 'topUp' AND EXISTS (SELECT 1 FROM top_ups t WHERE t.entry = e.id AND t.session = s.id))), 0) AS ought
		FROM drawer_sessions s JOIN accounts a ON a.id = s.account)
		WHERE holds <> iif(closed_at IS NULL, ought, 0) OR expected <> ought`},
	{"close numbers have a gap", `SELECT 1 FROM offices o WHERE o.last_close <> (SELECT count(close_number) FROM drawer_sessions WHERE office = o.id)
		OR o.last_close <> (SELECT coalesce(max(close_number), 0) FROM drawer_sessions WHERE office = o.id)`},
	{"receipt numbers have a gap", `SELECT 1 WHERE (SELECT sum(last_receipt) FROM offices) <> (SELECT count(*) FROM top_ups WHERE state = 'posted')`},
	{"a quote was used by what is not posted", `SELECT 1 FROM quotes q JOIN top_ups t ON t.id = q.consumed_by
		WHERE t.state <> 'posted' OR t.mok_id <> q.mok_id OR t.amount <> q.amount`},
	{"a reference leads nowhere", `SELECT 1 FROM pragma_foreign_key_check`},
}

// auditsOf are the rules of a schema's version: an older file is audited before it is brought up to date. Where a later
// rule has the words of an earlier one, it takes its place.
func auditsOf(version int) []audit {
	rules := slices.Concat(audits, lockAudits)
	if version >= undoVersion {
		rules = slices.Concat(rules, senderAudits, approvalAudits, reversalAudits, unlockAudits)
	} else if version >= senderVersion {
		rules = slices.Concat(rules, olderSenderAudits)
	}
	if version >= drawerDayVersion {
		rules = slices.Concat(rules, drawerDayAudits)
	}
	if version >= custodyVersion {
		rules = slices.Concat(rules, custodyAudits)
	}
	latest := map[string]int{}
	for i, rule := range rules {
		latest[rule.what] = i
	}
	var out []audit
	for i, rule := range rules {
		if latest[rule.what] == i {
			out = append(out, rule)
		}
	}
	return out
}

// ErrAudit: the ledger does not add up. The error says which rule, and no more.
var ErrAudit = errors.New("sandbox: the ledger does not add up")

// Verify audits the whole ledger: every balance is the sum of its postings, every entry balances, every id has
// its rows. Requests wait while it runs, about a second for the demonstration data.
func (o *Office) Verify(ctx context.Context) error { return o.store.verify(ctx) }

func (s *store) verify(ctx context.Context) error {
	return s.read(ctx, func(t *tx) error {
		t.ctx = ctx
		var version int
		if _, err := t.row(`PRAGMA user_version`, nil, &version); err != nil {
			return fmt.Errorf("sandbox: verify: %w", err)
		}
		for _, audit := range auditsOf(version) {
			wrong, err := t.row(audit.query+` LIMIT 1`, nil, new(int))
			if err != nil {
				return fmt.Errorf("sandbox: verify: %w", err)
			}
			if wrong {
				return fmt.Errorf("%w: %s", ErrAudit, audit.what)
			}
		}
		return t.checkStructure()
	})
}

// checkStructure lets SQLite look at every page of the file.
func (t *tx) checkStructure() error {
	var verdict string
	if _, err := t.row(`PRAGMA integrity_check(1)`, nil, &verdict); err != nil {
		return fmt.Errorf("sandbox: verify: %w", err)
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}

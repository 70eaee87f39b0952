package sandbox

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// undoneDay is an office in which a top-up was undone with a second person, one was passed on to the bank, and a card was unlocked.
func undoneDay(t *testing.T) *Office {
	t.Helper()
	o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Close() })
	c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
	d := c.desk("okence-1")
	d.reverseApproved(d.load(tryCard, "481205", 2000).is(t, 201, ""), nil).is(t, 201, "")
	late := d.load("100000113", "121212", 1000).is(t, 201, "")
	d.closeDrawer(11150).is(t, 201, "")
	d.openDrawer(10000).is(t, 201, "")
	number := d.reverse(late, nil).is(t, 201, "reversal-window-over").text("correctionNumber")
	if err := o.EndCorrection(t.Context(), number, true); err != nil {
		t.Fatal(err)
	}
	d.load("100000097", "660200", 500).is(t, 201, "")
	d.lock("100000022").is(t, 201, "")
	d.unlock("100000022").is(t, 201, "")
	if err := o.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

// What is said of undoing in the database, no code above it can break.
func TestTheDatabaseRefusesWhatUndoesTooMuch(t *testing.T) {
	o := undoneDay(t)
	again := func(topUp, session, approval string) string {
		return `INSERT INTO reversals SELECT 'x', state, ` + topUp + `, mok_id, amount, reason, ` + session + `, staff, desk, ` + approval + `, at, 'x',
			(SELECT max(id) FROM entries), NULL FROM reversals WHERE state = 'posted'`
	}
	const other, open = `(SELECT id FROM top_ups WHERE mok_id = '100000097')`, `(SELECT id FROM drawer_sessions WHERE closed_at IS NULL)`
	for _, row := range []struct{ why, query string }{
		{"UNIQUE", again("top_up", open, "NULL")},
		{"nothing to undo", again("'none'", open, "NULL")},
		{"nothing to undo", again(other, open, "NULL")}, // another amount
		{"not open", again("top_up", "session", "NULL")},
		{"the approval is not of this one", again("top_up", open, "approval")},
		{"never changed", `UPDATE reversals SET reason = 'test'`},
		{"stays", `DELETE FROM reversals`},
		{"one serves one write", `UPDATE approvals SET used_by = subject`},
		{"one serves one write", `UPDATE approvals SET used_by = NULL`},
		{"stays", `DELETE FROM approvals`},
		{"CHECK", `INSERT INTO approvals SELECT 'x', state, act, subject, hash, mok_id, amount, approver, approver, desk, at, expires_at, NULL FROM approvals LIMIT 1`},
		{"CHECK", `INSERT INTO approvals SELECT 'x', state, act, subject, hash, mok_id, amount, maker, approver, desk, at, expires_at, 'y' FROM approvals LIMIT 1`},
		{"FOREIGN KEY", `INSERT INTO approvals SELECT 'x', state, act, subject, hash, mok_id, amount, maker, '9999', desk, at, expires_at, NULL FROM approvals LIMIT 1`},
		{"never changed", `UPDATE corrections SET state = 'refused', entry = NULL`},
		{"UNIQUE", `INSERT INTO corrections SELECT 'x', top_up, 'x', total, 'open', opened_at, NULL, NULL FROM corrections`},
		{"stays", `DELETE FROM corrections`},
		{"unlocks: ", `INSERT INTO unlocks SELECT 'x', state, mok_id, at, reason, staff, desk, approval, card_is FROM unlocks`},
		{"unlocks: ", `INSERT INTO unlocks SELECT 'x', state, '100000048', at, reason, staff, desk, approval, card_is FROM unlocks`},
		{"the approval is not of this one", `INSERT INTO unlocks SELECT 'x', state, '100000139', at, reason, staff, desk, approval, card_is FROM unlocks`},
		{"never changed", `UPDATE unlocks SET reason = 'other'`},
		{"stays", `DELETE FROM unlocks`},
	} {
		if err := exec(o, row.query); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.query, row.why, err)
		}
	}
}

func TestTheAuditFindsWhatWasUndoneFromOutside(t *testing.T) {
	tampering := map[string]string{
		"an approval and its answer are not both there":              `UPDATE approvals SET hash = zeroblob(32) WHERE used_by IS NULL OR act = 'unlock'`,
		"an approval was used by a write that it is not of":          `UPDATE writes SET fingerprint = zeroblob(32) WHERE act = 'reversal'`,
		"an answer tells another second person than has agreed":      `UPDATE writes SET answer = json_set(answer, '$.approver', '2002') WHERE act = 'unlock'`,
		"a reversal and its answer are not both there":               `UPDATE reversals SET receipt = 'S-9' WHERE state = 'posted'`,
		"a posted reversal is not in the ledger as it says":          `UPDATE reversals SET entry = 1 WHERE state = 'posted'`,
		"a correction was paid that is not in the ledger as it says": `UPDATE corrections SET entry = 1`,
		"an entry names a reversal that is not posted":               `UPDATE entries SET ref = 'x' WHERE kind = 'reversal' AND id = (SELECT max(id) FROM entries WHERE kind = 'reversal')`,
		"a top-up was undone twice":                                  `UPDATE corrections SET top_up = (SELECT top_up FROM reversals WHERE state = 'posted'), state = 'open', entry = NULL`,
		"a rejected reversal and its correction are not both there":  `UPDATE corrections SET number = 'P-9'`,
		"reversal numbers have a gap":                                `UPDATE offices SET last_reversal = 7 WHERE id = 'nlb-kranj'`,
		"correction numbers have a gap":                              `UPDATE offices SET last_correction = 7 WHERE id = 'nlb-kranj'`,
		"an unlock and its answer are not both there":                `DELETE FROM writes WHERE act = 'unlock'`,
		"a card that was locked can be used":                         `UPDATE unlocks SET at = 0`,
		"an unlock had no lock before it":                            `UPDATE cards SET state_since = 0 WHERE mok_id = '100000022'`,
	}
	for what, tamper := range tampering {
		t.Run(what, func(t *testing.T) {
			o := undoneDay(t)
			if err := withoutRules(o, []string{tamper}); err != nil {
				t.Fatal(err)
			}
			err := o.Verify(t.Context())
			if !errors.Is(err, ErrAudit) {
				t.Fatalf("the audit says %v", err)
			}
			found := false // one tampering may break several rules
			for _, rule := range auditsOf(undoVersion) {
				if rule.what != what {
					continue
				}
				if err := o.store.read(t.Context(), func(x *tx) (err error) { found, err = x.row(rule.query+` LIMIT 1`, nil, new(int)); return err }); err != nil {
					t.Fatal(err)
				}
			}
			if !found {
				t.Errorf("the audit says %v, and not that %s", err, what)
			}
		})
	}
	if got := len(approvalAudits) + len(reversalAudits) + len(unlockAudits); got != len(tampering) {
		t.Errorf("%d audits of undoing, tampering is tried for %d", got, len(tampering))
	}
}

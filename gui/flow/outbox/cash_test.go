package outbox_test

import (
	"errors"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
)

// The customer's cash lies on the counter: what can't be its sum is not known afterwards, and the write goes out all the
// same.
func TestCashThatCantBeStopsNoWrite(t *testing.T) {
	for name, c := range map[string]struct{ cash, kept journal.Cash }{
		"with a fee and change":         {journal.Cash{Total: 5150, Given: 10000}, journal.Cash{Total: 5150, Given: 10000}},
		"no cash":                       {journal.Cash{}, journal.Cash{}},
		"less than the amount":          {journal.Cash{Total: 4999, Given: 10000}, journal.Cash{}},
		"less given than is to be paid": {journal.Cash{Total: 5150, Given: 5000}, journal.Cash{}},
		"more than all money":           {journal.Cash{Total: money.Max + 1, Given: money.Max + 1}, journal.Cash{}},
	} {
		t.Run(name, func(t *testing.T) {
			kept, err := journal.Open(disktest.New(), "/journal")
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			o := outbox.New(outbox.Needs{
				Journal: kept, Tasks: &flowtest.AtOnce{}, Desk: "DESK-1", Now: func() time.Time { return flowtest.Start },
			}, &desk{})
			w := outbox.Write{Task: outboxtest.Task, ID: idOf(1), MokID: card, Amount: money.EUR(5000), Staff: "1001", Cash: c.cash}
			body := func(int64, string) ([]byte, error) { return []byte(`{}`), nil }
			sent, err := outbox.Sent{}, o.Begin(w)
			if err == nil {
				sent, err = o.Attempt(w, body)
			}
			if err := errors.Join(err, o.Repeat(w, sent), o.Settle(w, journal.Rejected, "an odd_code 4000000000000002")); err != nil {
				t.Fatal(err)
			}
			got := kept.Settled()[0]
			if got.Cash != c.kept || got.Ending.Why != "an-odd-code-----------------" {
				t.Errorf("kept are %+v and %q", got.Cash, got.Ending.Why)
			}
		})
	}
}

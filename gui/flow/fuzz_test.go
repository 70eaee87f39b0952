package flow_test

import (
	"bytes"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// FuzzRecover leaves any bytes as the body that a crash left open. They are counted, with the INTENT's amount, and sent again
// as they are; a later version of the program may have written them.
func FuzzRecover(f *testing.F) {
	for _, body := range []string{
		`{"id":"a","tendered":{"amount":5000,"currency":"EUR"},"staff":"1001","drawerSessionId":"d","seq":1,"prev":""}`,
		"", "null", "[]", `"x"`, "{}", `{"seq":1e2}`, `{"seq":9223372036854775808}`, `{"tendered":null}`, `{"SEQ":5,"seq":-1}`, "\ufeff{}", "\xff",
		strings.Repeat("[", 10_000), `{"staff":7,"seq":3}`, `{"tendered":{"amount":-1,"currency":"XXX"},"seq":2,"prev":7}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		office := flowtest.NewOffice()
		office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
		office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
		needs, kept, _ := flowtest.Needs(office)
		r := journal.Record{Kind: journal.Intent, ID: "00000001-0000-4000-8000-000000000000", Task: "topup", MokID: "100000014",
			Amount: money.EUR(5000), Desk: "DESK-1", Staff: "1001", At: flowtest.Start}
		s := r
		s.Kind, s.Body = journal.Sending, body
		kept.Records = []journal.Record{r, s}
		c := flow.NewCounter(needs)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		c.SignIn.Submit("1001", "2468")
		if st := c.State(); st.OpenCount != 1 || st.OpenSum != money.EUR(5000) {
			t.Fatalf("%d open, %v", st.OpenCount, st.OpenSum)
		}
		c.TopUp.Resume(r.ID)
		c.TopUp.SendAgain()
		at(t, c, topup.Posted)
		if len(office.Sent) != 1 || !bytes.Equal(office.Sent[0], body) {
			t.Errorf("sent %q", office.Sent)
		}
	})
}

// FuzzMoney types anything where money is asked for: what is understood is what the clerk is told, and is within bounds; all
// else leads nowhere and asks nobody.
func FuzzMoney(f *testing.F) {
	for _, typed := range hostileTexts {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		office := flowtest.NewOffice()
		c, kept, _ := counter(t, office)
		quote(c, typed)
		st := c.TopUp.State()
		if office.Asked["quote"] == 0 {
			if st.Step != topup.AskingAmount || st.Problem == nil || len(kept.Records) > 0 {
				t.Fatalf("%q leads to %s", typed, st.Step)
			}
			return
		}
		if st.Amount.Cents <= 0 || st.Amount.Cents > money.Max || st.Amount.Currency != money.Euro {
			t.Errorf("%q is understood as %+v", typed, st.Amount)
		}
		if again, err := money.Parse(strings.TrimSuffix(st.Amount.String(), " EUR")); err != nil || again != st.Amount {
			t.Errorf("%v is not read back as itself: %v, %v", st.Amount, again, err)
		}
	})
}

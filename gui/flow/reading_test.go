package flow_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/topup"
)

const nextCard = "100000022\r"

// withNext gives the office a second card.
func withNext(o *flowtest.Office) {
	next := o.Cards["100000014"]
	next.MokID = "100000022"
	o.Cards["100000022"] = next
}

// At each step of a top-up: what nothing was sent of is left by the clerk's word alone, what is on its way is not left, and what
// has ended makes room.
func TestACardThatIsReadNeverTakesATopUpsPlaceInSilence(t *testing.T) {
	asks := map[topup.Step]string{
		topup.AskingMatch: "reading.leaves.top-up", topup.AskingAmount: "reading.leaves.top-up", topup.AskingPayer: "reading.leaves.top-up",
		topup.ReadBack: "reading.leaves.top-up", topup.Confirming: "reading.leaves.top-up", topup.Unknown: "reading.leaves.unknown",
	}
	refused := map[topup.Step]bool{
		topup.Matching: true, topup.Quoting: true, topup.NamingPayer: true, topup.Sending: true, topup.NotSent: true,
	}
	for step, way := range ways() {
		t.Run(string(step), func(t *testing.T) {
			b := newBench(t)
			withNext(b.office)
			way(b)
			if st := b.TopUp.State(); st.Step != step {
				t.Fatalf("the top-up is at %s", st.Step)
			}
			question := b.Read(nextCard)
			switch {
			case refused[step]:
				says(t, b.State().Notice, "counter.finish-first")
			case asks[step] != "":
				if question == nil {
					t.Fatal("nobody is asked")
				}
				says(t, question.Why, asks[step])
				if b.TopUp.State().Step != step || b.Card.State().MokID != "100000014" {
					t.Error("it is left before the clerk has said so")
				}
				question.Leave()
				b.held.Release()
			}
			if refused[step] != (b.Card.State().MokID == "100000014") || question != nil && asks[step] == "" {
				t.Errorf("the card is %s, the question %v", b.Card.State().MokID, question)
			}
			b.held.Release()
			if n := b.office.Asked["top-up"]; n > 1 {
				t.Errorf("%d top-ups were sent", n)
			}
		})
	}
}

func TestOtherJobsThatAreHalfDoneAreLeftByTheClerksWordAlone(t *testing.T) {
	for name, tt := range map[string]struct {
		begin func(c *flow.Counter)
		asks  string
	}{
		"a lock": {flowtest.Give(flow.CommandLock), "reading.leaves.lock"},
		"a lock that is said back": {func(c *flow.Counter) {
			c.Do(flow.CommandLock)
			c.Lock.Fill(lostCard)
		}, "reading.leaves.lock"},
		"an order": {func(c *flow.Counter) {
			c.Do(flow.CommandOrder)
			c.Order.Typed(order.Form{MokID: "100000014", Name: "Jana Novak"})
		}, "reading.leaves.order"},
		"an order shown large": {func(c *flow.Counter) {
			c.Do(flow.CommandOrder)
			c.Order.Typed(order.Form{MokID: "100000014", Amount: "5"})
			c.Do(flow.CommandPage)
		}, "reading.leaves.order"},
		"a list": {func(c *flow.Counter) {
			c.Do(flow.CommandOrders)
			c.Orders.Paste("100000014\t50\n")
		}, "reading.leaves.orders"},
		"a count":     {func(c *flow.Counter) { c.Do(flow.CommandClose) }, "reading.leaves.drawer"},
		"a help page": {flowtest.Give(flow.CommandHelp), ""}, "a card": {func(*flow.Counter) {}, ""}, "what is open": {flowtest.Give(flow.CommandOpen), ""},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			withNext(office)
			c, _, _ := counter(t, office)
			tt.begin(c)
			panel := c.State().Panel
			question := c.Read(nextCard)
			if tt.asks == "" {
				if question != nil || c.Card.State().MokID != "100000022" {
					t.Errorf("the question %+v, the card %s", question, c.Card.State().MokID)
				}
				return
			}
			if question == nil {
				t.Fatalf("nobody is asked; the panel is %s", c.State().Panel)
			}
			says(t, question.Why, tt.asks)
			if c.State().Panel != panel || c.Card.State().MokID != "100000014" {
				t.Error("it is left before the clerk has said so")
			}
			question.Leave()
			if c.Card.State().MokID != "100000022" || c.State().Panel != flow.PanelCard || c.Lock.State().Step != lock.Idle {
				t.Errorf("the card is %s, the panel %s", c.Card.State().MokID, c.State().Panel)
			}
			if c.Drawer.State().Step == drawer.Closed {
				t.Error("the drawer is closed")
			}
		})
	}
}

func TestWhatIsNoCardIsNamedAndChangesNothing(t *testing.T) {
	for typed, want := range map[string]string{
		"481205\r": "reading.last-six", "38300012\r": "reading.unclear", "4000001234567899\r": "recognise.pan", "SI56 0290 0000 0200 020\r": "recognise.iban",
		code(theirs()): "recognise.other-payee.named", "BCD\r002\r1\rSCT\rLJBASI2X\rDrustvo\rSI56020170014356205\rEUR1\r": "recognise.epc", "12,50\r\r": "reading.unclear", "\x02\x03\r\r\r": "reading.unclear",
	} {
		c, _, _ := counter(t, flowtest.NewOffice())
		if question := c.Read(typed); question != nil {
			t.Errorf("%q asks %v", typed, question)
		}
		says(t, c.State().Notice, want)
		if c.Card.State().Step != card.Shown || c.Card.State().MokID != "100000014" {
			t.Errorf("%q changes the card", typed)
		}
	}
}

func TestWithNobodySignedInACardIsReadOnlyForAnOrder(t *testing.T) {
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.Read(nextCard)
	says(t, c.SignIn.State().Problem, "reading.sign-in")
	c.Do(flow.CommandOrder)
	c.Read(nextCard)
	if got := c.Order.State().Form.MokID; got != "100000022" {
		t.Errorf("the order is for %q", got)
	}
	c.Order.Typed(order.Form{MokID: "100000022", Name: "Jana Novak"})
	question := c.Read("100000014\r")
	if question == nil {
		t.Fatal("nobody is asked")
	}
	question.Leave()
	if got := c.Order.State().Form.MokID; got != "100000014" {
		t.Errorf("the order is for %q", got)
	}
}

// However much of a code has come: it is whole at its end and not before, and a short reading never waits.
func TestACodeIsUnfinishedUntilItsSumIsThere(t *testing.T) {
	for _, lineEnd := range []string{"\n", "\r", "\r\n"} {
		whole := strings.ReplaceAll(strings.TrimRight(code(ours()), "\n"), "\n", lineEnd)
		for _, prefix := range []string{"", "]Q1", `]Q2\000004`} {
			for n := len("UPNQR"); n < len(whole); n++ {
				if !recognise.Unfinished(prefix + whole[:n]) {
					t.Fatalf("%q counts as whole", prefix+whole[:n])
				}
			}
			for _, suffix := range []string{"", "\r", "\n", "\t"} {
				if recognise.Unfinished(prefix + whole + suffix) {
					t.Errorf("%q is whole", prefix+whole+suffix)
				}
			}
		}
	}
	for _, typed := range []string{"", "100000014\r", "SI05 8074720-100000014-200\r", "481205", "4000001234567899\r"} {
		if recognise.Unfinished(typed) {
			t.Errorf("%q waits", typed)
		}
	}
}

// A customer comes back with the receipt: its code leads to the storno of that top-up, however the reader is set.
func TestAReceiptThatIsReadLeadsToItsStorno(t *testing.T) {
	const slip = "CEKR-P-KR-2026-000123\r"
	for name, read := range map[string]string{"as it is": slip, "with an identifier": "]Q1" + slip, "US keyboard on a Slovene PC": strings.ReplaceAll(slip, "-", "'"), "Caps Lock": "cekr-p-kr-2026-000123\r"} {
		for at, asks := range map[string]bool{"the card": false, "the question for a receipt": true} {
			t.Run(name+" at "+at, func(t *testing.T) {
				office := flowtest.NewOffice()
				c, _, _ := counter(t, office)
				if asks {
					c.Do(flow.CommandReversal)
				}
				if question := c.Read(read); question != nil {
					t.Errorf("it asks %v", question.Why)
				}
				reversalAt(t, c, reversal.Asking)
				if c.State().Panel != flow.PanelReversal || office.LastFind != (client.TopUpQuery{ReceiptNumber: "KR-2026-000123"}) {
					t.Errorf("%s, asked for %+v", c.State().Panel, office.LastFind)
				}
			})
		}
	}
}

// A receipt is no card, and leaves nothing that is half done.
func TestAReceiptThatIsReadDisturbsNoOtherJob(t *testing.T) {
	const slip = "CEKR-P-KR-2026-000123\r"
	office := flowtest.NewOffice()
	c, _ := reversing(t, office, client.ReversalWrongAmount)
	c.Read(slip)
	reversalAt(t, c, reversal.Confirming)
	says(t, c.State().Notice, "reading.receipt.later")
	c.Do(flow.CommandSignOut)
	c.Read(slip)
	says(t, c.SignIn.State().Problem, "reading.receipt.sign-in")
	if r := recognise.Recognise(slip, upn.DefaultAccount()); r.MokID != "" || r.Message() == nil || r.Message().Key != "recognise.receipt" {
		t.Errorf("in the field of the MOK ID it is %+v", r)
	}
}

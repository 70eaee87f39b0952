package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// unknown brings a top-up of 50 € to an unknown outcome.
func unknown(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
	t.Helper()
	office := flowtest.NewOffice()
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.Unknown)
	return c, office, kept
}

func TestUnknownHasThreeWaysOut(t *testing.T) {
	for name, tt := range map[string]struct {
		set     func(*flowtest.Office)
		intent  func(*flow.Counter)
		step    topup.Step
		journal []journal.Kind
	}{
		"check finds it posted": {
			func(o *flowtest.Office) { o.Asks = flowtest.Final(client.Posted, client.TopUp{}) },
			func(c *flow.Counter) { c.TopUp.Check() },
			topup.Posted, whole,
		},
		"check finds it unseen, which proves nothing": {
			func(*flowtest.Office) {},
			func(c *flow.Counter) { c.TopUp.Check() },
			topup.Unknown, []journal.Kind{journal.Intent, journal.Sending},
		},
		"sent again it is rejected": {
			func(o *flowtest.Office) {
				o.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
			},
			func(c *flow.Counter) { c.TopUp.SendAgain() },
			topup.Rejected, []journal.Kind{journal.Intent, journal.Sending, journal.Sending, journal.Rejected},
		},
		"the cash goes back only on cancelled": {
			func(o *flowtest.Office) { o.Cancels = flowtest.Final(client.Cancelled, client.TopUp{}) },
			func(c *flow.Counter) { c.TopUp.GiveBack() },
			topup.Cancelled, []journal.Kind{journal.Intent, journal.Sending, journal.Cancelled},
		},
		"the cash was to go back, but it had been posted": {
			func(o *flowtest.Office) { o.Cancels = flowtest.Final(client.Posted, client.TopUp{}) },
			func(c *flow.Counter) { c.TopUp.GiveBack() },
			topup.Posted, whole,
		},
		"the tombstone's answer is lost": {
			func(o *flowtest.Office) { o.Cancels = flowtest.NotKnown(client.Unknown, client.CodeConnectionLost) },
			func(c *flow.Counter) { c.TopUp.GiveBack() },
			topup.Unknown, []journal.Kind{journal.Intent, journal.Sending},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, office, kept := unknown(t)
			tt.set(office)
			tt.intent(c)
			at(t, c, tt.step)
			kinds(t, kept, tt.journal...)
			if c.TopUp.State().Asking != outbox.AskNothing {
				t.Error("a question seems to be under way for ever")
			}
		})
	}
}

func TestSendingAgainSendsTheSameBytes(t *testing.T) {
	c, office, kept := unknown(t)
	c.TopUp.SendAgain()
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Fatalf("sent %q", office.Sent)
	}
	if kept.Records[1].Seq != kept.Records[2].Seq {
		t.Error("a re-send got a number of its own")
	}
}

// The item is taken up again while the background asks for it, and the background is answered first.
func TestSendingAgainWhatTheBackgroundFoundEndedDoesNotLockTheForm(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	id := b.TopUp.State().ID
	b.to(b.TopUp.Leave)
	b.starts()
	b.office.Asks = append(flowtest.Final(client.Posted, client.TopUp{}), flowtest.NotKnown(client.Unknown, client.CodeTimeout)...)
	b.TopUp.List.CheckParked()
	b.TopUp.Resume(id)
	b.TopUp.SendAgain() // the background's answer comes in between
	b.held.Release()
	at(t, b.Counter, topup.Posted)
	kinds(t, b.kept, whole...)
	if b.office.Asked["top-up"] != 1 {
		t.Error("what had ended was sent again")
	}
}

func TestALockedFormAwaitsNothing(t *testing.T) {
	for name, tt := range map[string]struct {
		first  client.Verdict
		intent func(*flow.Counter)
	}{
		"sending again":                 {client.Unknown, func(c *flow.Counter) { c.TopUp.SendAgain() }},
		"sending again after not sent":  {client.NotSent, func(c *flow.Counter) { c.TopUp.SendAgain() }},
		"giving back what was not sent": {client.NotSent, func(c *flow.Counter) { c.TopUp.GiveBack() }},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.TopUps = flowtest.NotKnown(tt.first, client.CodeNoConnection)
			c, kept, _ := counter(t, office)
			confirming(t, c)
			c.TopUp.Confirm()
			kept.FailAt = 1
			tt.intent(c)
			at(t, c, topup.Halted)
			if c.TopUp.State().Busy() {
				t.Error("a question seems to be under way for ever, so the counter can never be covered")
			}
			if !c.Idle() {
				t.Error("the counter is not covered")
			}
		})
	}
}

func TestUnknownAsksByItselfMoreAndMoreSeldom(t *testing.T) {
	c, office, _, tasks := everyOutcome["a top-up"].unsure(t)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateInFlight}}
	var waits []time.Duration
	for range 7 {
		waits = append(waits, tasks.Waits()[len(tasks.Waits())-1])
		tasks.Tick()
	}
	want := []time.Duration{2, 4, 8, 16, 32, 60, 60}
	for i := range want {
		want[i] *= time.Second
	}
	if !slices.Equal(waits, want) {
		t.Errorf("waits %v, want %v", waits, want)
	}
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	tasks.Tick()
	at(t, c, topup.Posted)
}

func TestAnOpenItemBlocksOnlyItsDouble(t *testing.T) {
	c, _, _ := unknown(t)
	c.Do(flow.CommandNext)
	at(t, c, topup.Idle)
	if st := c.State(); st.OpenCount != 1 || st.OpenSum != money.EUR(5000) {
		t.Errorf("open items: %d, %v", st.OpenCount, st.OpenSum)
	}
	c.LookUp("100000014")
	quote(c, "50")
	at(t, c, topup.AskingAmount)
	says(t, c.TopUp.State().Problem, "topup.blocked")
	c.TopUp.Quote("51")
	at(t, c, topup.ReadBack)
}

func TestNotSentMayGoBackAtOnceOrBeSentAgain(t *testing.T) {
	begin := func(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
		office := flowtest.NewOffice()
		office.TopUps = flowtest.NotKnown(client.NotSent, client.CodeNoConnection)
		c, kept, _ := counter(t, office)
		confirming(t, c)
		c.TopUp.Confirm()
		at(t, c, topup.NotSent)
		return c, office, kept
	}
	t.Run("back", func(t *testing.T) {
		c, office, kept := begin(t)
		c.TopUp.GiveBack()
		at(t, c, topup.Cancelled)
		kinds(t, kept, journal.Intent, journal.Sending, journal.Cancelled)
		if office.Asked["cancel"] != 0 {
			t.Error("a tombstone was asked for what never left")
		}
	})
	t.Run("again, and then nothing is certain", func(t *testing.T) {
		c, office, _ := begin(t)
		office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeNoConnection)
		c.TopUp.SendAgain()
		at(t, c, topup.Unknown)
		c.TopUp.GiveBack()
		if office.Asked["cancel"] != 1 {
			t.Error("after a second attempt the cash may only go back on a tombstone")
		}
	})
}

func TestMoneyOnItsWayHoldsTheCounter(t *testing.T) {
	office := flowtest.NewOffice()
	c, _, _ := counter(t, office)
	confirming(t, c)
	for name, intent := range map[string]func(){
		"another card": func() { c.LookUp("100000022") }, "next customer": flowtest.Does(c, flow.CommandNext), "sign out": flowtest.Does(c, flow.CommandSignOut),
	} {
		intent()
		at(t, c, topup.Confirming)
		says(t, c.State().Notice, "counter.finish-first")
		if c.Card.State().MokID != "100000014" {
			t.Errorf("%s takes the card off the screen", name)
		}
	}
	says(t, c.ClosingAsks(), "counter.close.read-back")
}

func TestOtherBytesRaiseTheAlarm(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = []client.Outcome[client.TopUp]{{
		Verdict: client.Unknown, Alarm: true, Err: &client.Error{Status: 422, Code: client.CodeOtherBytes, TraceID: "abc"},
	}}
	c, _, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.Unknown)
	says(t, c.TopUp.State().Problem, "topup.alarm")
}

func TestATokenThatEndsWhileUnknownKeepsTheItem(t *testing.T) {
	c, office, _ := unknown(t)
	office.Asks = []client.Outcome[client.TopUp]{{
		Verdict: client.Unknown, Err: &client.Error{Status: 401, Code: client.CodeTokenExpired},
	}}
	c.TopUp.Check()
	if c.State().SignedIn {
		t.Fatal("nobody is asked to sign in again")
	}
	at(t, c, topup.Unknown)
	c.SignIn.Submit("1002", "1357")
	if c.State().OpenCount != 1 {
		t.Error("the item is lost with the change of clerk")
	}
}

func TestAnItemTakenUpWhileItIsAskedForIsSettledOnce(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	id := b.TopUp.State().ID
	b.office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	b.to(flowtest.Does(b, flow.CommandNext))
	b.TopUp.List.CheckParked() // on its way
	b.Resume(id)
	b.held.Release()
	at(t, b.Counter, topup.Posted)
	kinds(t, b.kept, whole...)
	if st := b.TopUp.State(); st.Asking != outbox.AskNothing || st.Problem != nil {
		t.Errorf("%+v %v", st.Asking, st.Problem)
	}
}

// Whatever the office's error, the screen of an unknown outcome never tells the clerk to top up again.
func TestAnUnknownOutcomeSaysWhyInWordsOfItsOwn(t *testing.T) {
	for _, code := range []string{
		client.CodeTimeout, client.CodeConnectionLost, client.CodeNoConnection, client.CodeForeignAnswer,
		client.CodeInternal, client.CodeNotFound, "teapot",
	} {
		office := flowtest.NewOffice()
		office.TopUps = flowtest.NotKnown(client.Unknown, code)
		c, _, _ := counter(t, office)
		confirming(t, c)
		c.TopUp.Confirm()
		if m := c.TopUp.State().Problem; m == nil || !strings.HasPrefix(m.Key, "topup.why.") {
			t.Errorf("%s is told as %v", code, m)
		}
	}
}

// An unknown outcome whose reason is the token: the clerk signs in again, and the cash stays where it is.
func TestATokenThatEndsUnderWayLeavesTheOutcomeOpen(t *testing.T) {
	b := newBench(t)
	b.office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTokenExpired)
	b.office.TopUps[0].Err.(*client.Error).Status = 401
	b.confirming()
	b.to(b.TopUp.Confirm)
	at(t, b.Counter, topup.Unknown)
	if b.State().SignedIn {
		t.Error("the clerk is not asked to sign in again")
	}
	if n, sum := b.State().OpenCount, b.State().OpenSum; n != 1 || sum != money.EUR(5000) {
		t.Errorf("%d open, %v", n, sum)
	}
	b.to(func() { b.SignIn.Submit("1002", "1357") })
	if b.State().OpenCount != 1 || len(b.TopUp.List.Open()) != 1 {
		t.Errorf("the next clerk sees %d open items", b.State().OpenCount)
	}
}

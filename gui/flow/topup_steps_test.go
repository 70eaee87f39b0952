package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func (b *bench) match()  { b.TopUp.Match("481205") }
func (b *bench) quote()  { b.TopUp.Quote("50") }
func (b *bench) tender() { b.TopUp.Tender("") }

// answers is what the office makes of the sending.
func (b *bench) answers(v client.Verdict) {
	b.office.TopUps = []client.Outcome[client.TopUp]{{Verdict: v, Answer: client.TopUp{State: string(v)}}}
	if !v.Final() {
		b.office.TopUps = flowtest.NotKnown(v, client.CodeTimeout)
	}
}

func (b *bench) sent(v client.Verdict) {
	b.answers(v)
	b.confirming()
	b.to(b.TopUp.Confirm)
}

// ways leads to every step of a top-up.
func ways() map[topup.Step]func(*bench) {
	payer := func(b *bench) { b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsPayerName} }
	return map[topup.Step]func(*bench){
		topup.Idle:         func(*bench) {},
		topup.AskingMatch:  func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp)) },
		topup.Matching:     func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp)); b.match() },
		topup.AskingAmount: func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp), b.match) },
		topup.Quoting:      func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp), b.match); b.quote() },
		topup.AskingPayer:  func(b *bench) { payer(b); b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote) },
		topup.NamingPayer: func(b *bench) {
			payer(b)
			b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
			b.TopUp.NamePayer(topup.Payer{Name: "Ana"})
		},
		topup.ReadBack:   func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote) },
		topup.Confirming: (*bench).confirming,
		topup.Approving: func(b *bench) {
			b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsApproval}
			b.confirming()
			b.to(b.TopUp.Confirm)
		},
		topup.Sending:  func(b *bench) { b.confirming(); b.TopUp.Confirm() },
		topup.Posted:   func(b *bench) { b.sent(client.Posted) },
		topup.Rejected: func(b *bench) { b.sent(client.Rejected) },
		topup.NotSent:  func(b *bench) { b.sent(client.NotSent) },
		topup.Unknown:  func(b *bench) { b.sent(client.Unknown) },
		topup.Cancelled: func(b *bench) {
			b.sent(client.Unknown)
			b.office.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
			b.to(b.TopUp.GiveBack)
		},
		topup.Halted: func(b *bench) { b.confirming(); b.kept.FailAt = 1; b.to(b.TopUp.Confirm) },
	}
}

// intents are all that a clerk can do to a top-up, a program's own questions too.
func (b *bench) intents() map[string]func() {
	return map[string]func(){
		"begin": flowtest.Does(b, flow.CommandTopUp), "match": b.match, "quote": b.quote, "payer": func() { b.TopUp.NamePayer(topup.Payer{Name: "Ana"}) },
		"tender": b.tender, "confirm": b.TopUp.Confirm, "check": b.TopUp.Check, "again": b.TopUp.SendAgain, "giveBack": b.TopUp.GiveBack,
		"anew": b.TopUp.Anew, "back": b.TopUp.Back, "leave": b.TopUp.Leave, "resume": func() { b.TopUp.Resume("nobody's") }, "background": b.TopUp.List.CheckParked,
	}
}

// topUpTable is every transition that there is. What is not in it does nothing.
var topUpTable = map[topup.Step]map[string]leads[topup.Step]{
	topup.Idle: {"begin": {to: topup.AskingMatch}, "leave": {to: topup.Idle}, "resume": {to: topup.Idle}},
	topup.AskingMatch: {"match": {to: topup.Matching, asks: "match", end: topup.AskingAmount},
		"back": {to: topup.Idle}, "leave": {to: topup.Idle}},
	topup.Matching: {"leave": {to: topup.Idle}},
	topup.AskingAmount: {"quote": {to: topup.Quoting, asks: "quote", end: topup.ReadBack, records: []journal.Kind{journal.Intent}},
		"back": {to: topup.AskingMatch}, "leave": {to: topup.Idle}},
	topup.Quoting: {"leave": {to: topup.Idle}},
	topup.AskingPayer: {"payer": {to: topup.NamingPayer, asks: "person", end: topup.ReadBack, records: []journal.Kind{journal.Intent}},
		"back": {to: topup.AskingAmount}, "leave": {to: topup.Idle}},
	topup.NamingPayer: {"leave": {to: topup.Idle}},
	topup.ReadBack: {"tender": {to: topup.Confirming},
		"back":  {to: topup.ReadBack, end: topup.AskingAmount, records: []journal.Kind{journal.Dropped}},
		"leave": {to: topup.ReadBack, end: topup.Idle, records: []journal.Kind{journal.Dropped}}},
	topup.Confirming: {
		"confirm": {to: topup.Sending, asks: "top-up", end: topup.Posted, records: []journal.Kind{journal.Sending, journal.Posted}},
		"back":    {to: topup.ReadBack}, "leave": {to: topup.Confirming, end: topup.Idle, records: []journal.Kind{journal.Dropped}}},
	topup.Approving: {}, // the second person is left, and that leads back
	topup.Sending:   {},
	topup.Posted:    {"begin": {to: topup.AskingMatch}, "back": {to: topup.Idle}, "leave": {to: topup.Idle}, "resume": {to: topup.Posted}},
	topup.Rejected:  {"begin": {to: topup.AskingMatch}, "back": {to: topup.Idle}, "leave": {to: topup.Idle}, "resume": {to: topup.Rejected}},
	topup.Cancelled: {"begin": {to: topup.AskingMatch}, "back": {to: topup.Idle}, "leave": {to: topup.Idle}, "resume": {to: topup.Cancelled}},
	topup.NotSent: {
		"again":    {to: topup.Unknown, asks: "top-up", end: topup.Posted, records: []journal.Kind{journal.Sending, journal.Posted}},
		"giveBack": {to: topup.NotSent, end: topup.Cancelled, records: []journal.Kind{journal.Cancelled}}},
	topup.Unknown: {"check": {to: topup.Unknown, asks: "ask"},
		"again":    {to: topup.Unknown, asks: "top-up", end: topup.Posted, records: []journal.Kind{journal.Sending, journal.Posted}},
		"giveBack": {to: topup.Unknown, asks: "cancel"}, "leave": {to: topup.Idle}},
	topup.Halted: {},
}

var topUpSteps = steps[topup.Step]{
	ways: ways(), intents: (*bench).intents, table: topUpTable,
	posts:   func(b *bench) { b.answers(client.Posted) },
	state:   func(b *bench) (topup.Step, any) { st := b.TopUp.State(); return st.Step, st },
	may:     func(b *bench, intent string) bool { return b.TopUp.State().May(topup.Intent(intent)) },
	follows: []string{"card", "transactions", "drawer"},
}

func TestEveryIntentAtEveryStepOfATopUp(t *testing.T) { topUpSteps.walk(t) }

func TestWhatMayNotBeDoneToATopUpDoesNothing(t *testing.T) { topUpSteps.refuses(t) }

// Where each verdict leads from each question, and what it leaves on disk.
func TestEveryVerdictFromEveryQuestion(t *testing.T) {
	type end struct {
		to      topup.Step
		records []journal.Kind
	}
	ends := map[client.Verdict]end{
		client.Posted: {topup.Posted, []journal.Kind{journal.Posted}}, client.Rejected: {topup.Rejected, []journal.Kind{journal.Rejected}},
		client.Cancelled: {topup.Cancelled, []journal.Kind{journal.Cancelled}}, client.Unknown: {topup.Unknown, nil},
	}
	for verdict, want := range ends {
		for name, question := range map[string]func(*bench){
			"check": func(b *bench) { b.TopUp.Check() }, "again": func(b *bench) { b.TopUp.SendAgain() }, "giveBack": func(b *bench) { b.TopUp.GiveBack() },
		} {
			b := newBench(t)
			b.sent(client.Unknown)
			b.answers(verdict)
			b.office.Asks, b.office.Cancels = b.office.TopUps, b.office.TopUps
			records := len(b.kept.Records)
			question(b)
			if st := b.TopUp.State(); st.Asking == outbox.AskNothing || !st.Busy() || !st.InFlight() {
				t.Errorf("%s: nothing seems to be under way: %+v", name, st.Asking)
			}
			b.held.Release()
			var got []journal.Kind
			for _, r := range b.kept.Records[records:] {
				if r.Kind != journal.Sending {
					got = append(got, r.Kind)
				}
			}
			if st := b.TopUp.State(); st.Step != want.to || st.Asking != outbox.AskNothing || !slices.Equal(got, want.records) {
				t.Errorf("%s, %s: %s, %v", name, verdict, st.Step, got)
			}
		}
	}
}

// The disk is slow: Enter comes while the intention is still being dropped.
func TestEnterRightAfterEscapeSendsNothing(t *testing.T) {
	for name, escape := range map[string]func(*bench){
		"leave": func(b *bench) { b.TopUp.Leave() }, "leave after back": func(b *bench) { b.TopUp.Back(); b.TopUp.Leave(); b.tender() }, "back": func(b *bench) { b.TopUp.Back(); b.TopUp.Back(); b.tender() },
	} {
		b := newBench(t)
		b.answers(client.Posted)
		b.confirming()
		escape(b)
		b.TopUp.Confirm()
		b.TopUp.Confirm()
		b.held.Release()
		if b.office.Asked["top-up"] != 0 || !slices.Equal(b.kept.Kinds(), []journal.Kind{journal.Intent, journal.Dropped}) {
			t.Errorf("%s: sent %d times, the disk has %v", name, b.office.Asked["top-up"], b.kept.Kinds())
		}
		if st := b.TopUp.State().Step; st != topup.Idle && st != topup.AskingAmount {
			t.Errorf("%s: the form is at %s", name, st)
		}
	}
}

func TestALeftJobsAnswerIsNobodys(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	b.TopUp.Leave()
	b.TopUp.Leave() // twice: the second ends after the first has freed the screen
	b.held.Release()
	if st := b.TopUp.State(); st.Step != topup.Idle || st.ID != "" {
		t.Errorf("%+v", st)
	}
	if !slices.Equal(b.kept.Kinds(), []journal.Kind{journal.Intent, journal.Dropped}) {
		t.Errorf("the disk has %v", b.kept.Kinds())
	}
}

func TestAnIntentionThatCannotBeDroppedLocksTheForm(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	b.kept.FailAt = 1
	b.to(b.TopUp.Leave)
	at(t, b.Counter, topup.Halted)
	says(t, b.TopUp.State().Problem, "journal.unsent")
}

func TestWhatIsUnderWayIsAskedOnce(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	id := b.TopUp.State().ID
	b.TopUp.Check()
	b.TopUp.Leave() // the answer will find it among the open items
	at(t, b.Counter, topup.Idle)
	b.held.Release()

	asked := b.office.Asked["ask"]
	b.TopUp.List.CheckParked()
	b.TopUp.List.CheckParked() // the first is still under way
	b.held.Release()
	if n := b.office.Asked["ask"] - asked; n != 1 {
		t.Errorf("asked %d times in the background", n)
	}
	b.TopUp.List.CheckParked()
	b.to(func() { b.TopUp.Resume(id) })
	at(t, b.Counter, topup.Unknown)
	b.to(func() { b.TopUp.Resume(id) }) // is on the screen already
	at(t, b.Counter, topup.Unknown)
}

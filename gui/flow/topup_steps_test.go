package flow_test

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// bench is a counter whose work is held back until it is let go, so that every step can be looked at.
type bench struct {
	*flow.Counter
	office *flowtest.Office
	kept   *flowtest.Journal
	held   *flowtest.Held
}

func newBench(t *testing.T, set ...func(*flowtest.Office)) *bench {
	t.Helper()
	b := &bench{office: flowtest.NewOffice(), held: &flowtest.Held{}}
	for _, change := range set {
		change(b.office)
	}
	needs, kept, _ := flowtest.Needs(b.office)
	needs.Tasks, b.kept = b.held, kept
	b.Counter = flow.NewCounter(needs)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	b.held.Release()
	b.SignIn.Submit("1001", "2468")
	b.held.Release()
	b.LookUp("100000014")
	b.held.Release()
	b.office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	b.office.Cancels = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	return b
}

// to leads the bench on by intents, each of them done to its end.
func (b *bench) to(intents ...func()) {
	for _, intent := range intents {
		intent()
		b.held.Release()
	}
}

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
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender, b.TopUp.Confirm)
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
		topup.Confirming: func(b *bench) { b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender) },
		topup.Sending: func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender)
			b.TopUp.Confirm()
		},
		topup.Posted:   func(b *bench) { b.sent(client.Posted) },
		topup.Rejected: func(b *bench) { b.sent(client.Rejected) },
		topup.NotSent:  func(b *bench) { b.sent(client.NotSent) },
		topup.Unknown:  func(b *bench) { b.sent(client.Unknown) },
		topup.Cancelled: func(b *bench) {
			b.sent(client.Unknown)
			b.office.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
			b.to(b.TopUp.GiveBack)
		},
		topup.Halted: func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender)
			b.kept.FailAt = 1
			b.to(b.TopUp.Confirm)
		},
	}
}

// intents are all that a clerk can do to a top-up, a program's own questions too.
func (b *bench) intents() map[string]func() {
	return map[string]func(){
		"begin": flowtest.Does(b, flow.CommandTopUp), "match": b.match, "quote": b.quote, "payer": func() { b.TopUp.NamePayer(topup.Payer{Name: "Ana"}) },
		"tender": b.tender, "confirm": b.TopUp.Confirm, "check": b.TopUp.Check, "again": b.TopUp.SendAgain, "giveBack": b.TopUp.GiveBack,
		"back": b.TopUp.Back, "leave": b.TopUp.Leave, "resume": func() { b.TopUp.Resume("nobody's") }, "background": b.TopUp.List.CheckParked,
	}
}

// leads is where an intent leads at once, what it asks of the office, and where it has led and what it has left on disk
// when its work is done.
type leads struct {
	to      topup.Step
	asks    string
	end     topup.Step // as to if it is empty
	records []journal.Kind
}

// table is every transition that there is. What is not in it does nothing.
var table = map[topup.Step]map[string]leads{
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

// TestEveryStepAndEveryIntent goes through the whole table: each intent at each step, those that may not do anything too.
func TestEveryStepAndEveryIntent(t *testing.T) {
	if len(table) != len(ways()) {
		t.Fatalf("%d steps in the table, %d can be reached", len(table), len(ways()))
	}
	for step, way := range ways() {
		for _, name := range slices.Sorted(maps.Keys(newBench(t).intents())) {
			b := newBench(t)
			way(b)
			if got := b.TopUp.State().Step; got != step {
				t.Fatalf("the way to %s ends at %s", step, got)
			}
			b.answers(client.Posted)
			want, moves := table[step][name]
			if may := b.TopUp.State().May(topup.Intent(name)); may != moves {
				t.Errorf("%s at %s: the flow says %t", name, step, may)
			}
			if !moves {
				want.to = step
			}
			records, asked := len(b.kept.Records), maps.Clone(b.office.Asked)
			waiting := b.held.Waiting()
			b.intents()[name]()
			if got := b.TopUp.State().Step; got != want.to {
				t.Errorf("%s at %s leads to %s, want %s", name, step, got, want.to)
			}
			if b.held.Waiting() > waiting+1 {
				t.Errorf("%s at %s begins %d things at once", name, step, b.held.Waiting()-waiting)
			}
			if waiting > 0 {
				continue // what is let go now is the step's own
			}
			b.held.Release()
			if got := b.TopUp.State().Step; got != cmp.Or(want.end, want.to) {
				t.Errorf("%s at %s ends at %s, want %s", name, step, got, cmp.Or(want.end, want.to))
			}
			var got []journal.Kind
			for _, r := range b.kept.Records[records:] {
				got = append(got, r.Kind)
			}
			if !slices.Equal(got, want.records) {
				t.Errorf("%s at %s leaves %v on disk, want %v", name, step, got, want.records)
			}
			for _, money := range []string{"match", "quote", "person", "top-up", "ask", "cancel"} {
				if n := b.office.Asked[money] - asked[money]; n > 0 != (money == want.asks) || n > 1 {
					t.Errorf("%s at %s asks %s %d times", name, step, money, n)
				}
			}
		}
	}
}

// Whatever the clerk does while something is under way: what the state says that it may not do changes nothing.
func TestWhatMayNotBeDoneDoesNothing(t *testing.T) {
	names := slices.Sorted(maps.Keys(newBench(t).intents()))
	for step, way := range ways() {
		for first := range table[step] {
			b := newBench(t)
			way(b)
			b.intents()[first]()
			for _, second := range names {
				st, waiting := b.TopUp.State(), b.held.Waiting()
				if second == "background" || st.May(topup.Intent(second)) {
					continue
				}
				b.intents()[second]()
				if now := b.TopUp.State(); !reflect.DeepEqual(now, st) || b.held.Waiting() != waiting {
					t.Errorf("%s right after %s at %s: %+v, before %+v", second, first, step, now, st)
				}
			}
		}
	}
}

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
		b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender)
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

func TestTheOfficesRequirementsAreAskedFor(t *testing.T) {
	b := newBench(t)
	b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsApproval}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	at(t, b.Counter, topup.AskingAmount)
	says(t, b.TopUp.State().Problem, "topup.needs-approval")

	b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsDocument}
	b.to(b.quote)
	at(t, b.Counter, topup.AskingPayer)
	for _, p := range []topup.Payer{{Name: "Ana"}, {Name: "Ana", Document: client.DocumentPassport}, {Name: "Ana", Document: client.DocumentPassport, Last3: "12"},
		{Name: "Ana", Document: client.DocumentPassport, Last3: "1234"}, {Name: "Ana", Last3: "123"}} {
		b.to(func() { b.TopUp.NamePayer(p) })
		at(t, b.Counter, topup.AskingPayer)
		says(t, b.TopUp.State().Problem, "topup.payer.document")
	}
	b.to(func() {
		b.TopUp.NamePayer(topup.Payer{Name: " Ana ", Document: client.DocumentPassport, Last3: " 123 "})
	})
	at(t, b.Counter, topup.ReadBack)
	if d := b.office.LastPerson.Document; d == nil || d.Last3 != "123" || b.office.LastPerson.Name != "Ana" {
		t.Errorf("sent %+v", b.office.LastPerson)
	}
}

// A name copied from elsewhere may come with its accents apart; the office keeps names composed.
func TestAPayersNameIsComposed(t *testing.T) {
	b := newBench(t)
	b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsPayerName}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, func() { b.TopUp.NamePayer(topup.Payer{Name: "Z\u030ciga C\u030cuk "}) })
	at(t, b.Counter, topup.ReadBack)
	if got := b.office.LastPerson.Name; got != "Žiga Čuk" {
		t.Errorf("sent %q", got)
	}
}

// The PC's clock may be anything: outcomes and what is journaled are those of the right one.
func TestThePCsClockDecidesNothing(t *testing.T) {
	ljubljana := time.FixedZone("CEST", 7200)
	for _, pc := range []time.Time{
		flowtest.Start, flowtest.Start.Add(24 * time.Hour), flowtest.Start.Add(-24 * time.Hour), time.Unix(0, 0), time.Unix(1<<31, 0), time.Unix(1<<32, 0),
		time.Date(2026, 3, 29, 2, 30, 0, 0, ljubljana), time.Date(2026, 10, 25, 2, 30, 0, 0, ljubljana),
	} {
		for verdict, want := range map[client.Verdict]topup.Step{client.Posted: topup.Posted, client.Rejected: topup.Rejected, client.Unknown: topup.Unknown} {
			office := flowtest.NewOffice()
			office.Skew = flowtest.Start.Sub(pc)
			office.TopUps = []client.Outcome[client.TopUp]{{Verdict: verdict, Err: &client.Error{Code: client.CodeTimeout}}}
			needs, kept, _ := flowtest.Needs(office)
			now := pc
			needs.Now = func() time.Time { now = now.Add(-time.Second); return now } // and it runs backwards
			c := start(t, needs)
			c.LookUp("100000014")
			confirming(t, c)
			c.TopUp.Confirm()
			at(t, c, want)
			if n := len(kept.Records); n != 3 && verdict.Final() || n != 2 && !verdict.Final() {
				t.Errorf("%v, %s: the disk has %v", pc, verdict, kept.Kinds())
			}
		}
	}
}

func TestCashThatIsNotAnAmount(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	for _, typed := range []string{"50,5", "1.000", "sto", "-50"} {
		b.TopUp.Tender(typed)
		at(t, b.Counter, topup.ReadBack)
		if st := b.TopUp.State(); st.Problem == nil || st.Field != task.FieldTendered {
			t.Errorf("%q: %+v", typed, st.Problem)
		}
	}
}

func TestAMatchThatCannotBeAskedForIsTriedAgain(t *testing.T) {
	b := newBench(t)
	b.office.MatchErr = &client.Error{Status: 403, Code: client.CodeMatchLocked}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	at(t, b.Counter, topup.AskingMatch)
	says(t, b.TopUp.State().Problem, "problem.match-locked")
	b.office.MatchErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	b.to(b.match)
	if b.State().SignedIn {
		t.Error("a clerk whose token has ended is still signed in")
	}
}

// An unknown outcome whose reason is the token: the clerk signs in again, and the cash stays where it is.
func TestATokenThatEndsUnderWayLeavesTheOutcomeOpen(t *testing.T) {
	b := newBench(t)
	b.office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTokenExpired)
	b.office.TopUps[0].Err.(*client.Error).Status = 401
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender, b.TopUp.Confirm)
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

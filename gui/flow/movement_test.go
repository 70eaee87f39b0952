package flow_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/task"
)

func movementAnswer(v client.Verdict, answer client.Movement) []client.Outcome[client.Movement] {
	out := client.Outcome[client.Movement]{Verdict: v, Answer: answer}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Movement]{out}
}

// moving is a counter whose clerk has said how much goes to the safe, and why.
func moving(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	flowtest.KeepsDrawersDay(office)
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandSafe)
	movementAt(t, c, movement.Asking)
	c.Movement.Fill("150", client.MovedOverLimit)
	movementAt(t, c, movement.Confirming)
	return c, kept
}

func movementAt(t *testing.T, c *flow.Counter, want movement.Step) {
	t.Helper()
	if st := c.Movement.State(); st.Step != want {
		t.Fatalf("the movement is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

func TestEveryVerdictOnAMovementHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    movement.Step
		open    []flow.OpenKind
		journal []journal.Kind
	}{
		{client.Posted, movement.Posted, nil, []journal.Kind{journal.Intent, journal.Sending, journal.Posted}},
		{client.Rejected, movement.Rejected, nil, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		{client.Unknown, movement.Unknown, []flow.OpenKind{flow.OpenMovement}, []journal.Kind{journal.Intent, journal.Sending}},
		{client.NotSent, movement.NotSent, []flow.OpenKind{flow.OpenUnmoved}, []journal.Kind{journal.Intent, journal.Sending}},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Movements = movementAnswer(tt.verdict, client.Movement{Code: client.CodeDrawerTooSmall, Number: "G-1", Staff: "1001"})
			c, kept := moving(t, office)
			asked := office.Asked["drawer"]
			c.Movement.Confirm()
			c.Movement.Confirm()
			movementAt(t, c, tt.want)
			kinds(t, kept, tt.journal...)
			opened(t, c, tt.open...)
			if office.Asked["movement"] != 1 {
				t.Errorf("%d requests after a double Enter", office.Asked["movement"])
			}
			if final := tt.verdict.Final(); final != (office.Asked["drawer"] > asked) {
				t.Error("the drawer's sum is asked for anew when, and only when, cash has moved or certainly has not")
			}
			if body := string(office.Sent[0]); !strings.Contains(body, `"amount":{"amount":-15000,"currency":"EUR"}`) || !strings.Contains(body, `"drawerSessionId":"`+flowtest.Drawer+`"`) {
				t.Errorf("sent %s", body)
			}
			if got := kept.Records[1].Amount; got != money.EUR(15000) || kept.Records[1].Task != movement.TaskOut {
				t.Errorf("the journal has %v as %s", got, kept.Records[1].Task)
			}
			if _, slip := c.Movement.Slip(); slip != (tt.verdict == client.Posted) {
				t.Errorf("a slip: %t", slip)
			}
		})
	}
}

func TestChangeGoesTheOtherWay(t *testing.T) {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	office.Movements = movementAnswer(client.Posted, client.Movement{Number: "G-2"})
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandChange)
	c.Movement.Fill("999999", client.MovedSmallChange) // more than the drawer holds is no reason
	c.Movement.Confirm()
	movementAt(t, c, movement.Posted)
	if body := string(office.Sent[0]); !strings.Contains(body, `"kind":"changeBrought","reason":"smallChange","amount":{"amount":99999900,`) {
		t.Errorf("sent %s", body)
	}
	if kept.Records[0].Task != movement.TaskIn {
		t.Errorf("the journal has it as %s", kept.Records[0].Task)
	}
}

func TestAMovementThatCannotBeIsSaid(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		reason      client.MovementReason
		blind       bool
		want        string
		field       task.Field
	}{
		{"no sum", "", client.MovedOverLimit, false, "amount.empty", task.FieldAmount},
		{"nothing", "0", client.MovedOverLimit, false, "movement.nothing", task.FieldAmount},
		{"no reason", "10", "", false, "movement.choose", task.FieldNone},
		{"more than the drawer holds", "200,01", client.MovedOverLimit, false, "movement.too-much", task.FieldAmount},
		{"more than the drawer holds, unseen", "200,01", client.MovedOverLimit, true, "", task.FieldNone},
		{"a card's number", "4111111111111111", client.MovedOverLimit, false, "card-number.pan", task.FieldAmount},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := flowtest.NewOffice()
			flowtest.KeepsDrawersDay(office)
			office.MeAnswer.BlindClose = tt.blind
			c, kept, _ := counter(t, office)
			c.Do(flow.CommandSafe)
			c.Movement.Fill(tt.typed, tt.reason)
			st := c.Movement.State()
			if tt.want == "" {
				movementAt(t, c, movement.Confirming)
				return
			}
			movementAt(t, c, movement.Asking)
			if st.Problem == nil || tt.name != "a card's number" && st.Problem.Key != tt.want || st.Field != tt.field {
				t.Errorf("it says %v at %q, want %s", st.Problem, st.Field, tt.want)
			}
			if tt.name == "a card's number" && st.Typed != "" {
				t.Error("a card's number stays")
			}
			c.Movement.Confirm()
			kinds(t, kept)
		})
	}
}

// What the drawer holds may have changed between the question and the answer, as may the clerk's right to it.
func TestAMovementIsJudgedOnceMoreBeforeItIsSent(t *testing.T) {
	for want, change := range map[string]func(*flowtest.Office){
		"movement.too-much":  func(o *flowtest.Office) { o.DrawerNow.Session.Total = money.EUR(14999) },
		"movement.no-drawer": func(o *flowtest.Office) { o.DrawerNow.Session = nil },
	} {
		office := flowtest.NewOffice()
		c, kept := moving(t, office)
		change(office)
		c.Drawer.Refresh()
		c.Movement.Confirm()
		movementAt(t, c, movement.Confirming)
		says(t, c.Movement.State().Problem, want)
		kinds(t, kept)
	}
}

func TestNoMovementWithoutAnOpenDrawer(t *testing.T) {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	office.DrawerNow.Session = nil
	c, _, _ := counter(t, office)
	for _, command := range []flow.Command{flow.CommandSafe, flow.CommandChange} {
		c.Do(command)
		says(t, c.State().Notice, "movement.no-drawer")
		movementAt(t, c, movement.Idle)
	}
}

// One whose outcome is not known keeps the drawer from being closed, is asked about, and is sent again with the same bytes.
func TestAMovementOfUnknownOutcomeIsSettled(t *testing.T) {
	office := flowtest.NewOffice()
	office.Movements = movementAnswer(client.Unknown, client.Movement{})
	office.MovementAsks = []client.Outcome[client.Movement]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c, kept := moving(t, office)
	c.Movement.Confirm()
	c.Movement.Check()
	movementAt(t, c, movement.Unknown)
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.open-items")
	opened(t, c, flow.OpenMovement)
	c.Do(flow.CommandSafe) // leads back to it
	if c.State().Panel != flow.PanelMovement {
		t.Errorf("the clerk is at %s", c.State().Panel)
	}
	office.Movements = movementAnswer(client.Posted, client.Movement{Number: "G-3"})
	c.Movement.SendAgain()
	movementAt(t, c, movement.Posted)
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Errorf("sent again otherwise: %q", office.Sent)
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Sending, journal.Posted)
	opened(t, c)
}

func TestAMovementThatWasNotSentIsGivenUp(t *testing.T) {
	office := flowtest.NewOffice()
	office.Movements = movementAnswer(client.NotSent, client.Movement{})
	c, kept := moving(t, office)
	c.Movement.Confirm()
	c.GiveMovementUp()
	movementAt(t, c, movement.Idle)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Cancelled)
	opened(t, c)
}

// Change that may lie in the drawer already leaves no room there for a customer's cash.
func TestChangeOnItsWayTakesRoom(t *testing.T) {
	office := limited()
	flowtest.KeepsDrawersDay(office)
	office.DrawerNow.Session.Total = money.EUR(900000)
	office.Movements = movementAnswer(client.Unknown, client.Movement{})
	c, _, _ := counter(t, office)
	if why := c.Refusal(flow.CommandTopUp); why != nil {
		t.Fatal(why.Key)
	}
	c.Do(flow.CommandChange)
	c.Movement.Fill("1000", client.MovedNotes)
	c.Movement.Confirm()
	says(t, c.Refusal(flow.CommandTopUp), "counter.drawer-full.safe")
}

// Whatever a crash left of a movement is there after the restart, and is told.
func TestAMovementIsTakenUpAfterARestart(t *testing.T) {
	for name, tt := range map[string]struct {
		verdict client.Verdict
		asks    []client.Outcome[client.Movement]
		want    movement.Step
		open    []flow.OpenKind
	}{
		"not known":        {client.Unknown, movementAnswer(client.Unknown, client.Movement{}), movement.Unknown, []flow.OpenKind{flow.OpenMovement}},
		"posted meanwhile": {client.Unknown, movementAnswer(client.Posted, client.Movement{Number: "G-4", Amount: money.EUR(-15000)}), movement.Posted, nil},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Movements = movementAnswer(tt.verdict, client.Movement{})
			office.MovementAsks = movementAnswer(client.Unknown, client.Movement{})
			c, kept := moving(t, office)
			c.Movement.Confirm()
			office.MovementAsks = tt.asks
			needs, _, _ := flowtest.Needs(office)
			needs.Journal = kept
			again := start(t, needs)
			movementAt(t, again, tt.want)
			if again.State().Panel != flow.PanelMovement {
				t.Errorf("the clerk sees %s", again.State().Panel)
			}
			opened(t, again, tt.open...)
			if st := again.Movement.State(); st.Kind != client.PickUp || st.Amount != money.EUR(15000) {
				t.Errorf("it is told as %s of %v", st.Kind, st.Amount)
			}
		})
	}
}

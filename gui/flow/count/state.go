package count

import (
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a count stands.
type Step string

// The steps of a count.
const (
	Idle     Step = "idle"
	Asking   Step = "asking" // how many of each note and coin
	Sending  Step = "sending"
	Counted  Step = "counted" // kept by the office: whether it agrees, and once more or on to the close
	Rejected Step = "rejected"
	Unknown  Step = "unknown" // perhaps kept
	Halted   Step = "halted"  // the journal failed
)

// Job is what the screen keeps of a count besides where its write stands.
type Job struct {
	Step    Step
	Typed   task.Notes
	Notes   []client.Denomination // as sent; nil where only the office knows them
	Reason  client.DifferenceReason
	Problem *task.Message
	At      int64 // the value where Problem belongs; 0 for none

	recovered bool // taken up from the journal before it had ended
}

// State is all the count's panel shows. Where the close is blind, it holds neither what is expected nor the difference.
type State struct {
	Job
	outbox.Status[client.Count]
	ID    string
	Sum   money.Amount
	Blind bool
	// Agrees says that the count is what is expected, Moved that cash has come or gone since. Both once the office has told.
	Agrees, Moved bool
	// First is what was counted before; nil for a first count.
	First *money.Amount
	Left  int // how often the drawer may be counted again
}

// Known reports that the office's own word on a count that it keeps is here.
func (s State) Known() bool { return s.Stage != outbox.Posted || s.Status.Known() }

// steps are the steps of what is past the form.
var steps = map[outbox.Stage]Step{
	outbox.Sending: Sending, outbox.Unknown: Unknown, outbox.Posted: Counted, outbox.Rejected: Rejected, outbox.Halted: Halted,
}

func stateOf(i *item) State {
	s := State{Job: i.Form, Status: i.Status, ID: i.ID, Sum: i.Amount}
	switch step, past := steps[i.Stage]; {
	case past:
		s.Step = step
		if why := problemOf(i); why != nil {
			s.Problem, s.At = why, 0
		}
	case s.Step == "":
		s.Step = Idle
	}
	if s.Step == Asking {
		s.Sum = s.Typed.Sum()
	}
	if s.Notes == nil {
		s.Notes = i.Answer.Denominations
	}
	return s
}

// State is the present state.
func (f *Flow) State() State {
	i := f.queue.Shown()
	s, now := stateOf(i), f.host.Standing()
	s.Blind = now.Blind
	session := i.Session
	if s.Step == Asking {
		session = now.Drawer.ID
	}
	before := f.before(session, i)
	if len(before) > 0 {
		s.First = &before[len(before)-1].Amount
	}
	s.Left = most - len(before)
	if s.Step != Counted {
		return s
	}
	if s.Left--; s.Known() {
		s.Left = i.Answer.CountsLeft
		s.Agrees = i.Answer.Difference.IsZero()
		s.Moved = now.DrawerOpen && now.Drawer.ID == session && now.Drawer.Total != i.Answer.Expected
	}
	if s.Blind {
		s.Answer.Expected, s.Answer.Difference = money.Amount{}, money.Amount{}
	}
	return s
}

// most is how often a drawer is counted before its close, by the contract.
const most = 2

// before are the counts of a session that the office keeps, without the one given, the oldest first.
func (f *Flow) before(session string, but *item) (all []*item) {
	for _, i := range append(f.queue.Parked(), f.queue.Shown()) {
		if i != but && i.Stage == outbox.Posted && i.Session == session && session != "" {
			all = append(all, i)
		}
	}
	return all
}

// ownWords are the codes that mean another thing here than where a customer's cash lies on the desk.
var ownWords = map[string]bool{
	client.CodeSessionClosed: true, client.CodeSessionUnknown: true, client.CodeSessionNotYours: true, client.CodeForbiddenOffice: true,
}

// problemOf is what there is to say of a count that is past the form; nil where it is the form's own.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.Unknown:
		switch {
		case i.Alarm:
			return task.Say("count.alarm", "Trace", task.TraceOf(i.Err))
		case i.Form.recovered && i.Err == nil && i.Said == "":
			return task.Say("count.recovered")
		case errors.Is(i.Err, outbox.ErrFull):
			return task.Say("journal.full.again")
		}
		return task.WhyUnknown(i.Err)
	case outbox.Halted:
		return task.Say("journal.drawer")
	case outbox.Rejected:
		code := i.Answer.Code
		if code == "" {
			code = i.Why
		}
		if ownWords[code] && !i.Unkept && !i.Differs && i.Err == nil {
			return task.Say("count.refused." + code)
		}
		fallthrough
	case outbox.Posted:
		return task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, task.Say("count.differs", "Short", task.ShortID(i.ID)), task.Problem)
	}
	return nil
}

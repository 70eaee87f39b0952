package approval

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Patience is how long nobody may touch the questions before they are gone: whoever walked off has not approved.
const Patience = 2 * time.Minute

// Office is what an approval asks of the office.
type Office interface {
	// SignInBeside gives a second person a token beside the clerk's.
	SignInBeside(ctx context.Context, staffNumber, pin string) (client.SecondPerson, error)
	AskApproval(ctx context.Context, id, mokID string, amount money.Amount) client.Outcome[client.Approval]
}

// Host is what an approval needs of the counter around it.
type Host interface {
	// Staff is the number of the clerk whose act it is.
	Staff() string
}

// Flow is the flow of approvals, one at a time.
type Flow struct {
	Draw func(State)

	needs    task.Needs
	host     Host
	office   Second
	out      *outbox.Outbox
	queue    *outbox.Queue[client.Approval, Job]
	second   attending
	subject  task.Subject
	body     []byte       // of the act, that the approval on its way names
	approver client.Staff // who has signed in last
	turn     int          // counts what makes an entering void
	stop     func()       // stops the waiting for somebody
}

type item = outbox.Item[client.Approval, Job]

// New starts with nothing to approve.
func New(n task.Needs, office Office, o *outbox.Outbox, host Host) *Flow {
	f := &Flow{Draw: func(State) {}, needs: n, host: host, office: byPIN{office}, out: o, stop: func() {}}
	f.queue = outbox.NewQueue(o, screen{f}, f.write(office))
	return f
}

// State is the present state.
func (f *Flow) State() State { return stateOf(f.item()) }

// Redraw draws the present state once more.
func (f *Flow) Redraw() { f.Draw(f.State()) }

// Asks are the fields by which a second person signs in.
func (f *Flow) Asks() []task.Field { return f.office.Asks() }

func (f *Flow) item() *item { return f.queue.Shown() }

// Ask asks for a second person. What asked before and was not approved has been told so.
func (f *Flow) Ask(s task.Subject) {
	if !f.may(Ask) {
		s.Left(nil)
		return
	}
	f.subject = s
	f.item().Form = Job{Step: Asking, Act: s.Act, Maker: f.host.Staff(), HasCard: s.Act.OnCard(), HasAmount: s.Act.MovesMoney()}
	f.Touch()
	f.Redraw()
}

// Touch says that somebody is there.
func (f *Flow) Touch() {
	f.stop()
	if f.State().Open() {
		f.stop = f.needs.Tasks.After(Patience, f.walkedOff)
	}
}

// walkedOff ends the questions that nobody answers. What is on its way is waited for.
func (f *Flow) walkedOff() {
	if !f.may(Leave) {
		f.Touch()
		return
	}
	f.end(task.Say("approval.walked-off"))
}

// Submit takes what the second person has typed. The values are compared before anybody signs in; the PIN is not kept.
func (f *Flow) Submit(t Typed) {
	if !f.may(Submit) {
		return
	}
	f.Touch()
	answers := trimmed(t.Person)
	j := &f.item().Form
	j.Number, j.MokID, j.Amount = kept(answers[task.FieldNumber]), kept(t.MokID), kept(t.Amount)
	if why, where := f.wrong(answers, t); why != nil {
		f.say(why, where)
		return
	}
	j.Step, j.Problem, j.Field = Entering, nil, task.FieldNone
	f.Redraw()
	turn := f.turn
	f.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		person, err := f.office.Enter(ctx, answers)
		return func() { f.entered(turn, person, err) }
	})
}

// kept is a text as it may be kept over a failure: never one that may hold a card's number.
func kept(typed string) string {
	if task.CardNumber(typed) != nil {
		return ""
	}
	return typed
}

// wrong is what is wrong with what was typed, and where; nil when nothing is.
func (f *Flow) wrong(answers map[task.Field]string, t Typed) (*task.Message, task.Field) {
	for _, field := range f.office.Asks() {
		if why := wrongAnswer(field, answers[field]); why != nil {
			return why, field
		}
	}
	mokID := strings.Map(recognise.DropSeparators, strings.Map(recognise.DropInvisible, t.MokID))
	switch {
	case answers[task.FieldNumber] != "" && answers[task.FieldNumber] == f.item().Form.Maker:
		return task.Say("problem.same-person"), task.FieldNumber
	case !f.item().Form.HasCard:
		return f.wrongSum(t), task.FieldAmount
	case task.CardNumber(t.MokID) != nil:
		return task.CardNumber(t.MokID), task.FieldMokID
	case !ident.IsMokID(mokID):
		return task.Say("approval.mok-id.wrong"), task.FieldMokID
	case mokID != f.subject.MokID:
		return task.Say("approval.differs.mok-id"), task.FieldMokID
	case !f.item().Form.HasAmount:
		return nil, task.FieldNone
	}
	return f.wrongSum(t), task.FieldAmount
}

// wrongSum is what is wrong with the sum that was typed again; nil when nothing is.
func (f *Flow) wrongSum(t Typed) *task.Message {
	if why := task.CardNumber(t.Amount); why != nil {
		return why
	}
	return same(t.Amount, f.subject)
}

// entered goes on with a second person who has signed in. One who comes after the questions are gone is signed out again.
func (f *Flow) entered(turn int, person client.SecondPerson, err error) {
	switch {
	case turn != f.turn:
		if err == nil {
			signOut(f.needs.Tasks, person)
		}
	case err != nil:
		f.ask(task.Problem(err), task.FieldPIN)
	default:
		f.second.enter(person)
		f.approver = person.Session().Staff
		f.send(f.approver.Number)
	}
}

// send puts the approval on disk and sends it, once.
func (f *Flow) send(approver string) {
	i := f.item()
	w := outbox.Write{ID: f.needs.NewID(), MokID: f.subject.MokID, Amount: f.subject.Amount, Staff: approver}
	body, err := f.subject.Encode(w.ID)
	if err != nil {
		f.ask(task.Say("approval.refused", "Phone", f.needs.Phone), task.FieldNone)
		return
	}
	f.body = body
	request := client.ApprovalRequest{
		ID: w.ID, Act: f.subject.Act, SubjectID: f.subject.ID, SubjectHash: client.HashOf(body),
		MokID: w.MokID, Maker: i.Form.Maker, Desk: f.needs.Desk,
	}
	if i.Form.HasAmount {
		request.Amount = &w.Amount
	}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(why error) {
		f.ask(task.RefusedBecause(why, f.needs.Phone), task.FieldNone)
	})
}

// ask goes back to the questions. The second person signs in anew for another attempt.
func (f *Flow) ask(why *task.Message, at task.Field) {
	f.second.leave(f.needs.Tasks)
	i := f.item()
	i.Form.Step, i.Err = Asking, nil
	f.say(why, at)
}

func (f *Flow) say(why *task.Message, at task.Field) {
	j := &f.item().Form
	j.Problem, j.Field = why, at
	f.Redraw()
}

// Check asks what became of an approval whose outcome is not known.
func (f *Flow) Check() {
	if f.may(Check) {
		f.Touch()
		f.item().Check()
	}
}

// SendAgain sends the same bytes once more; the office approves once.
func (f *Flow) SendAgain() {
	if f.may(SendAgain) {
		f.Touch()
		f.item().SendAgain()
	}
}

// Leave ends the questions without an approval. The act is as it was before it asked.
func (f *Flow) Leave() { f.Close(nil) }

// Close is Leave, and tells the clerk why; one that is on its way is waited for.
func (f *Flow) Close(why *task.Message) {
	if f.may(Leave) {
		f.end(why)
	}
}

// end ends the questions and the token, and tells the act.
func (f *Flow) end(why *task.Message) {
	f.item().GiveBack() // of one whose outcome is not known; its act will not be sent
	left := f.subject.Left
	f.over()
	left(why)
}

// over takes the questions off the screen.
func (f *Flow) over() {
	f.stop()
	f.turn++
	f.second.leave(f.needs.Tasks)
	f.subject, f.body = task.Subject{}, nil
	f.queue.New(Task)
	f.Redraw()
}

// screen is what the outbox tells of.
type screen struct{ f *Flow }

// Changed draws, and goes back to the questions where an approval certainly never left.
func (s screen) Changed(i *item) {
	if f := s.f; i == f.item() && i.Stage == outbox.Forming && i.Form.Step == Entering && i.Err != nil {
		f.ask(task.Problem(i.Err), task.FieldNone)
		return
	}
	s.f.Redraw()
}

func (s screen) Seen() bool { return true }

// TokenLost is of the second person's token or of the clerk's, and changes nothing here: the clerk's own questions tell of the clerk's.
func (s screen) TokenLost() {}

// Ended lets the act go on, or asks anew: a rejected id is never used again.
func (s screen) Ended(i *item, _ bool) {
	f := s.f
	switch {
	case i != f.item(), i.Stage == outbox.Cancelled: // left already
	case i.Stage == outbox.Posted && !i.Unkept:
		granted, body, approver := f.subject.Granted, f.body, f.approver
		f.over()
		granted(body, approver)
	case i.Stage == outbox.Rejected:
		j := i.Form
		why := task.Reason(i.Answer.Code, i.Answer.TraceID)
		f.queue.New(Task).Form = j
		f.ask(why, task.FieldNone)
	default: // the desk has stopped
		f.end(task.Say("journal.halted"))
	}
}

// Panicked is called when some work ended in a panic.
func (f *Flow) Panicked() {
	if task.Panicked(f.needs.Tasks) && f.State().Step == Entering {
		f.turn++
		f.ask(task.Say("problem.unreadable"), task.FieldPIN)
	}
	f.queue.Panicked()
}

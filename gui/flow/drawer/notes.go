package drawer

import (
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Counted is a count by notes and coins with which a drawer is closed.
type Counted struct {
	Session string
	Sum     money.Amount
	// First is what was counted before; nil where the first count stands.
	First *money.Amount
	Notes []client.Denomination
	// Difference is the count less what was expected, Agrees that there is none, Reason what the clerk says of it.
	Difference money.Amount
	Agrees     bool
	Reason     client.DifferenceReason
}

// blind is a count without what nobody may see.
func (c *Counted) blind() *Counted {
	if c == nil {
		return nil
	}
	unseen := *c
	unseen.Difference = money.Amount{}
	return &unseen
}

// Notes is a drawer's flow where the office has notes and coins counted: the float, and what a count leads to.
type Notes struct{ d *Flow }

// differs reports that a float is not what was counted at the last close of this desk, where the office wants to know why.
func (n Notes) differs(float money.Amount) bool {
	last := n.d.state.Previous
	return n.d.host.Standing().Count != nil && last != nil && told(last.Counted) && float != last.Counted
}

// Type keeps what was typed of the float for a note or coin.
func (n Notes) Type(value int64, typed string) {
	d := n.d
	if !d.may(OpenWith) {
		return
	}
	d.state.Notes = d.state.Notes.Clone()
	d.state.Notes.Keep(value, typed)
	d.state.Wrong = 0
	d.say(Float, nil)
}

// Open opens a session with the notes and coins that were typed; a float that can't be right, or that needs a reason, is asked about
// first.
func (n Notes) Open() {
	d := n.d
	if !d.may(OpenWith) {
		return
	}
	all, wrong, why := d.state.Notes.Read()
	if d.state.Wrong = wrong; why != nil {
		d.say(Float, why)
		return
	}
	d.state.Sum = task.SumOf(all)
	n.open(d.state.Sum)
}

// open opens with a float, or asks about it first.
func (n Notes) open(float money.Amount) {
	if len(n.d.doubts(SureFloat, float)) > 0 || n.differs(float) {
		n.d.follow(doubt)
		return
	}
	n.d.open(float, "")
}

// Confirm opens with the float that was asked about, which is not what was counted last: why says why.
func (n Notes) Confirm(why client.FloatReason) {
	d := n.d
	switch st := d.State(); {
	case !st.May(Confirm) || st.Step != SureFloat:
	case !st.Differs || !slices.Contains(client.FloatReasons(), why):
		d.Confirm()
	default:
		d.open(st.Sum, why)
	}
}

// Close asks whether the drawer is to be closed with a count by notes and coins: the close is final.
func (n Notes) Close(c Counted) {
	d := n.d
	if !d.may(CloseNotes) || c.Session != d.state.Session.ID || !d.mayClose() {
		return
	}
	d.state.Counted, d.state.Sum = &c, c.Sum
	d.state.Second = n.above(c.Difference)
	d.follow(CloseNotes)
}

// above reports that a difference is above the office's tolerance.
func (n Notes) above(difference money.Amount) bool {
	most := n.d.host.Standing().Limits.DifferenceTolerance
	return told(most) && max(difference.Cents, -difference.Cents) > most.Cents
}

// approve asks a second person to agree to the close. Nothing of it is on disk before: without a word it is asked about again.
func (n Notes) approve(counted money.Amount) {
	d := n.d
	w, closing := d.closing(counted)
	d.say(SureCount, nil)
	d.second.Ask(task.Subject{
		Act: client.ApproveSettlement, ID: closing.ID, Amount: counted,
		Encode: func(approvalID string) ([]byte, error) {
			closing.ApprovalID = approvalID
			return closing.Encode()
		},
		Granted: func(body []byte, approver client.Staff) {
			if !d.may(Confirm) || !d.mayClose() {
				return
			}
			d.state.Approver = approver.Alias
			d.send(taskClose, w, func() ([]byte, error) { return body, nil })
		},
		Left: func(why *task.Message) {
			if d.state.Step == SureCount {
				d.say(SureCount, why)
			}
		},
	})
}

// secondPerson are the rejections after which a close may be tried once more, with a second person's word.
var secondPerson = map[string]*task.Message{
	client.CodeApprovalRequired: task.Say("drawer.second"), client.CodeApprovalExpired: task.Say("drawer.second.again"),
	client.CodeApprovalUsed: task.Say("drawer.second.again"), client.CodeApprovalUnknown: task.Say("drawer.second.again"),
	client.CodeApprovalMismatch: task.Say("drawer.second.again"), client.CodeSamePerson: task.Say("drawer.second.other"),
}

// wanted reports that the office rejected a close of this session for want of a second person, and asks about it again then.
func (n Notes) wanted(i *item) bool {
	d := n.d
	why, wants := secondPerson[i.Answer.Code]
	if !wants || i.Task != taskClose || i.Unkept || d.state.Session.ID != i.Session || d.state.Session.Staff != d.staff() {
		return false
	}
	d.state.Second, d.state.Sum = true, i.Amount
	d.say(SureCount, why)
	return true
}

package flow_test

import (
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// lone is what stands around a top-up that has no counter.
type lone struct{ standing topup.Standing }

func (l *lone) Standing() topup.Standing { return l.standing }
func (l *lone) Staff() string            { return l.standing.Staff }
func (*lone) Seen() bool                 { return true }
func (*lone) Ended(topup.State, bool)    {}
func (*lone) TokenLost()                 {}
func (*lone) Halted()                    {}

// alone is a top-up without a counter, with an outbox of its own.
func alone(n flow.Needs, second topup.Approver) (*topup.Flow, *lone) {
	l := &lone{}
	o := outbox.New(outbox.Needs{Journal: n.Journal, Tasks: n.Tasks, Desk: n.Desk, Now: n.Now, NewID: n.NewID}, l)
	return topup.New(n.Task(nil), n.Office, n.Journal, o, second, l), l
}

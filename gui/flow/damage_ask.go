package flow

import (
	"context"
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Ask asks the office about every row that it has not answered about, one after the other, and then for its own
// list of this desk. It stops where the office can't be asked, and is called again to go on.
func (d *Damage) Ask() {
	if !d.state.SignedIn || d.state.Asking {
		return
	}
	d.set(func(s *DamageState) { s.Asking, s.Problem = true, nil })
	d.next()
}

// Again asks once more about what the office had not ended, and for its list.
func (d *Damage) Again() {
	if d.state.Asking {
		return
	}
	for i := range d.state.Rows {
		if row := &d.state.Rows[i]; row.Theirs == client.StateUnseen || row.Theirs == client.StateInFlight {
			row.Theirs = ""
		}
	}
	d.state.Listed = false
	d.Ask()
}

func (d *Damage) next() {
	i := slices.IndexFunc(d.state.Rows, func(r DamageRow) bool { return r.Theirs == "" })
	switch {
	case i >= 0:
		d.askRow(d.state.Rows[i])
	case !d.state.Listed:
		d.list()
	default:
		d.set(func(s *DamageState) { s.Asking = false })
	}
}

// damageAnswer is the office's word on a row.
type damageAnswer struct {
	theirs, receipt string
	err             error
}

func (d *Damage) askRow(row DamageRow) {
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		answer := d.ask(ctx, row)
		return func() {
			if d.answered(row.ID, answer) {
				d.next()
			}
		}
	})
}

func (d *Damage) ask(ctx context.Context, row DamageRow) damageAnswer {
	if row.Lock {
		out := d.needs.Office.AskLock(ctx, row.ID, row.MokID)
		return said(out.Verdict, out.State, "", out.Err)
	}
	out := d.needs.Office.AskTopUp(ctx, row.ID, row.Amount)
	return said(out.Verdict, out.State, out.Answer.ReceiptNumber, out.Err)
}

func said(verdict client.Verdict, state, receipt string, err error) damageAnswer {
	if verdict.Final() {
		return damageAnswer{theirs: string(verdict), receipt: receipt}
	}
	return damageAnswer{theirs: state, err: err}
}

// final reports that the office will not say otherwise of an id.
func final(theirs string) bool { return theirs != "" && client.Verdict(theirs).Final() }

// answered keeps an answer, and reports whether to go on.
func (d *Damage) answered(id string, a damageAnswer) bool {
	i := slices.IndexFunc(d.state.Rows, func(r DamageRow) bool { return r.ID == id })
	d.set(func(s *DamageState) {
		row := &s.Rows[i]
		row.Asking, row.Problem = false, task.WhyUnknown(a.err)
		if a.theirs != "" && (final(a.theirs) || !final(row.Theirs)) { // its last word outlasts an answer from before
			row.Theirs, row.Receipt = a.theirs, a.receipt
		}
		s.Asked = 0
		for _, r := range s.Rows {
			if r.Theirs != "" {
				s.Asked++
			}
		}
	})
	if a.theirs == "" {
		d.stopped(a.err)
	}
	return a.theirs != ""
}

// stopped says why asking does not go on. The token of a session that is over stops nothing: asking began anew with
// the next.
func (d *Damage) stopped(err error) {
	if client.NeedsSignIn(err) && d.SignIn.Past() {
		return
	}
	d.set(func(s *DamageState) {
		s.Asking, s.Problem = false, task.Problem(err)
		if client.NeedsSignIn(err) {
			s.SignedIn = false
		}
	})
	if client.NeedsSignIn(err) {
		d.SignIn.Again(task.Say("signin.again"))
	}
}

// list reads what the office itself has of this desk.
func (d *Damage) list() {
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, compareLimit)
		defer cancel()
		listed, err := listDesk(ctx, d.needs.Office, d.from)
		drawer := client.DrawerNow{}
		if err == nil {
			drawer, err = d.needs.Office.CurrentDrawer(ctx)
		}
		return func() {
			if err != nil {
				d.stopped(err)
				return
			}
			d.set(func(s *DamageState) {
				s.Rows = append(s.Rows, lostRows(s.Rows, listed.Items)...)
				sortDamage(s.Rows)
				s.Listed, s.Drawer, s.Asked = true, drawer, len(s.Rows)
			})
			d.next()
		}
	})
}

// Cancel asks for the tombstone of a top-up that the office has not seen: only on "cancelled" the cash goes back.
// It is not journaled, for there is no journal; it can do no harm, since all it does is keep a top-up from being
// posted.
func (d *Damage) Cancel(id string) {
	i := slices.IndexFunc(d.state.Rows, func(r DamageRow) bool { return r.ID == id })
	if i < 0 || !d.state.SignedIn || !d.state.Rows[i].MayCancel() {
		return
	}
	row := d.state.Rows[i]
	d.set(func(s *DamageState) { s.Rows[i].Asking = true })
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
		defer cancel()
		out := d.needs.Office.CancelTopUp(ctx, client.Cancellation{ID: row.ID, MokID: row.MokID, Amount: row.Amount, Desk: d.needs.Desk})
		a := said(out.Verdict, "", out.Answer.ReceiptNumber, out.Err)
		return func() { d.answered(row.ID, a) }
	})
}

// Panicked is called when work on another goroutine ended in a panic: its ending will never come.
func (d *Damage) Panicked() {
	d.SignIn.Panicked()
	d.set(func(s *DamageState) {
		s.Asking, s.Problem = false, task.Say("problem.unreadable")
		for i := range s.Rows {
			s.Rows[i].Asking = false
		}
	})
}

package days

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// settle sends a write until its ending is known, the same bytes each time, as a desk does that asks first.
func settle[T any](b *branch, s client.Sending, send func(context.Context, client.Sending) client.Outcome[T], ask func(client.Sending) client.Outcome[T]) (client.Outcome[T], error) {
	s.First = true
	var last error
	for try := 0; try < 50; try++ {
		o := send(b.ctx, s)
		last = o.Err
		if o.Verdict == client.Posted || o.Verdict == client.Rejected {
			return o, nil
		}
		if o.Alarm {
			return o, o.Err
		}
		if b.bug.takesUnknownForRejected {
			o.Verdict = client.Rejected
			return o, nil
		}
		if s.First = false; ask != nil && b.chance.IntN(2) == 0 {
			b.tally["asked"]++
			if o = ask(s); o.Verdict == client.Posted || o.Verdict == client.Rejected {
				return o, nil
			}
		}
		b.tally["sent again"]++
	}
	return client.Outcome[T]{}, fmt.Errorf("no ending in 50 attempts: %v, of %s", last, s.Body)
}

// count notes how a write ended, and tells whether it posted.
func (b *branch) posted(what string, v client.Verdict) bool {
	if v == client.Posted {
		b.tally[what+" posted"]++
		return true
	}
	b.tally[what+" rejected"]++
	return false
}

func (b *branch) openDrawer(d *desk) error {
	b.wait()
	k := &till{session: b.newID(), staff: d.staff, desk: d, float: int64(b.chance.IntN(40)) * 500}
	body, err := client.DrawerOpening{ID: k.session, Desk: d.name, Staff: d.staff, Float: money.EUR(k.float)}.Encode()
	if err != nil {
		return err
	}
	o, err := settle(b, client.Sending{ID: k.session, Amount: money.EUR(k.float), Body: body}, d.client.OpenDrawer, nil)
	if err != nil {
		return err
	}
	if !b.posted("opening", o.Verdict) {
		return fmt.Errorf("a drawer was not opened: %s", o.Answer.Code)
	}
	k.lies = k.float
	d.till = k
	return nil
}

func (b *branch) topUp(d *desk) error {
	b.wait()
	c := b.cards[b.chance.IntN(len(b.cards))]
	m, err := d.client.Match(b.ctx, c.mokID, c.six)
	if err != nil {
		return err
	}
	amount := money.EUR(500 + int64(b.chance.IntN(160))*50)
	q, err := d.client.QuoteTopUp(b.ctx, c.mokID, client.QuoteRequest{Amount: amount, MatchID: m.MatchID})
	if err != nil || len(q.Required) > 0 {
		b.tally["no quote"]++
		return nil
	}
	r := client.TopUpRequest{ID: b.newID(), MokID: c.mokID, Amount: amount, QuoteID: q.QuoteID, DrawerSessionID: d.till.session, Staff: d.staff, Desk: d.name,
		Seq: d.seq + 1, Prev: d.prev, Tendered: money.EUR(q.Total.Cents + int64(b.chance.IntN(3))*500)}
	body, err := r.Encode()
	if err != nil {
		return err
	}
	s := client.Sending{ID: r.ID, Amount: amount, Body: body}
	d.seq, d.prev = r.Seq, client.HashOf(body)
	o, err := settle(b, s, d.client.TopUp, func(s client.Sending) client.Outcome[client.TopUp] { return d.client.AskTopUp(b.ctx, s.ID, s.Amount) })
	if err != nil {
		return err
	}
	if !b.posted("top-up", o.Verdict) {
		return nil
	}
	k := d.till
	k.lies, k.tops, k.fees, k.topped = k.lies+q.Total.Cents, k.tops+amount.Cents, k.fees+q.Fee.Cents, k.topped+1
	b.sold = append(b.sold, sold{top: o.Answer})
	return nil
}

// undo is asked for any top-up of the branch, also for one that was undone.
func (b *branch) undo(d *desk) error {
	if len(b.sold) == 0 {
		return nil
	}
	b.wait()
	up := &b.sold[b.chance.IntN(len(b.sold))]
	reasons := client.ReversalReasons()
	r := client.ReversalRequest{ID: b.newID(), TopUpID: up.top.ID, MokID: up.top.MokID, Amount: up.top.Amount, Reason: reasons[b.chance.IntN(len(reasons))],
		DrawerSessionID: d.till.session, Staff: d.staff, Desk: d.name}
	if d.staff != supervisor && b.chance.IntN(2) == 0 {
		r.ApprovalID = b.newID()
	}
	body, err := r.Encode()
	if err != nil {
		return err
	}
	s := client.Sending{ID: r.ID, Amount: r.Amount, Body: body}
	if r.ApprovalID != "" {
		if err := b.agree(d, supervisor, client.ApproveReversal, r.ApprovalID, s, r.MokID); err != nil {
			return err
		}
	}
	o, err := settle(b, s, d.client.Reverse, func(s client.Sending) client.Outcome[client.Reversal] {
		return d.client.AskReversal(b.ctx, s.ID, r.MokID, s.Amount)
	})
	if err != nil {
		return err
	}
	if !b.posted("storno", o.Verdict) {
		return nil
	}
	k := d.till
	if up.undone {
		return fmt.Errorf("top-up %s was undone twice", up.top.ID)
	}
	if o.Answer.Total != up.top.Total {
		return fmt.Errorf("a storno hands back %v for %v", o.Answer.Total, up.top.Total)
	}
	up.undone = true
	k.lies, k.back, k.undone = k.lies-up.top.Total.Cents, k.back+up.top.Total.Cents, k.undone+1
	return nil
}

// agree is somebody else's, who signs in beside the clerk.
func (b *branch) agree(d *desk, second string, act client.ApprovalAct, id string, subject client.Sending, mokID string) error {
	person, err := d.client.SignInBeside(b.ctx, second, pins[second])
	if err != nil {
		return err
	}
	body, err := client.ApprovalRequest{ID: id, Act: act, SubjectID: subject.ID, SubjectHash: client.HashOf(subject.Body), MokID: mokID,
		Amount: &subject.Amount, Maker: d.staff, Desk: d.name}.Encode()
	if err != nil {
		return err
	}
	o, err := settle(b, client.Sending{ID: id, Amount: subject.Amount, Body: body}, person.Approve, nil)
	if err == nil && o.Verdict != client.Posted {
		err = fmt.Errorf("an approval was refused: %s", o.Answer.Code)
	}
	return errors.Join(err, person.SignOut(b.ctx))
}

func (b *branch) move(d *desk) error {
	b.wait()
	k := d.till
	cents := 100 * (1 + int64(b.chance.IntN(200)))
	r := client.MovementRequest{ID: b.newID(), DrawerSessionID: k.session, Kind: client.ChangeBrought, Reason: client.MovedSmallChange, Amount: money.EUR(cents), Desk: d.name, Staff: d.staff}
	out := b.chance.IntN(2) == 0
	if out {
		r.Kind, r.Reason, r.Amount = client.PickUp, client.MovedOverLimit, money.EUR(-cents)
	}
	body, err := r.Encode()
	if err != nil {
		return err
	}
	o, err := settle(b, client.Sending{ID: r.ID, Amount: money.EUR(cents), Body: body}, d.client.MoveCash, func(s client.Sending) client.Outcome[client.Movement] {
		return d.client.AskMovement(b.ctx, k.session, s.ID, r.Amount)
	})
	if err != nil {
		return err
	}
	posted := b.posted("movement", o.Verdict)
	switch {
	case posted == (out && cents > k.lies):
		return fmt.Errorf("of %d cents %d were to be moved (out: %t): posted %t, %s", k.lies, cents, out, posted, o.Answer.Code)
	case !posted:
	case out:
		k.lies, k.carried, k.carriages = k.lies-cents, k.carried+cents, k.carriages+1
	default:
		k.lies, k.brought, k.broughts = k.lies+cents, k.brought+cents, k.broughts+1
	}
	return nil
}

// found is what a clerk finds in a drawer: what lies there, or nearly.
func (b *branch) found(k *till) int64 {
	switch b.chance.IntN(12) {
	case 0:
		return 0 // somebody has emptied it
	case 1, 2, 3:
		return max(0, k.lies+50*int64(b.chance.IntN(5)-2))
	}
	return k.lies
}

func (b *branch) count(d *desk) error {
	b.wait()
	k := d.till
	cents := b.found(k)
	var notes []client.Denomination
	left := cents
	for _, value := range money.Denominations() {
		notes = append(notes, client.Denomination{Value: value, Pieces: left / value})
		left %= value
	}
	r := client.CountRequest{ID: b.newID(), DrawerSessionID: k.session, Denominations: notes, Counted: money.EUR(cents), Desk: d.name, Staff: d.staff}
	body, err := r.Encode()
	if err != nil {
		return err
	}
	o, err := settle(b, client.Sending{ID: r.ID, Amount: r.Counted, Body: body}, b.sendsCount(d), func(s client.Sending) client.Outcome[client.Count] {
		return d.client.AskCount(b.ctx, k.session, s.ID, s.Amount)
	})
	if err != nil {
		return err
	}
	posted := b.posted("count", o.Verdict)
	if posted != (len(k.counts) < 2) {
		return fmt.Errorf("count %d: posted %t, %s", len(k.counts)+1, posted, o.Answer.Code)
	}
	if posted {
		k.counts = append(k.counts, cents)
	}
	return nil
}

// sendsCount sends a count, and with that bug seeded every attempt but the first under another id, whose answer is taken for the first's.
func (b *branch) sendsCount(d *desk) func(context.Context, client.Sending) client.Outcome[client.Count] {
	return func(ctx context.Context, s client.Sending) client.Outcome[client.Count] {
		if b.bug.countsAnew && !s.First {
			fresh := b.newID()
			s.Body, s.ID = bytes.ReplaceAll(s.Body, []byte(s.ID), []byte(fresh)), fresh
		}
		return d.client.CountDrawer(ctx, s)
	}
}

func (b *branch) closeDrawer(d *desk) error {
	b.wait()
	k := d.till
	cents := b.found(k)
	if n := len(k.counts); n > 0 {
		cents = k.counts[n-1]
	}
	r := client.DrawerClosing{ID: k.session, Desk: d.name, Staff: d.staff, Counted: money.EUR(cents)}
	if cents != k.lies {
		r.DifferenceReason = "notFound"
	}
	above := max(cents-k.lies, k.lies-cents) > tolerance
	if above && d.staff != supervisor && b.chance.IntN(3) > 0 {
		r.ApprovalID = b.newID()
	}
	body, err := r.Encode()
	if err != nil {
		return err
	}
	s := client.Sending{ID: k.session, Amount: r.Counted, Body: body}
	if r.ApprovalID != "" {
		if err := b.agree(d, supervisor, client.ApproveSettlement, r.ApprovalID, s, ""); err != nil {
			return err
		}
	}
	o, err := settle(b, s, d.client.CloseDrawer, nil)
	if err != nil {
		return err
	}
	posted := b.posted("close", o.Verdict)
	if above && r.ApprovalID == "" && !posted && o.Answer.Code == client.CodeApprovalRequired {
		return nil // the drawer stays open
	}
	if !posted || above && r.ApprovalID == "" {
		return fmt.Errorf("a close that is off by %d: posted %t, %s", cents-k.lies, posted, o.Answer.Code)
	}
	if o.Answer.Expected.Cents != k.lies {
		return fmt.Errorf("the close expects %v, there lie %d", o.Answer.Expected, k.lies)
	}
	k.counted, k.number = cents, o.Answer.CloseNumber
	b.closed = append(b.closed, k)
	d.till = nil
	return nil
}

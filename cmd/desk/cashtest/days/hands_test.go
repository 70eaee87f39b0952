package days

import (
	"errors"
	"fmt"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// supervisor is who agrees to what clerks may not do alone, and tolerance up to which difference a clerk closes alone, in cents.
const (
	supervisor = "2001"
	tolerance  = 2000
)

// pins are those of the branch's three people.
var pins = map[string]string{"1001": "2468", "1002": "1357", supervisor: "8642"}

// others are the branch's people but these.
func (b *branch) others(but ...string) (all []string) {
next:
	for _, staff := range []string{"1001", "1002", supervisor} {
		for _, one := range but {
			if one == staff {
				continue next
			}
		}
		all = append(all, staff)
	}
	return all
}

// handOver gives an open drawer to somebody else, who counts, consents, and goes on at the desk.
func (b *branch) handOver(d *desk) error {
	all := b.others(d.staff)
	receiver := all[b.chance.IntN(len(all))]
	next, err := b.pass(d, d, receiver, client.HandOver)
	if err != nil {
		return err
	}
	if next == nil {
		return errors.New("nobody has the drawer that was handed over")
	}
	if _, err := d.client.SignIn(b.ctx, receiver, pins[receiver]); err != nil {
		return err
	}
	d.staff, d.till = receiver, &till{session: next.ID, staff: receiver, desk: d, float: next.Float.Cents, lies: next.Float.Cents}
	return nil
}

// forceClose ends the drawer of a clerk who has gone, from another desk, by two others of whom one supervises.
func (b *branch) forceClose(at *desk) error {
	d := b.desks[b.chance.IntN(len(b.desks))]
	if d.till == nil || d.staff == at.staff {
		return nil
	}
	second := supervisor
	if at.staff == supervisor || d.staff == supervisor {
		second = b.others(d.staff, at.staff)[0]
	}
	if d.staff == supervisor { // two clerks alone: refused, and nothing has changed
		return b.refused(at, d, second)
	}
	_, err := b.pass(at, d, second, client.ForcedClose)
	d.till = nil
	return err
}

func (b *branch) refused(at, d *desk, second string) error {
	o, err := b.change(at, d, second, client.ForcedClose, d.till.lies)
	if err == nil && (b.posted("hands", o.Verdict) || o.Answer.Code != "supervisor-required") {
		err = fmt.Errorf("two clerks closed a supervisor's drawer: %+v", o.Answer)
	}
	return err
}

// pass ends a session with what is found in it, and gives the one that goes on with the cash.
func (b *branch) pass(at, d *desk, second string, kind client.CustodyKind) (*client.DrawerSession, error) {
	k, cents := d.till, b.found(d.till)
	o, err := b.change(at, d, second, kind, cents)
	if err != nil {
		return nil, err
	}
	if !b.posted("hands", o.Verdict) {
		return nil, fmt.Errorf("a drawer did not change hands: %s", o.Answer.Code)
	}
	now := o.Answer.Closed
	if now == nil || now.Expected.Cents != k.lies || o.Answer.Opened != nil && o.Answer.Opened.Float.Cents != cents {
		return nil, fmt.Errorf("%d lay there, %d were counted, the office says %+v and %+v", k.lies, cents, now, o.Answer.Opened)
	}
	k.counted, k.number = cents, now.CloseNumber
	b.closed = append(b.closed, k)
	return o.Answer.Opened, nil
}

// change asks for a change of hands, with the second person's agreement.
func (b *branch) change(at, d *desk, second string, kind client.CustodyKind, cents int64) (client.Outcome[client.Custody], error) {
	b.wait()
	r := client.CustodyRequest{ID: b.newID(), DrawerSessionID: d.till.session, Kind: kind, Reason: client.CustodyReasons(kind)[0], Counted: money.EUR(cents),
		ApprovalID: b.newID(), Desk: at.name, Staff: at.staff}
	if kind != client.ForcedClose {
		r.ToSessionID = b.newID()
	}
	body, err := r.Encode()
	if err != nil {
		return client.Outcome[client.Custody]{}, err
	}
	s := client.Sending{ID: r.ID, Amount: r.Counted, Body: body}
	if err := b.agree(at, second, client.ApproveCustody, r.ApprovalID, s, ""); err != nil {
		return client.Outcome[client.Custody]{}, err
	}
	return settle(b, s, at.client.ChangeCustody, func(s client.Sending) client.Outcome[client.Custody] {
		return at.client.AskCustody(b.ctx, r.DrawerSessionID, s.ID, s.Amount)
	})
}

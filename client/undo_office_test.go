package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
)

const (
	vesna, vesnas = "2001", "8642"
	reversalRoute = "PUT /v1/reversals/{id}"
)

// reversing freezes the reversal of a top-up out of this desk's drawer.
func (k *counter) reversing(t *testing.T, up client.TopUp, change func(*client.ReversalRequest)) client.Sending {
	t.Helper()
	r := client.ReversalRequest{ID: newID(), TopUpID: up.ID, MokID: up.MokID, Amount: up.Amount, Reason: client.ReversalWrongAmount,
		DrawerSessionID: up.DrawerSessionID, Staff: ana, Desk: "KR-01"}
	if change != nil {
		change(&r)
	}
	body, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return client.Sending{ID: r.ID, Amount: r.Amount, Body: body, First: true}
}

// agreeing freezes Vesna's approval of a write.
func agreeing(t *testing.T, id string, act client.ApprovalAct, subject client.Sending) client.Sending {
	t.Helper()
	r := client.ApprovalRequest{ID: id, Act: act, SubjectID: subject.ID, SubjectHash: client.HashOf(subject.Body), MokID: card, Maker: ana, Desk: "KR-01"}
	if act != client.ApproveUnlock {
		r.Amount = &subject.Amount
	}
	body, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return client.Sending{ID: id, Amount: subject.Amount, Body: body, First: true}
}

// A storno that could not be sent, or whose answer was lost, never looks done, and is done once in the end.
func TestEveryFaultOfTheOfficeLeavesAReversalUnknownAndEndsWell(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			k, ctx := embedded(t), t.Context()
			k.open(t)
			before, err := k.Card(ctx, card)
			if err != nil {
				t.Fatal(err)
			}
			up := k.TopUp(ctx, k.topUp(ctx, t, 20*euro)).Answer
			s := k.reversing(t, up, nil)
			fail(t, k.office, reversalRoute, kind)
			if got := k.Reverse(ctx, s); got.Verdict != client.Unknown || got.Err == nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			k.office.Faults().Clear()
			asked := k.AskReversal(ctx, s.ID, card, s.Amount)
			if (asked.Verdict == client.Posted) != handled[kind] || (asked.State == client.StateUnseen) == handled[kind] {
				t.Errorf("asked: %+v", asked)
			}
			s.First = false
			again := k.Reverse(ctx, s)
			if again.Verdict != client.Posted || again.Answer.Total != up.Total || handled[kind] && !cmp.Equal(asked, again) {
				t.Errorf("again: %+v", again)
			}
			if now, err := k.Card(ctx, card); err != nil || now.Balance != before.Balance {
				t.Errorf("%+v, %v", now, err)
			}
			if drawer, err := k.CurrentDrawer(ctx); err != nil || drawer.Session.Total != drawer.Session.Float || drawer.Session.Reversals != 1 {
				t.Errorf("%+v, %v", drawer.Session, err)
			}
			if err := k.office.Verify(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}

// From the receipt to the slip with a second person, and an unlock of a mistyped lock, against the embedded office.
func TestASecondPersonAgreesAtTheDesk(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	up := k.TopUp(ctx, k.topUp(ctx, t, 20*euro)).Answer
	found, err := k.FindTopUp(ctx, client.TopUpQuery{ReceiptNumber: up.ReceiptNumber})
	if err != nil || found.TopUp.ID != up.ID || found.Offer != (client.ReversalOffer{Way: client.OfferNow}) {
		t.Fatalf("%+v %v", found, err)
	}
	if got := k.Reverse(ctx, k.reversing(t, up, func(r *client.ReversalRequest) { r.Reason = client.ReversalWrongCard })); got.Answer.Code != client.CodeApprovalRequired {
		t.Errorf("%+v", got)
	}
	approval := newID()
	s := k.reversing(t, up, func(r *client.ReversalRequest) { r.Reason, r.ApprovalID = client.ReversalWrongCard, approval })
	second, err := k.SignInBeside(ctx, vesna, vesnas)
	if err != nil {
		t.Fatal(err)
	}
	if got := second.Approve(ctx, agreeing(t, approval, client.ApproveReversal, s)); got.Verdict != client.Posted || got.Answer.Approver != vesna {
		t.Fatalf("%+v", got)
	}
	if err := second.SignOut(ctx); err != nil {
		t.Error(err)
	}
	if got := k.AskApproval(ctx, approval, card, s.Amount); got.Verdict != client.Posted {
		t.Errorf("%+v", got)
	}
	if got := k.Reverse(ctx, s); got.Verdict != client.Posted {
		t.Errorf("%+v", got)
	}
	page, err := k.DeskTopUps(ctx, 1, "")
	if err != nil || page.Items[0].Reversal == nil || page.Items[0].Reversal.ID != s.ID {
		t.Errorf("%+v %v", page, err)
	}
	lines, err := k.Transactions(ctx, card, client.TransactionQuery{Limit: 2})
	if err != nil || lines.Items[0].TopUpID != up.ID || lines.Items[1].ReversedBy != lines.Items[0].ReceiptNumber || lines.Items[1].ReceiptNumber != up.ReceiptNumber {
		t.Errorf("%+v %v", lines, err)
	}
	if got := k.Lock(ctx, locking(t, card)); got.Verdict != client.Posted {
		t.Fatalf("%+v", got)
	}
	unlock := client.UnlockRequest{ID: newID(), MokID: card, Reason: client.UnlockMistake, ApprovalID: newID(), Desk: "KR-01", Staff: ana}
	body, err := unlock.Encode()
	if err != nil {
		t.Fatal(err)
	}
	u := client.Sending{ID: unlock.ID, Body: body, First: true}
	if second, err = k.SignInBeside(ctx, vesna, vesnas); err != nil {
		t.Fatal(err)
	}
	if got := second.Approve(ctx, agreeing(t, unlock.ApprovalID, client.ApproveUnlock, u)); got.Verdict != client.Posted {
		t.Fatalf("%+v", got)
	}
	if got := k.Unlock(ctx, u); got.Verdict != client.Posted || got.Answer.CardState != client.CardActive || !cmp.Equal(got, k.AskUnlock(ctx, u.ID, card)) {
		t.Errorf("%+v", got)
	}
	if me, err := k.Me(ctx); err != nil || me.ApprovalMinutes != 10 || me.ReversalMinutes != 30 || !me.Can(client.MayReverse) || !me.Can(client.MayUnlock) || me.Can(client.MayApprove) {
		t.Errorf("%+v %v", me, err)
	}
}

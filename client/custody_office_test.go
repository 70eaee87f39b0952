package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

const (
	boris, boriss = "1002", "1357"
	custodyPut    = "PUT /v1/drawer-sessions/{id}/custody/{custodyId}"
)

// passing freezes a change of hands of this desk's drawer, made by a clerk, with the approval of the second person beside.
func (k *counter) passing(t *testing.T, kind client.CustodyKind, session, maker, second, pin string, counted int64) client.Sending {
	t.Helper()
	ctx := t.Context()
	r := client.CustodyRequest{ID: newID(), DrawerSessionID: session, Kind: kind, Reason: client.CustodyReasons(kind)[0], Counted: money.EUR(counted),
		ApprovalID: newID(), Desk: "KR-01", Staff: maker}
	if kind != client.ForcedClose {
		r.ToSessionID = newID()
	}
	body, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	a := client.ApprovalRequest{ID: r.ApprovalID, Act: client.ApproveCustody, SubjectID: r.ID, SubjectHash: client.HashOf(body), Amount: &r.Counted, Maker: maker, Desk: "KR-01"}
	agreed, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	person, err := k.SignInBeside(ctx, second, pin)
	if err != nil {
		t.Fatal(err)
	}
	if got := person.Approve(ctx, client.Sending{ID: a.ID, Amount: r.Counted, Body: agreed, First: true}); got.Verdict != client.Posted || got.Answer.Approver != second {
		t.Fatalf("%+v", got)
	}
	if err := person.SignOut(ctx); err != nil {
		t.Fatal(err)
	}
	return client.Sending{ID: r.ID, Amount: r.Counted, Body: body, First: true}
}

// A day in which the drawer is handed over, taken over and closed for its clerk, against the embedded office.
func TestADrawerGoesFromHandToHandAtTheDesk(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	mine, err := k.CurrentDrawer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	float := mine.Session.Float
	given := k.ChangeCustody(ctx, k.passing(t, client.HandOver, mine.Session.ID, ana, boris, boriss, float.Cents-5))
	if given.Verdict != client.Posted || given.Answer.Opened.Staff != boris || given.Answer.Closed.Difference != money.EUR(-5) || given.Answer.Opened.TakenFrom.Staff != ana {
		t.Fatalf("%+v", given)
	}
	taken := k.ChangeCustody(ctx, k.passing(t, client.TakeOver, given.Answer.Opened.ID, ana, vesna, vesnas, float.Cents))
	if taken.Verdict != client.Posted || taken.Answer.Opened.Staff != ana || taken.Answer.Closed.ClosedBy.Approver != vesna {
		t.Fatalf("%+v", taken)
	}
	if _, err := k.Drawers(ctx, ""); client.CodeOf(err) != client.CodeForbidden {
		t.Errorf("a clerk sees the branch: %v", err)
	}
	if _, err := k.SignIn(ctx, boris, boriss); err != nil {
		t.Fatal(err)
	}
	now, err := k.CurrentDrawer(ctx)
	if err != nil || now.Taken == nil || now.Taken.ID != given.Answer.Opened.ID || now.Session.Staff != ana {
		t.Fatalf("%+v, %v", now, err)
	}
	if _, err := k.SignIn(ctx, vesna, vesnas); err != nil {
		t.Fatal(err)
	}
	page, err := k.Drawers(ctx, "")
	if err != nil || len(page.Items) != 1 || page.Items[0].Session.Staff != ana || page.Items[0].Session.Total != float {
		t.Fatalf("%+v, %v", page, err)
	}
	forced := k.ChangeCustody(ctx, k.passing(t, client.ForcedClose, taken.Answer.Opened.ID, vesna, boris, boriss, float.Cents))
	if forced.Verdict != client.Posted || forced.Answer.Opened != nil || forced.Answer.Closed.CloseNumber != 3 {
		t.Fatalf("%+v", forced)
	}
	if err := k.office.Verify(ctx); err != nil {
		t.Error(err)
	}
}

// A close with another clerk's token is unknown to the desk, for ever if need be; its owner's same bytes close.
func TestAnothersCloseStaysUnknownUntilItsOwnerComes(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	mine, err := k.CurrentDrawer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	body, err := client.DrawerClosing{ID: mine.Session.ID, Desk: "KR-01", Staff: ana, Counted: mine.Session.Float}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	s := client.Sending{ID: mine.Session.ID, Amount: mine.Session.Float, Body: body}
	if _, err := k.SignIn(ctx, boris, boriss); err != nil {
		t.Fatal(err)
	}
	if got := k.CloseDrawer(ctx, s); got.Verdict != client.Unknown || client.CodeOf(got.Err) != client.CodeOwnerRequired || got.Alarm {
		t.Errorf("%+v", got)
	}
	if _, err := k.SignIn(ctx, ana, anas); err != nil {
		t.Fatal(err)
	}
	if got := k.CloseDrawer(ctx, s); got.Verdict != client.Posted {
		t.Errorf("%+v", got)
	}
}

// A change of hands whose answer was lost never looks done, and is done once in the end.
func TestEveryFaultOfTheOfficeLeavesAChangeOfHandsUnknownAndEndsWell(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			k, ctx := embedded(t), t.Context()
			k.open(t)
			mine, err := k.CurrentDrawer(ctx)
			if err != nil {
				t.Fatal(err)
			}
			s := k.passing(t, client.HandOver, mine.Session.ID, ana, boris, boriss, mine.Session.Float.Cents)
			fail(t, k.office, custodyPut, kind)
			if got := k.ChangeCustody(ctx, s); got.Verdict != client.Unknown || got.Err == nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			k.office.Faults().Clear()
			asked := k.AskCustody(ctx, mine.Session.ID, s.ID, s.Amount)
			if (asked.Verdict == client.Posted) != handled[kind] || (asked.State == client.StateUnseen) == handled[kind] {
				t.Errorf("asked: %+v", asked)
			}
			s.First = false
			again := k.ChangeCustody(ctx, s)
			if again.Verdict != client.Posted || handled[kind] && !cmp.Equal(asked, again) {
				t.Errorf("again: %+v", again)
			}
			if now, err := k.CurrentDrawer(ctx); err != nil || now.Session.Staff != boris || now.Session.Total != mine.Session.Float {
				t.Errorf("%+v, %v", now, err)
			}
			if err := k.office.Verify(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}

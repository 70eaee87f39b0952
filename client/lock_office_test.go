package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
)

const lockRoute = "PUT /v1/locks/{id}"

// locking freezes the lock of a card on its holder's word.
func locking(t *testing.T, mokID string) client.Sending {
	t.Helper()
	request := client.LockRequest{ID: newID(), MokID: mokID, Reason: client.ReasonLost, Reporter: client.ReporterHolder,
		Verification: client.VerifiedByDocument, Staff: ana, Desk: "KR-01"}
	body, err := request.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return client.Sending{ID: request.ID, Body: body, First: true}
}

// A lock that could not be sent, or whose answer was lost, never looks done, and is done once in the end.
func TestEveryFaultOfTheOfficeLeavesALockUnknownAndEndsWell(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			k, ctx := embedded(t), t.Context()
			if _, err := k.SignIn(ctx, ana, anas); err != nil {
				t.Fatal(err)
			}
			s := locking(t, card)
			fail(t, k.office, lockRoute, kind)
			if got := k.Lock(ctx, s); got.Verdict != client.Unknown || got.Err == nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			if n := k.office.Requests(s.ID); n != 1 {
				t.Errorf("on the wire %d times", n)
			}
			k.office.Faults().Clear()
			asked := k.AskLock(ctx, s.ID, card)
			if (asked.Verdict == client.Posted) != handled[kind] || (asked.State == client.StateUnseen) == handled[kind] {
				t.Errorf("asked: %+v", asked)
			}
			s.First = false
			again := k.Lock(ctx, s)
			if again.Verdict != client.Posted || !again.Answer.ReportNeeded || handled[kind] && !cmp.Equal(asked, again) {
				t.Errorf("again: %+v", again)
			}
			now, err := k.Card(ctx, card)
			if err != nil || now.State != client.CardLocked || now.StateReason != client.ByClerk || !now.StateSince.Equal(again.Answer.LockedAt) {
				t.Errorf("%+v, %v", now, err)
			}
			if err := k.office.Verify(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAFindersWordIsEnoughAndTellsNothing(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	if _, err := k.SignIn(ctx, "3001", "9753"); err != nil {
		t.Fatal(err)
	}
	s := locking(t, card)
	first := k.Lock(ctx, s)
	if first.Verdict != client.Posted || first.Answer.LockNumber == "" || first.Answer.LockedAt.IsZero() {
		t.Fatalf("%+v", first)
	}
	if minimal, err := k.CardMinimal(ctx, card); err != nil || minimal.Lockable {
		t.Errorf("%+v, %v", minimal, err)
	}
	second := k.Lock(ctx, locking(t, card))
	if second.Verdict != client.Rejected || second.Answer.Code != client.CodeCardNotLockable || second.Answer.CardState != "" {
		t.Errorf("%+v", second)
	}
	other := s
	other.Body = append([]byte(" "), s.Body...)
	if got := k.Lock(ctx, other); got.Verdict != client.Unknown || !got.Alarm || client.CodeOf(got.Err) != client.CodeOtherBytes {
		t.Errorf("other bytes: %+v", got)
	}
	if got := k.AskLock(ctx, newID(), card); got.Verdict != client.Unknown || got.State != client.StateUnseen {
		t.Errorf("asking for nothing: %+v", got)
	}
	for mokID, code := range map[string]string{"999999999": client.CodeCardNotFound, "100000055": client.CodeCardNotLockable} {
		if got := k.Lock(ctx, locking(t, mokID)); got.Verdict != client.Rejected || got.Answer.Code != code {
			t.Errorf("%s: %+v", mokID, got)
		}
	}
}

// Cash for a card that was locked meanwhile goes back.
func TestATopUpOnACardThatWasLockedSinceItsQuoteIsRejected(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	s := k.topUp(ctx, t, 20*euro)
	if got := k.Lock(ctx, locking(t, card)); got.Verdict != client.Posted {
		t.Fatalf("%+v", got)
	}
	for range 2 {
		if got := k.TopUp(ctx, s); got.Verdict != client.Rejected || got.Answer.Code != client.CodeCardNotLoadable {
			t.Errorf("%+v", got)
		}
	}
	if got := k.Lock(ctx, locking(t, card)); got.Verdict != client.Rejected || got.Answer.CardState != client.CardLocked {
		t.Errorf("%+v", got)
	}
}

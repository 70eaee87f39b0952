package client_test

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

// handled are the faults after which the office has done what was asked.
var handled = map[sandbox.FaultKind]bool{
	sandbox.CommitThenDrop: true, sandbox.CommitThen500: true, sandbox.Garbage: true, sandbox.CutBody: true,
}

func TestEveryFaultOfTheOfficeLeavesATopUpUnknownAndEndsWell(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			s, before := k.topUp(ctx, t, 2*euro), k.balance(t)
			fail(t, k.office, "PUT /v1/top-ups/{id}", kind)
			if got := k.TopUp(ctx, s); got.Verdict != client.Unknown || got.Err == nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			if n := k.office.Requests(s.ID); n != 1 {
				t.Errorf("on the wire %d times", n)
			}
			k.office.Faults().Clear()
			asked := k.AskTopUp(ctx, s.ID, s.Amount)
			if (asked.Verdict == client.Posted) != handled[kind] || (asked.State == client.StateUnseen) == handled[kind] {
				t.Errorf("asked: %+v", asked)
			}
			s.First = false
			if got := k.TopUp(ctx, s); got.Verdict != client.Posted {
				t.Errorf("again: %+v", got)
			}
			if after := k.balance(t); after != before+2*euro {
				t.Errorf("%d cents became %d", before, after)
			}
		})
	}
	if err := k.office.Verify(ctx); err != nil {
		t.Error(err)
	}
}

func TestASlowOfficeIsUnknownThenInFlightThenPosted(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	s, before := k.topUp(ctx, t, 2*euro), k.balance(t)
	if err := k.office.Faults().Set("PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.Slow, Delay: time.Hour, Times: 1}); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	if got := k.TopUp(short, s); got.Verdict != client.Unknown || client.CodeOf(got.Err) != client.CodeTimeout {
		t.Errorf("%+v", got)
	}
	s.First = false
	if got := k.TopUp(ctx, s); got.State != client.StateInFlight || client.CodeOf(got.Err) != client.CodeInFlight {
		t.Errorf("a copy meanwhile: %+v", got)
	}
	if got := k.AskTopUp(ctx, s.ID, s.Amount); got.State != client.StateInFlight {
		t.Errorf("asked meanwhile: %+v", got)
	}
	k.office.Faults().Clear()
	got := k.TopUp(ctx, s)
	for range until {
		if got.State != client.StateInFlight {
			break
		}
		got = k.TopUp(ctx, s)
	}
	if got.Verdict != client.Posted || k.balance(t) != before+2*euro {
		t.Errorf("%+v", got)
	}
}

func TestEveryFaultOnEveryOtherWrite(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		for route, send := range map[string]func() (client.Verdict, error){
			"PUT /v1/top-ups/{id}/cancellation": func() (client.Verdict, error) {
				got := k.CancelTopUp(ctx, client.Cancellation{ID: newID(), MokID: card, Amount: money.EUR(euro), Desk: "KR-01"})
				return got.Verdict, got.Err
			},
			"PUT /v1/persons/{id}": func() (client.Verdict, error) {
				got := k.PutPerson(ctx, client.Person{ID: newID(), Role: client.RolePayer, Name: "Žiga"})
				return got.Verdict, got.Err
			},
			lockRoute: func() (client.Verdict, error) {
				got := k.Lock(ctx, locking(t, "999999999"))
				return got.Verdict, got.Err
			},
			"PUT /v1/drawer-sessions/{id}": func() (client.Verdict, error) {
				got := k.OpenDrawer(ctx, k.opening(t, newID()))
				return got.Verdict, got.Err
			},
			"PUT /v1/drawer-sessions/{id}/close": func() (client.Verdict, error) {
				other := &counter{drawer: newID()}
				got := k.CloseDrawer(ctx, other.closing(t, euro))
				return got.Verdict, got.Err
			},
		} {
			fail(t, k.office, route, kind)
			if verdict, err := send(); verdict != client.Unknown || err == nil {
				t.Errorf("%s, %s: %s, %v", route, kind, verdict, err)
			}
			k.office.Faults().Clear()
			if verdict, err := send(); !verdict.Final() || err != nil {
				t.Errorf("%s after %s: %s, %v", route, kind, verdict, err)
			}
		}
	}
}

func TestFaultsOnReadsAreSurvivedOrSaid(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	for _, kind := range sandbox.FaultKinds() {
		if kind == sandbox.Slow {
			continue
		}
		err := k.office.Faults().Set("GET /v1/me", sandbox.Fault{Kind: kind, Times: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.Me(ctx)
		switch kind {
		case sandbox.DropBefore, sandbox.CommitThenDrop, sandbox.CutBody, sandbox.Status503:
			if err != nil {
				t.Errorf("%s was not survived: %v", kind, err)
			}
		default:
			if err == nil {
				t.Errorf("%s was believed", kind)
			}
		}
		k.office.Faults().Clear()
	}
}

// Whatever goes wrong in whatever order, as long as the desk keeps to check, send again
// and cancel, cash and card agree at the end.
func TestCashAndCardAgreeUnderAnyFaults(t *testing.T) {
	k, ctx := embedded(t), t.Context()
	k.open(t)
	start := k.balance(t)
	kept, runs := int64(0), 0
	rapid.Check(t, func(t *rapid.T) {
		if runs++; kept > 900*euro {
			return // the card's day is full
		}
		s := k.topUp(ctx, t, euro)
		got := client.Outcome[client.TopUp]{Verdict: client.Unknown}
		for range rapid.IntRange(1, 5).Draw(t, "attempts") {
			if got.Verdict.Final() {
				break
			}
			route := rapid.SampledFrom([]string{"PUT /v1/top-ups/{id}", "GET /v1/top-ups/{id}", "PUT /v1/top-ups/{id}/cancellation", ""}).Draw(t, "route")
			kind := rapid.SampledFrom(sandbox.FaultKinds()[1:]).Draw(t, "fault")
			if route != "" {
				fail(t, k.office, route, kind)
			}
			act := rapid.SampledFrom([]string{"send", "ask", "cancel"}).Draw(t, "act")
			if s.First {
				act = "send"
			}
			got = k.act(ctx, act, s)
			s.First = false
			k.office.Faults().Clear()
		}
		if !got.Verdict.Final() {
			got = k.act(ctx, rapid.SampledFrom([]string{"send", "cancel"}).Draw(t, "at last"), s)
		}
		switch got.Verdict {
		case client.Posted:
			kept += euro
		case client.Cancelled:
		default:
			t.Fatalf("%+v", got)
		}
		if balance := k.balance(t); balance != start+kept {
			t.Fatalf("the desk kept %d cents, the card has %d more", kept, balance-start)
		}
	})
	now, err := k.CurrentDrawer(ctx)
	if err != nil || now.Session.Total != money.EUR(200*euro+kept) {
		t.Errorf("%+v, %v", now.Session, err)
	}
	if err := k.office.Verify(ctx); err != nil {
		t.Error(err)
	}
	if kept == 0 {
		t.Error("nothing was posted")
	}
	t.Logf("%d top-ups, %d cents posted", runs, kept)
}

func (k *counter) act(ctx context.Context, act string, s client.Sending) client.Outcome[client.TopUp] {
	switch act {
	case "ask":
		return k.AskTopUp(ctx, s.ID, s.Amount)
	case "cancel":
		return k.CancelTopUp(ctx, client.Cancellation{ID: s.ID, MokID: card, Amount: s.Amount, Desk: "KR-01"})
	default:
		return k.TopUp(ctx, s)
	}
}

func fail(t failing, office *sandbox.Office, route string, kind sandbox.FaultKind) {
	t.Helper()
	if err := office.Faults().Set(route, sandbox.Fault{Kind: kind}); err != nil {
		t.Fatal(err)
	}
}

package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hands is who keeps an open drawer, and how much lies in it.
type hands struct {
	Staff string
	Cents int64
}

// custodyModel is whose the branch's drawers should be, worked out beside the office.
type custodyModel struct {
	*rapid.T
	office  *Office
	clerks  map[string]*counter
	desks   []*testDesk // staff is whose drawer it is now
	keeps   map[string]hands
	vault   int64 // what went out of it and came back
	charged int64 // the differences of all that was counted
}

var custodyStaff = []struct{ number, pin string }{{"1001", "2468"}, {"1002", "1357"}, {"2001", "8642"}}

// Whoever does what in whatever order: cash is in one clerk's hands, in one session, and none is lost on the way.
func TestCashHasOneOwnerAfterAnySequence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		clock := clockAt(noon)
		o, err := Open(context.Background(), Options{Now: clock.now, TokenLife: 1000 * time.Hour})
		if err != nil {
			rt.Fatal(err)
		}
		defer o.Close()
		c := &counter{t: t, office: o, clock: clock, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
		m := &custodyModel{T: rt, office: o, clerks: map[string]*counter{}, keeps: map[string]hands{}}
		for _, s := range custodyStaff {
			m.clerks[s.number] = c.as(s.number, s.pin, "okence-1")
		}
		for _, name := range []string{"okence-1", "okence-2"} {
			m.desks = append(m.desks, &testDesk{name: name})
		}
		rt.Repeat(map[string]func(*rapid.T){"open": m.open, "close": m.close, "move": m.move, "pass": m.pass, "pass once more": m.pass, "": m.holds})
		if err := o.Verify(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

func (m *custodyModel) clerk(t *rapid.T, as string) string {
	return rapid.SampledFrom(custodyStaff).Draw(t, as).number
}

func (m *custodyModel) open(t *rapid.T) {
	d, staff, float := rapid.SampledFrom(m.desks).Draw(t, "desk"), m.clerk(t, "clerk"), rapid.Int64Range(0, 9000).Draw(t, "float")
	if _, open := m.keeps[d.name]; open {
		t.Skip("it is open")
	}
	d.staff, d.counter = staff, m.clerks[staff]
	if a := d.openDrawer(float); a.text("state") != "open" {
		t.Fatalf("%v", a)
	}
	m.keeps[d.name] = hands{staff, float}
	m.vault -= float
}

// close is tried by anybody: only whose drawer it is closes it.
func (m *custodyModel) close(t *rapid.T) {
	d, sender := m.anyOpen(t), m.clerk(t, "sender")
	held := m.keeps[d.name]
	counted := max(0, held.Cents+rapid.Int64Range(-2000, 2000).Draw(t, "off")) // within the office's tolerance
	a := m.clerks[sender].send("PUT", "/v1/drawer-sessions/"+d.session+"/close", map[string]any{"id": d.session, "desk": d.name, "staff": held.Staff, "counted": eur(counted)})
	if sender != held.Staff {
		if a.status != 403 || a.text("code") != "owner-required" {
			t.Fatalf("%v", a)
		}
		return
	}
	m.ends(t, d, a.cents("expected"), counted)
	m.vault += counted
	delete(m.keeps, d.name)
}

func (m *custodyModel) move(t *rapid.T) {
	d, cents := m.anyOpen(t), rapid.Int64Range(1, 3000).Draw(t, "change")
	held := m.keeps[d.name]
	id := newID()
	a := m.clerks[held.Staff].send("PUT", "/v1/drawer-sessions/"+d.session+"/movements/"+id,
		map[string]any{"id": id, "drawerSessionId": d.session, "kind": "changeBrought", "amount": eur(cents), "staff": held.Staff, "desk": d.name})
	if a.text("state") != "posted" {
		t.Fatalf("%v", a)
	}
	m.keeps[d.name] = hands{held.Staff, held.Cents + cents}
	m.vault -= cents
}

// pass is tried by any two people for any drawer, with what the contract's order gives.
func (m *custodyModel) pass(t *rapid.T) {
	d, kind := m.anyOpen(t), rapid.SampledFrom([]string{handOver, takeOver, forcedClose}).Draw(t, "kind")
	maker, second, counted := m.clerk(t, "maker"), m.clerk(t, "second"), rapid.Int64Range(0, 9000).Draw(t, "counted")
	held := m.keeps[d.name]
	by := m.clerks[maker]
	_, body := by.custodyOf(d, kind, maker, counted, nil)
	agreed := m.clerks[second].consents(body, nil)
	code := ""
	switch owner := held.Staff; {
	case kind == handOver && owner != maker:
		code = "session-not-yours"
	case kind != handOver && owner == maker:
		code = "session-yours"
	case maker == second:
		code = "approval-unknown" // it was rejected
	case kind != handOver && second == owner:
		code = "same-person"
	case kind != handOver && maker != "2001" && second != "2001":
		code = "supervisor-required"
	}
	if (agreed.text("state") == "posted") != (maker != second) {
		t.Fatalf("%v", agreed)
	}
	a := by.putCustody(body)
	if a.text("code") != code || (a.text("state") == "posted") != (code == "") {
		t.Fatalf("want %q, got %v", code, a)
	}
	if code != "" {
		return
	}
	m.ends(t, d, a.cents("closed", "expected"), counted)
	switch kind {
	case forcedClose:
		m.vault += counted
		delete(m.keeps, d.name)
		return
	case handOver:
		maker = second
	}
	d.session = a.text("opened", "id")
	m.keeps[d.name] = hands{maker, counted}
}

func (m *custodyModel) anyOpen(t *rapid.T) *testDesk {
	d := rapid.SampledFrom(m.desks).Draw(t, "open desk")
	if _, open := m.keeps[d.name]; !open {
		t.Skip("it is closed")
	}
	return d
}

func (m *custodyModel) ends(t *rapid.T, d *testDesk, expected, counted int64) {
	if held := m.keeps[d.name].Cents; expected != held {
		t.Fatalf("%s ended with %d expected, it held %d", d.name, expected, held)
	}
	m.charged += counted - expected
}

// holds: the branch's list is the model, and the office's own accounts have what went in and out.
func (m *custodyModel) holds(t *rapid.T) {
	var page struct {
		Items []struct {
			Session struct {
				Desk, Staff string
				Total       struct{ Amount int64 }
			}
		}
	}
	if err := json.Unmarshal(m.clerks["2001"].get("/v1/drawers").raw, &page); err != nil {
		t.Fatal(err)
	}
	got := map[string]hands{}
	for _, one := range page.Items {
		if _, twice := got[one.Session.Desk]; twice {
			t.Fatalf("%s has two open drawers", one.Session.Desk)
		}
		got[one.Session.Desk] = hands{one.Session.Staff, one.Session.Total.Amount}
	}
	if diff := cmp.Diff(m.keeps, got); diff != "" {
		t.Fatalf("(-model +office):\n%s", diff)
	}
	var vault, differences int64
	err := m.office.store.read(context.Background(), func(x *tx) error {
		if _, err := x.row(`SELECT -balance FROM accounts WHERE id = ?`, args(vaultAccount), &vault); err != nil {
			return err
		}
		_, err := x.row(`SELECT balance FROM accounts WHERE id = ?`, args(differencesAccount), &differences)
		return err
	})
	if err != nil || vault != m.vault || differences != m.charged {
		t.Fatalf("the vault has %d of %d, the differences are %d of %d (%v)", vault, m.vault, differences, m.charged, err)
	}
}

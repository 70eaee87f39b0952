package sandbox

import (
	"math/rand/v2"
	"testing"
)

func (d *testDesk) report(kind string) answered {
	d.t.Helper()
	return d.get("/v1/drawer-sessions/" + d.session + "/report?kind=" + kind)
}

func TestXAndZTellOneFormula(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.report("z").is(t, 409, "session-open")
	d.report("y").is(t, 400, "bad-request")
	d.load(tryCard, "481205", 2000).is(t, 201, "")
	d.load("100000113", "121212", 1000).is(t, 201, "") // costs a fee
	d.move(newID(), pickUp, -3000).is(t, 201, "")
	d.move(newID(), changeBrought, 700).is(t, 201, "")
	d.move(newID(), changeBrought, 300).is(t, 201, "")
	d.count(newID(), 10000, 5000, 2).is(t, 201, "")
	x := d.report("x").is(t, 200, "")
	fee := x.cents("fees", "sum")
	if x.number("topUps", "count") != 2 || x.cents("topUps", "sum") != 3000 || fee < 1 || x.number("fees", "count") != 1 ||
		x.number("movements", "count") != 3 || x.number("movements", "sum", "amount") != -2000 || x.cents("changeBrought", "sum") != 1000 || x.number("pickUps", "sum", "amount") != -3000 ||
		x.cents("expected") != 10000+3000+fee-2000 || x.cents("expected") != d.drawer() || len(x.at("counts").([]any)) != 1 || x.number("inFlight", "count") != 0 {
		t.Errorf("X: %v", x)
	}
	d.closeDrawer(10000).is(t, 201, "")
	z := d.report("z").is(t, 200, "")
	if z.number("session", "closeNumber") != 1 || z.cents("expected") != x.cents("expected") || z.cents("topUps", "sum") != 3000 || z.cents("session", "expected") != z.cents("expected") {
		t.Errorf("Z: %v", z)
	}
	if late := d.report("x").is(t, 200, ""); late.cents("expected") != z.cents("expected") {
		t.Errorf("an X after the close: %v", late)
	}
	d.session = newID()
	d.report("x").is(t, 404, "session-unknown")
}

// Whatever a day brings: X, Z, the drawer and the close agree to the cent.
func TestRandomDaysAddUp(t *testing.T) {
	for seed := range uint64(6) {
		chance := rand.New(rand.NewPCG(seed, 7))
		d := openCounter(t, Options{}).desk("okence-1")
		holds := int64(10000)
		var loaded []answered
		handedBack := int64(0)
		for range 16 {
			switch cents := int64(100 + chance.IntN(900)); chance.IntN(4) {
			case 0:
				up := d.load("100000113", "121212", cents).is(t, 201, "") // costs a fee
				loaded, holds = append(loaded, up), holds+up.cents("total")
			case 1:
				d.move(newID(), changeBrought, cents).is(t, 201, "")
				holds += cents
			case 2:
				d.move(newID(), pickUp, -cents).is(t, 201, "")
				holds -= cents
			case 3:
				if len(loaded) == 0 {
					continue
				}
				back := d.reverse(loaded[0], nil).is(t, 201, "").cents("total")
				loaded, holds, handedBack = loaded[1:], holds-back, handedBack+back
			}
			if x := d.report("x").is(t, 200, ""); x.cents("expected") != holds || d.drawer() != holds || x.cents("reversals", "sum") != handedBack {
				t.Fatalf("seed %d: it holds %d: %v", seed, holds, x)
			}
		}
		end := d.closeDrawer(holds-5).is(t, 201, "")
		if z := d.report("z").is(t, 200, ""); z.cents("expected") != holds || end.cents("expected") != holds {
			t.Errorf("seed %d: %v, %v", seed, end, z)
		}
	}
}

// A top-up that is being worked on stands beside the figures, in none of them.
func TestAReportTellsWhatIsInFlight(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.office.flight.enter("x", cashOnTheWay{d.session, 2000})
	d.office.flight.enter("y", cashOnTheWay{newID(), 500})
	x := d.report("x").is(t, 200, "")
	if x.number("inFlight", "count") != 1 || x.cents("inFlight", "sum") != 2000 || x.cents("expected") != 10000 {
		t.Errorf("X: %v", x)
	}
}

package sandbox

import (
	"bytes"
	"net/http"
	"testing"
)

// count counts the desk's open drawer: notes are values and pieces by turns.
func (d *testDesk) count(id string, cents int64, notes ...int64) answered {
	d.t.Helper()
	list := []any{}
	for i := 0; i < len(notes); i += 2 {
		list = append(list, map[string]any{"value": notes[i], "pieces": notes[i+1]})
	}
	return d.countOf(id, map[string]any{"id": id, "drawerSessionId": d.session, "denominations": list, "counted": eur(cents), "staff": d.staff, "desk": d.name})
}

func (d *testDesk) countOf(id string, body map[string]any) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/drawer-sessions/"+d.session+"/counts/"+id, body)
}

func TestADrawerIsCountedTwiceAndClosedWithTheLastCount(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	first := newID()
	a := d.count(first, 9990, 5000, 1, 2000, 2, 500, 1, 200, 2, 50, 1, 20, 2).is(t, 201, "")
	if a.text("state") != "posted" || a.cents("expected") != 10000 || a.number("difference", "amount") != -10 || a.number("countsLeft") != 1 {
		t.Errorf("counted: %v", a)
	}
	if again := d.count(first, 9990, 5000, 1, 2000, 2, 500, 1, 200, 2, 50, 1, 20, 2).is(t, 200, ""); !bytes.Equal(again.raw, a.raw) {
		t.Errorf("again: %v", again)
	}
	d.closeDrawer(10000).is(t, 201, "count-mismatch")
	second := d.count(newID(), 10000, 10000, 1).is(t, 201, "")
	if second.number("countsLeft") != 0 || second.cents("difference") != 0 {
		t.Errorf("counted again: %v", second)
	}
	third := newID()
	d.count(third, 10000, 10000, 1).is(t, 201, "count-limit")
	if asked := d.get("/v1/drawer-sessions/"+d.session+"/counts/"+third).is(t, 200, "count-limit"); asked.text("code") != "count-limit" {
		t.Errorf("asked: %v", asked)
	}
	d.closeDrawer(9990).is(t, 201, "count-mismatch")
	if d.drawer() != 10000 {
		t.Error("a count moved cash")
	}
	end := d.send("PUT", "/v1/drawer-sessions/"+d.session+"/close", map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "counted": eur(10000), "differenceReason": "other"}).is(t, 201, "")
	if end.text("state") != "closed" || end.cents("difference") != 0 {
		t.Errorf("closed as %v", end)
	}
	d.count(newID(), 0).is(t, 201, "session-closed")
	d.session = newID()
	d.count(newID(), 0).is(t, 201, "session-unknown")
}

func TestCountsThatDoNotAddUpAreNotRead(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for name, a := range map[string]answered{
		"another sum":               d.count(newID(), 5001, 5000, 1),
		"a note that doesn't exist": d.count(newID(), 300, 300, 1),
		"a note twice":              d.count(newID(), 10000, 5000, 1, 5000, 1),
		"fewer than none":           d.count(newID(), 4000, 5000, 1, 1000, -1),
		"an opening's other sum": d.send("PUT", "/v1/drawer-sessions/"+d.session, map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "float": eur(1),
			"denominations": []any{map[string]any{"value": 2, "pieces": 1}}}),
	} {
		if a.status != http.StatusBadRequest {
			t.Errorf("%s: %v", name, a)
		}
	}
	if a := d.count(newID(), 0).is(t, 201, ""); a.number("difference", "amount") != -10000 {
		t.Errorf("an empty drawer: %v", a)
	}
}

func TestAnOpeningKeepsItsNotesAndItsReason(t *testing.T) {
	c := openCounter(t, Options{})
	d := &testDesk{counter: c.as("1001", "2468", "a"), name: "a", staff: "1001", session: newID()}
	body := map[string]any{"id": d.session, "desk": "a", "staff": "1001", "float": eur(250), "floatReason": "toSafe",
		"denominations": []any{map[string]any{"value": 200, "pieces": 1}, map[string]any{"value": 50, "pieces": 1}}}
	if a := d.send("PUT", "/v1/drawer-sessions/"+d.session, body).is(t, 201, ""); a.cents("total") != 250 {
		t.Errorf("opened as %v", a)
	}
	kept := false
	err := c.office.store.read(t.Context(), func(x *tx) (err error) {
		kept, err = x.row(`SELECT 1 FROM drawer_sessions WHERE id = ? AND float_reason = 'toSafe' AND (SELECT sum(value * pieces) FROM denominations WHERE about = drawer_sessions.id) = 250`, args(d.session), new(int))
		return err
	})
	if err != nil || !kept {
		t.Errorf("neither notes nor reason are kept: %v", err)
	}
}

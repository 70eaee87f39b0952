package sandbox

import (
	"bytes"
	"testing"
	"time"
)

func TestADrawerFromFloatToCount(t *testing.T) {
	for _, row := range []struct {
		name                   string
		float, loaded, counted int64
	}{
		{"all there", 10000, 2000, 12000},
		{"short", 10000, 2000, 11970},
		{"over", 10000, 2000, 12001},
		{"empty", 0, 0, 0},
		{"found money", 0, 0, 5},
		{"all gone", 2000, 0, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := openCounter(t, Options{})
			d := &testDesk{counter: c.as("1001", "2468", "okence-1"), name: "okence-1", staff: "1001"}
			if a := d.get("/v1/drawer-sessions/current").is(t, 200, ""); a.at("session") != nil || a.at("previous") != nil || a.header.Get("ETag") != "" {
				t.Errorf("an unused desk: %v", a)
			}
			open := d.openDrawer(row.float).is(t, 201, "")
			if open.text("state") != "open" || open.cents("total") != row.float || open.number("topUps") != 0 || open.header.Get("ETag") == "" {
				t.Errorf("opened as %v", open)
			}
			tag := d.get("/v1/drawer-sessions/current").header.Get("ETag")
			if row.loaded > 0 {
				d.load(tryCard, "481205", row.loaded).is(t, 201, "")
				if moved := d.get("/v1/drawer-sessions/current").header.Get("ETag"); moved == tag {
					t.Error("the ETag stood still")
				}
			} else if again := d.get("/v1/drawer-sessions/current").header.Get("ETag"); again != tag {
				t.Error("the ETag moved")
			}
			end := d.closeDrawer(row.counted).is(t, 201, "")
			if end.text("state") != "closed" || end.cents("expected") != row.float+row.loaded || end.cents("difference") != row.counted-row.float-row.loaded ||
				end.cents("counted") != row.counted || end.number("closeNumber") != 1 || end.text("traceId") != end.header.Get("Trace-Id") {
				t.Errorf("closed as %v", end)
			}
			now := d.get("/v1/drawer-sessions/current").is(t, 200, "")
			if now.at("session") != nil || now.number("previous", "closeNumber") != 1 || now.cents("previous", "float") != row.float {
				t.Errorf("afterwards: %v", now)
			}
		})
	}
}

func TestDrawerWritesKeepTheirIDs(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	path := "/v1/drawer-sessions/" + d.session
	opening := map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "float": eur(10000)}
	again := d.send("PUT", path, opening).is(t, 200, "")
	if again.text("state") != "open" {
		t.Errorf("opened again: %v", again)
	}
	opening["float"] = eur(10001)
	d.send("PUT", path, opening).is(t, 422, "other-bytes")
	end := d.closeDrawer(10000).is(t, 201, "")
	if same := d.closeDrawer(10000).is(t, 200, ""); !bytes.Equal(same.raw, end.raw) {
		t.Errorf("closed again: %v", same)
	}
	d.closeDrawer(9999).is(t, 422, "other-bytes")
	opening["float"] = eur(10000)
	if late := d.send("PUT", path, opening).is(t, 200, ""); !bytes.Equal(late.raw, again.raw) {
		t.Errorf("the opening after the close: %v", late)
	}
	if now := d.get("/v1/drawer-sessions/current"); now.at("session") != nil {
		t.Error("a late copy opened the drawer again")
	}
}

func TestDrawersAreRefused(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	mine := d.session
	second := d.openDrawer(500).is(t, 201, "drawer-already-open")
	if second.cents("float") != 500 || second.at("total") != nil {
		t.Errorf("rejected as %v", second)
	}
	rejected := d.session
	d.session = mine
	for staff, code := range map[string]string{"3001": "forbidden-office", "7777": "forbidden-office"} {
		id := newID()
		d.send("PUT", "/v1/drawer-sessions/"+id, map[string]any{"id": id, "desk": "okence-2", "staff": staff, "float": eur(0)}).is(t, 201, code)
	}
	id := newID()
	unknown := map[string]any{"id": id, "desk": "okence-1", "staff": "1001", "counted": eur(0)}
	first := d.send("PUT", "/v1/drawer-sessions/"+id+"/close", unknown).is(t, 201, "session-unknown")
	if first.cents("counted") != 0 {
		t.Errorf("rejected as %v", first)
	}
	// Opened after that: the rejected count stays rejected, the drawer can be closed with another.
	d.send("PUT", "/v1/drawer-sessions/"+id, map[string]any{"id": id, "desk": "okence-4", "staff": "1001", "float": eur(0)}).is(t, 201, "")
	if late := d.send("PUT", "/v1/drawer-sessions/"+id+"/close", unknown).is(t, 200, "session-unknown"); !bytes.Equal(late.raw, first.raw) {
		t.Errorf("again: %v", late)
	}
	theirs := map[string]any{"id": mine, "desk": "okence-1", "staff": "1002", "counted": eur(10000)}
	for _, status := range []int{201, 200} {
		d.send("PUT", "/v1/drawer-sessions/"+mine+"/close", theirs).is(t, status, "session-not-yours")
	}
	if end := d.closeDrawer(10000).is(t, 201, ""); end.text("state") != "closed" {
		t.Errorf("a refused close keeps the drawer open: %v", end)
	}
	d.send("PUT", "/v1/drawer-sessions/"+mine+"/close", theirs).is(t, 422, "other-bytes")
	again := map[string]any{"id": rejected, "desk": d.name, "staff": d.staff, "float": eur(500)}
	d.send("PUT", "/v1/drawer-sessions/"+rejected, again).is(t, 200, "drawer-already-open")
	d.get("/v1/drawer-sessions/current?desk=a%20b").is(t, 400, "bad-request")
}

func TestADrawerNeverClosesBeforeItOpened(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.clock.move(-time.Hour) // somebody set the clock right
	if a := d.closeDrawer(10000).is(t, 201, ""); a.text("closedAt") < a.text("openedAt") {
		t.Errorf("opened %s, closed %s", a.text("openedAt"), a.text("closedAt"))
	}
}

func TestCloseNumbersRunThroughTheOffice(t *testing.T) {
	c := openCounter(t, Options{})
	for want := int64(1); want <= 6; want++ {
		d := c.desk([]string{"a", "b", "c"}[want%3])
		if a := d.closeDrawer(10000); a.number("closeNumber") != want {
			t.Errorf("want %d: %v", want, a)
		}
	}
}

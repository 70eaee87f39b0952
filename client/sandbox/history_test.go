package sandbox

import (
	stdcmp "cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// list reads a whole list, page by page.
func (c *counter) list(path, query string) []map[string]any {
	c.t.Helper()
	lines := []map[string]any{}
	for cursor := ""; ; {
		a := c.get(path+"?"+query+cursor).is(c.t, 200, "")
		for _, item := range a.at("items").([]any) {
			lines = append(lines, item.(map[string]any))
		}
		if a.at("nextCursor") == nil {
			return lines
		}
		cursor = "&cursor=" + a.text("nextCursor")
	}
}

func (d *testDesk) operations(query string) []map[string]any {
	d.t.Helper()
	return d.list("/v1/drawer-sessions/"+d.session+"/operations", query)
}

// busyDay does a day of everything that can be a line, and closes it.
func (d *testDesk) busyDay(chance *rand.Rand, acts int, clock *testClock) {
	d.t.Helper()
	for range acts {
		clock.move(time.Duration(chance.IntN(3)) * time.Millisecond) // often no time passes
		switch cents := int64(100 + chance.IntN(900)); chance.IntN(7) {
		case 0:
			d.load("100000113", "121212", cents).is(d.t, 201, "") // costs a fee
		case 1:
			d.load(tryCard, "481205", cents).is(d.t, 201, "")
		case 2:
			id, body := d.topUpOf(d.quote(tryCard, "481205", cents), func(m map[string]any) { m["quoteId"] = newID() })
			d.put(id, body).is(d.t, 201, "quote-unknown")
		case 3:
			d.move(newID(), changeBrought, cents).is(d.t, 201, "")
		case 4:
			d.move(newID(), pickUp, -cents).is(d.t, 201, "")
		case 5:
			d.move(newID(), pickUp, -100_000_000).is(d.t, 201, "drawer-too-small")
		case 6:
			up := d.load(tryCard, "481205", cents).is(d.t, 201, "")
			d.reverse(up, nil).is(d.t, 201, "")
			d.reverse(up, nil).is(d.t, 201, "already-reversed")
		}
	}
}

// Whatever a day brings, every line of it is told once, newest first, on pages of any size, and its cash is what the report expects; and
// what is asked for by kind, ending, time or number is what stands in the whole list.
func TestEveryLineOfADayIsToldOnce(t *testing.T) {
	for seed := range uint64(3) {
		chance, clock := rand.New(rand.NewPCG(seed, 12)), clockAt(noon)
		d := openCounter(t, Options{Now: clock.now}).desk("okence-1")
		d.busyDay(chance, 20, clock)
		expected := d.report("x").is(t, 200, "").cents("expected")
		d.count(newID(), 5000, 5000, 1).is(t, 201, "")
		d.count(newID(), expected, 500, expected/500, 1, expected%500).is(t, 201, "")
		d.closeDrawer(expected).is(t, 201, "")
		all := d.operations("limit=200")
		inOrder(t, all)
		if cash := cashOf(all); cash != expected {
			t.Errorf("seed %d: the lines move %d, the report expects %d", seed, cash, expected)
		}
		for _, size := range []string{"1", "2", "7", "50"} {
			if diff := cmp.Diff(all, d.operations("limit="+size)); diff != "" {
				t.Errorf("seed %d: pages of %s (-whole +paged):\n%s", seed, size, diff)
			}
		}
		d.filtersAgree(all)
	}
}

func inOrder(t *testing.T, all []map[string]any) {
	t.Helper()
	seen := map[string]bool{}
	for i, line := range all {
		key := fmt.Sprint(line["kind"], line["id"])
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if i > 0 && line["at"].(string) > all[i-1]["at"].(string) {
			t.Errorf("line %d is younger than the one above it", i)
		}
	}
	if first, last := all[len(all)-1], all[0]; first["kind"] != lineOpening || last["kind"] != lineClose {
		t.Errorf("the day runs from %v to %v", first, last)
	}
}

func cashOf(lines []map[string]any) (sum int64) {
	for _, line := range lines {
		if line["cash"] != nil {
			sum += centsOf(line, "cash")
		}
	}
	return sum
}

// filtersAgree holds every filter, alone and with others, against the whole list.
func (d *testDesk) filtersAgree(all []map[string]any) {
	d.t.Helper()
	middle := all[len(all)/2]
	for _, kind := range []string{"", lineOpening, entryTopUp, entryReversal, lineMovement, lineCount, lineClose} {
		for _, state := range []string{"", "posted", "rejected"} {
			for _, from := range []string{"", middle["at"].(string)} {
				for _, number := range []string{"", fmt.Sprint(middle["number"])} {
					query, want := url.Values{"limit": {"3"}}, []map[string]any{}
					for name, value := range map[string]string{"kind": kind, "state": state, "from": from, "number": number} {
						if value != "" && value != "<nil>" {
							query.Set(name, value)
						}
					}
					for _, line := range all {
						if (kind == "" || line["kind"] == kind) && (state == "" || line["state"] == state) && line["at"].(string) >= from &&
							(!query.Has("number") || line["number"] == number) {
							want = append(want, line)
						}
					}
					if diff := cmp.Diff(want, d.operations(query.Encode())); diff != "" {
						d.t.Errorf("%s (-want +got):\n%s", query.Encode(), diff)
					}
				}
			}
		}
	}
}

// A day is told to whose it is and to who may audit, to nobody else; a bad question is one.
func TestADaysLinesAreForWhoseItIs(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	path := "/v1/drawer-sessions/" + d.session + "/operations"
	d.get(path).is(t, 200, "")
	d.as("2001", "8642", "okence-9").get(path).is(t, 200, "")
	d.as("1002", "1357", "okence-1").get(path).is(t, 403, "forbidden")
	d.get("/v1/drawer-sessions/"+newID()+"/operations").is(t, 404, "session-unknown")
	next := d.get(path+"?limit=1").is(t, 200, "")
	if next.at("nextCursor") != nil {
		t.Fatalf("an opening alone has another page: %v", next)
	}
	d.load(tryCard, "481205", 100).is(t, 201, "")
	cursor := url.QueryEscape(d.get(path+"?limit=1").is(t, 200, "").text("nextCursor"))
	d.get(path+"?limit=1&cursor="+cursor).is(t, 200, "")
	for _, bad := range []string{"kind=fee", "kind=", "state=open", "number=" + url.QueryEscape("a b"), "limit=0", "cursor=x", "from=today", "kind=topUp&cursor=" + cursor,
		"from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"} {
		d.get(path+"?"+bad).is(t, 400, "bad-request")
	}
}

// The sessions are found by clerk, desk and time, the last opened first; a clerk sees their own.
func TestSessionsAreFoundAgain(t *testing.T) {
	clock := clockAt(noon)
	c := openCounter(t, Options{Now: clock.now})
	type day struct{ id, staff, desk, at string }
	var days []day
	for i := range 7 {
		clock.move(time.Duration(i%2) * time.Minute) // two of one moment
		d := c.desk([]string{"okence-1", "okence-2"}[i%2])
		if i%3 == 0 { // another clerk's
			d.closeDrawer(10000).is(t, 201, "")
			d.counter, d.staff = c.as("1002", "1357", d.name), "1002"
			days = append(days, day{d.session, "1001", d.name, d.get("/v1/drawer-sessions/current").text("previous", "openedAt")})
			opened := d.openDrawer(5000).is(t, 201, "")
			days = append(days, day{d.session, "1002", d.name, opened.text("openedAt")})
		} else {
			days = append(days, day{d.session, "1001", d.name, d.get("/v1/drawer-sessions/current").text("session", "openedAt")})
		}
		d.closeDrawer(d.drawer()).is(t, 201, "")
	}
	slices.SortFunc(days, func(a, b day) int { return stdcmp.Or(stdcmp.Compare(b.at, a.at), stdcmp.Compare(b.id, a.id)) })
	found := func(c *counter, query string) (got []string) {
		for _, line := range c.list("/v1/drawer-sessions", query) {
			got = append(got, line["id"].(string))
		}
		return got
	}
	want := func(keep func(day) bool) (ids []string) {
		for _, d := range days {
			if keep(d) {
				ids = append(ids, d.id)
			}
		}
		return ids
	}
	ana, boss := c.as("1001", "2468", "okence-1"), c.as("2001", "8642", "okence-9")
	for query, keep := range map[string]func(day) bool{
		"":                                    func(d day) bool { return true },
		"staff=1002":                          func(d day) bool { return d.staff == "1002" },
		"desk=okence-2":                       func(d day) bool { return d.desk == "okence-2" },
		"staff=1001&desk=okence-1":            func(d day) bool { return d.staff == "1001" && d.desk == "okence-1" },
		"to=" + url.QueryEscape(days[3].at):   func(d day) bool { return d.at < days[3].at },
		"from=" + url.QueryEscape(days[3].at): func(d day) bool { return d.at >= days[3].at },
		"desk=okence-1&from=" + url.QueryEscape(days[3].at): func(d day) bool { return d.desk == "okence-1" && d.at >= days[3].at },
	} {
		for _, size := range []string{"&limit=1", "&limit=2", "&limit=200"} {
			if diff := cmp.Diff(want(keep), found(boss, query+size)); diff != "" {
				t.Errorf("%s%s (-want +got):\n%s", query, size, diff)
			}
		}
	}
	own := want(func(d day) bool { return d.staff == "1001" })
	for _, query := range []string{"", "staff=1001", "limit=1"} {
		if diff := cmp.Diff(own, found(ana, query)); diff != "" {
			t.Errorf("Ana's own, %q (-want +got):\n%s", query, diff)
		}
	}
	ana.get("/v1/drawer-sessions?staff=1002").is(t, 403, "forbidden")
	for _, bad := range []string{"staff=x", "desk=", "limit=0", "cursor=x", "from=today"} {
		boss.get("/v1/drawer-sessions?"+bad).is(t, 400, "bad-request")
	}
}

// Lines of a card are asked for by kind, by whether they stand, and by the number on the slip.
func TestACardsLinesAreFoundByWhatTheyAre(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	up := d.load(tryCard, "481205", 2000).is(t, 201, "")
	gone := d.load(tryCard, "481205", 500).is(t, 201, "")
	back := d.reverse(gone, nil).is(t, 201, "")
	all := d.statement(tryCard, "limit=200")
	for _, kind := range []string{"", entryTopUp, entryPurchase, entryFee, entryRefund, entryWithdrawal, entryReversal} {
		for _, state := range []string{"", "standing", "reversed"} {
			for _, number := range []string{"", up.text("receiptNumber"), gone.text("receiptNumber"), back.text("receiptNumber"), "X-1"} {
				query, want := url.Values{"limit": {"7"}}, []map[string]any{}
				for name, value := range map[string]string{"kind": kind, "state": state, "receiptNumber": number} {
					if value != "" {
						query.Set(name, value)
					}
				}
				for _, line := range all {
					if (kind == "" || line["kind"] == kind) && (state == "" || (state == "reversed") == (line["reversedBy"] != nil)) && (number == "" || line["receiptNumber"] == number) {
						want = append(want, line)
					}
				}
				if diff := cmp.Diff(want, d.statement(tryCard, query.Encode())); diff != "" {
					t.Errorf("%s (-want +got):\n%s", query.Encode(), diff)
				}
			}
		}
	}
	for _, bad := range []string{"kind=lock", "state=posted", "receiptNumber=", "receiptNumber=a%20b"} {
		d.get("/v1/cards/"+tryCard+"/transactions?"+bad).is(t, 400, "bad-request")
	}
}

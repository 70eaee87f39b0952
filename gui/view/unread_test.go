package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// atCounter is a counter over a journal, with Ana signed in.
func atCounter(t *testing.T, office *flowtest.Office, records ...journal.Record) *flow.Counter {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Settings{}))
	needs, kept, _ := flowtest.Needs(office)
	kept.Records = records
	ids := needs.NewID
	needs.NewID = func() string { return "f" + ids()[1:] }
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit("1001", "2468")
	return c
}

// locked are the records of a lock.
func locked(kinds ...journal.Kind) (all []journal.Record) {
	for _, kind := range kinds {
		r := journal.Record{Kind: kind, ID: flowtest.Match, Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start}
		if kind == journal.Rejected {
			r.Why = "card-not-lockable"
		}
		all = append(all, r)
	}
	return all
}

// shown are the facts on the screen.
func (f *facts) shown() (all []string) {
	for _, row := range f.rows {
		if row.box.Visible() {
			all = append(all, row.label.Text(), row.value.Text)
		}
	}
	return all
}

func has(facts []string, label, value string) bool {
	i := slices.Index(facts, label)
	return i >= 0 && facts[i+1] == value
}

// What the list says of a lock after a crash tells whether the card is locked, and what to do.
func TestTheListSaysOfEveryLockWhatToDo(t *testing.T) {
	for name, tt := range map[string]struct {
		records []journal.Record
		kind    flow.OpenKind
		sl, en  string
	}{
		"posted": {locked(journal.Intent, journal.Sending, journal.Posted), flow.OpenLocked,
			"Kartica je zaklenjena; stranki povejte čas in številko zaklepa.", "The card is locked; tell the customer the time and the number of the lock."},
		"rejected": {locked(journal.Intent, journal.Sending, journal.Rejected), flow.OpenLockRejected,
			"Urad ga je zavrnil; kartica morda deluje.", "The office rejected it; the card may work."},
		"never sent": {locked(journal.Intent), flow.OpenUnlocked,
			"Kartica NI zaklenjena; zaklenite jo znova", "The card is NOT locked; lock it again"},
	} {
		t.Run(name, func(t *testing.T) {
			c := atCounter(t, flowtest.NewOffice(), tt.records...)
			items := c.OpenItems()
			if len(items) != 1 || items[0].Kind != tt.kind {
				t.Fatalf("listed %+v", items)
			}
			if _, known := openLooks[tt.kind]; !known {
				t.Error("it has no look of its own")
			}
			was := text.Lang()
			defer text.Use(was)
			for lang, says := range map[string]string{"sl": tt.sl, "en": tt.en} {
				text.Use(lang)
				if got := text.Say("open.item."+string(tt.kind), rowValues(items[0])); !strings.Contains(got, says) || !strings.Contains(got, "100 000 014") {
					t.Errorf("%s: %s", lang, got)
				}
			}
		})
	}
}

// Of a lock that the journal alone knows no empty number is shown, but the way to it.
func TestALockWithoutItsNumberShowsNone(t *testing.T) {
	office := flowtest.NewOffice()
	office.LockAsks = []client.Outcome[client.Lock]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeNoConnection}}}
	c := atCounter(t, office, locked(journal.Intent, journal.Sending, journal.Posted)...)
	v := newLock(c, nil)
	c.Lock.Draw = v.draw
	c.Resume(flowtest.Match)
	if facts := v.facts.shown(); slices.Contains(facts, text.Say("lock.number")) || !v.check.Visible() || v.natural() != v.check {
		t.Errorf("shown are %v", facts)
	}
	if v.intro.Text != text.Say("lock.says.posted.unknown") {
		t.Errorf("it says %q", v.intro.Text)
	}
	office.LockAsks = []client.Outcome[client.Lock]{{Verdict: client.Posted, Answer: client.Lock{ID: flowtest.Match, LockNumber: "Z-7", LockedAt: flowtest.Start}}}
	c.Lock.Check()
	if facts := v.facts.shown(); !has(facts, text.Say("lock.number"), "Z-7") || v.check.Visible() {
		t.Errorf("shown are %v", facts)
	}
}

// A clerk who did not see the own close end reads its difference at the drawer; another clerk does not.
func TestTheDrawerTellsItsClerkHowTheLastCloseEnded(t *testing.T) {
	for staff, own := range map[string]bool{"1001": true, "1002": false} {
		office := flowtest.NewOffice()
		office.DrawerNow = client.DrawerNow{Previous: &client.DrawerSession{
			ID: flowtest.Drawer, Staff: staff, State: "closed", CloseNumber: 7, ClosedAt: flowtest.Start,
			Counted: money.EUR(24990), Expected: money.EUR(25000), Difference: money.EUR(-10),
		}}
		c := atCounter(t, office)
		v := newDrawer(c, c.Do)
		c.Drawer.Draw = v.draw
		c.Do(flow.CommandDrawer)
		facts := v.facts.shown()
		if !has(facts, text.Say("drawer.previous.counted"), amount(money.EUR(24990))) {
			t.Errorf("what was counted is not shown: %v", facts)
		}
		if has(facts, text.Say("drawer.difference"), amount(money.EUR(-10))) != own || has(facts, text.Say("drawer.number"), "7") != own {
			t.Errorf("of %s's close 1001 reads %v", staff, facts)
		}
	}
}

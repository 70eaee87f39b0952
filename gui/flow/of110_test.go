package flow_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// of110 are the files of a journal that the program of 1.1.0 wrote, and what that program itself told of it; see the
// README there.
var of110 = filepath.Join("..", "..", "client", "journal", "testdata", "1.1.0")

// takenOver is that journal, opened by this program.
func takenOver(t *testing.T) *retired {
	t.Helper()
	r := &retired{t: t, dir: t.TempDir()}
	for _, name := range []string{"journal.log", "journal.head"} {
		data, err := os.ReadFile(filepath.Join(of110, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(r.dir, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r.open()
	return r
}

// listening notes from which number the office's list is asked for.
type listening struct {
	*flowtest.Office
	from int64
}

func (l *listening) DeskTopUps(ctx context.Context, from int64, cursor string) (client.TopUpPage, error) {
	l.from = from
	return l.Office.DeskTopUps(ctx, from, cursor)
}

// Every open item, unread ending, total and sum given, and how far it was compared, are told as the program told them
// that wrote it; over a restart too.
func TestAJournalOf110TellsWhatItToldThere(t *testing.T) {
	want, err := os.ReadFile(filepath.Join(of110, "told.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r := takenOver(t)
	for _, when := range []string{"taken over", "started again"} {
		office := &listening{Office: flowtest.NewOffice()}
		needs, _, _ := flowtest.Needs(office.Office)
		needs.Office, needs.Journal = office, r.kept
		c := start(t, needs)
		var out strings.Builder
		for _, item := range c.OpenItems() {
			fmt.Fprintf(&out, "open %s %s %d\n", item.Kind, item.ID, item.Amount.Cents)
		}
		for _, st := range slices.Concat(c.TopUp.List.Open(), c.TopUp.List.Recent()) {
			fmt.Fprintf(&out, "cash %s %s %d %d\n", st.ID, st.Step, st.Quote.Total.Cents, st.Tendered.Cents)
		}
		fmt.Fprintf(&out, "compared up to %d\n", office.from-1)
		if out.String() != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", when, out.String(), want)
		}
		if err := r.kept.Close(); err != nil {
			t.Fatal(err)
		}
		r.open()
	}
}

// What was open there is ended here, under the same id and with the same bytes, and is told no more once it was read.
func TestWhatIsOpenInAJournalOf110IsEndedHere(t *testing.T) {
	r := takenOver(t)
	sent := map[string]string{}
	for _, item := range r.kept.Items() {
		sent[item.First().ID] = string(item.Body())
	}
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-9"})
	office.LockAsks = lockAnswer(client.Posted, client.Lock{LockNumber: "Z-1"})
	life := 0
	again := func() *flow.Counter {
		needs, _, _ := flowtest.Needs(office)
		needs.Journal = r.kept
		ids, n := needs.NewID, life
		needs.NewID = func() string { return fmt.Sprint(n) + ids()[1:] }
		life++
		return start(t, needs)
	}
	c := again()
	for _, item := range c.OpenItems() {
		switch item.Kind {
		case "never-sent":
			c.TopUp.List.HandedBack(item.ID, func() { t.Error("not on disk") })
			continue
		case "unknown":
			c.Resume(item.ID)
			c.TopUp.SendAgain()
			if got := string(office.Sent[0]); got != sent[item.ID] {
				t.Errorf("sent again was %s, want %s", got, sent[item.ID])
			}
		case "posted":
			office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-3"})
			c.Resume(item.ID)
		default:
			c.Resume(item.ID)
		}
		c.Do(flow.CommandNext)
	}
	c.Stop()
	if open := r.kept.Items(); len(open) > 0 {
		t.Errorf("open are %+v", open)
	}
	if err := r.kept.Close(); err != nil {
		t.Fatal(err)
	}
	r.open()
	if c := again(); len(c.OpenItems()) > 0 {
		t.Errorf("told again: %+v", c.OpenItems())
	}
	told := slices.ContainsFunc(r.kept.Facts(), func(f journal.Fact) bool {
		return f.Kind == journal.Told && f.About == "20000008-0000-4000-8000-000000000000"
	})
	if !told {
		t.Error("that the unread one was read is not on disk")
	}
}

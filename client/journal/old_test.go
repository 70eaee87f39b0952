package journal_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// old is a record of version 1: its fields and its note.
type old struct {
	journal.Record
	note string
}

var oldTasks = map[journal.Kind]string{journal.Told: "told", journal.Untold: "untold", journal.Compared: "reconciled"}

// asOld tells records as version 1 did: cash and reasons as notes, a fact as an intention and its end.
func asOld(records []journal.Record) (all []old) {
	for n, r := range records {
		o := old{Record: r, note: r.Why}
		if r.Cash != (journal.Cash{}) {
			o.note = fmt.Sprintf("total-%d.given-%d", r.Cash.Total, r.Cash.Given)
		}
		o.Cash, o.Why = journal.Cash{}, ""
		if !r.Kind.Fact() {
			all = append(all, o)
			continue
		}
		if o.Staff == "" {
			o.Staff = "1009" // version 1 had no fact without a clerk
		}
		if r.UpTo > 0 {
			o.note = fmt.Sprintf("seq-%d", r.UpTo)
		}
		o.Task, o.Session, o.ID = oldTasks[r.Kind], r.About, fmt.Sprintf("%08d-0000-4000-8000-0000000000ff", n)
		o.About, o.UpTo = "", 0
		o.Kind = journal.Intent
		all = append(all, o)
		o.Kind = journal.Dropped
		all = append(all, o)
	}
	return all
}

// oldDisk is a disk with a journal as version 1 left it.
func oldDisk(records []old) *disktest.Disk {
	log, crc := journal.OldPreamble()
	var framed []byte
	before := [32]byte{}
	for n, o := range records {
		payload := journal.AppendOld(nil, int64(n+1), before, o.Record, o.note)
		before = sha256.Sum256(payload)
		framed, crc = journal.Frame(crc, payload)
		log = append(log, framed...)
	}
	d := disktest.New()
	d.Put(logPath, log)
	d.Put(headPath, journal.HeadOf(log))
	return d
}

// understood is what old records come to, reckoned without the journal.
func understood(records []old) (s facts) {
	s.Items, s.Settled, s.Totals = []journal.Item{}, []journal.Settled{}, []journal.Total{}
	typed := map[string][]journal.Record{}
	began, totals := map[string]int64{}, map[journal.Total]*journal.Total{}
	var order []string
	for i, o := range records {
		n, r := int64(i+1), o.Record
		r.At = r.At.UTC()
		s.Desk = r.Desk
		if kind, isFact := map[string]journal.Kind{"told": journal.Told, "untold": journal.Untold, "reconciled": journal.Compared}[r.Task]; isFact {
			f := journal.Record{Kind: kind, Desk: r.Desk, Staff: r.Staff, At: r.At, About: r.Session}
			_, _ = fmt.Sscanf(o.note, "seq-%d", &f.UpTo)
			if r.Kind == journal.Intent {
				s.Facts = append(s.Facts, journal.Fact{Record: f, Place: n})
			}
			continue
		}
		_, _ = fmt.Sscanf(o.note, "total-%d.given-%d", &r.Cash.Total, &r.Cash.Given)
		if r.Seq > s.Seq {
			s.Seq, s.Prev = r.Seq, hashOf(r.Body)
		}
		if r.Kind == journal.Intent {
			began[r.ID] = n
			order = append(order, r.ID)
		}
		if !r.Kind.Ends() {
			typed[r.ID] = append(typed[r.ID], r)
			continue
		}
		r.Why = o.note
		end := journal.Settled{Ending: r, Began: began[r.ID], Ended: n}
		if sent := typed[r.ID]; len(sent) > 1 {
			end.Seq, end.Cash = sent[1].Seq, sent[1].Cash
		}
		s.Settled = append(s.Settled, end)
		delete(typed, r.ID)
		key := journal.Total{Task: r.Task, Kind: r.Kind, Sum: money.Amount{Currency: r.Amount.Currency}}
		if totals[key] == nil {
			totals[key] = &journal.Total{Task: r.Task, Kind: r.Kind, Sum: money.Amount{Currency: r.Amount.Currency}}
		}
		totals[key].Items++
		totals[key].Sum.Cents += r.Amount.Cents
	}
	s.Seq++
	s.Items = unsettled(slices.DeleteFunc(order, func(id string) bool { return typed[id] == nil }), began, typed)
	for _, t := range totals {
		s.Totals = append(s.Totals, *t)
	}
	slices.SortFunc(s.Totals, func(a, b journal.Total) int {
		return bytes.Compare(fmt.Append(nil, a.Task, " ", a.Kind, " ", a.Sum.Currency), fmt.Append(nil, b.Task, " ", b.Kind, " ", b.Sum.Currency))
	})
	s.Count = int64(len(records))
	return s
}

// What a note can't stand for is not known; the record is taken over all the same.
func TestOddNotesOfAnOldJournalSayNothing(t *testing.T) {
	d := oldDisk([]old{{topUp(journal.Intent), ""}, {topUp(journal.Sending), "total-2050.given-3000"}, {topUp(journal.Posted), ""}})
	if got := mustOpen(t, d).Settled()[0].Cash; got != (journal.Cash{Total: 2050, Given: 3000}) {
		t.Fatalf("read as %+v", got)
	}
	for _, note := range []string{"", "total-2050", "total-1.given-2", "total-2050.given-2049", "total-02050.given-3000", "total--1.given-9",
		"total-2050.given-3000.", "total-2050.given-100000000000", "total-2050.given-999999999999999999999", "given-3000.total-2050"} {
		d := oldDisk([]old{{topUp(journal.Intent), ""}, {topUp(journal.Sending), note}, {topUp(journal.Posted), ""}})
		if got := mustOpen(t, d).Settled()[0].Cash; got != (journal.Cash{}) {
			t.Errorf("%q is read as %+v", note, got)
		}
	}
	for _, note := range []string{"", "seq-", "seq-0", "seq-2", "seq-01", "seq--1", "seq-1.", "1", "seq-99999999999999999999"} {
		mark := topUp(journal.Intent)
		mark.ID, mark.Task, mark.Session = "00000000-0000-4000-8000-000000000001", "reconciled", ""
		d := oldDisk([]old{{topUp(journal.Intent), ""}, {topUp(journal.Sending), ""}, {mark, note}})
		j := mustOpen(t, d)
		if len(j.Facts()) != 0 || len(j.Items()) != 1 {
			t.Errorf("%q: facts %+v, open %v", note, j.Facts(), j.Items())
		}
	}
	r := topUp(journal.Rejected)
	d = oldDisk([]old{{topUp(journal.Intent), "a-note"}, {topUp(journal.Sending), "another"}, {r, "4000000000000002"}})
	if why := mustOpen(t, d).Settled()[0].Ending.Why; why != "----------------" {
		t.Errorf("a number that may be a card's is read as %q", why)
	}
}

// Whatever a record of version 1 may hold, today's rules hold for what is made of it.
func TestEveryOldRecordIsUnderstood(t *testing.T) {
	payloads := journal.Payloads(oldDisk(asOld(desk(9, 60).records)).Bytes(logPath))
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SampledFrom(payloads).Draw(t, "record"))
		at := bytes.LastIndex([]byte(text), []byte(`,"note":"`))
		text = text[:at] + `,"note":"` + rapid.StringMatching(`(total-|seq-)?[0-9a-z.-]{0,70}`).Draw(t, "note") + `"}`
		r, again, ok := journal.ReadRecord([]byte(text))
		if !ok {
			return
		}
		taken++
		if string(again) != text {
			t.Fatalf("%s is read, and written as %s", text, again)
		}
		framed, _ := journal.Frame(0, []byte(text))
		for _, r := range append(journal.Salvage(framed), r) {
			if _, oldFact := map[string]bool{"told": true, "untold": true, "reconciled": true}[r.Task]; !oldFact && journal.Check(r) != nil {
				t.Fatalf("%+v: %v", r, journal.Check(r))
			}
		}
	})
	if taken == 0 {
		t.Error("nothing was taken")
	}
}

// A log holds old records only before it was taken over, and before all others afterwards.
func TestOldAndNewRecordsDontMingle(t *testing.T) {
	records := asOld(shortDesk(7, 5))
	d := oldDisk(records)
	oldLog := d.Bytes(logPath)
	j := mustOpen(t, d)
	s := fact(journal.Untold)
	mustAppend(t, j, s)
	_ = j.Close()
	mixed, head := d.Bytes(logPath), d.Bytes(headPath)
	begin, crc := journal.OldPreamble()
	n, _ := j.Head()
	after := records[len(records)-1].Record
	after.Kind, after.ID, after.Seq, after.Prev, after.Body = journal.Intent, "00000000-0000-4000-8000-000000000001", 0, "", nil
	payloads := journal.Payloads(mixed)
	late, _ := journal.Frame(lastChecksum(mixed), journal.AppendOld(nil, n+1, sha256.Sum256(payloads[n-1]), after, ""))
	for name, log := range map[string][]byte{
		"a new record in an old log":      journal.Reframed(mixed, begin, crc),
		"an old record behind a new one":  append(bytes.Clone(mixed), late...),
		"an old log that was cut shorter": oldLog[:len(oldLog)/2],
	} {
		d := disktest.New()
		d.Put(logPath, log)
		d.Put(headPath, head)
		if _, err := journal.Open(d, folder); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Version 1 counted its facts among the endings that a summary stands for.
func TestAnOldSummaryIsUnderstood(t *testing.T) {
	d := oldDisk(asOld(desk(4, 60).records))
	j := mustOpen(t, d)
	if n, err := j.Compact(60); n == 0 || err != nil {
		t.Fatalf("%d dropped, %v", n, err)
	}
	want := factsOf(j)
	_ = j.Close()
	summary := journal.FirstPayload(d.Bytes(logPath))
	counted := bytes.Replace(summary, []byte(`"totals":[`), []byte(`"totals":[{"task":"told","kind":"DROPPED","currency":"","items":3,"cents":0},`), 1)
	begin, crc := journal.OldPreamble()
	framed, crc := journal.SummaryFrame(crc, counted)
	log := append(begin, framed...)
	for _, payload := range journal.Payloads(d.Bytes(logPath)) {
		framed, crc = journal.Frame(crc, payload)
		log = append(log, framed...)
	}
	d.Put(logPath, log)
	for range 2 {
		j = mustOpen(t, d)
		if diff := cmp.Diff(want, factsOf(j)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := journal.FirstPayload(d.Bytes(logPath)); !bytes.Equal(got, counted) {
			t.Errorf("the summary has changed: %s", got)
		}
		_ = j.Close()
	}
}

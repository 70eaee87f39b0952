package cashtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/canary"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
)

// figures are what trials have gone through and found.
type figures struct {
	trials, kills, faults             int
	offices, early                    int // of the kills
	kinds                             map[proxy.Kind]int
	deals, posted, returned, undone   int
	journal, ledger, balances         int64 // cents
	lost, doubled, after, stuck, odd  int
	requests, sendings, copies, files int
}

func (f *figures) add(o figures) {
	f.trials++
	f.kills += o.kills
	f.faults += o.faults
	f.offices += o.offices
	f.early += o.early
	f.deals += o.deals
	f.posted += o.posted
	f.returned += o.returned
	f.undone += o.undone
	f.journal += o.journal
	f.ledger += o.ledger
	f.balances += o.balances
	f.lost += o.lost
	f.doubled += o.doubled
	f.after += o.after
	f.stuck += o.stuck
	f.odd += o.odd
	f.requests += o.requests
	f.sendings += o.sendings
	f.copies += o.copies
	f.files += o.files
	if f.kinds == nil {
		f.kinds = map[proxy.Kind]int{}
	}
	for kind, n := range o.kinds {
		f.kinds[kind] += n
	}
}

// String tells the figures as README.md does.
func (f *figures) String(took time.Duration) string {
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(f.kinds)) {
		kinds = append(kinds, fmt.Sprintf("%s %d", kind, f.kinds[kind]))
	}
	return fmt.Sprintf(`%d kills (%d of the office, %d during a start) and %d faults in %d trials, %.1f s: %.1f kills/s
cash taken %d times, posted %d, handed back %d, storni posted %d; lost %d, doubled %d, posted after it was handed back %d, stuck %d
%d cents in the journals, %d in the ledger, %d on the cards
%d SENDING records, %d requests on the wire, %d copies made by the network; %d files searched for personal data
faults: %s`,
		f.kills, f.offices, f.early, f.faults, f.trials, took.Seconds(), float64(f.kills)/took.Seconds(),
		f.deals, f.posted, f.returned, f.undone, f.lost, f.doubled, f.after, f.stuck, f.journal, f.ledger, f.balances,
		f.sendings, f.requests, f.copies, f.files, strings.Join(kinds, ", "))
}

// demand makes sure that the trials were worth their name.
func (f *figures) demand(t *testing.T, total int) {
	t.Helper()
	if f.kills < total || f.faults < total {
		t.Errorf("only %d kills and %d faults", f.kills, f.faults)
	}
	for _, kind := range proxy.Kinds() {
		if f.kinds[kind] == 0 {
			t.Errorf("the network was never %s", kind)
		}
	}
	if f.posted == 0 || f.returned == 0 || f.undone == 0 {
		t.Errorf("posted %d, handed back %d, undone %d: the clerks have hardly worked", f.posted, f.returned, f.undone)
	}
	if f.journal != f.ledger || f.ledger != f.balances {
		t.Errorf("%d cents in the journals, %d in the ledger, %d on the cards", f.journal, f.ledger, f.balances)
	}
}

// check compares what the clerks did, the journals, the ledger and the cards.
func (t *trial) check() (figures, error) {
	tally := t.network.Tally()
	f := figures{kills: int(t.kills.Load()), offices: int(t.offices.Load()), early: int(t.early.Load()), kinds: tally.Faults}
	delete(f.kinds, proxy.Pass)
	for _, n := range f.kinds {
		f.faults += n
	}
	office, err := sandbox.Open(context.Background(), sandbox.Options{Dir: filepath.Join(t.dir, "office", "data")})
	if err != nil {
		return f, err
	}
	defer office.Close()
	found := &Found{}
	if err := office.Verify(context.Background()); err != nil {
		found.add(&found.Other, "%w", err)
	}
	a := &auditor{office: office.Handler()}
	var all []*Books
	known, journals := map[string]bool{}, map[string]*journal.Journal{}
	for _, d := range t.desks {
		b := d.books()
		all = append(all, b)
		found.settle(b, a)
		kept, err := d.compare(found, b, tally, &f, known)
		if err != nil {
			return f, err
		}
		defer kept.Close()
		journals[b.Desk] = kept
	}
	found.compare(t.cards, all, a)
	found.reversed(all, journals, a)
	if err := t.ledger(found, &f, known); err != nil {
		return f, err
	}
	if n := t.network.Strayed(); n != 0 {
		found.add(&found.Other, "%d connections went to the host of a redirect", n)
	}
	f.lost, f.doubled, f.after, f.stuck, f.odd = found.Lost, found.Doubled, found.PostedAfterHandedBack, found.Stuck, found.Other
	return f, found.Err()
}

// books are the clerks' own, as they were told while the program lived.
func (d *deskSlot) books() *Books {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := NewBooks(d.name)
	for _, id := range d.order {
		deal := d.deals[id]
		b.deals[id] = &deal
		b.order = append(b.order, &deal)
	}
	for _, storno := range d.undone {
		b.NoteReversal(storno)
	}
	for _, lie := range d.contradictions {
		b.contradictions = append(b.contradictions, errors.New(lie))
	}
	return b
}

// compare holds a desk's journal against its clerk's books and the wire.
func (d *deskSlot) compare(found *Found, b *Books, tally proxy.Tally, f *figures, known map[string]bool) (*journal.Journal, error) {
	dir := filepath.Join(d.t.dir, d.name, "data", "office", "journal")
	all, err := records(dir)
	if err != nil {
		return nil, err
	}
	sendings := map[string]int{}
	for _, r := range all {
		if r.Kind == "SENDING" {
			sendings[r.wireKey()]++
			f.sendings++
		}
		if r.Task == "topup" && r.Kind == "POSTED" {
			known[r.ID] = true
			f.journal += r.Amount.Cents
		}
		if r.Task == "reversal" && r.Kind == "POSTED" {
			f.undone++
			f.journal -= r.Amount.Cents
		}
	}
	kept, err := journal.Open(journal.OS(), dir)
	if err != nil {
		return nil, err
	}
	found.journaled(b, kept, func(path string) int { return tally.Arrived[strings.TrimPrefix(path, "/v1/top-ups/")] }, sendings)
	for key, n := range sendings {
		if tally.Arrived[key] > n {
			found.add(&found.Other, "%s: %d requests on the wire, %d SENDING records", key, tally.Arrived[key], n)
		}
		f.requests += tally.Arrived[key]
		f.copies += tally.Copies[key]
	}
	f.deals += len(b.order)
	for _, deal := range b.order {
		switch {
		case deal.HandedBack:
			f.returned++
		case deal.Told == ToldPosted:
			f.posted++
		}
	}
	return kept, nil
}

// wireKey is the record's id as it stands in the path of its request.
func (r record) wireKey() string {
	if r.Task == "drawer-close" {
		return r.Session + "/close"
	}
	return r.ID
}

// ledger looks for top-ups that no journal knows of, and adds up.
func (t *trial) ledger(found *Found, f *figures, known map[string]bool) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(t.dir, "office", "data", "office.db"))+"?mode=ro&vfs="+sandbox.VFS)
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query(`SELECT id, amount FROM top_ups WHERE state = 'posted' AND desk IN ('D1', 'D2')`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var cents int64
		if err := rows.Scan(&id, &cents); err != nil {
			return err
		}
		f.ledger += cents
		if !known[id] {
			found.add(&found.Doubled, "%s is posted, and no journal says so", short(id))
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var undone int64
	if err := db.QueryRow(`SELECT coalesce(sum(amount), 0) FROM reversals WHERE state = 'posted'`).Scan(&undone); err != nil {
		return err
	}
	f.ledger -= undone
	return db.QueryRow(`SELECT coalesce(sum(balance), 0) FROM accounts JOIN cards ON cards.account = accounts.id WHERE mok_id LIKE '3%'`).Scan(&f.balances)
}

// personal is what a trial uses of personal data, but for cards and tokens.
var personal = canary.Data{Name: "ŽČŠ-7f3a91c4 Kanarčkova", Alias: staffAlias}

// leaks searches what the desks have left: journal, log, crash reports, temporary files, saved papers, what they
// said on their terminals, and what /proc showed of them while they ran.
func (t *trial) leaks() (files int, err error) {
	data := personal
	for _, m := range slices.Concat(members, approving) {
		data.PINs = append(data.PINs, m.PIN)
	}
	for _, c := range t.cards {
		data.Sixes = append(data.Sixes, c.LastSix)
	}
	data.Tokens = slices.Collect(maps.Keys(t.network.Tally().Tokens))
	all := data.Canaries()
	for _, d := range t.desks {
		n, found := canary.Search(filepath.Join(t.dir, d.name), all)
		if n < 5 {
			found = errors.Join(found, fmt.Errorf("%s has left only %d files", d.name, n))
		}
		files, err = files+n, errors.Join(err, found)
	}
	for _, shown := range t.exposed {
		err = errors.Join(err, canary.Text("/proc", shown, all))
	}
	if len(data.Tokens) == 0 || len(t.exposed) == 0 {
		err = errors.Join(err, errors.New("nothing was seen of tokens or processes"))
	}
	return files, err
}

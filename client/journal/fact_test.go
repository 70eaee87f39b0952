package journal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// fact is one of the desk with topUp.
func fact(kind journal.Kind) journal.Record {
	r := journal.Record{Kind: kind, Desk: "KRANJ-2", Staff: "1001", At: noon}
	if kind == journal.Compared {
		r.UpTo = 1
	} else {
		r.About = topUp(journal.Intent).ID
	}
	return r
}

var factKinds = []journal.Kind{journal.Told, journal.Untold, journal.Compared}

// A crash can't leave half a fact: there is no second record to it, nothing to end, and no room to keep for it.
func TestAFactIsOneRecord(t *testing.T) {
	for _, kind := range factKinds {
		t.Run(string(kind), func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			mustAppend(t, j, topUp(journal.Intent), topUp(journal.Sending), fact(kind), fact(kind), topUp(journal.Posted))
			want := []journal.Fact{{Record: fact(kind), Place: 3}, {Record: fact(kind), Place: 4}}
			for range 2 {
				if diff := cmp.Diff(want, j.Facts()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if len(j.Items()) != 0 || len(j.Settled()) != 1 || len(j.Totals()) != 1 {
					t.Errorf("open %v, settled %v, totals %v", j.Items(), j.Settled(), j.Totals())
				}
				if _, known := j.Last(""); known {
					t.Error("the empty id has a record")
				}
				_ = j.Close()
				j = mustOpen(t, d)
			}
			if n, err := j.Compact(3); n != 1 || err != nil {
				t.Errorf("%d dropped, %v", n, err)
			}
			if diff := cmp.Diff(want[1:], j.Facts()); diff != "" {
				t.Errorf("compacted (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFactHoldsItsOwnFieldsOnly(t *testing.T) {
	const secret = "Žnidaršič"
	common := map[string]func(*journal.Record){
		"an id":            func(r *journal.Record) { r.ID = topUp("").ID },
		"a task":           func(r *journal.Record) { r.Task = "topup" },
		"a card":           func(r *journal.Record) { r.MokID = "100000014" },
		"an amount":        func(r *journal.Record) { r.Amount = money.EUR(1) },
		"a session":        func(r *journal.Record) { r.Session = topUp("").Session },
		"a body":           func(r *journal.Record) { r.Body = []byte("{}") },
		"a body's number":  func(r *journal.Record) { r.Seq = 1 },
		"a predecessor":    func(r *journal.Record) { r.Prev = strings.Repeat("0", 64) },
		"cash":             func(r *journal.Record) { r.Cash = journal.Cash{Total: 1, Given: 1} },
		"a reason":         func(r *journal.Record) { r.Why = "clerk" },
		"no desk":          func(r *journal.Record) { r.Desk = "" },
		"another desk":     func(r *journal.Record) { r.Desk = "KRANJ-3" },
		"a clerk's name":   func(r *journal.Record) { r.Staff = secret },
		"no time":          func(r *journal.Record) { r.At = time.Time{} },
		"a number below 0": func(r *journal.Record) { r.UpTo = -1 },
		"an id in words":   func(r *journal.Record) { r.About = secret },
	}
	own := map[journal.Kind]map[string]func(*journal.Record){
		journal.Told: {
			"no clerk": func(r *journal.Record) { r.Staff = "" },
			"no id":    func(r *journal.Record) { r.About = "" },
			"a number": func(r *journal.Record) { r.UpTo = 1 },
		},
		journal.Untold: {
			"no id":            func(r *journal.Record) { r.About = "" },
			"an id in capital": func(r *journal.Record) { r.About = strings.ToUpper(r.About) },
			"a number":         func(r *journal.Record) { r.UpTo = 1 },
		},
		journal.Compared: {
			"no clerk":                 func(r *journal.Record) { r.Staff = "" },
			"an id":                    func(r *journal.Record) { r.About = topUp("").ID },
			"no number":                func(r *journal.Record) { r.UpTo = 0 },
			"a number not given yet":   func(r *journal.Record) { r.UpTo = 2 },
			"a number beyond all JSON": func(r *journal.Record) { r.UpTo = journal.MaxUpTo + 1 },
		},
	}
	for _, kind := range factKinds {
		for _, changes := range []map[string]func(*journal.Record){common, own[kind]} {
			for name, change := range changes {
				t.Run(string(kind)+" with "+name, func(t *testing.T) {
					d := disktest.New()
					j := mustOpen(t, d)
					mustAppend(t, j, topUp(journal.Intent), topUp(journal.Sending))
					r := fact(kind)
					change(&r)
					refuses(t, d, j, r, secret)
					mustAppend(t, j, fact(kind))
				})
			}
		}
	}
	nobody := fact(journal.Untold)
	nobody.Staff = ""
	mustAppend(t, mustOpen(t, disktest.New()), nobody)
}

// What no append lets through is damage where it stands on the disk.
func TestAFactThatCantBeIsDamage(t *testing.T) {
	good := written(t, []journal.Record{topUp(journal.Intent), topUp(journal.Sending)})
	last := good.Bytes(headPath)
	for name, change := range map[string][2]string{
		"no change":       {"", ""},
		"not given":       {`"upTo":1`, `"upTo":2`},
		"no number":       {`"upTo":1`, `"upTo":0`},
		"a leading zero":  {`"upTo":1`, `"upTo":01`},
		"a text":          {`"upTo":1`, `"upTo":"1"`},
		"no clerk":        {`"staff":"1001"`, `"staff":""`},
		"another desk":    {`"desk":"KRANJ-2"`, `"desk":"KRANJ-3"`},
		"another's field": {`"upTo":1`, `"about":"1"`},
		"one more field":  {`"upTo":1`, `"upTo":1,"about":""`},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			d.Put(headPath, last)
			d.Put(logPath, good.Bytes(logPath))
			j := mustOpen(t, d)
			mustAppend(t, j, fact(journal.Compared))
			_ = j.Close()
			payloads := journal.Payloads(d.Bytes(logPath))
			text := strings.Replace(string(payloads[2]), change[0], change[1], 1)
			framed, _ := journal.Frame(lastChecksum(good.Bytes(logPath)), []byte(text))
			d.Put(logPath, append(good.Bytes(logPath), framed...))
			d.Put(headPath, last)
			_, err := journal.Open(d, folder)
			if wrong := name != "no change"; wrong != errors.Is(err, journal.ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
}

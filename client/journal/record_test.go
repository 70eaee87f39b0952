package journal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

func TestARecordHoldsCodesOnly(t *testing.T) {
	const secret = "Žnidaršič"
	cases := map[string]func(*journal.Record){
		"no kind":                func(r *journal.Record) { r.Kind = "" },
		"a kind in lower case":   func(r *journal.Record) { r.Kind = "intent" },
		"no id":                  func(r *journal.Record) { r.ID = "" },
		"an id in upper case":    func(r *journal.Record) { r.ID = strings.ToUpper(r.ID) },
		"an id in braces":        func(r *journal.Record) { r.ID = "{" + r.ID[:34] + "}" },
		"an id without dashes":   func(r *journal.Record) { r.ID = strings.ReplaceAll(r.ID, "-", "0") },
		"no task":                func(r *journal.Record) { r.Task = "" },
		"a task with a number":   func(r *journal.Record) { r.Task = "1topup" },
		"a long task":            func(r *journal.Record) { r.Task = strings.Repeat("a", 33) },
		"a short MOK ID":         func(r *journal.Record) { r.MokID = "10000001" },
		"a MOK ID that is a PAN": func(r *journal.Record) { r.MokID = "4000000000000002" },
		"full-width digits":      func(r *journal.Record) { r.MokID = "１２３" },
		"less than nothing":      func(r *journal.Record) { r.Amount.Cents = -1 },
		"too much":               func(r *journal.Record) { r.Amount.Cents = money.Max + 1 },
		"no currency":            func(r *journal.Record) { r.Amount.Currency = "" },
		"a currency in words":    func(r *journal.Record) { r.Amount.Currency = "evro" },
		"no desk":                func(r *journal.Record) { r.Desk = "" },
		"a desk with a quote":    func(r *journal.Record) { r.Desk = `a"b` },
		"a long desk":            func(r *journal.Record) { r.Desk = strings.Repeat("d", 33) },
		"no clerk":               func(r *journal.Record) { r.Staff = "" },
		"a clerk's name":         func(r *journal.Record) { r.Staff = secret },
		"a long staff number":    func(r *journal.Record) { r.Staff = "123456789" },
		"a session's name":       func(r *journal.Record) { r.Session = "morning" },
		"no time":                func(r *journal.Record) { r.At = time.Time{} },
		"a time beyond writing":  func(r *journal.Record) { r.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"an old fact's task":     func(r *journal.Record) { r.Task = "told" },
		"an intent's reason":     func(r *journal.Record) { r.Why = "clerk" },
		"an intent's cash":       func(r *journal.Record) { r.Cash = journal.Cash{Total: 2050, Given: 3000} },
		"an intent about an id":  func(r *journal.Record) { r.About = r.ID },
		"an intent up to 1":      func(r *journal.Record) { r.UpTo = 1 },
		"an intent's body":       func(r *journal.Record) { r.Body = []byte("{}") },
		"an intent's number":     func(r *journal.Record) { r.Seq = 1 },
		"an intent's prev":       func(r *journal.Record) { r.Prev = strings.Repeat("0", 64) },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			r := topUp(journal.Intent)
			change(&r)
			refuses(t, d, j, r, secret)
		})
	}
	j := mustOpen(t, disktest.New())
	full := topUp(journal.Intent)
	full.Task = strings.Repeat("a", 32)
	full.Desk, full.Staff, full.Amount.Cents = strings.Repeat("d", 32), "12345678", money.Max
	mustAppend(t, j, full)
}

func TestAReasonIsAShortCode(t *testing.T) {
	for name, c := range map[string]struct {
		why string
		ok  bool
	}{
		"none":                    {"", true},
		"a code":                  {"limit-exceeded", true},
		"a code with dots":        {"v2.Limit.9", true},
		"64 signs":                {strings.Repeat("n.-", 21) + "9", true},
		"65 signs":                {strings.Repeat("n", 65), false},
		"words":                   {"paid by Ana", false},
		"a colon":                 {"a:b", false},
		"a newline":               {"a\n", false},
		"a letter beyond English": {"zavrnjeno-č", false},
		"11 digits":               {"a12345678901", true},
		"12 digits":               {"a123456789012", false},
		"a card's number":         {"4000000000000002", false},
		"one in groups":           {"4000-0000.0000-0002", false},
		"one among letters":       {"4000a0000b0000c0002", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			mustAppend(t, j, topUp(journal.Intent))
			r := topUp(journal.Dropped)
			r.Why = c.why
			if !c.ok {
				refuses(t, d, j, r, "Ana")
				return
			}
			mustAppend(t, j, r)
			_ = j.Close()
			if got := mustOpen(t, d).Settled()[0].Ending.Why; got != c.why {
				t.Errorf("came back as %q", got)
			}
		})
	}
}

// An office's code may be anything: what is kept of it always finds its place.
func TestAReasonCanBeMadeOfAnything(t *testing.T) {
	for code, want := range map[string]string{
		"limit-exceeded": "limit-exceeded", "karta je zaklenjena": "karta-je-zaklenjena", "4000 0000 0000 0002": "-------------------",
		"a\"b\n": "a-b-", "č": "-", "": "",
	} {
		if got := journal.Reason(code); got != want {
			t.Errorf("%q is kept as %q, want %q", code, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9a-z. -]{0,90}`)).Draw(t, "code")
		r := topUp(journal.Rejected)
		if r.Why = journal.Reason(code); journal.Check(r) != nil || journal.Reason(r.Why) != r.Why {
			t.Fatalf("%q is kept as %q: %v", code, r.Why, journal.Check(r))
		}
	})
}

func TestCashFitsItsAmount(t *testing.T) {
	for name, c := range map[string]struct {
		amount money.Amount
		cash   journal.Cash
		ok     bool
	}{
		"not known":             {money.EUR(2000), journal.Cash{}, true},
		"with a fee and change": {money.EUR(2000), journal.Cash{Total: 2050, Given: 3000}, true},
		"without":               {money.EUR(2000), journal.Cash{Total: 2000, Given: 2000}, true},
		"the most":              {money.EUR(2000), journal.Cash{Total: money.Max, Given: money.Max}, true},
		"too little given":      {money.EUR(2000), journal.Cash{Total: 2050, Given: 2049}, false},
		"less than the amount":  {money.EUR(2000), journal.Cash{Total: 1999, Given: 2000}, false},
		"more than there is":    {money.EUR(2000), journal.Cash{Total: 2000, Given: money.Max + 1}, false},
		"nothing given":         {money.EUR(2000), journal.Cash{Total: 2000}, false},
		"no total":              {money.EUR(2000), journal.Cash{Given: 2000}, false},
		"below zero":            {money.EUR(0), journal.Cash{Total: -1, Given: 5}, false},
		"without an amount":     {money.Amount{}, journal.Cash{Total: 1, Given: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			r := topUp(journal.Intent)
			r.Amount = c.amount
			mustAppend(t, j, r)
			r = topUp(journal.Sending)
			r.Amount, r.Cash = c.amount, c.cash
			if !c.ok {
				refuses(t, d, j, r, "KRANJ-2")
				return
			}
			end := topUp(journal.Posted)
			end.Amount = c.amount
			mustAppend(t, j, r, end)
			_ = j.Close()
			if got := mustOpen(t, d).Settled()[0].Cash; got != c.cash {
				t.Errorf("came back as %+v", got)
			}
		})
	}
}

// What is sent follows what was sent before, and says so by a number and a hash, or it is not written.
func TestWhatIsSentNamesItsPredecessor(t *testing.T) {
	for name, change := range map[string]func(*journal.Record){
		"no body":               func(r *journal.Record) { r.Body = nil },
		"a number below zero":   func(r *journal.Record) { r.Seq = -1 },
		"half a hash":           func(r *journal.Record) { r.Prev = strings.Repeat("0", 32) },
		"a hash in upper case":  func(r *journal.Record) { r.Prev = strings.Repeat("A", 64) },
		"a hash of other signs": func(r *journal.Record) { r.Prev = strings.Repeat("g", 64) },
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			mustAppend(t, j, topUp(journal.Intent))
			r := topUp(journal.Sending)
			change(&r)
			refuses(t, d, j, r, "gggg")
			mustAppend(t, j, topUp(journal.Sending))
		})
	}
}

func refuses(t *testing.T, d *disktest.Disk, j *journal.Journal, r journal.Record, secret string) {
	t.Helper()
	before := d.Bytes(logPath)
	err := j.Append(r)
	if !errors.Is(err, journal.ErrRefused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	if strings.Contains(err.Error(), secret) {
		t.Errorf("the refusal repeats what it refused: %v", err)
	}
	if j.Halted() != nil || !bytes.Equal(before, d.Bytes(logPath)) {
		t.Error("a refusal halted the journal or wrote to it")
	}
}

func TestABodyIsShortAndHoldsNoCardNumber(t *testing.T) {
	uuid := "40000000-0000-4000-8000-000000000012"
	for name, c := range map[string]struct {
		body string
		ok   bool
	}{
		"nothing":                    {"", false},
		"4096 bytes":                 {strings.Repeat("x", journal.MaxBody), true},
		"one more":                   {strings.Repeat("x", journal.MaxBody+1), false},
		"16 digits":                  {`{"pan":"4000000000000002"}`, false},
		"16 digits as a number":      {`{"pan":4000000000000002}`, false},
		"12 digits":                  {`{"pan":"400000000002"}`, false},
		"19 digits at the end":       {`4000000000000000002`, false},
		"in groups":                  {`{"pan":"4000 0000 0000 0002"}`, false},
		"with hyphens":               {`{"pan":"4000-0000-0000-0002"}`, false},
		"11 digits are an amount":    {`{"amount":99999999999}`, true},
		"20 digits may be two":       {`{"n":"40000000000000000000"}`, false},
		"a UUID of digits":           {`{"id":"` + uuid + `"}`, true},
		"a hash with runs of digits": {`{"prev":"a1234567890123456789012345678901234567890123456789012345678901b2"}`, true},
		"part of a hash":             {`{"prev":"a123456789012345678b"}`, false},
		"two MOK IDs":                {`{"a":"100000014","b":"100000022"}`, true},
		"a time":                     {`{"at":"2026-11-05T12:00:00Z"}`, true},
		"bytes that are no text":     {"\x00\xff\n\"\\", true},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			mustAppend(t, j, topUp(journal.Intent))
			r := topUp(journal.Sending)
			r.Body = []byte(c.body)
			if !c.ok {
				refuses(t, d, j, r, "4000000000000002")
				return
			}
			mustAppend(t, j, r)
			_ = j.Close()
			if got := mustOpen(t, d).Items()[0].Body(); string(got) != c.body {
				t.Errorf("came back as %q", got)
			}
		})
	}
}

func TestTheLongestRecordFits(t *testing.T) {
	d := disktest.New()
	j := mustOpen(t, d)
	r := topUp(journal.Intent)
	r.Task, r.Desk, r.Staff = strings.Repeat("t", 32), strings.Repeat("d", 32), "12345678"
	r.Amount.Cents = money.Max
	mustAppend(t, j, r)
	r.Kind, r.Body = journal.Sending, bytes.Repeat([]byte{0xff}, journal.MaxBody)
	r.Seq, r.Cash = 1, journal.Cash{Total: money.Max, Given: money.Max}
	mustAppend(t, j, r)
	longest := journal.Payloads(d.Bytes(logPath))[1]
	// A number of 19 digits and a predecessor are all that may yet come to it.
	if len(longest)+2*18+64 > journal.MaxPayload {
		t.Errorf("a record of %d bytes, room for %d", len(longest), journal.MaxPayload)
	}
}

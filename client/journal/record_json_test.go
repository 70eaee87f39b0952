package journal_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/journal"
)

// What encoding/json makes of a record is the oracle for the journal's own writer and reader.
type (
	allOnDisk struct {
		V      int          `json:"v"`
		N      int64        `json:"n"`
		Before string       `json:"before"`
		Kind   journal.Kind `json:"kind"`
		Desk   string       `json:"desk"`
		Staff  string       `json:"staff"`
		At     string       `json:"at"`
	}
	writeOnDisk struct {
		allOnDisk
		ID     string `json:"id"`
		Task   string `json:"task"`
		MokID  string `json:"mokId"`
		Amount struct {
			Amount   int64  `json:"amount"`
			Currency string `json:"currency"`
		} `json:"amount"`
		Session string `json:"session"`
	}
	sendingOnDisk struct {
		writeOnDisk
		Seq   int64  `json:"seq"`
		Prev  string `json:"prev"`
		Total int64  `json:"total"`
		Given int64  `json:"given"`
		Body  []byte `json:"body"`
	}
	endingOnDisk struct {
		writeOnDisk
		Why string `json:"why"`
	}
	aboutOnDisk struct {
		allOnDisk
		About string `json:"about"`
	}
	comparedOnDisk struct {
		allOnDisk
		UpTo int64 `json:"upTo"`
	}
)

var onDisk = map[journal.Kind]func() any{
	journal.Intent: func() any { return new(writeOnDisk) }, journal.Sending: func() any { return new(sendingOnDisk) },
	journal.Posted: func() any { return new(endingOnDisk) }, journal.Rejected: func() any { return new(endingOnDisk) },
	journal.Cancelled: func() any { return new(endingOnDisk) }, journal.Dropped: func() any { return new(endingOnDisk) },
	journal.Told: func() any { return new(aboutOnDisk) }, journal.Untold: func() any { return new(aboutOnDisk) },
	journal.Compared: func() any { return new(comparedOnDisk) },
}

func TestARecordIsPlainJSON(t *testing.T) {
	d := written(t, desk(11, 300).records)
	met := map[journal.Kind]int{}
	for i, payload := range journal.Payloads(d.Bytes(logPath)) {
		var all allOnDisk
		decode(t, payload, &all)
		if all.V != 2 || all.N != int64(i+1) {
			t.Errorf("record %d calls itself %d of version %d", i+1, all.N, all.V)
		}
		met[all.Kind]++
		read := onDisk[all.Kind]()
		dec := json.NewDecoder(bytes.NewReader(payload))
		dec.DisallowUnknownFields()
		if err := dec.Decode(read); err != nil {
			t.Fatalf("record %d: %v", i+1, err)
		}
		again, err := json.Marshal(read)
		if err != nil || !bytes.Equal(again, payload) {
			t.Fatalf("record %d:\n%s\nis not what encoding/json writes:\n%s", i+1, payload, again)
		}
	}
	if len(met) != len(onDisk) {
		t.Errorf("only these kinds: %v", met)
	}
}

// TestThereIsOneWayToWriteARecord changes a record's text: whatever is still read is written the same way again.
func TestThereIsOneWayToWriteARecord(t *testing.T) {
	payloads := journal.Payloads(written(t, desk(12, 60).records).Bytes(logPath))
	rapid.Check(t, func(t *rapid.T) {
		text := bytes.Clone(rapid.SampledFrom(payloads).Draw(t, "record"))
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			text[at] = byte(rapid.SampledFrom([]rune("0159azAZ{}\",:-+. \\\x00\n,;/=")).Draw(t, "by"))
		case 1:
			text = append(text[:at], text[at+1:]...)
		case 2:
			text = append(text[:at], append([]byte{text[at]}, text[at:]...)...)
		}
		if _, again, ok := journal.ReadRecord(text); ok && !bytes.Equal(again, text) {
			t.Fatalf("\n%s\nis read, and written as\n%s", text, again)
		}
	})
}

func TestOnlyTheOneWayIsRead(t *testing.T) {
	r := topUp(journal.Sending)
	r.Body = []byte("ab")
	r.Cash = journal.Cash{Total: 2050, Given: 3000}
	good := string(journal.RecordJSON(r))
	if _, _, ok := journal.ReadRecord([]byte(good)); !ok {
		t.Fatalf("not read: %s", good)
	}
	for name, change := range map[string][2]string{
		"another version":     {`"v":2`, `"v":3`},
		"no version":          {`"v":2,`, ``},
		"an ending's key":     {`"seq"`, `"why":"","seq"`},
		"another kind's keys": {`"kind":"SENDING"`, `"kind":"POSTED"`},
		"a fact's kind":       {`"kind":"SENDING"`, `"kind":"TOLD"`},
		"an unknown kind":     {`"kind":"SENDING"`, `"kind":"SEEN"`},
		"cash below zero":     {`"total":2050`, `"total":-2050`},
		"a blank":             {`{"v"`, `{ "v"`},
		"another order":       {`"id":"2b1f6b1c-7a52-4d0e-9a55-0d6d2f0c8a11","task":"topup"`, `"task":"topup","id":"2b1f6b1c-7a52-4d0e-9a55-0d6d2f0c8a11"`},
		"another case":        {`"kind"`, `"Kind"`},
		"a leading zero":      {`"n":1`, `"n":01`},
		"a plus":              {`"seq":1`, `"seq":+1`},
		"a minus":             {`"seq":1`, `"seq":-1`},
		"a fraction":          {`"amount":2000`, `"amount":2000.0`},
		"an exponent":         {`"amount":2000`, `"amount":2e3`},
		"no number":           {`"seq":1`, `"seq":`},
		"2^63":                {`"seq":1`, `"seq":9223372036854775808`},
		"an escape":           {`"task":"topup"`, `"task":"\u0074opup"`},
		"a comma in the time": {`12:00:00.000`, `12:00:00,000`},
		"a sign in the time":  {`.000Z`, `.+00Z`},
		"the 31st":            {`2026-11-05`, `2026-11-31`},
		"another zone":        {`.000Z`, `.000+00:00`},
		"fewer digits":        {`.000Z`, `.0Z`},
		"loose base64":        {`"YWI="`, `"YWJ="`},
		"a line in base64":    {`"YWI="`, "\"YW\nI=\""},
		"no padding":          {`"YWI="`, `"YWI"`},
		"one more key":        {`"body":"YWI="`, `"body":"YWI=","more":""`},
		"more after it":       {`"YWI="}`, `"YWI="}}`},
		"less":                {`"YWI="}`, `"YWI="`},
		"null":                {`"body":"YWI="`, `"body":null`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s: nothing changed", name)
		}
		if _, _, ok := journal.ReadRecord([]byte(bad)); ok {
			t.Errorf("%s is read: %s", name, bad)
		}
	}
}

func decode(t testing.TB, payload []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(payload, into); err != nil {
		t.Fatal(err)
	}
}

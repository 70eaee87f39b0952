package journal_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// The files of FuzzOpen and FuzzReplay are large: fuzz them with -fuzzminimizetime 20x, or Go spends its time on
// making them smaller.

// FuzzFrame reads any bytes as a frame: what is taken is written the same way again.
func FuzzFrame(f *testing.F) {
	for _, payload := range journal.Payloads(written(f, desk(95, 6).records).Bytes(logPath)) {
		framed, _ := journal.Frame(7, payload)
		f.Add(framed)
		framed[20] ^= 1
		f.Add(framed)
	}
	for _, payload := range journal.Payloads(of110(f).Bytes(logPath)) {
		framed, _ := journal.Frame(7, payload)
		f.Add(framed)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		again, ok := journal.ReadFrame(data)
		if ok && !bytes.HasPrefix(data, again) {
			t.Errorf("%x is taken for %x", data, again)
		}
		for _, r := range journal.Salvage(data) {
			if err := journal.Check(r); err != nil {
				t.Errorf("salvaged is %+v: %v", r, err)
			}
		}
	})
}

// FuzzRecord reads any text as a record: what is taken is written the same way again.
func FuzzRecord(f *testing.F) {
	for _, d := range []*disktest.Disk{written(f, desk(95, 12).records), of110(f)} {
		for _, payload := range journal.Payloads(d.Bytes(logPath)) {
			f.Add(payload)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if r, again, ok := journal.ReadRecord(text); ok && !bytes.Equal(again, text) {
			t.Errorf("%s is taken for %+v", text, r)
		}
	})
}

// FuzzHead reads any bytes as a head: what is taken stands in them as it is written.
func FuzzHead(f *testing.F) {
	good := written(f, desk(95, 7).records).Bytes(headPath)
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(append(bytes.Clone(good), 0))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		count, slot, err := journal.ReadHead(data)
		if err == nil && (count < 0 || !bytes.Contains(data, slot)) {
			t.Errorf("%x is taken for %d records", data, count)
		}
	})
}

// FuzzOpen opens any two files: they are a journal, and stay one, or they are refused and left alone.
func FuzzOpen(f *testing.F) {
	d := written(f, desk(95, 12).records)
	f.Add(d.Bytes(logPath), d.Bytes(headPath))
	f.Add(of110(f).Bytes(logPath), of110(f).Bytes(headPath))
	f.Add([]byte{}, []byte{})
	j := mustOpen(f, d)
	if _, err := j.Compact(60); err != nil {
		f.Fatal(err)
	}
	f.Add(d.Bytes(logPath), d.Bytes(headPath))
	f.Fuzz(open)
}

// FuzzReplay opens a journal whose frames are right and whose payloads, one a line, are anything. The first
// line is a summary, if it is not empty.
func FuzzReplay(f *testing.F) {
	d := written(f, desk(95, 12).records)
	f.Add(append([]byte("\n"), bytes.Join(journal.Payloads(d.Bytes(logPath)), []byte("\n"))...))
	j := mustOpen(f, d)
	if _, err := j.Compact(60); err != nil {
		f.Fatal(err)
	}
	f.Add(append([]byte("\n"), bytes.Join(journal.Payloads(of110(f).Bytes(logPath)), []byte("\n"))...))
	log := d.Bytes(logPath)
	f.Add(append(append(journal.FirstPayload(log), '\n'), bytes.Join(journal.Payloads(log), []byte("\n"))...))
	f.Fuzz(func(t *testing.T, text []byte) {
		log, crc := journal.Preamble()
		for i, line := range bytes.Split(text, []byte("\n")) {
			var framed []byte
			switch {
			case i > 0:
				framed, crc = journal.Frame(crc, line)
			case len(line) > 0:
				framed, crc = journal.SummaryFrame(crc, line)
			}
			log = append(log, framed...)
		}
		head := journal.HeadOf(log)
		if head == nil {
			head = make([]byte, 64)
		}
		open(t, log, head)
	})
}

func open(t *testing.T, log, head []byte) {
	d := disktest.New()
	d.Put(logPath, append([]byte{}, log...))
	d.Put(headPath, append([]byte{}, head...))
	j, err := journal.Open(d, folder)
	if err != nil {
		var damaged *journal.DamagedError
		if !errors.As(err, &damaged) && !errors.Is(err, journal.ErrNewer) {
			t.Errorf("got %v", err)
		}
		if damaged != nil {
			damaged.Readable()
		}
		if !bytes.Equal(d.Bytes(logPath), log) || !bytes.Equal(d.Bytes(headPath), head) {
			t.Error("refused files were touched")
		}
		return
	}
	want := factsOf(j).after(1440)
	if _, err := j.Compact(1440); err != nil {
		t.Errorf("compact: %v", err)
	}
	_ = j.Close()
	if diff := cmp.Diff(want, factsOf(mustOpen(t, d))); diff != "" {
		t.Errorf("(-opened +compacted and opened again):\n%s", diff)
	}
}

package journal

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
)

// summary stands for the records that compaction dropped: their hashes, which the records that stay are still
// chained to, and what they came to.
type summary struct {
	Desk   string         `json:"desk"`
	Seq    int64          `json:"seq"`
	Prev   string         `json:"prev"`
	Runs   []run          `json:"runs"`
	Totals []summaryTotal `json:"totals"`
}

// run is an unbroken row of dropped records.
type run struct {
	From   int64  `json:"from"`
	Hashes []byte `json:"hashes"` // 32 bytes a record
}

type summaryTotal struct {
	Task     string `json:"task"`
	Kind     Kind   `json:"kind"`
	Currency string `json:"currency"`
	Items    int64  `json:"items"`
	Cents    int64  `json:"cents"`
}

func (r run) count() int64 { return int64(len(r.Hashes) / len(hash{})) }

func (r run) end() int64 { return r.From + r.count() }

func (r run) hash(n int64) hash {
	at := (n - r.From) * int64(len(hash{}))
	return hash(r.Hashes[at : at+int64(len(hash{}))])
}

// drop adds the record n, which is later than all before.
func (s *summary) drop(n int64, h hash) {
	if last := len(s.Runs) - 1; last >= 0 && s.Runs[last].end() == n {
		s.Runs[last].Hashes = append(s.Runs[last].Hashes, h[:]...)
		return
	}
	s.Runs = append(s.Runs, run{From: n, Hashes: slices.Clone(h[:])})
}

// append writes the summary. Numbers, byte rows and codes always have a JSON.
func (s *summary) append(out []byte) []byte {
	text, _ := json.Marshal(s)
	return append(out, text...)
}

// parseSummary takes what append wrote, and only that.
func parseSummary(payload []byte) (*summary, bool) {
	s := new(summary)
	if json.Unmarshal(payload, s) != nil {
		return nil, false
	}
	if !bytes.Equal(s.append(nil), payload) {
		return nil, false
	}
	next := int64(1)
	for _, r := range s.Runs {
		if r.From < next || len(r.Hashes) == 0 || len(r.Hashes)%len(hash{}) != 0 || r.From >= math.MaxInt64-r.count() {
			return nil, false
		}
		next = r.end() + 1 // a touching run would have been one with it
	}
	return s, len(s.Runs) > 0
}

// open begins the book with what the summary holds.
func (s *summary) open(b *book) bool {
	b.desk, b.seq, b.prev = s.Desk, s.Seq, s.Prev
	if !all(s.Desk, isCode) || s.Seq < 0 || (s.Prev != "") != (s.Seq > 0) || !all(s.Prev, isHex) {
		return false
	}
	for _, t := range s.Totals {
		total := Total{Task: t.Task, Kind: t.Kind, Items: t.Items}
		total.Sum.Currency, total.Sum.Cents = t.Currency, t.Cents
		if !t.Kind.Ends() || t.Items <= 0 || t.Cents < 0 || !isOldFact(t.Task) && !b.count(total) {
			return false
		}
	}
	return true
}

package journal

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"

	"cekr.kranj.si/desk/client/money"
)

// book is the state that the records add up to. Append and recovery keep it by the same rules.
type book struct {
	desk   string
	items  map[string]*item
	ended  []*item // in the order of their endings
	facts  []Fact  // in their order
	seq    int64   // of the last numbered Sending, 0 before the first
	prev   string  // SHA-256 of its body, "" before the first
	totals map[totalKey]Total
	begun  int64 // open ids without an attempt
	sent   int64 // open ids with one
	among  bool  // reading records that stayed while later ones were compacted; seq and prev are of those
}

// item is one id. A settled one keeps its ending only. That of an old fact is kept for its order alone: it is no
// promise, and is neither open nor settled.
type item struct {
	fact    bool
	began   int64 // the place of its Intent among all records, from 1
	ended   int64 // the place of its ending, 0 before
	seq     int64 // the number of its body, 0 for none
	cash    Cash  // of its first Sending
	records []Record
	body    []byte // likewise
}

func (it *item) last() Record { return it.records[len(it.records)-1] }

type totalKey struct {
	task, currency string
	kind           Kind
}

// Total is how many ids of a task came to an ending of a kind, and to how many cents, compacted ones included.
type Total struct {
	Task  string
	Kind  Kind
	Items int64
	Sum   money.Amount
}

func newBook() *book {
	return &book{items: map[string]*item{}, totals: map[totalKey]Total{}}
}

// follows tells whether a checked record may come next. It changes nothing.
func (b *book) follows(r Record) error {
	if b.desk != "" && r.Desk != b.desk {
		return refuse("the journal is another desk's")
	}
	if r.Kind.Fact() {
		return hold(rule{r.UpTo <= b.seq, "a number that was never given"})
	}
	it := b.items[r.ID]
	if it == nil {
		if r.Kind != Intent {
			return refuse("the id has no INTENT")
		}
		return nil
	}
	was := it.last()
	switch {
	case was.Kind.Ends():
		return refuse("the id has its ending")
	case !r.same(was):
		return refuse("the id stands for something else")
	case r.Kind == Intent:
		return refuse("the id has its INTENT")
	case r.Kind == Dropped && was.Kind != Intent:
		return refuse("what was sent can't be dropped")
	case r.Kind != Dropped && r.Kind != Sending && was.Kind != Sending:
		return refuse("what was not sent can't have an answer")
	case r.Kind == Sending:
		return b.followsSending(it, r)
	}
	return nil
}

// followsSending holds a second attempt to the bytes of the first, and the first to its number.
func (b *book) followsSending(it *item, r Record) error {
	if was := it.last(); was.Kind == Sending {
		if r.Seq != was.Seq || r.Prev != was.Prev || !bytes.Equal(r.Body, it.body) {
			return refuse("another attempt has other bytes")
		}
		return nil
	}
	if r.Seq == 0 && r.Prev == "" || b.among && r.Seq > 0 && r.Seq < b.seq {
		return nil
	}
	if r.Seq != b.seq+1 || r.Prev != b.prev {
		return refuse("not the next number and predecessor")
	}
	return nil
}

// apply adds a record that follows, the n-th of all.
func (b *book) apply(n int64, r Record) {
	b.desk = r.Desk
	if r.Kind.Fact() {
		b.facts = append(b.facts, Fact{r, n})
		return
	}
	it := b.items[r.ID]
	if it == nil {
		it = &item{fact: isOldFact(r.Task), began: n, records: make([]Record, 0, 2)}
		b.items[r.ID] = it
	} else {
		b.reserve(it, -1)
	}
	if r.Kind == Sending && it.body == nil {
		it.body, it.seq, it.cash = r.Body, r.Seq, r.Cash
		if r.Seq > b.seq {
			b.seq, b.prev = r.Seq, bodyHash(r.Body)
		}
	}
	if !r.Kind.Ends() {
		it.records = append(it.records, r)
		b.reserve(it, +1)
		return
	}
	clear(it.records)
	it.records, it.body, it.ended = append(it.records[:0], r), nil, n
	if !it.fact {
		b.ended = append(b.ended, it)
		b.count(Total{Task: r.Task, Kind: r.Kind, Items: 1, Sum: r.Amount})
	}
}

// reserve counts an open id, or takes it from the count.
func (b *book) reserve(it *item, by int64) {
	switch {
	case it.fact:
	case it.body == nil:
		b.begun += by
	default:
		b.sent += by
	}
}

func bodyHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// count adds to the totals. It is false when the sum is beyond all money, which no journal of ours holds.
func (b *book) count(t Total) bool {
	key := totalKey{t.Task, t.Sum.Currency, t.Kind}
	sum, ok := b.totals[key]
	if !ok {
		sum = Total{Task: t.Task, Kind: t.Kind, Sum: money.Amount{Currency: t.Sum.Currency}}
	}
	if t.Items > math.MaxInt64-sum.Items || t.Sum.Cents > math.MaxInt64-sum.Sum.Cents {
		return false
	}
	sum.Items += t.Items
	sum.Sum.Cents += t.Sum.Cents
	b.totals[key] = sum
	return true
}

func (b *book) allTotals() []Total {
	out := make([]Total, 0, len(b.totals))
	for _, t := range b.totals {
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y Total) int {
		return cmp.Or(cmp.Compare(x.Task, y.Task), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Sum.Currency, y.Sum.Currency))
	})
	return out
}

// open lists the ids without an ending, the oldest first.
func (b *book) open() []Item {
	var open []*item
	for _, it := range b.items {
		if !it.fact && !it.last().Kind.Ends() {
			open = append(open, it)
		}
	}
	slices.SortFunc(open, func(x, y *item) int { return cmp.Compare(x.began, y.began) })
	out := make([]Item, len(open))
	for i, it := range open {
		out[i] = Item{Records: cloneRecords(it.records), Began: it.began}
	}
	return out
}

// settled lists the ids with an ending, in the order in which they ended.
func (b *book) settled() []Settled {
	out := make([]Settled, len(b.ended))
	for i, it := range b.ended {
		out[i] = Settled{Ending: it.last(), Seq: it.seq, Cash: it.cash, Began: it.began, Ended: it.ended}
	}
	return out
}

// lets tells whether compaction may drop the n-th record: of an old fact both go, or none.
func (b *book) lets(n int64, r Record, upTo int64) bool {
	if r.Kind.Fact() {
		return n <= upTo
	}
	switch it := b.items[r.ID]; {
	case it == nil:
		return false
	case it.fact:
		return it.began <= upTo
	default:
		return it.ended > 0 && it.ended <= upTo
	}
}

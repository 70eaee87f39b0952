package outbox

import (
	"context"
	"log/slog"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// Listed is a write as the office lists it.
type Listed struct {
	ID, MokID string
	Amount    money.Amount
	Seq       int64
	State     string // posted, rejected or cancelled
	Gap       bool   // the office missed a number of the desk's before this one
}

// Listing is the office's whole list of this desk from a number on.
type Listing struct {
	From  int64
	Items []Listed
	Gaps  []client.SeqGap
}

// Compare holds the journal against the office's list of a task, and keeps how far both say the same. Nothing is
// settled here: a list item is not the answer about an id. It is called away from the screen; staff is the clerk on whose
// account it is kept.
func (o *Outbox) Compare(ctx context.Context, task, staff string, log *slog.Logger,
	list func(ctx context.Context, from int64) (Listing, error)) ([]Difference, error) {
	before := keptOf(o.needs.Journal, task)
	upTo := comparedUpTo(o.needs.Journal)
	office, err := list(ctx, upTo+1)
	if err != nil {
		return nil, err
	}
	found, confirmed := differences(before, keptOf(o.needs.Journal, task), office)
	for _, d := range found {
		log.Error("journal and office differ", "kind", string(d.Kind), "id", d.ID, "seq", d.Seq, "to", d.To,
			"amount", d.Amount.Cents, "state", d.Ours, "why", d.Theirs)
	}
	if confirmed > upTo {
		if err := o.fact(journal.Record{Kind: journal.Compared, Staff: staff, UpTo: confirmed}); err != nil {
			log.Error("comparison not on record", slog.Any("error", err))
		}
	}
	return found, nil
}

// kept is a write as the journal has it, to be held against the office's list.
type kept struct {
	id, mokID string
	amount    money.Amount
	seq       int64
	state     string // posted, rejected, cancelled, open or unsent
}

// States of a kept write besides the office's own.
const (
	keptOpen   = "open"
	keptUnsent = "unsent"
)

var keptStates = map[journal.Kind]string{
	journal.Posted: string(client.Posted), journal.Rejected: string(client.Rejected), journal.Cancelled: string(client.Cancelled),
	journal.Dropped: keptUnsent,
}

// StateOf is an ending's name in a comparison: the office's state, or unsent. "" for a record that ends nothing.
func StateOf(ending journal.Kind) string { return keptStates[ending] }

// keptOf is what the journal has of a task, by id. What is open is read first: an item may end between the two
// looks, and would be in neither if the second were for open ones.
func keptOf(j Journal, task string) map[string]kept {
	all := map[string]kept{}
	for _, item := range j.Items() {
		first := item.First()
		if first.Task != task {
			continue
		}
		k := kept{first.ID, first.MokID, first.Amount, item.Last().Seq, keptOpen}
		if item.NeverSent() {
			k.state = keptUnsent
		}
		all[first.ID] = k
	}
	for _, s := range j.Settled() {
		if s.Ending.Task == task {
			all[s.Ending.ID] = kept{s.Ending.ID, s.Ending.MokID, s.Ending.Amount, s.Seq, keptStates[s.Ending.Kind]}
		}
	}
	return all
}

// comparedUpTo is the number up to which the office has confirmed this journal before. Without a fact that says so it is
// all that was compacted: only what was confirmed ever is.
func comparedUpTo(j Journal) int64 {
	next, _ := j.Next()
	upTo, least := int64(0), next
	for _, item := range j.Items() { // before what is settled, as in keptOf
		if seq := item.Last().Seq; seq > 0 {
			least = min(least, seq)
		}
	}
	for _, s := range j.Settled() {
		if s.Seq > 0 {
			least = min(least, s.Seq)
		}
	}
	for _, f := range j.Facts() {
		upTo = max(upTo, f.UpTo)
	}
	return max(upTo, least-1)
}

package outbox

import (
	"cmp"
	"maps"
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// DifferenceKind names how the office and this desk's journal disagree.
type DifferenceKind string

// The kinds of differences.
const (
	// DiffMissing: the journal has the office's word, and the office doesn't list it.
	DiffMissing DifferenceKind = "missing"
	// DiffState: it ended otherwise at the office than the journal says.
	DiffState DifferenceKind = "state"
	// DiffContent: another amount, card or number under the same id.
	DiffContent DifferenceKind = "content"
	// DiffForeign: the office has it from this desk, and the journal doesn't know it: another PC has the same
	// desk id, or the journal was restored from a copy.
	DiffForeign DifferenceKind = "foreign"
	// DiffGap: the office lacks numbers that the journal can't explain either.
	DiffGap DifferenceKind = "gap"
)

// Difference is one disagreement. What doesn't belong to its kind is empty.
type Difference struct {
	Kind         DifferenceKind
	ID, MokID    string
	Amount       money.Amount
	Seq, To      int64  // To is the last number of a gap
	Ours, Theirs string // states: posted, rejected, cancelled, unsent
}

// differences holds the list against the journal as it was before the list was asked for, and as it is after:
// what was settled before must be in it, and what is in it must be known after. Nothing is settled here: a list
// item is not the answer about an id. confirmed is the number up to which both say the same, all ended.
func differences(before, after map[string]kept, office Listing) (found []Difference, confirmed int64) {
	wrong := map[int64]bool{}
	listed := map[string]bool{}
	for _, item := range office.Items {
		listed[item.ID] = true
		if d, differs := held(after, item); differs {
			found = append(found, d)
			wrong[item.Seq] = true
		}
	}
	numbers := map[int64]kept{}
	for _, k := range after {
		if k.seq > 0 {
			numbers[k.seq] = k
		}
	}
	for _, k := range before {
		sure := k.state == string(client.Posted) || k.state == string(client.Rejected)
		if sure && k.seq >= office.From && !listed[k.id] {
			found = append(found, Difference{Kind: DiffMissing, ID: k.id, MokID: k.mokID, Amount: k.amount, Seq: k.seq, Ours: k.state})
			wrong[k.seq] = true
		}
	}
	found = append(found, unexplained(numbers, office)...)
	slices.SortFunc(found, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for confirmed = office.From - 1; ; confirmed++ {
		next, known := numbers[confirmed+1]
		was, there := before[next.id]
		if !known || !there || was.state == keptOpen || wrong[confirmed+1] {
			return found, confirmed
		}
	}
}

// held is the office's item against the journal.
func held(after map[string]kept, item Listed) (Difference, bool) {
	d := Difference{ID: item.ID, MokID: item.MokID, Amount: item.Amount, Seq: item.Seq, Theirs: item.State}
	k, known := after[item.ID]
	d.Ours = k.state
	switch {
	case !known:
		d.Kind = DiffForeign
	case k.state == keptOpen: // it is asked about by its id, and settled by that answer
		return d, false
	case k.state == keptUnsent || k.state != item.State:
		d.Kind = DiffState
	case k.mokID != item.MokID || k.amount != item.Amount || k.seq != item.Seq:
		d.Kind = DiffContent
	default:
		return d, false
	}
	return d, true
}

// span is a row of numbers, the last one included.
type span struct{ from, to int64 }

// unexplained are the numbers that the office lacks, or says that it lacked, and this journal doesn't know. One
// that the journal knows was cancelled, or is still open; a flag alone says that it came late. A gap is judged by
// its ends, never number by number: there may be no end to it.
func unexplained(numbers map[int64]kept, office Listing) []Difference {
	known := slices.Sorted(maps.Keys(numbers))
	var found []Difference
	for _, gap := range merged(lacking(office)) {
		from := gap.from
		at, _ := slices.BinarySearch(known, from)
		for ; at < len(known) && known[at] <= gap.to; at++ {
			if from < known[at] {
				found = append(found, Difference{Kind: DiffGap, Seq: from, To: known[at] - 1})
			}
			from = known[at] + 1
		}
		if from <= gap.to {
			found = append(found, Difference{Kind: DiffGap, Seq: from, To: gap.to})
		}
	}
	return found
}

// lacking are the numbers, from the first that was asked for, that the office says it lacks or lacked.
func lacking(office Listing) []span {
	listed := make(map[int64]bool, len(office.Items))
	for _, item := range office.Items {
		listed[item.Seq] = true
	}
	var gaps []span
	for _, gap := range office.Gaps {
		if from := max(gap.From, office.From); from <= gap.To {
			gaps = append(gaps, span{from, gap.To})
		}
	}
	for _, item := range office.Items {
		if item.Gap && item.Seq > office.From && !listed[item.Seq-1] {
			gaps = append(gaps, span{item.Seq - 1, item.Seq - 1})
		}
	}
	return gaps
}

// merged puts the spans in order, and makes one of those that overlap or touch.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range spans {
		if last := len(out) - 1; last >= 0 && s.from-1 <= out[last].to {
			out[last].to = max(out[last].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

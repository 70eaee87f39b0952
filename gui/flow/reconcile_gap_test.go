package flow_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// gapsFound are the numbers that a comparison calls unexplained, when the office says these gaps.
func gapsFound(t *testing.T, kept *flowtest.Journal, listed []client.TopUp, gaps ...client.SeqGap) []client.SeqGap {
	t.Helper()
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	office.Listed, office.Gaps = listed, gaps
	var found []client.SeqGap
	for _, d := range restarted(t, office, kept, "1001").State().Differences {
		if d.Kind == outbox.DiffGap {
			found = append(found, client.SeqGap{From: d.Seq, To: d.To})
		}
	}
	return found
}

// Whatever numbers an office names, they are judged at once, and each row of them is one difference.
func TestGapsAreJudgedByTheirEnds(t *testing.T) {
	const p, x, end = journal.Posted, journal.Cancelled, math.MaxInt64
	late := has(7, 3, client.Posted)
	late.Gap = true
	for name, tt := range map[string]struct {
		journal []journal.Kind
		listed  []client.TopUp
		gaps    []client.SeqGap
		found   []client.SeqGap
	}{
		"without an end":            {[]journal.Kind{p}, nil, []client.SeqGap{{From: 2, To: end}}, []client.SeqGap{{From: 2, To: end}}},
		"everything there is":       {nil, nil, []client.SeqGap{{From: 1, To: end}}, []client.SeqGap{{From: 1, To: end}}},
		"the last number there is":  {nil, nil, []client.SeqGap{{From: end, To: end}}, []client.SeqGap{{From: end, To: end}}},
		"all numbers, one is ours":  {[]journal.Kind{p, x}, nil, []client.SeqGap{{From: math.MinInt64, To: end}}, []client.SeqGap{{From: 3, To: end}}},
		"from after to":             {nil, nil, []client.SeqGap{{From: 9, To: 4}, {From: end, To: math.MinInt64}}, nil},
		"below every number":        {nil, nil, []client.SeqGap{{From: -9, To: 0}}, nil},
		"one inside another":        {nil, nil, []client.SeqGap{{From: 5, To: 50}, {From: 7, To: 9}}, []client.SeqGap{{From: 5, To: 50}}},
		"overlapping, out of order": {nil, nil, []client.SeqGap{{From: 40, To: end}, {From: 5, To: 42}}, []client.SeqGap{{From: 5, To: end}}},
		"touching":                  {nil, nil, []client.SeqGap{{From: 5, To: 6}, {From: 7, To: 9}}, []client.SeqGap{{From: 5, To: 9}}},
		"the same one twice":        {nil, nil, []client.SeqGap{{From: 5, To: 9}, {From: 5, To: 9}}, []client.SeqGap{{From: 5, To: 9}}},
		"apart":                     {nil, nil, []client.SeqGap{{From: 5, To: 6}, {From: 8, To: 9}}, []client.SeqGap{{From: 5, To: 6}, {From: 8, To: 9}}},
		"ours at its front":         {[]journal.Kind{x, x}, nil, []client.SeqGap{{From: 1, To: 9}}, []client.SeqGap{{From: 3, To: 9}}},
		"ours at its end":           {[]journal.Kind{x}, nil, []client.SeqGap{{From: 1, To: 1}}, nil},
		"all of it ours":            {[]journal.Kind{x, "", x}, nil, []client.SeqGap{{From: 1, To: 3}}, nil},
		"flagged":                   {nil, []client.TopUp{late}, nil, []client.SeqGap{{From: 2, To: 2}}},
		"flagged inside a gap":      {nil, []client.TopUp{late}, []client.SeqGap{{From: 1, To: 2}}, []client.SeqGap{{From: 1, To: 2}}},
		"flagged, and there":        {nil, []client.TopUp{late, has(8, 2, client.Posted)}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if found := gapsFound(t, wrote(tt.journal...), tt.listed, tt.gaps...); !slices.Equal(found, tt.found) {
				t.Errorf("found %v, want %v", found, tt.found)
			}
		})
	}
}

// A number of ours in the middle of a gap parts it. (The journal has let go of what ended before.)
func TestANumberOfOursPartsAGap(t *testing.T) {
	kept := wrote(journal.Posted, "", journal.Posted, journal.Posted, journal.Cancelled)
	kept.Records = slices.DeleteFunc(kept.Records, func(r journal.Record) bool { return r.ID == idOf(1) || r.ID == idOf(3) || r.ID == idOf(4) })
	found := gapsFound(t, kept, nil, client.SeqGap{From: 1, To: 9}, client.SeqGap{From: 8, To: 12})
	if want := []client.SeqGap{{From: 3, To: 4}, {From: 6, To: 12}}; !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

// Number by number, over small numbers, is the oracle.
func TestGapsAreWhatCountingFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom([]journal.Kind{journal.Posted, journal.Cancelled, ""}), 0, 6).Draw(rt, "journal")
		small := rapid.Int64Range(-2, 12)
		var gaps []client.SeqGap
		lacks := map[int64]bool{}
		for range rapid.IntRange(0, 4).Draw(rt, "gaps") {
			gap := client.SeqGap{From: small.Draw(rt, "from"), To: small.Draw(rt, "to")}
			gaps = append(gaps, gap)
			for n := max(gap.From, int64(len(kinds))+1); n <= gap.To; n++ { // the journal's numbers run from 1
				lacks[n] = true
			}
		}
		told := map[int64]bool{}
		last := int64(math.MinInt64)
		for _, gap := range gapsFound(t, wrote(kinds...), nil, gaps...) {
			if gap.From > gap.To || last > math.MinInt64 && gap.From <= last+1 {
				rt.Errorf("%v after %d", gap, last)
			}
			for last = gap.From; last < gap.To; last++ {
				told[last] = true
			}
			told[last] = true
		}
		if !maps.Equal(told, lacks) {
			rt.Errorf("told %v, lacking %v", told, lacks)
		}
	})
}

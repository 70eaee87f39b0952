package sandbox

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func seqs(page answered) []int64 {
	list := []int64{}
	for _, item := range page.at("items").([]any) {
		n, _ := item.(map[string]any)["seq"].(json.Number).Int64()
		list = append(list, n)
	}
	return list
}

func gaps(page answered) [][2]int64 {
	list := [][2]int64{}
	for _, item := range page.at("gaps").([]any) {
		from, _ := item.(map[string]any)["from"].(json.Number).Int64()
		to, _ := item.(map[string]any)["to"].(json.Number).Int64()
		list = append(list, [2]int64{from, to})
	}
	return list
}

func TestADesksListShowsWhatIsThereAndWhatIsNot(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	if a := d.get("/v1/desks/okence-1/top-ups").is(t, 200, ""); len(seqs(a)) != 0 || len(gaps(a)) != 0 || a.at("nextCursor") != nil {
		t.Errorf("nothing yet: %v", a)
	}
	for _, seq := range []int{3, 4, 9, 7, 12} {
		id, body := d.topUpOf(d.quote(tryCard, "481205", 100), func(m map[string]any) { m["seq"] = seq })
		d.put(id, body).is(t, 201, "")
	}
	cancelled, _ := d.topUpOf(d.quote(tryCard, "481205", 100), nil)
	d.cancel(cancelled, tryCard, 100).is(t, 201, "")
	for _, row := range []struct {
		query string
		seqs  []int64
		gaps  [][2]int64
	}{
		{"", []int64{3, 4, 7, 9, 12}, [][2]int64{{1, 2}, {5, 6}, {8, 8}, {10, 11}}},
		{"?fromSeq=4", []int64{4, 7, 9, 12}, [][2]int64{{5, 6}, {8, 8}, {10, 11}}},
		{"?fromSeq=5", []int64{7, 9, 12}, [][2]int64{{5, 6}, {8, 8}, {10, 11}}},
		{"?fromSeq=11", []int64{12}, [][2]int64{{11, 11}}},
		{"?fromSeq=13", []int64{}, [][2]int64{}},
	} {
		a := d.get("/v1/desks/okence-1/top-ups"+row.query).is(t, 200, "")
		if diff := cmp.Diff(row.seqs, seqs(a)); diff != "" {
			t.Errorf("%q: %s", row.query, diff)
		}
		if diff := cmp.Diff(row.gaps, gaps(a)); diff != "" {
			t.Errorf("%q: %s", row.query, diff)
		}
	}
	var all []int64
	for query, cursor := "?limit=2", ""; ; {
		a := d.get("/v1/desks/okence-1/top-ups"+query+cursor).is(t, 200, "")
		all = append(all, seqs(a)...)
		if len(gaps(a)) != 4 {
			t.Errorf("every page tells all gaps: %v", gaps(a))
		}
		if a.at("nextCursor") == nil {
			break
		}
		cursor = "&cursor=" + a.text("nextCursor")
	}
	if diff := cmp.Diff([]int64{3, 4, 7, 9, 12}, all); diff != "" {
		t.Errorf("page by page: %s", diff)
	}
	next := d.get("/v1/desks/okence-1/top-ups?limit=2").text("nextCursor")
	for _, bad := range []string{"?fromSeq=0", "?fromSeq=x", "?limit=0", "?limit=201", "?limit=", "?cursor=x", "?cursor=", "?fromSeq=2&cursor=" + next} {
		d.get("/v1/desks/okence-1/top-ups"+bad).is(t, 400, "bad-request")
	}
	d.get("/v1/desks/okence-2/top-ups?cursor="+next).is(t, 400, "bad-request")
	d.get("/v1/desks/"+fmt.Sprintf("%033d", 1)+"/top-ups").is(t, 400, "bad-request")
}

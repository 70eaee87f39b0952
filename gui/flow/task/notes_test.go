package task_test

import (
	"fmt"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
)

func TestPiecesAndRollsAreReadAsTheyAreTyped(t *testing.T) {
	for _, tt := range []struct {
		value int64
		typed string
		cents int64
		ok    bool
	}{
		{5000, "", 0, true},
		{5000, "0", 0, true},
		{5000, "12", 60000, true},
		{5000, " 1 2 ", 60000, true},
		{5000, "100000", 500_000_000, true},
		{5000, "100001", 0, false},
		{5000, "2r", 0, false}, // notes have no rolls
		{200, "2r", 10000, true},
		{200, "2R5", 11000, true},
		{50, "1r", 2000, true},
		{1, "3r7", 157, true},
		{1, "r", 0, false},
		{1, "r7", 0, false},
		{1, "1r1r", 0, false},
		{1, "-1", 0, false},
		{1, "1,5", 0, false},
		{1, "2001r", 0, false},
		{1, "100000014", 0, false},
	} {
		n := task.Notes{tt.value: tt.typed}
		if sum, ok := n.Line(tt.value); ok != tt.ok || ok && sum != money.EUR(tt.cents) {
			t.Errorf("%d × %q is %v, %t", tt.value, tt.typed, sum, ok)
		}
		if _, wrong, why := n.Read(); tt.typed != "" && (why == nil) != tt.ok || why != nil && tt.typed != "" && wrong != tt.value {
			t.Errorf("%d × %q: %v at %d", tt.value, tt.typed, why, wrong)
		}
	}
}

// Whatever is typed, the notes that are read come to the sum that was shown.
func TestWhatIsReadComesToTheSum(t *testing.T) {
	for seed := range 500 {
		n := task.Notes{}
		for i, value := range money.Denominations() {
			switch pieces := seed * (i + 3) % 37; {
			case pieces%3 == 0 && money.RollOf(value) > 0:
				n.Keep(value, fmt.Sprintf("%dr%d", pieces, i))
			case pieces%5 > 0:
				n.Keep(value, fmt.Sprint(pieces))
			}
		}
		all, _, why := n.Read()
		if n.Empty() {
			continue
		}
		if why != nil || task.SumOf(all) != n.Sum() {
			t.Fatalf("%v: %v, %v and %v", n, why, task.SumOf(all), n.Sum())
		}
		for i := 1; i < len(all); i++ {
			if all[i].Value >= all[i-1].Value || all[i].Pieces == 0 {
				t.Fatalf("%v stand in no order", all)
			}
		}
	}
}

func TestAnEmptyTableIsNoCountAndANoughtIs(t *testing.T) {
	if _, _, why := (task.Notes{}).Read(); why == nil {
		t.Error("nothing typed was a count")
	}
	if all, _, why := (task.Notes{500: "0"}).Read(); why != nil || all == nil || len(all) > 0 {
		t.Errorf("a nought is %v, %v", all, why)
	}
}

func TestNotesKeepNoCardsNumber(t *testing.T) {
	n := task.Notes{}
	n.Keep(500, "4111111111111111")
	if !n.Empty() {
		t.Error("it stays")
	}
}

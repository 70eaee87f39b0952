package money

import (
	"testing"
	"testing/quick"
)

// Whatever comes and goes, one after the other: the formula of the sums is what lies in the drawer.
func TestExpectedCashIsWhatCameAndWent(t *testing.T) {
	fits := func(float uint32, events []struct {
		Kind  uint8
		Cents uint32
		Fee   uint16
	}) bool {
		lies := int64(float)
		sums := DrawerCash{Float: int64(float)}
		for _, e := range events {
			cents, fee := int64(e.Cents), int64(e.Fee)
			switch e.Kind % 4 {
			case 0:
				lies += cents + fee
				sums.TopUps, sums.Fees = sums.TopUps+cents, sums.Fees+fee
			case 1:
				lies -= cents
				sums.Reversals += cents
			case 2:
				lies += cents
				sums.Movements += cents
			case 3:
				lies -= cents
				sums.Movements -= cents
			}
		}
		return sums.Expected() == lies
	}
	if err := quick.Check(fits, nil); err != nil {
		t.Error(err)
	}
}

func TestNotesAndCoins(t *testing.T) {
	all := Denominations()
	for i, cents := range all {
		if i > 0 && cents >= all[i-1] || !IsDenomination(cents) {
			t.Errorf("%d does not come after %d", cents, all[i-1])
		}
		if roll := RollOf(cents); (roll > 0) != (cents <= 200) {
			t.Errorf("a roll of %d holds %d", cents, roll)
		}
	}
	for _, cents := range []int64{0, -1, 3, 25, 300, 100000} {
		if IsDenomination(cents) || RollOf(cents) != 0 {
			t.Errorf("there is no note or coin of %d", cents)
		}
	}
	all[0] = 1
	if Denominations()[0] == 1 {
		t.Error("the list can be changed from outside")
	}
}

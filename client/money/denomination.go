package money

import "slices"

// denominations are the notes and coins of the euro, the largest first, in cents. The note of 500 euros is legal tender and is
// no longer printed.
var denominations = []int64{500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1}

// Denominations are the notes and coins of the euro in cents, the largest first.
func Denominations() []int64 { return slices.Clone(denominations) }

// IsDenomination tells whether a note or a coin has this value in cents.
func IsDenomination(cents int64) bool { return slices.Contains(denominations, cents) }

// RollOf is how many coins of that value in cents a bank's roll holds; 0 for a note.
func RollOf(cents int64) int64 {
	switch cents {
	case 2_00, 1_00:
		return 25
	case 50, 20, 10:
		return 40
	case 5, 2, 1:
		return 50
	}
	return 0
}

package task

import (
	"maps"
	"strconv"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Notes are notes and coins as typed: how many, by their value in cents. 12 are twelve pieces, 2r are two rolls of a bank, 2r5 two rolls
// and five pieces. A value with nothing typed has none.
type Notes map[int64]string

// maxPieces of one note or coin, by the contract.
const maxPieces = 100_000

// Keep keeps what was typed for a value. What may hold a card's number is not kept.
func (n Notes) Keep(value int64, typed string) {
	if CardNumber(typed) != nil {
		typed = ""
	}
	n[value] = typed
}

// Clone is a copy that can be changed.
func (n Notes) Clone() Notes {
	if n == nil {
		return Notes{}
	}
	return maps.Clone(n)
}

// Line is the sum of one value; false where what was typed can't be read.
func (n Notes) Line(value int64) (money.Amount, bool) {
	pieces, ok := piecesOf(value, n[value])
	return money.EUR(value * pieces), ok
}

// Sum is the sum of all that can be read.
func (n Notes) Sum() money.Amount {
	var cents int64
	for _, value := range money.Denominations() {
		if line, ok := n.Line(value); ok {
			cents += line.Cents
		}
	}
	return money.EUR(cents)
}

// Empty reports that nothing was typed.
func (n Notes) Empty() bool {
	for _, typed := range n {
		if strings.TrimSpace(typed) != "" {
			return false
		}
	}
	return true
}

// Read gives the notes and coins, the largest first. wrong is the value at which something can't be read, and why what is wrong with it;
// an empty table counts nothing: an empty drawer is typed as a nought.
func (n Notes) Read() (all []client.Denomination, wrong int64, why *Message) {
	values := money.Denominations()
	if n.Empty() {
		return nil, values[0], Say("notes.none")
	}
	all = []client.Denomination{}
	for _, value := range values {
		pieces, ok := piecesOf(value, n[value])
		switch {
		case !ok && money.RollOf(value) == 0:
			return nil, value, Say("notes.wrong")
		case !ok:
			return nil, value, Say("notes.wrong.coin")
		case pieces > 0:
			all = append(all, client.Denomination{Value: value, Pieces: pieces})
		}
	}
	return all, 0, nil
}

// piecesOf reads how many; false where that is no number of pieces.
func piecesOf(value int64, typed string) (int64, bool) {
	bare := strings.ToLower(strings.Join(strings.Fields(typed), ""))
	rolls, single, rolled := strings.Cut(bare, "r")
	if !rolled {
		rolls, single = "", bare
	}
	if rolled && (money.RollOf(value) == 0 || rolls == "") {
		return 0, false
	}
	r, ok1 := whole(rolls)
	s, ok2 := whole(single)
	pieces := r*money.RollOf(value) + s
	return pieces, ok1 && ok2 && pieces <= maxPieces
}

// whole reads digits; nothing is none.
func whole(digits string) (int64, bool) {
	if digits == "" {
		return 0, true
	}
	if !DigitsBetween(digits, 1, 6) {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

// SumOf is what notes and coins come to.
func SumOf(all []client.Denomination) money.Amount {
	var cents int64
	for _, d := range all {
		cents += d.Value * d.Pieces
	}
	return money.EUR(cents)
}

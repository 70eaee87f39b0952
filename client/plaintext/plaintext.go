// Package plaintext tells text that somebody could read aloud from what only looks like it, or like nothing.
//
// House rules of this room: one rule for every line of text that a person types about a person or a place, wherever
// it is checked: at the desk, by the office, in the settings. It knows no field, no wire and no screen.
package plaintext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client/ident"
)

// MaxName bounds a person's name, in characters.
const MaxName = 140

// maxAccents is how many may stand on one letter, beyond those composed into it.
const maxAccents = 4

// Line takes one line of 1 to most characters: composed (NFC), with no space at either end, and without what shows
// nothing or is no writing: controls, marks of direction, fillers, pictures, heaps of accents, spaces but the common one.
func Line(s string, most int) bool {
	n := utf8.RuneCountInString(s)
	if n < 1 || n > most || strings.TrimSpace(s) != s || !norm.NFC.IsNormalString(s) {
		return false
	}
	accents := 0
	for _, r := range s {
		if unicode.Is(unicode.M, r) {
			accents++
		} else {
			accents = 0
		}
		if accents > maxAccents || r != ' ' && !isVisible(r) {
			return false
		}
	}
	return true
}

// Name takes a person's name: a line of at most MaxName characters, with a letter in it and without what may be the number of a
// bank card.
func Name(s string) bool {
	return Line(s, MaxName) && strings.ContainsFunc(s, unicode.IsLetter) && !ident.HoldsCardNumber(s)
}

// isVisible is false too for what Unicode calls a letter or a mark and nobody sees.
func isVisible(r rune) bool {
	return r != utf8.RuneError && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.Sm, unicode.Sc)
}

package orders

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// lostLetter tells a text that a program has saved in an encoding without its letters: ?agar, Ko?ir, Petri?. What was saved twice over is
// lost as well: GregorÄŤiÄŤ.
func lostLetter(text string) bool {
	if strings.ContainsRune(text, unicode.ReplacementChar) || garbled(text) {
		return true
	}
	before := ' '
	for i, r := range text {
		if r == '?' {
			after, _ := utf8.DecodeRuneInString(text[i+1:])
			if unicode.IsLetter(before) || unicode.IsLetter(after) || after == '.' {
				return true
			}
		}
		before = r
	}
	return false
}

// garbled tells UTF-8 that was read as the letters of a Windows: what is left, written back, is UTF-8 again, which no text is by chance.
func garbled(text string) bool {
	if isASCII(text) {
		return false
	}
	for _, windows := range []*charmap.Charmap{charmap.Windows1250, charmap.Windows1252} {
		var back []byte
		fits := true
		for _, r := range text {
			b, ok := windows.EncodeRune(r)
			if !ok && 0x80 <= r && r < 0xa0 { // what it doesn't have stays as it is
				b, ok = byte(r), true
			}
			fits = fits && ok
			back = append(back, b)
		}
		if fits && utf8.Valid(back) {
			return true
		}
	}
	return false
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

package plaintext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// LostLetter tells a text that a program has saved in an encoding without its letters: ?agar, Ko?ir, Petri?. What was saved twice over is
// lost as well: GregorÄŤiÄŤ. So is a letter that stands there as the web, a program or a mail writes it: &#268;uk, \u010cuk, =C4=8Cuk.
func LostLetter(text string) bool {
	if strings.ContainsRune(text, unicode.ReplacementChar) || garbled(text) || escaped.MatchString(text) {
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

// escaped is a letter written as a number or a name.
var escaped = regexp.MustCompile(`&(#[0-9]{2,5}|#x[0-9a-fA-F]{2,4}|[A-Za-z]{2,8});|\\u0[0-9a-fA-F]{3}|[%=]C[45][%=][89AB][0-9A-F]`)

// CutEntity tells a text that ends in the name or number of a letter as the web writes it, without its semicolon: Ana &#268.
func CutEntity(text string) bool { return cutEntity.MatchString(text) }

var cutEntity = regexp.MustCompile(`&(#[0-9]{2,5}|#x[0-9a-fA-F]{2,4}|[A-Za-z]{2,8})$`)

// garbled tells UTF-8 that was read as the letters of a Windows: written back, it is UTF-8 again, of letters and marks as names here have them.
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
		if fits && utf8.Valid(back) && !strings.ContainsFunc(string(back), isUnusual) {
			return true
		}
	}
	return false
}

// isUnusual tells what is no letter of Latin script in Europe, and no mark of print.
func isUnusual(r rune) bool { return r > '\u017f' && (r < '\u2000' || r > '\u20ff') }

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

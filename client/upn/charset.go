package upn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Text fields are written in ISO 8859-2 (TS 5.1 d, NP 2.1): 20–7E and A1–FF without AD. Text from a keyboard or a
// clipboard is folded first, in ways that nobody can see: to NFC, any space to the plain one, soft hyphens away, and
// spaces and invisible characters trimmed at both ends.

// fold is the text as it is printed and coded.
func fold(text string) string {
	if isPlain(text) {
		return text
	}
	text = strings.TrimFunc(text, isOuter)
	return strings.TrimFunc(strings.Map(foldRune, norm.NFC.String(text)), isOuter)
}

// isPlain tells that folding has nothing to do.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return text == "" || text[0] != ' ' && text[len(text)-1] != ' '
}

func foldRune(r rune) rune {
	switch {
	case r == softHyphen:
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

const softHyphen = '\u00ad'

// isOuter are the runes trimmed at both ends.
func isOuter(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || '\u200b' <= r && r <= '\u200f' ||
		r == '\u2060' || r == '\ufeff' || r == softHyphen
}

// appendText writes a text field of at most limit characters.
func appendText(dst []byte, text string, limit int) ([]byte, *Error) {
	folded := fold(text)
	count := 0
	for _, r := range folded {
		if count == limit {
			return dst, &Error{Rule: TooLong, At: origin(text, count)}
		}
		b, ok := encode(r)
		if !ok {
			return dst, &Error{Rule: refusal(r), At: origin(text, count)}
		}
		dst = append(dst, b)
		count++
	}
	return dst, nil
}

// encode is the byte of a character that a text field may hold, once it is folded.
func encode(r rune) (byte, bool) {
	switch {
	case ' ' <= r && r <= '~':
		return byte(r), true
	case r <= '\u00a0':
		return 0, false
	}
	return charmap.ISO8859_2.EncodeRune(r)
}

// decode is text from the bytes of a field, controls included: 80 to 9F are those of Unicode.
func decode(field []byte) string {
	var out strings.Builder
	for _, b := range field {
		if b < 0xa0 {
			out.WriteRune(rune(b))
		} else {
			out.WriteRune(charmap.ISO8859_2.DecodeByte(b))
		}
	}
	return out.String()
}

func refusal(r rune) Rule {
	if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) {
		return Hidden
	}
	return Charset
}

// origin is the position in the given text of the rune that became number index of the folded text.
func origin(text string, index int) int {
	trimmed := strings.TrimLeftFunc(text, isOuter)
	from := utf8.RuneCountInString(text) - utf8.RuneCountInString(trimmed)
	var segments norm.Iter
	segments.InitString(norm.NFC, trimmed)
	for seen := 0; !segments.Done(); {
		start := segments.Pos()
		seen += utf8.RuneCountInString(strings.Map(foldRune, string(segments.Next())))
		if seen > index {
			return from + utf8.RuneCountInString(trimmed[:start])
		}
	}
	return from + utf8.RuneCountInString(trimmed)
}

package recognise

import (
	"regexp"
	"strings"
	"unicode"
)

// identifier is how a reader says what kind of code it has read (ISO/IEC 15424), ]Q1 for a QR code, and in what code page the text is, \000004.
var identifier = regexp.MustCompile(`^\][A-Za-z][0-9A-Za-z](\\[0-9]{6})?`)

// beforeTag is a code page that a reader gives otherwise, as bytes or without its backslash.
var beforeTag = regexp.MustCompile(`^[\\0-9]{1,7}(UPNQR)`)

func withoutIdentifier(text string) string { return strings.TrimSpace(bareOf(text)) }

// bareOf is a text without what a reader says before it; its end stays.
func bareOf(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	bare := identifier.ReplaceAllString(text, "")
	if bare != text {
		bare = beforeTag.ReplaceAllString(bare, "$1")
	}
	return bare
}

// Digits are the digits of a number that was read.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, withoutLabel(withoutIdentifier(text)))
}

// label is what people and portals write before a number.
var label = regexp.MustCompile(`(?i)^(mok[ -]?id|mok|sklic|referenca|reference|ref\.|ref|iban|trr|račun|account|kartica|card|št\.|številka|no\.|number)` +
	`([ :=#.()]|$)((prejemnika|kartice|računa|id|no\.|number|št\.|številka)([ :=#.()]|$))?[ :=#.()]*`)

func withoutLabel(text string) string {
	for range 3 { // such as MOK ID, št.:
		text = strings.TrimLeftFunc(label.ReplaceAllString(text, ""), unicode.IsSpace)
	}
	return text
}

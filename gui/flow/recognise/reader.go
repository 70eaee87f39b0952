package recognise

import (
	"regexp"
	"strings"
	"unicode"
)

// identifier is how a reader says what kind of code it has read (ISO/IEC 15424), ]Q1 for a QR code, and in what code page the text is, \000004.
var identifier = regexp.MustCompile(`^\][A-Za-z][0-9A-Za-z](\\[0-9]{6})?`)

// beforeTag is what else a reader may be set to say before a code: a code page as bytes or without its backslash, its maker's letter for a
// kind of code. The code behind it has a control sum, so it can be told from any other text.
var beforeTag = regexp.MustCompile(`(?i)^[^\r\n]{1,10}?(UPNQR[\s\x1c-\x1f])`)

func withoutIdentifier(text string) string { return strings.TrimSpace(bareOf(text)) }

// bareOf is a text without what a reader says before it; its end stays.
func bareOf(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	return beforeTag.ReplaceAllString(identifier.ReplaceAllString(text, ""), "$1")
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

// label is what people and portals write before a number: a word for it, and then more words and signs.
var label = regexp.MustCompile(`(?i)^(` + asks + `)(` + between + `|$)((` + asks + `|` + more + `)(` + between + `|$))*`)

const (
	asks = `mok[ -]?id|mok|sklic|referenca|reference|ref|iban|trr|račun|account|kartica|card|model|št|številka|no|number`
	more = `prejemnika|prejemnik|kartice|računa|id|cekr|in|na|številko|odobritev|koda|of|and|payee`
	// between two words, or behind the last one: signs, or something short in brackets.
	between = `[ :=#.\t]*\([0-9]{0,2}[ \p{L}.]*\)[ :=#.\t]*|[ :=#.\t]+`
)

func withoutLabel(text string) string {
	return strings.TrimLeftFunc(label.ReplaceAllString(text, ""), unicode.IsSpace)
}

// quotes are pairs of signs with which a text may have been copied.
var quotes = [][2]string{{`"`, `"`}, {"'", "'"}, {"„", "“"}, {"„", "”"}, {"“", "”"}, {"»", "«"}, {"«", "»"}, {"(", ")"}, {"[", "]"}, {"<", ">"}}

func withoutQuotes(text string) string {
	text = strings.TrimSpace(text)
	for _, pair := range quotes {
		if inner, begins := strings.CutPrefix(text, pair[0]); begins && strings.HasSuffix(inner, pair[1]) {
			return strings.TrimSpace(strings.TrimSuffix(inner, pair[1]))
		}
	}
	return text
}

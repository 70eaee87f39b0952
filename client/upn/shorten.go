package upn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Shorten proposes how a text field of at most limit characters could say the text: folded, without double spaces,
// characters outside ISO 8859-2 written with near ones, usual short forms, middle words as initials and, where all
// that isn't enough, the end cut off, at a word if one ends near. It is a proposal for somebody to see and accept;
// nothing in this package uses it. Text that fits is proposed as it is. There is no proposal (false) where a
// character has no near one, as in another script, or nothing is left.
func Shorten(text string, limit int) (string, bool) {
	words := strings.Fields(fold(text))
	for i, word := range words {
		near, ok := nearest(word)
		if !ok {
			return "", false
		}
		words[i] = near
	}
	for _, step := range []func([]string, int) bool{shortForms, initials} {
		if step(words, limit) {
			break
		}
	}
	proposal := cutTo(strings.Join(words, " "), limit)
	return proposal, proposal != ""
}

func fits(words []string, limit int) bool {
	return utf8.RuneCountInString(strings.Join(words, " ")) <= limit
}

// nearest writes a word in ISO 8859-2.
func nearest(word string) (string, bool) {
	var out strings.Builder
	for _, r := range word {
		if _, ok := encode(r); ok {
			out.WriteRune(r)
			continue
		}
		if near, known := nearRunes[r]; known {
			out.WriteString(near)
			continue
		}
		base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
		if _, ok := encode(base); !ok {
			return "", false
		}
		out.WriteRune(base)
	}
	return out.String(), true
}

// nearRunes are characters without a decomposition.
var nearRunes = map[rune]string{
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`,
	'‐': "-", '‑': "-", '–': "-", '—': "-", '−': "-", '…': "...", '€': "EUR", '·': ".", '•': "-",
	'ø': "o", 'Ø': "O", 'æ': "ae", 'Æ': "Ae", 'œ': "oe", 'Œ': "Oe", 'ð': "d", 'þ': "th", 'Þ': "Th", 'ı': "i", 'ẞ': "ß", 'ħ': "h", 'Ħ': "H", 'ŋ': "n", 'Ŋ': "N",
	'º': "o", 'ª': "a", '²': "2", '³': "3", '½': "1/2",
}

// shortForms puts usual short forms, one word after another, until the text fits.
func shortForms(words []string, limit int) bool {
	for i, word := range words {
		if fits(words, limit) {
			return true
		}
		if short, known := usual[strings.ToLower(word)]; known {
			words[i] = likeFirst(word, short)
		}
	}
	return fits(words, limit)
}

// likeFirst is the short form with a capital where the word has one.
func likeFirst(word, short string) string {
	first, _ := utf8.DecodeRuneInString(word)
	if letter, size := utf8.DecodeRuneInString(short); unicode.IsUpper(first) {
		return string(unicode.ToUpper(letter)) + short[size:]
	}
	return short
}

var usual = map[string]string{
	"ulica": "ul.", "ulici": "ul.", "cesta": "c.", "cesti": "c.", "številka": "št.", "gospod": "g.", "gospa": "ga.",
	"oziroma": "oz.", "podružnica": "podr.", "družba": "dr.", "sveti": "sv.", "sveta": "sv.", "spodnja": "sp.",
	"spodnje": "sp.", "spodnji": "sp.", "zgornja": "zg.", "zgornje": "zg.", "zgornji": "zg.",
}

// initials shortens the words between the first and the last, from the back, until the text fits.
func initials(words []string, limit int) bool {
	for i := len(words) - 2; i > 0 && !fits(words, limit); i-- {
		if runes := []rune(words[i]); len(runes) > 2 && unicode.IsLetter(runes[0]) {
			words[i] = string(runes[0]) + "."
		}
	}
	return fits(words, limit)
}

// cutTo cuts at the last end of a word within limit, if more than half is left so, or in the word.
func cutTo(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	end := limit
	for i := limit; i > limit/2; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	return strings.TrimRight(string(runes[:max(end, 0)]), " ")
}

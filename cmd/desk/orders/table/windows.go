package table

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Windows-1250 isn't marked, and each of its bytes is a letter elsewhere too. It is taken only when the text makes sense in it and not in
// what else an office's PC writes:
//
//   - Š, Ž, š, ž are control characters in ISO 8859-2, and the letters that ISO 8859-2 has for them are signs or Slovak here;
//   - č, ć, đ are è, æ, ð in Windows-1252: at least one of them must stand where no language has è, æ, ð;
//   - in DOS and Mac encodings the letters come out as signs within words, or as capitals after small letters.

// wholeWords are the Slovene letters in UTF-8: a file that has them is not in one encoding.
var wholeWords = []string{"č", "š", "ž", "Č", "Š", "Ž", "ć", "đ", "Ć", "Đ"}

// eitherWay is where a text in UTF-8 has a letter whose bytes are a run of Slovene letters of one case in Windows-1250 or ISO 8859-2, and -1
// without one: a 蚚 may be a čšš. A capital before a small letter is none: no name begins with Čš, and Romanian and Cyrillic ones have Ț
// and К.
func eitherWay(data []byte) int {
	for at, r := range string(data) {
		if r < utf8.RuneSelf {
			continue
		}
		for _, narrow := range []*charmap.Charmap{charmap.Windows1250, charmap.ISO8859_2} {
			var word strings.Builder
			for _, b := range data[at : at+utf8.RuneLen(r)] {
				word.WriteRune(narrow.DecodeByte(b))
			}
			if strings.Trim(word.String(), "čšžćđ") == "" || strings.Trim(word.String(), "ČŠŽĆĐ") == "" {
				return at
			}
		}
	}
	return -1
}

// isWindows1250 reports that a text that isn't UTF-8 is in Windows-1250 for certain.
func isWindows1250(data []byte) bool {
	if !inOneEncoding(data) {
		return false
	}
	e := evidence{data: data}
	for at, b := range data {
		if b >= 0x80 && !e.take(at) {
			return false
		}
	}
	return (e.certain || !e.western) && (e.windows || !e.latin2) && (e.certain || e.windows || !e.rare)
}

// inOneEncoding is false for lines of a Mac, whose letters are a Mac's, and for a text that has Slovene letters in UTF-8 as well.
func inOneEncoding(data []byte) bool {
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 {
		return false
	}
	return !slices.ContainsFunc(wholeWords, func(letter string) bool { return bytes.Contains(data, []byte(letter)) })
}

// evidence is what speaks for and against it.
type evidence struct {
	data    []byte
	certain bool // a č, ć or đ that can be no è, æ or ð
	western bool // a letter that Windows-1252 reads otherwise
	windows bool // a letter that ISO 8859-2 doesn't have at its place
	latin2  bool // a letter that may be one of ISO 8859-2
	rare    bool // a letter that hardly any name in Slovenia has
}

// rune is the character at a place as Windows-1250 has it; a blank outside the text, and U+FFFD for what it doesn't have.
func (e *evidence) rune(at int) rune {
	if at < 0 || at >= len(e.data) {
		return ' '
	}
	return charmap.Windows1250.DecodeByte(e.data[at])
}

// neighbours are letters that aren't Slovene, that all the Windows and ISO encodings here have alike, and at whose places DOS and Macs have
// signs or what can't stand in a word. (For ä, á, í and ç they have š, ß, Š and š.)
const neighbours = "ÄÖÜßöüÉéÓóÚú"

// take weighs the character at a place; false when Windows-1250 is out of the question.
func (e *evidence) take(at int) bool {
	r, before, after := e.rune(at), e.rune(at-1), e.rune(at+1)
	if r == unicode.ReplacementChar || r == '©' || r == '®' { // Š and Ž of ISO 8859-2
		return false
	}
	if !unicode.IsLetter(r) {
		return e.sign(r, unicode.IsLetter(before), unicode.IsLetter(after))
	}
	if unicode.IsUpper(r) && unicode.IsLower(before) {
		return false
	}
	e.western = e.western || r != charmap.Windows1252.DecodeByte(e.data[at])
	switch {
	case strings.ContainsRune("ŠŽšž", r):
		e.windows = true
	case strings.ContainsRune("čČćĆđĐ", r):
		e.certain = e.certain || e.isSlovene(at, r)
	case r == 'ą' || r == 'ľ':
		e.latin2, e.rare = true, true
	case !strings.ContainsRune(neighbours, r):
		e.rare = true
	}
	return true
}

// sign weighs what is no letter, by whether letters stand beside it: only apostrophes and blanks are within words, and only quotes beside
// them.
func (e *evidence) sign(r rune, before, after bool) bool {
	switch {
	case strings.ContainsRune("’‘´ –—-\u00a0\u00ad·.…", r):
		return true
	case before && after:
		return false
	case strings.ContainsRune("„“”‚»«›‹", r):
		return true
	}
	return !before && !after
}

// isSlovene tells č, ć and đ from the letters that stand there in Windows-1252, è, æ and ð. French has è before a consonant and an e, and
// before one last consonant (Hélène, Agnès); Italian has it at the end (Nicolè); Norse has æ and ð within words.
func (e *evidence) isSlovene(at int, r rune) bool {
	before, next := e.rune(at-1), e.rune(at+1)
	switch unicode.ToLower(r) {
	case 'ć':
		return isVowel(before) && !unicode.IsLetter(next)
	case 'đ':
		return !unicode.IsLetter(before) && isVowel(next)
	}
	switch {
	case !unicode.IsLetter(next):
		return strings.ContainsRune("aiuAIU", before)
	case isVowel(next):
		return true
	}
	second, third := e.rune(at+2), e.rune(at+3)
	if !unicode.IsLetter(second) {
		return false
	}
	return !isE(second) && !(isE(third) && !isVowel(second))
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouAEIOU", r) }

func isE(r rune) bool { return r == 'e' || r == 'E' }

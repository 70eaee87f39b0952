package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// ISO 8859-2 has č, ć, đ where Windows-1250 has them, and Š, Ž, š, ž where that has ©, ®, ą, ľ. Windows-1252 and a Mac have © there, and ® or
// Æ. So it is taken only when a © or ® stands as no sign can: as a capital within a word of capitals, or before a small vowel; there Æ, a
// vowel itself, doesn't stand either. All else must be a letter that Slovene names have: such a text has no characters of 80 to 9F, which
// are controls in ISO 8859-2, and none of the letters by which other encodings differ.

// isISO88592 reports that a text that isn't UTF-8, nor certainly Windows-1250, is in ISO 8859-2 for certain.
func isISO88592(data []byte) bool {
	if !inOneEncoding(data) {
		return false
	}
	certain := false
	for at, b := range data {
		if b < 0x80 {
			continue
		}
		r, before, after := latin2(data, at), latin2(data, at-1), latin2(data, at+1)
		switch {
		case r == '\u00a0':
			continue
		case !strings.ContainsRune("ČŠŽĆĐčšžćđ"+neighbours, r):
			return false
		case unicode.IsUpper(r) && unicode.IsLower(before):
			return false
		case r != 'Š' && r != 'Ž':
			continue
		case unicode.IsLower(after) && isVowel(after), unicode.IsUpper(before) && unicode.IsUpper(after):
			certain = true
		}
	}
	return certain
}

// latin2 is the character at a place as ISO 8859-2 has it; a blank outside the text.
func latin2(data []byte, at int) rune {
	if at < 0 || at >= len(data) {
		return ' '
	}
	return charmap.ISO8859_2.DecodeByte(data[at])
}

package ink

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// unprintable stands for a character that our fonts don't have and that has no plain form: seen, not lost.
const unprintable = '?'

// Encode turns text into the codes of Windows-1250, which our fonts and PDFs use: one byte a character.
// Letters outside it lose their accents (à is a); what is left over becomes a question mark. Spaces of
// all kinds become plain ones, so text must be broken into lines before.
func Encode(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; ; i++ {
		if i == len(text) {
			return out // plain ASCII, as most is
		}
		if text[i] < ' ' || text[i] > '~' {
			break
		}
		out = append(out, text[i])
	}
	out = out[:0]
	for _, r := range norm.NFC.String(text) {
		out = appendRune(out, r)
	}
	return out
}

func appendRune(out []byte, r rune) []byte {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff': // soft hyphen, joiners of no width
		return out
	case '\u2212', '\u2012': // minus, figure dash: the en dash is as wide as a digit
		r = '–'
	case '\u2010', '\u2011':
		r = '-'
	}
	if unicode.IsSpace(r) || unicode.IsControl(r) {
		return append(out, ' ')
	}
	if b, ok := charmap.Windows1250.EncodeRune(r); ok {
		return append(out, b)
	}
	return appendFolded(out, r)
}

// appendFolded writes the plain letters of r, its accents taken off.
func appendFolded(out []byte, r rune) []byte {
	if unicode.Is(unicode.Mn, r) {
		return out // an accent that found no letter to sit on
	}
	if plain, ok := undecomposed[r]; ok {
		return append(out, plain...)
	}
	before := len(out)
	for _, part := range norm.NFKD.String(string(r)) {
		if b, ok := charmap.Windows1250.EncodeRune(part); ok && part != r {
			out = append(out, b)
		}
	}
	if len(out) == before {
		out = append(out, unprintable)
	}
	return out
}

// undecomposed are the Latin letters of our neighbours that Unicode does not take apart.
var undecomposed = map[rune]string{
	'ø': "o", 'Ø': "O", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ħ': "h", 'Ħ': "H", 'ı': "i",
}

// glyphNames are the Adobe names of codes 128 to 255, in order; a dot is a code without a character
// or one that Encode never gives. A PDF finds glyphs, and a reader finds letters, by these names.
var glyphNames = strings.Fields(`
	Euro . quotesinglbase . quotedblbase ellipsis dagger daggerdbl . perthousand Scaron guilsinglleft Sacute Tcaron Zcaron Zacute
	. quoteleft quoteright quotedblleft quotedblright bullet endash emdash . trademark scaron guilsinglright sacute tcaron zcaron zacute
	. caron breve Lslash currency Aogonek brokenbar section dieresis copyright Scedilla guillemotleft logicalnot . registered Zdotaccent
	degree plusminus ogonek lslash acute mu paragraph periodcentered cedilla aogonek scedilla guillemotright Lcaron hungarumlaut lcaron zdotaccent
	Racute Aacute Acircumflex Abreve Adieresis Lacute Cacute Ccedilla Ccaron Eacute Eogonek Edieresis Ecaron Iacute Icircumflex Dcaron
	Dcroat Nacute Ncaron Oacute Ocircumflex Ohungarumlaut Odieresis multiply Rcaron Uring Uacute Uhungarumlaut Udieresis Yacute Tcommaaccent germandbls
	racute aacute acircumflex abreve adieresis lacute cacute ccedilla ccaron eacute eogonek edieresis ecaron iacute icircumflex dcaron
	dcroat nacute ncaron oacute ocircumflex ohungarumlaut odieresis divide rcaron uring uacute uhungarumlaut udieresis yacute tcommaaccent dotaccent`)

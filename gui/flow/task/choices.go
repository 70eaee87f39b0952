package task

import (
	"strconv"
	"strings"
)

// Choices are what a clerk may choose on a counter PC; codes, never words of a screen.
type Choices struct {
	Language       string // "sl" or "en": of the window
	PaperLanguage  string // of what is printed for the customer; empty: the window's
	Theme          string // a variant of package theme
	Scale          int    // text size in percent, 100 to 200
	Receipt        string // the paper for receipts, by its name
	ReceiptPrinter string // for slips, the print system's name; empty: its default printer
	FormPrinter    string // for payment orders and pages, in the same way
	Folder         string // where papers are saved; empty: the user's home
	Layout         string // the paper for payment orders, by its name
	Offset         Offset // of FormPrinter
}

// Offset is how far a printer must shift what it prints onto a pre-printed form, in tenths of a millimetre, right and down.
type Offset struct{ Right, Down int }

// MaxOffset bounds an offset either way, in tenths of a millimetre.
const MaxOffset = 100

// ParseOffset reads a shift in millimetres, such as 1,5 or -0.7; nothing is none. It refuses what is finer than a tenth or out of bounds.
func ParseOffset(typed string) (tenths int, ok bool) {
	bare := strings.Map(dropOffsetSpace, typed)
	if bare == "" {
		return 0, true
	}
	bare, negative := strings.CutPrefix(bare, "-")
	if !negative {
		bare = strings.TrimPrefix(bare, "+")
	}
	whole, part, _ := strings.Cut(strings.Replace(bare, ",", ".", 1), ".")
	if strings.Trim(whole+part, "0123456789") != "" || whole == "" || len(whole) > 2 || len(part) > 1 {
		return 0, false
	}
	for _, digit := range whole + (part + "0")[:1] {
		tenths = tenths*10 + int(digit-'0')
	}
	if tenths > MaxOffset {
		return 0, false
	}
	if negative {
		tenths = -tenths
	}
	return tenths, true
}

func dropOffsetSpace(r rune) rune {
	switch {
	case r == '−', r == '–':
		return '-'
	case r == ' ', r == '\u00a0':
		return -1
	}
	return r
}

// FormatOffset writes a shift as ParseOffset reads it, with a comma.
func FormatOffset(tenths int) string {
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	return sign + strconv.Itoa(tenths/10) + "," + strconv.Itoa(tenths%10)
}

// Paper is the language of what is printed.
func (c Choices) Paper() string {
	if c.PaperLanguage != "" {
		return c.PaperLanguage
	}
	return c.Language
}

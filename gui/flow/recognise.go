package flow

import (
	"regexp"
	"strings"
	"unicode"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
)

// Got names what the clerk, a reader or a clipboard put into the MOK ID field.
type Got string

// What the recogniser tells apart.
const (
	GotNothing   Got = "nothing"
	GotMokID     Got = "mokID"     // nine digits
	GotReference Got = "reference" // a whole CeKR reference
	GotOrder     Got = "order"     // the payload of a UPN code
	GotLastSix   Got = "lastSix"   // six digits: the end of the PAN, not the MOK ID
	GotPAN       Got = "pan"       // 12 to 19 digits: refused and wiped
	GotForeign   Got = "foreign"   // a reference or an order that is not for a CeKR card
	GotUnclear   Got = "unclear"
)

// Recognised is the recogniser's verdict. MokID is set for a MOK ID, a reference and an order.
// Digits counts the digits typed, for the sentence when it is unclear.
type Recognised struct {
	Got    Got
	MokID  string
	Digits int
}

// Refused reports that the text must be wiped at once and not kept anywhere.
func (r Recognised) Refused() bool { return r.Got == GotPAN }

// Message says what was recognised; nil for a plain MOK ID and for nothing.
func (r Recognised) Message() *Message {
	switch r.Got {
	case GotNothing, GotMokID:
		return nil
	case GotUnclear:
		return Say("recognise.unclear", "Count", r.Digits)
	}
	return Say("recognise."+string(r.Got), "MokID", GroupMokID(r.MokID))
}

var panRun = regexp.MustCompile(`[0-9]{12,19}`)

// Recognise tells a MOK ID, the last six of a PAN, a PAN, a CeKR reference and a UPN payload apart.
// Spaces, dashes, invisible characters and a reader's CR do not matter. A whole reference may contain
// more digits than a PAN, so it is looked for first, and only with its separators or its model.
func Recognise(text string, account upn.Account) Recognised {
	visible := strings.Map(dropInvisible, text)
	if strings.HasPrefix(strings.TrimSpace(visible), "UPNQR") {
		return recogniseOrder(visible, account)
	}
	if r, ok := recogniseReference(visible, account); ok {
		return r
	}
	bare := strings.Map(dropSeparators, visible)
	return recogniseDigits(bare)
}

func recogniseDigits(bare string) Recognised {
	digits := 0
	for _, r := range bare {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	whole := digits == len(bare)
	switch {
	case bare == "":
		return Recognised{Got: GotNothing}
	case panRun.MatchString(bare) || (whole && digits > 19):
		return Recognised{Got: GotPAN, Digits: digits}
	case whole && digits == 9:
		return Recognised{Got: GotMokID, MokID: bare, Digits: digits}
	case whole && digits == 6:
		return Recognised{Got: GotLastSix, Digits: digits}
	}
	return Recognised{Got: GotUnclear, Digits: digits}
}

var looksLikeReference = regexp.MustCompile(`(?i)^\s*(?:SI\s*)?(?:[0-9]{2}\s*)?[0-9]{7}\s*-\s*[0-9]{9}\s*-\s*[0-9]{3}\s*$|^\s*(?:SI|RF)\s*[0-9]{2}`)

func recogniseReference(text string, account upn.Account) (Recognised, bool) {
	if !looksLikeReference.MatchString(text) {
		return Recognised{}, false
	}
	if id, err := upn.MokIDFrom(account, text); err == nil {
		return Recognised{Got: GotReference, MokID: id}, true
	}
	if panRun.MatchString(strings.ReplaceAll(text, " ", "")) {
		return Recognised{Got: GotPAN}, true // hyphens part a reference, blanks part a card's number
	}
	return Recognised{Got: GotForeign}, true
}

var referenceWithin = regexp.MustCompile(`SI[0-9]{2}[0-9]{7}-[0-9]{9}-[0-9]{3}`)

// recogniseOrder also takes a payload whose line feeds a one-line field has turned into spaces.
func recogniseOrder(text string, account upn.Account) Recognised {
	reference := referenceWithin.FindString(text)
	if order, err := upn.ParseText(text); err == nil {
		reference = string(order.PayeeReference)
	}
	if id, err := upn.MokIDFrom(account, reference); err == nil {
		return Recognised{Got: GotOrder, MokID: id}
	}
	return Recognised{Got: GotForeign}
}

// GroupMokID prints a MOK ID in groups of three, as it stands on the card.
func GroupMokID(id string) string { return ident.GroupMokID(id) }

func dropInvisible(r rune) rune {
	switch {
	case r == '\n':
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

func dropSeparators(r rune) rune {
	switch r {
	case ' ', '\n', '-', '–', '.', '/':
		return -1
	}
	return r
}

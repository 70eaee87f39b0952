package recognise

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Got names what the clerk, a reader or a clipboard put into the MOK ID field.
type Got string

// What the recogniser tells apart.
const (
	GotNothing   Got = "nothing"
	GotMokID     Got = "mokID"     // nine digits
	GotReference Got = "reference" // a whole CeKR reference
	GotOrder     Got = "order"     // the payload of a UPN code that loads a CeKR card
	GotLastSix   Got = "lastSix"   // six digits: the end of the PAN, not the MOK ID
	GotPAN       Got = "pan"       // what may be a card's number: refused and wiped

	GotForeign  Got = "foreign"  // a reference, or an order to the bank, that is not for a CeKR card
	GotMistyped Got = "mistyped" // a reference with a slip in it

	GotOtherPayee Got = "otherPayee" // the payload of a UPN code that pays somebody else
	GotWrongSum   Got = "wrongSum"   // one whose control sum is wrong
	GotDamaged    Got = "damaged"    // one that is not whole, or not by the standard

	GotIBAN      Got = "iban"      // an account
	GotEPC       Got = "epc"       // the code of a European transfer
	GotSwiss     Got = "swiss"     // the code of a Swiss bill
	GotHUB3      Got = "hub3"      // the code of a Croatian bill
	GotOtherCode Got = "otherCode" // another country's code, or an address of the web

	GotReceipt Got = "receipt" // the code on a top-up's receipt

	GotSeparators Got = "separators" // nine digits, but not in groups of three
	GotTelephone  Got = "telephone"
	GotDecimal    Got = "decimal"
	GotExponent   Got = "exponent"
	GotDate       Got = "date"
	GotUnclear    Got = "unclear"
)

// Recognised is the recogniser's verdict. MokID is set for a MOK ID, a reference and an order.
type Recognised struct {
	Got    Got
	MokID  string
	Digits int    // the digits typed, for the sentence when it is unclear
	Payee  string // of GotOtherPayee, if it can be told; it may be a person's name
	Slip   string // of GotReceipt, its number
	// Retyped says that the reader and this PC are set to different keyboards.
	Retyped bool
}

// Refused reports that the text must be wiped at once and not kept anywhere.
func (r Recognised) Refused() bool { return r.Got == GotPAN }

// WithoutName is the verdict for those who repeat no name: a list's report, a command line.
func (r Recognised) WithoutName() Recognised {
	r.Payee = ""
	return r
}

// Message says what was recognised; nil for a plain MOK ID and for nothing.
func (r Recognised) Message() *task.Message {
	switch {
	case r.Got == GotNothing, r.Got == GotMokID:
		return nil
	case r.Got == GotUnclear:
		return task.Say("recognise.unclear", "Count", r.Digits)
	case r.Got == GotOtherPayee && r.Payee == "":
		return task.Say("recognise.other-payee")
	case r.Got == GotOtherPayee:
		return task.Say("recognise.other-payee.named", "Payee", r.Payee)
	case r.Got == GotReceipt:
		return task.Say("recognise.receipt", "Number", r.Slip)
	case r.Retyped && r.MokID != "":
		return task.Say("recognise.retyped", "MokID", ident.GroupMokID(r.MokID))
	}
	return task.Say("recognise."+string(r.Got), "MokID", ident.GroupMokID(r.MokID))
}

// Recognise tells a MOK ID, the last six of a PAN, a PAN, a CeKR reference, a UPN payload and other codes apart. A reader's prefix and
// line ends, a label before it and invisible characters do not matter. Nothing is searched for: the whole text is one of these, or unclear.
func Recognise(text string, account upn.Account) Recognised {
	first := recognise(text, account)
	if first.MokID != "" || first.Got == GotNothing || first.Got == GotOtherPayee || first.Got == GotReceipt {
		return first
	}
	for _, keyboard := range keyboards {
		switch again := recognise(keyboard.meant(text), account); {
		case again.Got == GotReference, again.Got == GotOrder, again.Got == GotOtherPayee, again.Got == GotReceipt:
			again.Retyped = true
			return again
		}
	}
	return first
}

func recognise(text string, account upn.Account) Recognised {
	text = withoutIdentifier(strings.Map(dropUnseen, text))
	if number, ok := ident.ParseSlipCode(text); ok {
		return Recognised{Got: GotReceipt, Slip: number}
	}
	text = withoutQuotes(withoutLabel(withoutQuotes(text)))
	switch {
	case strings.HasPrefix(text, "UPNQR"):
		return recogniseOrder(singleSpaced(text), account)
	case otherCode(text) != "":
		return recogniseCode(otherCode(text), text)
	}
	if _, err := upn.ParseIBAN(strings.Map(dropParting, text)); err == nil {
		return Recognised{Got: GotIBAN}
	}
	if r, ok := recogniseReference(text, account); ok {
		return r
	}
	return recogniseNumber(text)
}

// byReason is what a text is that is no MOK ID, where it isn't merely unclear.
var byReason = map[ident.Reason]Got{
	ident.Empty: GotNothing, ident.CardNumber: GotPAN, ident.Separators: GotSeparators, ident.Telephone: GotTelephone,
	ident.Decimal: GotDecimal, ident.Exponent: GotExponent, ident.Date: GotDate,
}

func recogniseNumber(text string) Recognised {
	id, err := ident.ParseMokID(text)
	if err == nil {
		return Recognised{Got: GotMokID, MokID: id, Digits: ident.MokIDDigits}
	}
	var wrong *ident.MokIDError
	errors.As(err, &wrong)
	r := Recognised{Got: GotUnclear, Digits: wrong.Digits}
	if got, known := byReason[wrong.Reason]; known {
		r.Got = got
	} else if wrong.Reason == ident.Count && wrong.Digits == 6 {
		r.Got = GotLastSix
	}
	return r
}

var looksLikeReference = regexp.MustCompile(`(?i)^(SI\s*)?([0-9]{2}\s*)?[0-9]{7}\s*-[0-9 ]+-[0-9 ]+$|^(SI|RF)\s*[0-9]{2}`)

func recogniseReference(text string, account upn.Account) (Recognised, bool) {
	id, err := upn.MokIDFrom(account, ungrouped(text))
	if err == nil {
		return Recognised{Got: GotReference, MokID: id}, true
	}
	reference, wrong := upn.ParseReference(text)
	switch {
	case !looksLikeReference.MatchString(text):
		return Recognised{}, false
	case (wrong != nil || !reference.IsChecked()) && cardBetweenHyphens(text):
		return Recognised{Got: GotPAN}, true
	}
	var slip *upn.Error
	if errors.As(err, &slip) && slip.Rule != upn.OtherCard {
		return Recognised{Got: GotMistyped}, true
	}
	return Recognised{Got: GotForeign}, true
}

var groups = regexp.MustCompile(`-([0-9]{3})([ .-])([0-9]{3})([ .-])([0-9]{3})-`)

// afterModel is what may part a model from its reference.
var afterModel = regexp.MustCompile(`(?i)^\(?SI ?05\)? *[-/.:]? *`)

// ungrouped is a reference without what ends a sentence behind it, without a sign between its model and the rest, and without the
// separators in its MOK ID, if they are alike.
func ungrouped(text string) string {
	text = afterModel.ReplaceAllString(strings.TrimRight(text, ".,;"), "SI05 ")
	if g := groups.FindStringSubmatch(text); g != nil && g[2] == g[4] {
		return groups.ReplaceAllString(text, "-$1$3$5-")
	}
	return text
}

// cardBetweenHyphens looks for a card's number in each part of a reference: there hyphens part a reference, blanks a card's number.
func cardBetweenHyphens(text string) bool {
	for part := range strings.SplitSeq(text, "-") {
		if ident.HoldsCardNumber(part) {
			return true
		}
	}
	return false
}

// dropUnseen takes away what can't be seen, but line ends and tabs; a blank of any kind is the common one.
func dropUnseen(r rune) rune {
	switch {
	case r == '\n', r == '\r', r == '\t', r == '\v', r == '\f', r == '\u0085':
		return r
	case unicode.IsControl(r) && r < '\u0080', unicode.Is(unicode.Cf, r):
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// DropInvisible is for a number of one line, such as the last six digits of a card.
func DropInvisible(r rune) rune {
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

// dropParting is for an account, whose check digits tell whether it is one.
func dropParting(r rune) rune {
	switch r {
	case '-', '–', '.', '/', '_':
		return -1
	}
	return r
}

func DropSeparators(r rune) rune {
	switch r {
	case ' ', '\n', '-', '–', '.', '/':
		return -1
	}
	return r
}

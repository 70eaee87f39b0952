package ident

import (
	"regexp"
	"strings"
	"unicode"
)

// MokIDDigits is how many digits a MOK ID has. None of them checks the others.
const MokIDDigits = 9

// IsMokID takes a MOK ID as it is kept and sent: nine digits and nothing else.
func IsMokID(s string) bool { return len(s) == MokIDDigits && all(s, isDigit) }

// Reason says why a text is no MOK ID. A screen has one sentence for each; [Reasons] lists them all.
type Reason string

// What a text is that is no MOK ID.
const (
	Empty      Reason = "empty"      // nothing, or only blanks
	CardNumber Reason = "cardNumber" // it may hold a bank card's number
	Count      Reason = "count"      // digits alone or in even groups, but not nine of them
	Separators Reason = "separators" // nine digits, parted otherwise than 3-3-3 by one and the same separator
	Telephone  Reason = "telephone"  // parted, with a 0 or a + in front: as telephone numbers are written
	Decimal    Reason = "decimal"    // a number with decimals, as spreadsheets make them of one without
	Exponent   Reason = "exponent"   // a number such as 1,00E+08
	Date       Reason = "date"       // a day, or what begins with one
	Others     Reason = "others"     // characters that no MOK ID has
)

// Reasons is every Reason there is.
func Reasons() []Reason {
	return []Reason{Empty, CardNumber, Count, Separators, Telephone, Decimal, Exponent, Date, Others}
}

// MokIDError is the refusal of a text. Digits counts the ASCII digits in it.
type MokIDError struct {
	Reason Reason
	Digits int
}

func (e *MokIDError) Error() string { return "ident: no MOK ID: " + string(e.Reason) }

// ParseMokID reads a MOK ID as it is typed, pasted or kept in a spreadsheet: nine digits, or three groups of three parted both
// times by the same separator, a blank of any kind, a dot or a hyphen. In groups it may not begin with 0: so written
// it is more likely a telephone number, and is asked for without separators. What can't be seen does not count, nor do
// blanks and line ends around. Any other text is refused with a *MokIDError.
func ParseMokID(text string) (string, error) {
	text = seen(text)
	if IsMokID(text) {
		return text, nil
	}
	bare := digitsOf(text)
	switch reason := reasonOf(text, bare); reason {
	case "":
		return bare, nil
	default:
		return "", &MokIDError{reason, len(bare)}
	}
}

var (
	inGroups   = regexp.MustCompile(`^[0-9]{3}([ .-])[0-9]{3}([ .-])[0-9]{3}$`)
	evenGroups = regexp.MustCompile(`^[0-9]+([ .-]?[0-9]{3})*$`)
	parted     = regexp.MustCompile(`^[0-9(][0-9 .,/()-]*$`)
	decimal    = regexp.MustCompile(`^[0-9]+[.,][0-9]*$|^[0-9]{1,3}([ .'’][0-9]{3})+,[0-9]*$|^[0-9]{1,3}(,[0-9]{3})+\.[0-9]*$`)
	exponent   = regexp.MustCompile(`^[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+$`)
	date       = regexp.MustCompile(`^(0?[1-9]|[12][0-9]|3[01])([.-] ?|/)(0?[1-9]|1[0-2])([.-] ?|/)([0-9]{4}($|[^0-9])|[0-9]{2}$)|` +
		`^[0-9]{4}[./-](0?[1-9]|1[0-2])[./-](0?[1-9]|[12][0-9]|3[01])($|[^0-9])`)
	abroad = regexp.MustCompile(`^(\+|00)[0-9(][0-9 .,/()-]*$`)
)

// reasonOf judges a text by its shape; "" is a MOK ID in groups.
func reasonOf(text, bare string) Reason {
	groups := inGroups.FindStringSubmatch(text)
	alike := groups != nil && groups[1] == groups[2]
	zero := strings.HasPrefix(bare, "0")
	switch {
	case text == "":
		return Empty
	case HoldsCardNumber(text):
		return CardNumber
	case alike && !zero:
		return ""
	case all(text, isDigit):
		return Count
	case exponent.MatchString(text):
		return Exponent
	case date.MatchString(text):
		return Date
	case !alike && decimal.MatchString(text):
		return Decimal
	case abroad.MatchString(text), zero && parted.MatchString(text):
		return Telephone
	case len(bare) == MokIDDigits && parted.MatchString(text):
		return Separators
	case evenGroups.MatchString(text):
		return Count
	}
	return Others
}

// seen is what of a text can be seen, on one line if it is one: a blank of any kind is ' ', a hyphen of any shape '-'.
func seen(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		case isHyphen(r):
			return '-'
		}
		return r
	}, text))
}

// isHyphen takes the shapes that keyboards, spreadsheets and word processors give a hyphen.
func isHyphen(r rune) bool { return r == '\u2212' || unicode.Is(unicode.Pd, r) }

// digitsOf is the ASCII digits of a text.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// InThrees puts a blank after each third digit that has another behind it: 123 456 789, as it stands on the card.
func InThrees(digits string) string {
	var out strings.Builder
	for i, d := range []byte(digits) {
		if i > 0 && i%3 == 0 {
			out.WriteByte(' ')
		}
		out.WriteByte(d)
	}
	return out.String()
}

// GroupMokID prints a MOK ID in groups of three. What is none stays as it is.
func GroupMokID(id string) string {
	if !IsMokID(id) {
		return id
	}
	return InThrees(id)
}

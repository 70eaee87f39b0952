package money

import (
	"fmt"
	"strings"
	"unicode"
)

// Reason says why typed text is not an amount. A screen has one sentence for each; [Reasons] lists them all.
type Reason string

const (
	Empty           Reason = "empty"           // nothing typed, or only spaces
	Ambiguous       Reason = "ambiguous"       // 50,5 or 1.250 or 1,250 or 12 50: could mean two things, so it means none
	TooManyDecimals Reason = "tooManyDecimals" // 1.250,005 or 50,0000
	NotANumber      Reason = "notANumber"      // a character that no amount has
	Negative        Reason = "negative"        // a minus, of any shape
	TooLarge        Reason = "tooLarge"        // more than Max
	WithCurrency    Reason = "withCurrency"    // € or EUR typed along
	ForeignDigit    Reason = "foreignDigit"    // a digit of another script, or a full-width one
	Hidden          Reason = "hidden"          // a character that can't be seen, such as a direction mark
)

// Reasons is every Reason there is.
func Reasons() []Reason {
	return []Reason{Empty, Ambiguous, TooManyDecimals, NotANumber, Negative, TooLarge, WithCurrency, ForeignDigit, Hidden}
}

// ParseError is the refusal of typed text. At is the position, in runes from 0, of the character at fault; where
// something is missing it is the position where it should stand, and where the whole is at fault it is 0.
type ParseError struct {
	Reason Reason
	At     int
}

func (e *ParseError) Error() string { return fmt.Sprintf("money: %s at %d", e.Reason, e.At) }

// Parse reads an amount in euros as a clerk types it. It takes
//
//	50   50,00   50.00   1.250,00   1 250,00   (also with a no-break or narrow no-break space in the group)
//
// with spaces around, from 0 to Max, and refuses all else with a *ParseError. Both a full stop and a comma are
// used for thousands and for decimals in the texts a clerk pastes from, so a lone separator stands for decimals
// exactly when two digits follow it, and groups must be followed by a decimal comma. Leading zeros are refused.
func Parse(text string) (Amount, error) {
	groups, err := split(text)
	if err != nil {
		return Amount{}, err
	}
	whole, decimals := groups[:1], ""
	if len(groups) > 1 {
		if err := checkDecimals(groups); err != nil {
			return Amount{}, err
		}
		whole, decimals = groups[:len(groups)-1], groups[len(groups)-1].digits
	}
	if err := checkWhole(whole); err != nil {
		return Amount{}, err
	}
	return value(whole, decimals)
}

// group is a run of digits, the rune position of its first digit and the separator before it (a space of any
// kind is ' ', none is 0).
type group struct {
	digits string
	before rune
	at     int
}

// split takes the text apart at separators; every group has a digit.
func split(text string) ([]group, error) {
	runes := []rune(text)
	from, to := 0, len(runes)
	for from < to && isSpace(runes[from]) {
		from++
	}
	for from < to && isSpace(runes[to-1]) {
		to--
	}
	if from == to {
		return nil, &ParseError{Empty, 0}
	}
	if at := firstForeign(runes[:to], from); at >= 0 {
		return nil, &ParseError{classify(runes[at:to]), at}
	}
	groups := []group{{at: from}}
	for at := from; at < to; at++ {
		last := &groups[len(groups)-1]
		if isDigit(runes[at]) {
			last.digits += string(runes[at])
			continue
		}
		if last.digits == "" {
			return nil, &ParseError{Ambiguous, at}
		}
		groups = append(groups, group{before: separator(runes[at]), at: at + 1})
	}
	if groups[len(groups)-1].digits == "" {
		return nil, &ParseError{Ambiguous, to}
	}
	return groups, nil
}

// checkDecimals asks whether the last group is a decimal part: two digits after a comma, or after a full stop
// that is the only separator.
func checkDecimals(groups []group) error {
	last := groups[len(groups)-1]
	certain := last.before == ',' && len(groups) > 2 && groups[1].before != ','
	switch {
	case last.before == ' ', last.before == '.' && len(groups) > 2:
		return &ParseError{Ambiguous, last.at - 1}
	case len(last.digits) > 3, len(last.digits) == 3 && certain:
		return &ParseError{TooManyDecimals, last.at + 2}
	case len(last.digits) != 2:
		return &ParseError{Ambiguous, last.at - 1}
	}
	return nil
}

// checkWhole asks whether the whole part is plain digits or well-made groups of three, without a leading zero.
func checkWhole(groups []group) error {
	first := groups[0]
	if first.digits[0] == '0' && (len(first.digits) > 1 || len(groups) > 1) {
		return &ParseError{Ambiguous, first.at}
	}
	for _, g := range groups[1:] {
		if g.before == ',' || g.before != groups[1].before || len(g.digits) != 3 || len(first.digits) > 3 {
			return &ParseError{Ambiguous, g.at - 1}
		}
	}
	return nil
}

func value(whole []group, decimals string) (Amount, error) {
	var digits strings.Builder
	for _, g := range whole {
		digits.WriteString(g.digits)
	}
	if digits.Len() > len("999999999") {
		return Amount{}, &ParseError{TooLarge, 0}
	}
	if decimals == "" {
		decimals = "00"
	}
	var cents int64
	for _, d := range digits.String() + decimals {
		cents = cents*10 + int64(d-'0')
	}
	return EUR(cents), nil
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isSpace(r rune) bool { return separator(r) == ' ' || r == '\t' || r == '\r' || r == '\n' }

// separator folds the spaces that may part groups into one; other runes stay.
func separator(r rune) rune {
	if r == '\u00a0' || r == '\u202f' {
		return ' '
	}
	return r
}

// firstForeign is the position of the first rune that no amount has, or -1.
func firstForeign(runes []rune, from int) int {
	for at := from; at < len(runes); at++ {
		r := separator(runes[at])
		if !isDigit(r) && r != '.' && r != ',' && r != ' ' {
			return at
		}
	}
	return -1
}

// classify says why the first of the runes does not belong.
func classify(runes []rune) Reason {
	r := runes[0]
	switch {
	case r == '-' || r == '\u2212' || unicode.Is(unicode.Pd, r):
		return Negative
	case unicode.Is(unicode.Sc, r), strings.HasPrefix(strings.ToLower(string(runes[:min(3, len(runes))])), "eur"):
		return WithCurrency
	case unicode.Is(unicode.Nd, r):
		return ForeignDigit
	case !unicode.IsGraphic(r):
		return Hidden
	}
	return NotANumber
}

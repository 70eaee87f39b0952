package journal

import "strings"

const (
	maxWhy = 64 // signs
	// whyDigits is how many digits a Why has at most: fewer than a card's number.
	whyDigits = 11
)

// Reason keeps of any code what a Why may be: an odd one must not leave an id open.
func Reason(code string) string {
	keep := func(r rune) rune {
		if r < 0x80 && isReason(byte(r)) {
			return r
		}
		return '-'
	}
	code = strings.Map(keep, code)
	code = code[:min(len(code), maxWhy)]
	if digitsIn(code) <= whyDigits {
		return code
	}
	return strings.Map(func(r rune) rune {
		if isDigit(byte(r)) {
			return '-'
		}
		return r
	}, code)
}

package settings

import (
	"strings"
	"unicode"

	"cekr.kranj.si/desk/client/ident"
)

// noCard accepts what accept does, but nothing that card takes for the number of a bank card.
func noCard(accept func(string) (string, bool), card func(string) bool) func(string) (string, bool) {
	return func(text string) (string, bool) {
		value, ok := accept(text)
		return value, ok && !card(value)
	}
}

// cardForPhone judges each of the numbers that an administrator may write one behind the other; what begins as calls from abroad do is one.
func cardForPhone(text string) bool {
	for number := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ';' || c == '/' || unicode.IsLetter(c) }) {
		number = strings.TrimSpace(number)
		if ident.HoldsCardNumber(number) && !strings.HasPrefix(number, "+") && !strings.HasPrefix(number, "00") {
			return true
		}
	}
	return false
}

// cardForPrinter: the print system's names have addresses and serial numbers in them, but letters too.
func cardForPrinter(text string) bool {
	return ident.HoldsCardNumber(text) && !strings.ContainsFunc(text, unicode.IsLetter)
}

package money

import "strconv"

// Format prints the amount as the language writes it: 1.250,00 € in Slovene, €1,250.00 for "en". Any other
// language gets the Slovene form. A negative amount has the minus sign U+2212 in front.
func (a Amount) Format(lang string) string {
	euros, cents, negative := a.magnitude()
	out := make([]byte, 0, 32)
	if negative {
		out = append(out, "\u2212"...)
	}
	if lang == "en" {
		out = append(out, a.symbol()...)
		if a.Currency != Euro {
			out = append(out, ' ')
		}
		return string(appendFigures(out, euros, cents, ',', '.'))
	}
	out = appendFigures(out, euros, cents, '.', ',')
	return string(append(append(out, ' '), a.symbol()...))
}

// Plain prints the amount without groups or currency: 1250,00. What it prints of an amount from 0 to Max, Parse
// reads back. A negative amount has a hyphen in front.
func (a Amount) Plain() string {
	euros, cents, negative := a.magnitude()
	out := make([]byte, 0, 24)
	if negative {
		out = append(out, '-')
	}
	return string(appendFigures(out, euros, cents, 0, ','))
}

// String is the form for logs and test failures: 1250,00 EUR.
func (a Amount) String() string { return a.Plain() + " " + a.Currency }

func (a Amount) symbol() string {
	if a.Currency == Euro {
		return "€"
	}
	return a.Currency
}

// appendFigures writes the number with the separators given; a group separator of 0 means none.
func appendFigures(out []byte, euros, cents uint64, group, decimal byte) []byte {
	digits := strconv.FormatUint(euros, 10)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 && group != 0 {
			out = append(out, group)
		}
		out = append(out, digits[i])
	}
	return append(out, decimal, byte('0'+cents/10), byte('0'+cents%10))
}

package upn

import (
	"strings"
	"unicode/utf8"
)

// IBAN is an account number as the code holds it: capitals and digits without spaces. [ParseIBAN] makes one.
type IBAN string

// Printed is the IBAN in groups of four, as it stands on the form (NP 2.5).
func (i IBAN) Printed() string { return inFours(string(i)) }

// lengths of the IBANs of SEPA, to which the form is bound (TS 5.2, field 15).
var lengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
	"FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
	"RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

// ParseIBAN reads an IBAN of a SEPA country from typed or pasted text, in any case and spacing, with or without the
// label IBAN in front. It checks the country's length, the check digits of ISO 13616 and, for SI, that the account
// is all digits and keeps the national remainder (the fifteen digits mod 97 = 1). Errors are *Error on [IBANField].
func ParseIBAN(text string) (IBAN, error) {
	var s stripped
	err := s.strip(withoutLabel(text, "IBAN"), longest)
	if err == nil {
		err = s.checkIBAN()
	}
	if err != nil {
		err.Field = IBANField
		return "", err
	}
	return IBAN(s.chars()), nil
}

// withoutLabel blanks a label, in any case and with or without a colon, at the start of the text, so that what
// follows keeps its position.
func withoutLabel(text, label string) string {
	bare := strings.TrimLeftFunc(text, isOuter)
	if len(bare) < len(label) || !strings.EqualFold(bare[:len(label)], label) {
		return text
	}
	rest := strings.TrimPrefix(bare[len(label):], ":")
	return strings.Repeat(" ", utf8.RuneCountInString(text)-utf8.RuneCountInString(rest)) + rest
}

func (s *stripped) checkIBAN() *Error {
	if s.count == 0 {
		return s.refuse(Missing, 0)
	}
	if bad := s.firstNot(0, 2, isCapital); bad >= 0 {
		return s.refuse(Form, bad)
	}
	if bad := s.firstNot(2, 4, isDigit); bad >= 0 {
		return s.refuse(Form, bad)
	}
	if s.count < 4 {
		return s.refuse(TooShort, s.count)
	}
	length, known := lengths[string(s.buffer[:2])]
	slovene := string(s.buffer[:2]) == "SI"
	account := isAlphanumeric
	if slovene {
		account = isDigit
	}
	switch bad := s.firstNot(4, s.count, account); {
	case !known:
		return s.refuse(Country, 0)
	case bad >= 0:
		return s.refuse(Form, bad)
	case s.count < length:
		return s.refuse(TooShort, s.count)
	case s.count > length:
		return s.refuse(TooLong, length)
	case !iso97(s.chars()), slovene && mod97(s.chars()[4:]) != 1:
		return s.refuse(CheckDigits, 2)
	}
	return nil
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

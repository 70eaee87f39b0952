package upn

import (
	"strings"

	"cekr.kranj.si/desk/client/ident"
)

// Account is what the office says of the account that takes money for CeKR cards: the IBAN is shared with other cards
// of the bank, only the reference SI<Model> <Prefix>-<MOK ID>-<Suffix> tells CeKR money apart.
type Account struct {
	IBAN    IBAN
	Model   string // two digits
	Prefix  string // the reference's first part, with its check digit
	Suffix  string // its third part; leading zeros belong to it
	Payee   Party
	Code    string // purpose code
	Purpose string
}

// DefaultAccount is the account while the office can't be asked. IBAN, model, prefix and suffix are published; payee,
// code and purpose are assumed, and whoever prints them says so.
func DefaultAccount() Account {
	return Account{
		IBAN: "SI56029000000200020", Model: "05", Prefix: "8074720", Suffix: "200",
		Payee: Party{"NLB d.d.", "Trg republike 2", "1000 Ljubljana"}, Code: "OTHR", Purpose: "Polnitev kartice CeKR",
	}
}

// CardReference is the reference that loads the card with this MOK ID, of nine digits without spaces. Errors are *Error,
// on [MokIDField], or on [ReferenceField] when the account's own constants make no reference.
func CardReference(a Account, mokID string) (Reference, error) {
	at := 0
	for _, r := range mokID {
		if r < '0' || r > '9' {
			return "", &Error{MokIDField, Form, at}
		}
		if at == ident.MokIDDigits {
			return "", &Error{MokIDField, TooLong, at}
		}
		at++
	}
	if at < ident.MokIDDigits {
		return "", &Error{MokIDField, TooShort, at}
	}
	return ParseReference("SI" + a.Model + a.Prefix + "-" + mokID + "-" + a.Suffix)
}

// CardOrder is the payment order for a card, as the office wants it, still without payer and amount.
func CardOrder(a Account, mokID string) (Order, error) {
	reference, err := CardReference(a, mokID)
	if err != nil {
		return Order{}, err
	}
	return Order{
		Code: a.Code, Purpose: a.Purpose, PayeeIBAN: a.IBAN, PayeeReference: reference, Payee: a.Payee,
	}, nil
}

// MokIDFrom takes the MOK ID out of a card's reference as it may be pasted: in any spacing and case, with or without
// the label Sklic, the letters SI or the model in front. Both hyphens are needed. Any other text is refused with an
// *Error on [ReferenceField]: a mistyped reference with its own fault, another's with the rule OtherCard.
func MokIDFrom(a Account, text string) (string, error) {
	var s stripped
	err := s.strip(withoutLabel(text, "sklic"), 4+maxContent)
	if err != nil {
		return "", named(err, ReferenceField)
	}
	from, to, err := s.mokID(a)
	if err != nil {
		return "", named(err, ReferenceField)
	}
	return string(s.buffer[from:to]), nil
}

// mokID is where the MOK ID stands among the characters.
func (s *stripped) mokID(a Account) (from, to int, err *Error) {
	whole := string(s.chars())
	for _, lead := range []string{"SI" + a.Model, a.Model, ""} {
		rest, ok := strings.CutPrefix(whole, lead+a.Prefix+"-")
		if id, suffix := strings.CutSuffix(rest, "-"+a.Suffix); ok && suffix {
			from = len(whole) - len(rest)
			to = from + len(id)
			break
		}
	}
	if from == 0 {
		if err := s.checkReference(); err != nil && err.Rule != Model {
			return 0, 0, err
		}
		return 0, 0, s.refuse(OtherCard, 0)
	}
	if bad := s.firstNot(from, to, isDigit); bad >= 0 {
		return 0, 0, s.refuse(Form, bad)
	}
	switch digits := to - from; {
	case digits < ident.MokIDDigits:
		return 0, 0, s.refuse(TooShort, to)
	case digits > ident.MokIDDigits:
		return 0, 0, s.refuse(TooLong, from+ident.MokIDDigits)
	}
	return from, to, nil
}

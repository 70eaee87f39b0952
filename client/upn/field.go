package upn

import "cekr.kranj.si/desk/client/money"

// Bounds of the text fields in characters (TS 5.2), for the entries of a screen and for [Shorten].
const (
	MaxLine    = 33 // a line of a party
	MaxPurpose = 42
	codeLength = 4
)

// presence is what an order's use demands of a field.
type presence byte

const (
	required  presence = 'r'
	optional  presence = 'o'
	forbidden presence = 'f'
)

// field is one of the fields 2 to 19: what each use demands of it, in the order of the constants of Use, and how its
// value is judged and written. An error of write needs only Rule and At.
type field struct {
	name  Field
	uses  string
	write func(dst []byte, o *Order) ([]byte, *Error)
}

// layout is the order of the code (TS 5.2) with table L of the standard.
var layout = [...]field{
	{PayerIBAN, "offr", func(dst []byte, o *Order) ([]byte, *Error) { return appendIBAN(dst, o.PayerIBAN, true) }},
	{DepositMark, "ffrf", func(dst []byte, o *Order) ([]byte, *Error) { return appendMark(dst, o.Use == Deposit) }},
	{WithdrawalMark, "fffr", func(dst []byte, o *Order) ([]byte, *Error) { return appendMark(dst, o.Use == Withdrawal) }},
	{PayerReference, "offo", func(dst []byte, o *Order) ([]byte, *Error) { return appendReference(dst, o.PayerReference) }},
	{PayerName, "roor", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payer.Name, MaxLine) }},
	{PayerStreet, "roor", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payer.Street, MaxLine) }},
	{PayerTown, "roor", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payer.Town, MaxLine) }},
	{Amount, "rorr", func(dst []byte, o *Order) ([]byte, *Error) { return appendAmount(dst, o.Amount) }},
	{PaymentDate, "ofrr", func(dst []byte, o *Order) ([]byte, *Error) { return appendDate(dst, o.Date) }},
	{Urgent, "offf", func(dst []byte, o *Order) ([]byte, *Error) { return appendMark(dst, o.Urgent) }},
	{PurposeCode, "rrrr", func(dst []byte, o *Order) ([]byte, *Error) { return appendCode(dst, o.Code) }},
	{Purpose, "rrrr", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Purpose, MaxPurpose) }},
	{DueDate, "ooff", func(dst []byte, o *Order) ([]byte, *Error) { return appendDate(dst, o.Due) }},
	{PayeeIBAN, "rrrf", func(dst []byte, o *Order) ([]byte, *Error) { return appendIBAN(dst, o.PayeeIBAN, false) }},
	{PayeeReference, "orof", func(dst []byte, o *Order) ([]byte, *Error) { return appendReference(dst, o.PayeeReference) }},
	{PayeeName, "rrro", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payee.Name, MaxLine) }},
	{PayeeStreet, "rrro", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payee.Street, MaxLine) }},
	{PayeeTown, "rrro", func(dst []byte, o *Order) ([]byte, *Error) { return appendText(dst, o.Payee.Town, MaxLine) }},
}

// appendField judges a field and writes it without its line feed.
func (o *Order) appendField(dst []byte, f *field) ([]byte, *Error) {
	start := len(dst)
	dst, err := f.write(dst, o)
	empty := len(dst) == start || f.name == Amount && o.Amount.IsZero()
	switch demand := presence(f.uses[o.Use]); {
	case err != nil:
	case empty && demand == required:
		err = &Error{Rule: Missing}
	case !empty && demand == forbidden:
		err = &Error{Rule: Forbidden}
	}
	if err != nil {
		err.Field = f.name
	}
	return dst, err
}

// appendIBAN takes only what ParseIBAN makes; the payer's account is a Slovene one (TS 5.2, field 2).
func appendIBAN(dst []byte, iban IBAN, slovene bool) ([]byte, *Error) {
	if iban == "" {
		return dst, nil
	}
	var s stripped
	err := s.strip(string(iban), longest)
	if err == nil {
		err = s.checkIBAN()
	}
	if err == nil && string(s.chars()) != string(iban) {
		err = &Error{Rule: Form}
	}
	if err == nil && slovene && iban[:2] != "SI" {
		err = &Error{Rule: Country}
	}
	return append(dst, iban...), err
}

// appendReference takes only what ParseReference makes.
func appendReference(dst []byte, reference Reference) ([]byte, *Error) {
	if reference == "" {
		return dst, nil
	}
	var s stripped
	err := s.strip(string(reference), 4+maxContent)
	if err == nil {
		err = s.checkReference()
	}
	if err == nil && string(s.chars()) != string(reference) {
		err = &Error{Rule: Form}
	}
	return append(dst, reference...), err
}

func appendMark(dst []byte, set bool) ([]byte, *Error) {
	if set {
		dst = append(dst, 'X')
	}
	return dst, nil
}

// amountDigits is the width of the amount in cents (TS 5.2, field 9).
const amountDigits = 11

// appendAmount always writes eleven digits; no amount is eleven zeros.
func appendAmount(dst []byte, amount money.Amount) ([]byte, *Error) {
	switch {
	case amount.Currency != money.Euro && amount != (money.Amount{}):
		return dst, &Error{Rule: Currency}
	case amount.Cents < 0 || amount.Cents > money.Max:
		return dst, &Error{Rule: Range}
	}
	for unit := int64(10_000_000_000); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+amount.Cents/unit%10))
	}
	return dst, nil
}

func appendDate(dst []byte, date Date) ([]byte, *Error) {
	switch {
	case date == (Date{}):
		return dst, nil
	case !date.exists():
		return dst, &Error{Rule: NotADate}
	}
	return date.append(dst), nil
}

// appendCode takes exactly four capitals (TS 5.2, field 12).
func appendCode(dst []byte, code string) ([]byte, *Error) {
	start := len(dst)
	dst, err := appendText(dst, code, codeLength)
	if err != nil {
		return dst, err
	}
	for i, c := range dst[start:] {
		if !isCapital(c) {
			return dst, &Error{Rule: Form, At: origin(code, i)}
		}
	}
	if length := len(dst) - start; 0 < length && length < codeLength {
		return dst, &Error{Rule: TooShort, At: origin(code, length)}
	}
	return dst, nil
}

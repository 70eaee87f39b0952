package upn

import (
	"bytes"

	"cekr.kranj.si/desk/client/money"
)

// Parse reads the content of a code: exactly what [Order.Payload] writes, with or without filler (spaces up to 411
// bytes in all, NP 4.9). Everything is judged again, the control sum and the rules of the order's use among it, and
// any other bytes are refused with an *Error, whose position counts bytes of the field.
//
// An order without marks is a Payment; where payer or amount are missing, which only a charity's order allows, it is
// an Issuer's. A complete order of a registered issuer can't be told from a payment and is read as one.
func Parse(payload []byte) (Order, error) {
	o, err := parse(payload)
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// fieldsInPayload counts the tag and the control sum.
const fieldsInPayload = 20

func parse(payload []byte) (Order, *Error) {
	fields, err := cut(payload)
	if err != nil {
		return Order{}, err
	}
	o, err := orderOf(fields)
	if err != nil {
		return Order{}, err
	}
	again, err := o.appendPayload(make([]byte, 0, maxPayload))
	if err != nil {
		return Order{}, err
	}
	// Only what folding takes away, such as a space at an end, can differ now.
	written := bytes.Split(again, []byte{'\n'})
	for i, f := range fields {
		if !bytes.Equal(f, written[i]) {
			return Order{}, &Error{fieldName(i), Form, firstDifference(f, written[i])}
		}
	}
	return o, nil
}

// cut takes the payload apart at its line feeds and checks tag, control sum and filler.
func cut(payload []byte) (fields [fieldsInPayload][]byte, err *Error) {
	if len(payload) > maxPayload {
		return fields, &Error{Filler, TooLong, 0}
	}
	rest, sum := payload, 0
	for i := range fields {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			return fields, &Error{fieldName(i), Form, len(rest)}
		}
		fields[i], rest = rest[:end:end], rest[end+1:]
		if i == 0 && string(fields[0])+"\n" != tag {
			return fields, &Error{Tag, Form, firstDifference(fields[0], []byte(tag))}
		}
		if i < fieldsInPayload-1 {
			sum += end + 1
		}
	}
	if want := appendSum(nil, sum); !bytes.Equal(fields[fieldsInPayload-1], want[:len(want)-1]) {
		return fields, &Error{ControlSum, WrongSum, 0}
	}
	for i, b := range rest {
		if b != ' ' {
			return fields, &Error{Filler, Form, i}
		}
	}
	return fields, nil
}

// orderOf puts the fields in their places, unjudged but for those that have a form of their own.
func orderOf(fields [fieldsInPayload][]byte) (o Order, err *Error) {
	o = Order{
		PayerIBAN: IBAN(fields[1]), PayerReference: Reference(fields[4]), Payer: partyOf(fields[5:8]),
		Code: decode(fields[11]), Purpose: decode(fields[12]),
		PayeeIBAN: IBAN(fields[14]), PayeeReference: Reference(fields[15]), Payee: partyOf(fields[16:19]),
	}
	var marks [fieldsInPayload]bool
	for _, i := range []int{2, 3, 10} {
		if marks[i] = string(fields[i]) == "X"; !marks[i] && len(fields[i]) > 0 {
			return o, &Error{fieldName(i), Form, 0}
		}
	}
	o.Urgent = marks[10]
	if o.Amount, err = amountOf(fields[8]); err != nil {
		return o, named(err, Amount)
	}
	if o.Date, err = parseDate(fields[9]); err != nil {
		return o, named(err, PaymentDate)
	}
	if o.Due, err = parseDate(fields[13]); err != nil {
		return o, named(err, DueDate)
	}
	switch open := o.Amount.IsZero() || o.Payer.Name == "" || o.Payer.Street == "" || o.Payer.Town == ""; {
	case marks[2]:
		o.Use = Deposit
	case marks[3]:
		o.Use = Withdrawal
	case open:
		o.Use = Issuer
	}
	return o, nil
}

func partyOf(lines [][]byte) Party {
	return Party{decode(lines[0]), decode(lines[1]), decode(lines[2])}
}

// amountOf reads eleven digits of cents (TS 5.2, field 9).
func amountOf(field []byte) (money.Amount, *Error) {
	cents := int64(0)
	for i := range amountDigits {
		if i == len(field) {
			return money.Amount{}, &Error{Rule: TooShort, At: i}
		}
		if !isDigit(field[i]) {
			return money.Amount{}, &Error{Rule: Form, At: i}
		}
		cents = cents*10 + int64(field[i]-'0')
	}
	if len(field) > amountDigits {
		return money.Amount{}, &Error{Rule: TooLong, At: amountDigits}
	}
	return money.EUR(cents), nil
}

func named(err *Error, name Field) *Error {
	err.Field = name
	return err
}

// fieldName is the name of the field at an index of a payload.
func fieldName(i int) Field { return Fields()[i] }

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

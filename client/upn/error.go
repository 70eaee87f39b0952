package upn

import "fmt"

// Error is the refusal of a field. At is the position in the field's text as it was given, in runes from 0, of the
// first character at fault; where something is missing, or the whole is at fault, it is where that begins.
// For [Parse] the position is in the field's bytes.
type Error struct {
	Field Field
	Rule  Rule
	At    int
}

func (e *Error) Error() string { return fmt.Sprintf("upn: %s: %s at %d", e.Field, e.Rule, e.At) }

// Field names a field of the order, or a text on its own. [Fields] lists them all.
type Field string

// The fields of the code in their order (TS 5.2), and the texts that are read on their own.
const (
	Tag            Field = "tag"
	PayerIBAN      Field = "payerIBAN"
	DepositMark    Field = "deposit"
	WithdrawalMark Field = "withdrawal"
	PayerReference Field = "payerReference"
	PayerName      Field = "payerName"
	PayerStreet    Field = "payerStreet"
	PayerTown      Field = "payerTown"
	Amount         Field = "amount"
	PaymentDate    Field = "paymentDate"
	Urgent         Field = "urgent"
	PurposeCode    Field = "purposeCode"
	Purpose        Field = "purpose"
	DueDate        Field = "dueDate"
	PayeeIBAN      Field = "payeeIBAN"
	PayeeReference Field = "payeeReference"
	PayeeName      Field = "payeeName"
	PayeeStreet    Field = "payeeStreet"
	PayeeTown      Field = "payeeTown"
	ControlSum     Field = "controlSum"
	Filler         Field = "filler"

	UseField       Field = "use"       // Order.Use
	IBANField      Field = "iban"      // the text given to ParseIBAN
	ReferenceField Field = "reference" // the text given to ParseReference or MokIDFrom
	MokIDField     Field = "mokId"     // the MOK ID given to CardReference
)

// Fields is every Field there is.
func Fields() []Field {
	return []Field{
		Tag, PayerIBAN, DepositMark, WithdrawalMark, PayerReference, PayerName, PayerStreet, PayerTown, Amount, PaymentDate,
		Urgent, PurposeCode, Purpose, DueDate, PayeeIBAN, PayeeReference, PayeeName, PayeeStreet, PayeeTown, ControlSum, Filler,
		UseField, IBANField, ReferenceField, MokIDField,
	}
}

// Rule names what a field breaks. A screen has one sentence for each; [Rules] lists them all.
type Rule string

const (
	Missing     Rule = "missing"     // required by the order's use, and empty
	Forbidden   Rule = "forbidden"   // not allowed by the order's use, and there
	TooLong     Rule = "tooLong"     // At is the first character too many
	TooShort    Rule = "tooShort"    // At is where the next character should stand
	Charset     Rule = "charset"     // a character that ISO 8859-2, or this field, doesn't have
	Hidden      Rule = "hidden"      // a control or invisible character
	Form        Rule = "form"        // not the form that the field has
	NotADate    Rule = "notADate"    // no such day
	Range       Rule = "range"       // an amount below zero or above 999.999.999,99
	Currency    Rule = "currency"    // an amount that isn't in euros
	Country     Rule = "country"     // an IBAN of a country outside SEPA, or of another country than the field takes
	CheckDigits Rule = "checkDigits" // the number was mistyped: its check digits don't agree
	Model       Rule = "model"       // no such reference model
	Parts       Rule = "parts"       // too few or too many parts for the reference's model
	OtherCard   Rule = "otherCard"   // a reference that isn't one of a CeKR card
	WrongSum    Rule = "wrongSum"    // the control sum isn't the length of the fields
	OtherPayee  Rule = "otherPayee"  // money for another account than that of the CeKR cards
	Ambiguous   Rule = "ambiguous"   // text that can be read in two ways which pay somebody else
)

// Rules is every Rule there is.
func Rules() []Rule {
	return []Rule{
		Missing, Forbidden, TooLong, TooShort, Charset, Hidden, Form, NotADate, Range, Currency, Country, CheckDigits,
		Model, Parts, OtherCard, WrongSum, OtherPayee, Ambiguous,
	}
}

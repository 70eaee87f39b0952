package upn

import "cekr.kranj.si/desk/client/money"

// Use is what an order is for; it decides which fields are required, optional or forbidden (TS, table L).
type Use uint8

const (
	Payment    Use = iota // nalog za plačilo obveznosti
	Issuer                // the same of a registered issuer; a charity's may leave payer and amount open
	Deposit               // polog gotovine
	Withdrawal            // dvig gotovine
)

// Order is what stands on the form and in its code. Its text fields may be as a clerk typed them: wherever they are
// judged, printed or coded, they are taken as [Order.Clean] gives them.
type Order struct {
	Use Use

	PayerIBAN      IBAN
	PayerReference Reference
	Payer          Party

	Amount  money.Amount // euros, up to money.Max; the zero Amount is no amount
	Date    Date         // when to pay
	Urgent  bool
	Code    string // purpose code, four capitals
	Purpose string // up to 42 characters
	Due     Date

	PayeeIBAN      IBAN
	PayeeReference Reference
	Payee          Party
}

// Party is a payer or payee, each line up to 33 characters; Town is the post code with the town.
type Party struct{ Name, Street, Town string }

// Clean is the order as it is printed and coded: text in NFC, spaces of any kind as plain ones, soft hyphens and what
// surrounds the text taken away, an amount in euros. Nothing of it can be seen on paper. What [Parse] reads from an
// order's payload equals the clean order.
func (o Order) Clean() Order {
	o.Payer, o.Payee = o.Payer.clean(), o.Payee.clean()
	o.Code, o.Purpose = fold(o.Code), fold(o.Purpose)
	if o.Amount == (money.Amount{}) {
		o.Amount = money.EUR(0)
	}
	return o
}

func (p Party) clean() Party { return Party{fold(p.Name), fold(p.Street), fold(p.Town)} }

// Validate tells whether the order can be coded: every field within its bounds and as its use demands. The first
// field at fault, in the order of the code, is an *Error. A payment without payer or amount is refused here, as its
// code would be; on paper alone they may be left open, see [Order.ValidateForm].
func (o Order) Validate() error {
	var buffer [maxPayload]byte
	if _, err := o.appendFields(buffer[:0]); err != nil {
		return err
	}
	return nil
}

// ValidateForm is Validate for a form without a code, on which the payer and the amount may be left to the
// customer's pen.
func (o Order) ValidateForm() error {
	for _, problem := range o.Problems() {
		if !(problem.Rule == Missing && leftOpen[problem.Field]) {
			return problem
		}
	}
	return nil
}

var leftOpen = map[Field]bool{PayerName: true, PayerStreet: true, PayerTown: true, Amount: true}

// Problems is every field at fault, one error each, in the order of the code; none when Validate returns nil.
func (o Order) Problems() []*Error {
	if o.Use > Withdrawal {
		return []*Error{{UseField, Form, 0}}
	}
	var problems []*Error
	var buffer [maxPayload]byte
	for i := range layout {
		if _, err := o.appendField(buffer[:0], &layout[i]); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

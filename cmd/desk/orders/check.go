package orders

import (
	"errors"
	"slices"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/recognise"
)

// Check makes the order of a row's cells, or says what is wrong with them: everything that the
// paper would refuse, any cell that looks like a card's number, and a payer's that has lost a letter. Payer and amount may be left
// out: the customer writes them, and the form has no code.
func Check(cells order.Form, account upn.Account) (order upn.Order, mokID string, bad *Problem) {
	p := &Problem{}
	for _, field := range columns {
		if field != MokID && ident.HoldsCardNumber(*cell(&cells, field)) {
			p.add(field, "orders.row.pan", nil)
		}
		if slices.Contains(payerFields, field) && lostLetter(*cell(&cells, field)) {
			p.add(field, "orders.row.lost", nil)
		}
	}
	mokID = checkMokID(cells.MokID, account, p)
	if mokID != "" {
		var err error
		if order, err = upn.CardOrder(account, mokID); err != nil {
			p.add(Whole, "order.account", nil)
		}
	}
	order.Amount = checkAmount(cells.Amount, p)
	order.Payer = upn.Party{Name: cells.Name, Street: cells.Street, Town: cells.Town}
	if mokID != "" {
		checkOrder(order, &cells, p)
	}
	if len(p.Reasons) > 0 {
		return upn.Order{}, "", p
	}
	return order, mokID, nil
}

func checkMokID(typed string, account upn.Account, p *Problem) string {
	r := recognise.Recognise(typed, account).WithoutName()
	switch {
	case r.MokID != "":
		return r.MokID
	case r.Refused():
		p.add(MokID, "orders.row.pan", nil)
	case r.Got == recognise.GotNothing:
		p.add(MokID, "order.mok-id.missing", nil)
	default:
		m := r.Message()
		p.add(MokID, m.Key, m.Values)
	}
	return ""
}

func checkAmount(typed string, p *Problem) money.Amount {
	if strings.TrimSpace(typed) == "" {
		return money.Amount{}
	}
	amount, err := money.Parse(typed)
	var wrong *money.ParseError
	switch {
	case errors.As(err, &wrong):
		p.add(Amount, "amount."+string(wrong.Reason), nil)
	case err != nil:
		p.add(Amount, "amount.notANumber", nil)
	case amount.Cents == 0:
		p.add(Amount, "amount.zero", nil)
	}
	return amount
}

// payers are the fields of an order that a list gives.
var payers = map[upn.Field]Field{
	upn.PayerName: Name, upn.PayerStreet: Street, upn.PayerTown: Town, upn.Amount: Amount,
}

// checkOrder asks the standard. What is left out is no fault, and what isn't the list's is the
// account's.
func checkOrder(order upn.Order, cells *order.Form, p *Problem) {
	for _, e := range order.Problems() {
		field, listed := payers[e.Field]
		switch {
		case listed && e.Rule == upn.Missing:
		case !listed:
			p.add(Whole, "order.account", nil)
		case field == Amount:
			p.add(Amount, "amount.tooLarge", nil)
		default:
			p.addLine(field, *cell(cells, field), e)
		}
	}
}

// addLine says what is wrong with a line of text, and for a character that the form does not have, what can be written for it.
// That is all of the cell that is ever said: a letter or two.
func (p *Problem) addLine(field Field, typed string, e *upn.Error) {
	values := map[string]any{"At": e.At + 1}
	if letters := []rune(typed); e.Rule == upn.Charset && e.At < len(letters) {
		if near, ok := upn.Shorten(string(letters[e.At]), upn.MaxLine); ok {
			values["Near"] = near
			p.add(field, "orders.row.charset", values)
			return
		}
	}
	p.add(field, lineKey(e.Rule), values)
}

func lineKey(rule upn.Rule) string {
	switch rule {
	case upn.TooLong, upn.Charset, upn.Hidden:
		return "order.line." + string(rule)
	}
	return "order.line.form"
}

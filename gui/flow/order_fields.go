package flow

import "cekr.kranj.si/desk/client/upn"

// OrderForm is a payment order as the clerk types it. Payer and amount may be left open: then the
// customer writes them by hand, and the form has no code.
type OrderForm struct{ MokID, Amount, Name, Street, Town string }

// orderField is a field of an order's form.
type orderField struct {
	field Field
	at    func(*OrderForm) *string
	upn   upn.Field                // of the standard; none for the MOK ID
	line  func(*upn.Order) *string // its place in an order; nil for what is no line of text
}

// orderFields are the fields of an order, in the order of the form and of a list without a header. A further one is a line here.
var orderFields = [...]orderField{
	{field: FieldMokID, at: func(f *OrderForm) *string { return &f.MokID }},
	{field: FieldAmount, at: func(f *OrderForm) *string { return &f.Amount }, upn: upn.Amount},
	{field: FieldPayer, at: func(f *OrderForm) *string { return &f.Name }, upn: upn.PayerName, line: func(o *upn.Order) *string { return &o.Payer.Name }},
	{field: FieldStreet, at: func(f *OrderForm) *string { return &f.Street }, upn: upn.PayerStreet, line: func(o *upn.Order) *string { return &o.Payer.Street }},
	{field: FieldTown, at: func(f *OrderForm) *string { return &f.Town }, upn: upn.PayerTown, line: func(o *upn.Order) *string { return &o.Payer.Town }},
}

// OrderFields are the fields of an order, in the order of the form.
func OrderFields() []Field {
	fields := make([]Field, len(orderFields))
	for i, f := range orderFields {
		fields[i] = f.field
	}
	return fields
}

// Of is what stands in a field.
func (f OrderForm) Of(field Field) string { return *f.At(field) }

// At is the place of a field in the form; nil for a field that no order has.
func (f *OrderForm) At(field Field) *string {
	for _, known := range orderFields {
		if known.field == field {
			return known.at(f)
		}
	}
	return nil
}

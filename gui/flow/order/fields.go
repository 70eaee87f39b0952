package order

import (
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Form is a payment order as the clerk types it. Payer and amount may be left open: then the
// customer writes them by hand, and the form has no code.
type Form struct{ MokID, Amount, Name, Street, Town string }

// formField is a field of an order's form.
type formField struct {
	field task.Field
	at    func(*Form) *string
	upn   upn.Field                // of the standard; none for the MOK ID
	line  func(*upn.Order) *string // its place in an order; nil for what is no line of text
	// read takes what is no line of text into the order, or says what is wrong with it; nil for the MOK ID, which is read first.
	read func(c *Checked, typed string)
}

// formFields are the fields of an order, in the order of the form. A further one is a line here.
var formFields = [...]formField{
	{field: task.FieldMokID, at: func(f *Form) *string { return &f.MokID }},
	{field: task.FieldAmount, at: func(f *Form) *string { return &f.Amount }, upn: upn.Amount, read: (*Checked).amount},
	{field: task.FieldPayer, at: func(f *Form) *string { return &f.Name }, upn: upn.PayerName, line: func(o *upn.Order) *string { return &o.Payer.Name }},
	{field: task.FieldStreet, at: func(f *Form) *string { return &f.Street }, upn: upn.PayerStreet, line: func(o *upn.Order) *string { return &o.Payer.Street }},
	{field: task.FieldTown, at: func(f *Form) *string { return &f.Town }, upn: upn.PayerTown, line: func(o *upn.Order) *string { return &o.Payer.Town }},
}

// Fields are the fields of an order, in the order of the form.
func Fields() []task.Field {
	fields := make([]task.Field, len(formFields))
	for i, f := range formFields {
		fields[i] = f.field
	}
	return fields
}

// Of is what stands in a field.
func (f Form) Of(field task.Field) string { return *f.At(field) }

// At is the place of a field in the form; nil for a field that no order has.
func (f *Form) At(field task.Field) *string {
	for _, known := range formFields {
		if known.field == field {
			return known.at(f)
		}
	}
	return nil
}

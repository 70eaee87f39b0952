package paper

import (
	"strings"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// The styles of the customer's sheet.
var (
	sheetTitle  = ink.Style{Face: ink.SansBold, Size: 19}
	sheetStep   = ink.Style{Face: ink.SansBold, Size: 12}
	sheetText   = ink.Style{Face: ink.Sans, Size: 11}
	sheetLabel  = ink.Style{Face: ink.Sans, Size: 11}
	sheetValue  = ink.Style{Face: ink.SansBold, Size: 13.5}
	sheetNumber = ink.Style{Face: ink.SansBold, Size: 20}
	sheetSmall  = ink.Style{Face: ink.Sans, Size: 9.5}
)

const sheetMargin, sheetEnd = 15.0, footOfA4 - 5.0

// sheet draws, above the form, what a customer needs to pay the order anywhere: the figures in large type, which are marks of
// the page's own, and three ways. The type is as large as the room allows; ErrTooLong if even the smallest is too large.
func (o Order) sheet(order upn.Order, common *shared) (figures []ink.Mark, head, foot partKey, err error) {
	const largest, top = 1.3, 11
	ending := sheetFoot
	if order.Validate() != nil {
		ending = sheetFootPen
	}
	for scale := largest; scale >= smallest-0.001; scale -= 0.05 {
		above, head := o.part(common, sheetHead, scale, top)
		s := o.slip(scale, above.y)
		s.Framed(0.8, func() { o.figures(s, order) })
		below, foot := o.part(common, ending, scale, s.Y)
		if below.y <= sheetEnd {
			return s.Page.Marks, head, foot, nil
		}
	}
	return nil, head, foot, ErrTooLong
}

// slip is what the sheet is laid out on.
func (o Order) slip(scale, y float64) *slip {
	return &slip{
		words: text.In(o.Lang), training: o.Training, note: "training.orderNote",
		Column: ink.Column{Page: &ink.Page{}, Left: sheetMargin, Right: formWidth - sheetMargin, Y: y, Scale: scale},
	}
}

// head stands above the figures.
func (o Order) head(s *slip) {
	s.trainingBar()
	s.Write(sheetSmall, ink.ToRight, s.say("order.printed", text.Values{"At": o.At}))
	s.Write(brand, ink.ToLeft, "CeKR")
	s.Y += s.Height(brand)
	s.Para(sheetSmall, ink.ToLeft, s.say("slip.brand"))
	s.Gap(1.5)
	s.Para(sheetTitle, ink.ToLeft, s.say("order.title"))
	s.Gap(1.5)
	o.warnings(s)
}

// foot stands below the figures.
func (o Order) foot(s *slip, hasCode bool) {
	s.Gap(1.5)
	s.Para(sheetStep, ink.ToLeft, s.say("order.care"))
	s.Gap(2)
	threeWays(s, hasCode)
	s.Gap(2.5)
	s.foot(0.75, sheetSmall, s.say("order.portal"), s.say("receipt.lost"))
}

// threeWays writes the ways to pay side by side: without a code, none by camera.
func threeWays(s *slip, hasCode bool) {
	const between = 7.0
	ways := []string{"bank", "klik", "pen"}
	if hasCode {
		ways[2] = "camera"
	}
	left, right, top, low := s.Left, s.Right, s.Y, s.Y
	column := (s.Width() - 2*between) / 3
	for i, way := range ways {
		s.Left = left + float64(i)*(column+between)
		s.Right, s.Y = s.Left+column, top
		s.Para(sheetStep, ink.ToLeft, s.say("order."+way+".title"))
		s.Gap(0.6)
		s.Para(sheetText, ink.ToLeft, s.say("order."+way+".text"))
		low = max(low, s.Y)
	}
	s.Left, s.Right, s.Y = left, right, low
}

// warnings says what the desk could not make sure of.
func (o Order) warnings(s *slip) {
	for _, w := range []struct {
		say bool
		key string
	}{{o.Unverified, "unverified"}, {o.Assumed, "assumed"}} {
		if !w.say {
			continue
		}
		s.Framed(1.2, func() {
			s.Para(sheetStep, ink.ToLeft, s.say("order."+w.key+".title"))
			s.Para(sheetText, ink.ToLeft, s.say("order."+w.key+".text"))
		})
		s.Gap(2)
	}
}

// figures writes what has to be copied exactly, the numbers largest.
func (o Order) figures(s *slip, order upn.Order) {
	row := func(value ink.Style, key, what string) {
		if what != "" {
			s.Row(sheetLabel, value, s.say("order."+key), what)
			s.Gap(0.8)
		}
	}
	s.Gap(0.8)
	if o.MokID != "" {
		row(sheetValue, "mokId", inThrees(o.MokID))
	}
	if order.Amount.Cents > 0 {
		row(sheetNumber, "amount", s.money(order.Amount))
	} else {
		row(sheetValue, "amount", s.say("order.ownAmount"))
	}
	row(sheetNumber, "iban", noBreaks(order.PayeeIBAN.Printed()))
	row(sheetNumber, "reference", noBreaks(order.PayeeReference.Printed()))
	row(sheetValue, "payee", joined(order.Payee.Name, order.Payee.Street, order.Payee.Town))
	row(sheetValue, "purpose", joined(order.Code, order.Purpose))
}

func noBreaks(text string) string { return strings.ReplaceAll(text, " ", "\u00a0") }

// joined is the parts that are not empty, with commas between.
func joined(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, ", ")
}

// unverifiedNote stands in the customer's part of the form, below its last box, so that a form without a sheet says it too.
func (o Order) unverifiedNote(x, y float64) []ink.Mark {
	p := &ink.Page{}
	s := slip{words: text.In(o.Lang), Column: ink.Column{Page: p, Left: x + places[12].x1, Right: x + places[12].x2, Y: y + places[12].y2 + 0.8, Scale: 1}}
	s.Para(tiny, ink.ToLeft, s.say("order.unverified.note"))
	return p.Marks
}

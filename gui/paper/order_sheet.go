package paper

import (
	"strings"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/text"
)

// The styles of the customer's sheet.
var (
	sheetTitle  = style{sansBold, 19}
	sheetStep   = style{sansBold, 12}
	sheetText   = style{sans, 11}
	sheetLabel  = style{sans, 11}
	sheetValue  = style{sansBold, 13.5}
	sheetNumber = style{sansBold, 20}
	sheetSmall  = style{sans, 9.5}
)

const sheetMargin, sheetEnd = 15.0, footOfA4 - 5.0

// sheet draws, above the form, what a customer needs to pay the order anywhere: the figures in large type, which are marks of
// the page's own, and three ways. The type is as large as the room allows; ErrTooLong if even the smallest is too large.
func (o Order) sheet(order upn.Order, common *shared) (figures []mark, head, foot partKey, err error) {
	const largest, top = 1.3, 11
	ending := sheetFoot
	if order.Validate() != nil {
		ending = sheetFootPen
	}
	for scale := largest; scale >= smallest-0.001; scale -= 0.05 {
		above, head := o.part(common, sheetHead, scale, top)
		s := o.slip(scale, above.y)
		s.framed(0.8, func() { o.figures(s, order) })
		below, foot := o.part(common, ending, scale, s.y)
		if below.y <= sheetEnd {
			return s.page.marks, head, foot, nil
		}
	}
	return nil, head, foot, ErrTooLong
}

// slip is a pen for the sheet.
func (o Order) slip(scale, y float64) *slip {
	return &slip{
		words: text.In(o.Lang), training: o.Training, note: "training.orderNote",
		pen: pen{page: &page{}, left: sheetMargin, right: formWidth - sheetMargin, y: y, scale: scale},
	}
}

// head stands above the figures.
func (o Order) head(s *slip) {
	s.trainingBar()
	s.write(sheetSmall, toRight, s.say("order.printed", text.Values{"At": o.At}))
	s.write(brand, toLeft, "CeKR")
	s.y += s.height(brand)
	s.para(sheetSmall, toLeft, s.say("slip.brand"))
	s.gap(1.5)
	s.para(sheetTitle, toLeft, s.say("order.title"))
	s.gap(1.5)
	o.warnings(s)
}

// foot stands below the figures.
func (o Order) foot(s *slip, hasCode bool) {
	s.gap(1.5)
	s.para(sheetStep, toLeft, s.say("order.care"))
	s.gap(2)
	threeWays(s, hasCode)
	s.gap(2.5)
	s.foot(0.75, sheetSmall, s.say("order.portal"), s.say("receipt.lost"))
}

// threeWays writes the ways to pay side by side: without a code, none by camera.
func threeWays(s *slip, hasCode bool) {
	const between = 7.0
	ways := []string{"bank", "klik", "pen"}
	if hasCode {
		ways[2] = "camera"
	}
	left, right, top, low := s.left, s.right, s.y, s.y
	column := (s.width() - 2*between) / 3
	for i, way := range ways {
		s.left = left + float64(i)*(column+between)
		s.right, s.y = s.left+column, top
		s.para(sheetStep, toLeft, s.say("order."+way+".title"))
		s.gap(0.6)
		s.para(sheetText, toLeft, s.say("order."+way+".text"))
		low = max(low, s.y)
	}
	s.left, s.right, s.y = left, right, low
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
		s.framed(1.2, func() {
			s.para(sheetStep, toLeft, s.say("order."+w.key+".title"))
			s.para(sheetText, toLeft, s.say("order."+w.key+".text"))
		})
		s.gap(2)
	}
}

// figures writes what has to be copied exactly, the numbers largest.
func (o Order) figures(s *slip, order upn.Order) {
	row := func(value style, key, what string) {
		if what != "" {
			s.row(sheetLabel, value, s.say("order."+key), what)
			s.gap(0.8)
		}
	}
	s.gap(0.8)
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
func (o Order) unverifiedNote(x, y float64) []mark {
	p := &page{}
	s := slip{words: text.In(o.Lang), pen: pen{page: p, left: x + places[12].x1, right: x + places[12].x2, y: y + places[12].y2 + 0.8, scale: 1}}
	s.para(tiny, toLeft, s.say("order.unverified.note"))
	return p.marks
}

package paper

import (
	"time"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// shared is what the orders of one document have in common: the parts of their sheets, laid out once, and what lies under
// their pages, so that on most pages only an order's own figures are new.
type shared struct {
	parts map[partKey]part
	bases map[baseKey]*ink.Base
}

func newShared() *shared { return &shared{map[partKey]part{}, map[baseKey]*ink.Base{}} }

// part is a part of a sheet, and where it ends.
type part struct {
	marks []ink.Mark
	y     float64
}

// partKey is all that a part depends on.
type partKey struct {
	body                          body
	lang                          string
	at                            time.Time
	training, unverified, assumed bool
	scale, y                      float64
}

// body is which part of a sheet: what is above the figures, or what is below them when the form has a code or has none.
type body uint8

const (
	sheetHead body = iota
	sheetFoot
	sheetFootPen
)

// part lays a part out, unless another order has.
func (o Order) part(common *shared, body body, scale, y float64) (part, partKey) {
	key := partKey{body, o.Lang, o.At, o.Training, o.Unverified, o.Assumed, scale, y}
	laid, known := common.parts[key]
	if !known {
		s := o.slip(scale, y)
		if body == sheetHead {
			o.head(s)
		} else {
			o.foot(s, body == sheetFoot)
		}
		laid = part{s.Page.Marks, s.Y}
		common.parts[key] = laid
	}
	return laid, key
}

// baseKey is all that lies under an order's own figures.
type baseKey struct {
	layout               Layout
	lang                 string
	training, unverified bool
	right, down          float64 // the corner of the form
	head, foot           partKey // of a sheet
}

// under is what lies under an order on its layout, with its form's corner at right, down.
func (o Order) under(common *shared, head, foot partKey, right, down float64) *ink.Base {
	key := baseKey{o.Layout, o.Lang, o.Training, o.Unverified, right, down, head, foot}
	made, known := common.bases[key]
	if !known {
		p := &ink.Page{}
		if o.Layout.sheet() {
			p.Add(common.parts[head].marks...)
			p.Add(common.parts[foot].marks...)
		}
		switch {
		case !o.Layout.blank():
			p.Add(emptyForms[emptyForm{down, o.Training}]().Marks...)
		case o.Training:
			p.Add(formStamp(o.Layout.top())...)
		}
		if o.Layout.sheet() { // over the form's band, where to cut
			p.Add(ink.Line{X1: 0, Y1: footOfA4, X2: formWidth, Y2: footOfA4, Weight: fineWeight, Colour: darkGrey, Dash: []float64{1, 1}})
		}
		if o.Unverified {
			p.Add(o.unverifiedNote(right, down)...)
		}
		if len(p.Marks) > 0 {
			made = &ink.Base{Marks: p.Marks}
		}
		common.bases[key] = made
	}
	return made
}

package paper

import "time"

// shared is what the orders of one document have in common: the parts of their sheets, laid out once, and what lies under
// their pages, so that on most pages only an order's own figures are new.
type shared struct {
	parts map[partKey]part
	bases map[baseKey]*base
}

func newShared() *shared { return &shared{map[partKey]part{}, map[baseKey]*base{}} }

// part is a part of a sheet, and where it ends.
type part struct {
	marks []mark
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
		laid = part{s.page.marks, s.y}
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
func (o Order) under(common *shared, head, foot partKey, right, down float64) *base {
	key := baseKey{o.Layout, o.Lang, o.Training, o.Unverified, right, down, head, foot}
	made, known := common.bases[key]
	if !known {
		p := &page{}
		if o.Layout.sheet() {
			p.add(common.parts[head].marks...)
			p.add(common.parts[foot].marks...)
		}
		switch {
		case !o.Layout.blank():
			p.add(emptyForms[emptyForm{down, o.Training}]().marks...)
		case o.Training:
			p.add(formStamp(o.Layout.top())...)
		}
		if o.Layout.sheet() { // over the form's band, where to cut
			p.add(inkLine{x1: 0, y1: footOfA4, x2: formWidth, y2: footOfA4, weight: fineWeight, ink: darkGrey, dash: []float64{1, 1}})
		}
		if o.Unverified {
			p.add(o.unverifiedNote(right, down)...)
		}
		if len(p.marks) > 0 {
			made = &base{p.marks}
		}
		common.bases[key] = made
	}
	return made
}

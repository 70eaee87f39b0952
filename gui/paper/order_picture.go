package paper

import (
	"errors"
	"image"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// Picture is the order's page as PDF prints it, drawn so many pixels wide, from the same marks. Onto a pre-printed form the form itself
// shows faintly through, as it lies in the printer; it is not moved by the offset. An order that can't be printed yet, for want of a
// field or for one that is wrong, is drawn as far as it goes, without a code. Errors are ErrInvalid, ErrFormat, ErrTooLong and
// ErrUnreadable.
func (o Order) Picture(width int) (image.Image, error) {
	p, err := o.page()
	if _, unfinished := errors.AsType[*upn.Error](err); unfinished {
		p, err = o.pageWith(noCode)
	}
	if err != nil {
		return nil, err
	}
	return pictureOf(p, width, o.Layout.preprinted())
}

func noCode(upn.Order, float64, float64) ([]ink.Mark, error) { return nil, nil }

// preprinted is the form that is on the paper already; nil for plain paper.
func (l Layout) preprinted() *ink.Base {
	if !l.blank() {
		return nil
	}
	return emptyForms[emptyForm{l.top(), false}]()
}

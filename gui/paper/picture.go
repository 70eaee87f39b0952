package paper

import (
	"errors"
	"fmt"
	"image"
	drawing "image/draw"
	"math"

	"cekr.kranj.si/desk/client/upn"
)

// Bounds of a picture's width in pixels.
const (
	MinPicture = 64
	MaxPicture = 5000
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
	return p.picture(width, o.preprinted())
}

func noCode(upn.Order, float64, float64) ([]mark, error) { return nil, nil }

// preprinted is the form that is on the paper already; nil for plain paper.
func (o Order) preprinted() *base {
	switch o.Layout {
	case OnBlank:
		return emptyForms[emptyForm{0, false}]()
	case OnBlank4:
		return emptyForms[emptyForm{footOfA4, false}]()
	}
	return nil
}

// Picture is the receipt as PDF prints it, so many pixels wide. Errors are those of PDF, and ErrInvalid for a width out of bounds.
func (r Receipt) Picture(format Format, width int) (image.Image, error) {
	return r.common().picture(format, width, r.check(), r.draw)
}

// Picture is the note as PDF prints it; see Receipt.Picture.
func (c CashReceived) Picture(format Format, width int) (image.Image, error) {
	return c.common().picture(format, width, c.check(), c.draw)
}

// Picture is the close as PDF prints it; see Receipt.Picture.
func (d DrawerClose) Picture(format Format, width int) (image.Image, error) {
	return d.common().picture(format, width, d.check(), d.draw)
}

func (c common) picture(format Format, width int, wrong error, body func(*slip)) (image.Image, error) {
	if wrong != nil {
		return nil, wrong
	}
	p, err := c.page(format, body)
	if err != nil {
		return nil, err
	}
	return p.picture(width, nil)
}

// through is how far a form that is on the paper already is thinned towards white: seen, and not taken for what is printed.
const through = 0.62

// picture draws the page on white, over what is on the paper already.
func (p *page) picture(width int, under *base) (image.Image, error) {
	if width < MinPicture || width > MaxPicture {
		return nil, fmt.Errorf("%w: a picture of %d pixels", ErrInvalid, width)
	}
	b := brush{scale: float64(width) / p.width}
	b.to = image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(p.height*b.scale-1e-6))))
	drawing.Draw(b.to, b.to.Bounds(), image.White, image.Point{}, drawing.Src)
	if under != nil {
		b.faint = through
		for _, m := range under.marks {
			b.draw(m)
		}
		b.faint = 0
	}
	for m := range p.all() {
		b.draw(m)
	}
	return b.to, nil
}

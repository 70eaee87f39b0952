package paper

import (
	"fmt"
	"image"
	"time"

	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Calibration is a page to print onto a pre-printed form: its crosses fall on corners of the form's boxes, and their scales
// tell how far a printer is off. With the right Offset every cross lies on its corner.
type Calibration struct {
	Layout Layout // one of Blanks
	Offset Offset // what the printer is set to now
	At     time.Time
	Lang   string
}

// PDF is the page, at true size. ErrFormat for a layout that has no pre-printed form, ErrInvalid as for an Order.
func (c Calibration) PDF() ([]byte, error) {
	p, err := c.page()
	if err != nil {
		return nil, err
	}
	words := text.In(c.Lang)
	return ink.PDF(ink.About{Title: words.Say("paper.calibration.title"), Lang: words.Code(), At: c.At}, p)
}

// Picture is the page as PDF prints it, so many pixels wide, over the form that it is for. Errors are those of PDF, and ErrInvalid
// for a width out of bounds.
func (c Calibration) Picture(width int) (image.Image, error) {
	p, err := c.page()
	if err != nil {
		return nil, err
	}
	return pictureOf(p, width, c.Layout.preprinted())
}

// targets are the corners that the crosses aim at, in the form's millimetres: all where any printer can print.
func targets() [][2]float64 {
	return [][2]float64{{places[25].x1, places[25].y1}, {places[28].x2, places[28].y1}, {places[54].x1, places[54].y2}, {places[52].x2, places[52].y2}}
}

func (c Calibration) page() (*ink.Page, error) {
	if err := (Order{At: c.At, Layout: c.Layout, Offset: c.Offset}).check(); err != nil {
		return nil, err
	}
	if !c.Layout.blank() {
		return nil, fmt.Errorf("%w: %q has no pre-printed form", ErrFormat, string(c.Layout))
	}
	top := c.Layout.top()
	p := &ink.Page{Width: formWidth, Height: top + formHeight}
	for _, at := range targets() {
		cross(p, at[0]+c.Offset.Right, top+at[1]+c.Offset.Down)
	}
	n := ink.Column{Page: p, Left: places[30].x1, Right: places[30].x2, Y: top + 24, Scale: 1}
	words := text.In(c.Lang)
	n.Para(strong, ink.ToLeft, words.Say("paper.calibration.title"))
	n.Para(small, ink.ToLeft, words.Say("paper.calibration.text", text.Values{"Right": millimetres(c.Offset.Right), "Down": millimetres(c.Offset.Down)}))
	return p, nil
}

// millimetres is a length to the tenth, as both languages read it in a setting.
func millimetres(v float64) string { return fmt.Sprintf("%.1f", v+0) }

// cross draws two hairlines through a point, with a tick every millimetre and a longer one every five.
func cross(p *ink.Page, x, y float64) {
	const reach, tick, fifth = 5, 0.5, 1.0
	hair := func(x1, y1, x2, y2 float64) {
		p.Add(ink.Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Weight: fineWeight, Colour: ink.Black})
	}
	hair(x-reach, y, x+reach, y)
	hair(x, y-reach, x, y+reach)
	for i := -reach; i <= reach; i++ {
		length := tick
		if i%5 == 0 {
			length = fifth
		}
		at := float64(i)
		hair(x+at, y-length, x+at, y+length)
		hair(x-length, y+at, x+length, y+at)
	}
}

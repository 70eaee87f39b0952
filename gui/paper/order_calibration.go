package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/gui/text"
)

// Calibration is a page to print onto a pre-printed form: its crosses fall on corners of the form's boxes, and their scales
// tell how far a printer is off. With the right Offset every cross lies on its corner.
type Calibration struct {
	Layout Layout // OnBlank or OnBlank4
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
	return writePDF(about{title: words.Say("paper.calibration.title"), lang: words.Code(), at: c.At}, p)
}

// targets are the corners that the crosses aim at, in the form's millimetres: all where any printer can print.
func targets() [][2]float64 {
	return [][2]float64{{places[25].x1, places[25].y1}, {places[28].x2, places[28].y1}, {places[54].x1, places[54].y2}, {places[52].x2, places[52].y2}}
}

func (c Calibration) page() (*page, error) {
	if err := (Order{At: c.At, Layout: c.Layout, Offset: c.Offset}).check(); err != nil {
		return nil, err
	}
	p, top := &page{width: formWidth, height: formHeight}, 0.0
	switch c.Layout {
	case OnBlank:
	case OnBlank4:
		p.height, top = footOfA4+formHeight, footOfA4
	default:
		return nil, fmt.Errorf("%w: %q has no pre-printed form", ErrFormat, c.Layout)
	}
	for _, at := range targets() {
		cross(p, at[0]+c.Offset.Right, top+at[1]+c.Offset.Down)
	}
	n := pen{page: p, left: places[30].x1, right: places[30].x2, y: top + 24, scale: 1}
	words := text.In(c.Lang)
	n.para(strong, toLeft, words.Say("paper.calibration.title"))
	n.para(small, toLeft, words.Say("paper.calibration.text", text.Values{"Right": millimetres(c.Offset.Right), "Down": millimetres(c.Offset.Down)}))
	return p, nil
}

// millimetres is a length to the tenth, as both languages read it in a setting.
func millimetres(v float64) string { return fmt.Sprintf("%.1f", v+0) }

// cross draws two hairlines through a point, with a tick every millimetre and a longer one every five.
func cross(p *page, x, y float64) {
	const reach, tick, fifth = 5, 0.5, 1.0
	hair := func(x1, y1, x2, y2 float64) {
		p.add(inkLine{x1: x1, y1: y1, x2: x2, y2: y2, weight: fineWeight, ink: black})
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

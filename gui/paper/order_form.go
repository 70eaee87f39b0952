package paper

import (
	"slices"
	"sync"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// emptyForms are the forms that orders are filled into, each drawn once: where a layout has it, real or stamped for training.
var emptyForms = map[emptyForm]func() *ink.Base{}

type emptyForm struct {
	top      float64
	training bool
}

func init() {
	for _, l := range layouts {
		emptyForms[emptyForm{l.top, false}] = sync.OnceValue(func() *ink.Base { return &ink.Base{Marks: form(0, l.top)} })
		emptyForms[emptyForm{l.top, true}] = sync.OnceValue(func() *ink.Base { return &ink.Base{Marks: form(0, l.top, formStamp(l.top)...)} })
	}
}

// form draws the empty UPN form with its top left corner at x, y of a page. A stamp lies on its fields, under its lines
// and words.
func form(x, y float64, stamp ...ink.Mark) []ink.Mark {
	f := formDrawing{x: x, y: y}
	f.bands()
	f.boxes()
	f.marks = append(f.marks, stamp...)
	f.lines()
	for _, c := range celled {
		f.cells(c)
	}
	f.signature()
	for _, c := range formCaptions {
		f.caption(c)
	}
	for _, n := range scanMarks {
		f.area(places[n], ink.Black)
	}
	f.line(receiptEnd, 0, receiptEnd, formHeight, fineWeight, darkGrey, 0.5*ink.Point)
	return f.marks
}

// formDrawing collects marks that are given in the form's own millimetres.
type formDrawing struct {
	x, y  float64
	marks []ink.Mark
}

func (f *formDrawing) area(p place, of ink.Colour) {
	f.marks = append(f.marks, ink.Box{X: f.x + p.x1, Y: f.y + p.y1, W: p.width(), H: p.height(), Fill: &of})
}

func (f *formDrawing) line(x1, y1, x2, y2, weight float64, of ink.Colour, dash ...float64) {
	f.marks = append(f.marks, ink.Line{X1: f.x + x1, Y1: f.y + y1, X2: f.x + x2, Y2: f.y + y2, Weight: weight, Colour: of, Dash: dash})
}

func (f *formDrawing) box(n int, fill *ink.Colour) {
	p := places[n]
	f.marks = append(f.marks, ink.Box{X: f.x + p.x1, Y: f.y + p.y1, W: p.width(), H: p.height(), Fill: fill, Edge: &red, Weight: boxWeight})
}

func (f *formDrawing) bands() {
	f.area(place{receiptEnd, 0, formWidth, bandsMeet}, redBand)
	f.area(place{receiptEnd, bandsMeet, formWidth, formHeight}, yellow)
}

func (f *formDrawing) boxes() {
	for _, n := range receiptBoxes {
		f.box(n, nil)
	}
	for _, n := range orderBoxes {
		f.box(n, &ink.White)
	}
	for _, n := range choiceBoxes {
		f.box(n, &ink.White)
	}
}

func (f *formDrawing) lines() {
	for _, n := range choiceBoxes {
		p := places[n]
		f.line(p.x1, p.y1, p.x2, p.y2, fineWeight, red)
		f.line(p.x1, p.y2, p.x2, p.y1, fineWeight, red)
	}
	for _, n := range dashedLines {
		p := places[n]
		f.line(p.x1, p.y1, p.x2, p.y2, fineWeight, red, 0.5*ink.Point, 0.2*ink.Point)
	}
	f.guides()
}

// guides are the short strokes inside the edges of A25 that show how far the code may stray.
func (f *formDrawing) guides() {
	const length = 0.6
	field, g := places[25], places[21]
	for _, x := range []float64{g.x1, g.x2} {
		f.line(x, field.y1, x, field.y1+length, fineWeight, red)
		f.line(x, field.y2-length, x, field.y2, fineWeight, red)
	}
	for _, y := range []float64{g.y1, g.y2} {
		f.line(field.x1, y, field.x1+length, y, fineWeight, red)
		f.line(field.x2-length, y, field.x2, y, fineWeight, red)
	}
}

func (f *formDrawing) cells(c cells) {
	p := places[c.box]
	x := p.x1
	for i, width := range c.widths {
		x += width
		switch after := i + 1; {
		case slices.Contains(c.bold, after):
			f.line(x, p.y1, x, p.y2, boxWeight, red)
		case slices.Contains(c.thin, after):
			f.line(x, p.y1, x, p.y2, fineWeight, red)
		default:
			f.line(x, p.y1, x, p.y2, fineWeight, red, c.tick)
		}
		if slices.Contains(c.dots, i+1) {
			f.area(place{x - 0.35, p.y2 - 0.8, x + 0.35, p.y2}, red)
		}
		if c.comma == i+1 {
			f.comma(x, p.y2)
		}
	}
}

// comma is the mark that parts euros from cents: a red field with a white comma in it, drawn and not written, so that the
// form's text has no stray sign.
func (f *formDrawing) comma(x, foot float64) {
	f.area(place{x - 0.35, foot - 1.2, x + 0.35, foot}, red)
	f.area(place{x - 0.16, foot - 0.95, x + 0.16, foot - 0.62}, ink.White)
	f.line(x+0.09, foot-0.7, x-0.1, foot-0.3, 0.4, ink.White)
}

func (f *formDrawing) signature() {
	p := places[57]
	f.line(p.x1, p.y1, p.x2, p.y2, boxWeight, red)
}

// caption sets a caption so that it spans its place; our type is a little wider or narrower than the standard's.
func (f *formDrawing) caption(c formCaption) {
	p, codes := places[c.place], ink.Encode(c.text)
	t := ink.Text{Y: f.y + c.baseline, Face: c.face, Size: c.size, Colour: c.colour, Codes: codes}
	before, after := 0.0, 0.0
	if c.bare {
		before, after = c.face.Bearings(codes, c.size)
	}
	t.Stretch = p.width() / (c.face.Width(codes, c.size) - before - after)
	t.X = f.x + p.x1 - before*t.Stretch
	f.marks = append(f.marks, t)
}

package ink

import "iter"

// Page is a sheet of paper of the given size and what is drawn on it, in order: later marks lie over
// earlier ones, and all over the base. All lengths are millimetres, from the top left corner, y downwards.
type Page struct {
	Width, Height float64
	Base          *Base // may be nil
	Marks         []Mark
}

// Base is what many pages of one size have in common. A document writes it once, however many pages use it.
type Base struct{ Marks []Mark }

// All is every mark on the page, the base's first.
func (p *Page) All() iter.Seq[Mark] {
	return func(yield func(Mark) bool) {
		if p.Base != nil {
			for _, m := range p.Base.Marks {
				if !yield(m) {
					return
				}
			}
		}
		for _, m := range p.Marks {
			if !yield(m) {
				return
			}
		}
	}
}

// Add draws marks over what is on the page.
func (p *Page) Add(m ...Mark) { p.Marks = append(p.Marks, m...) }

// Mark is one thing drawn: Text, Box, Line or Code.
type Mark interface{ isMark() }

// Text is one line of text. X, Y is the left end of its baseline.
type Text struct {
	X, Y    float64
	Face    Face
	Size    float64 // points
	Stretch float64 // horizontal scale; 0 is 1, below 1 is narrower
	Turn    float64 // degrees, anticlockwise about X, Y
	Colour  Colour
	Codes   []byte // Windows-1250, by Encode
}

// Width is the length of the text along its baseline.
func (t Text) Width() float64 {
	w := t.Face.Width(t.Codes, t.Size)
	if t.Stretch != 0 {
		w *= t.Stretch
	}
	return w
}

// Box is a rectangle, filled or outlined or both: a nil colour is not drawn.
type Box struct {
	X, Y, W, H float64
	Fill, Edge *Colour
	Weight     float64 // of the edge, points
}

// Line is a straight line, dashed if Dash is not empty: lengths on, off, on, … in millimetres.
type Line struct {
	X1, Y1, X2, Y2 float64
	Weight         float64 // points
	Dash           []float64
	Colour         Colour
}

// Code is a QR symbol without its quiet zone, dark modules as black squares of the given side.
type Code struct {
	X, Y, Module float64
	Rows         [][]bool
}

func (Text) isMark() {}
func (Box) isMark()  {}
func (Line) isMark() {}
func (Code) isMark() {}

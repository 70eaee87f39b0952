package paper

import (
	"image"
	"image/color"
	"iter"
	"math"

	"golang.org/x/image/vector"
)

// brush draws marks into a picture of so many pixels to the millimetre: the second pen beside quill, for the same marks. Its edges
// are smooth, but lines that lie or stand take whole pixels, one at least, as PDF viewers draw them: else the form's fine lines would be
// pale on a screen, and each another grey.
type brush struct {
	to     *image.RGBA
	scale  float64 // pixels to the millimetre
	faint  float64 // how far inks are thinned towards white, 0 to 1
	raster vector.Rasterizer
}

// dot is a place in pixels.
type dot struct{ x, y float64 }

func (b *brush) draw(m mark) {
	switch m := m.(type) {
	case inkText:
		b.text(m)
	case inkBox:
		b.box(m)
	case inkLine:
		b.line(m)
	case inkCode:
		b.code(m)
	}
}

func (b *brush) at(x, y float64) dot { return dot{x * b.scale, y * b.scale} }

// shape is closed outlines to be filled together, in pixels.
type shape struct {
	steps                  []step
	left, top, right, foot float64
}

// step is a line to a place, or a curve by way of another; the first of an outline begins it.
type step struct {
	begins, curved bool
	by, to         dot
}

func newShape() *shape {
	return &shape{left: math.Inf(1), top: math.Inf(1), right: math.Inf(-1), foot: math.Inf(-1)}
}

func (s *shape) reach(d dot) {
	s.left, s.top = min(s.left, d.x), min(s.top, d.y)
	s.right, s.foot = max(s.right, d.x), max(s.foot, d.y)
}

func (s *shape) add(t step) {
	s.reach(t.to)
	if t.curved {
		s.reach(t.by)
	}
	s.steps = append(s.steps, t)
}

func (s *shape) polygon(corners ...dot) {
	for i, c := range corners {
		s.add(step{begins: i == 0, to: c})
	}
}

// fill paints a shape.
func (b *brush) fill(s *shape, of ink) {
	if len(s.steps) == 0 {
		return
	}
	frame := image.Rect(int(math.Floor(s.left)), int(math.Floor(s.top)), int(math.Ceil(s.right))+1, int(math.Ceil(s.foot))+1)
	if frame = frame.Intersect(b.to.Bounds()); frame.Empty() {
		return
	}
	b.raster.Reset(frame.Dx(), frame.Dy())
	place := func(d dot) (x, y float32) {
		return float32(d.x - float64(frame.Min.X)), float32(d.y - float64(frame.Min.Y))
	}
	for i, t := range s.steps {
		x, y := place(t.to)
		switch {
		case t.begins:
			if i > 0 {
				b.raster.ClosePath()
			}
			b.raster.MoveTo(x, y)
		case t.curved:
			byX, byY := place(t.by)
			b.raster.QuadTo(byX, byY, x, y)
		default:
			b.raster.LineTo(x, y)
		}
	}
	b.raster.ClosePath()
	b.raster.Draw(b.to, frame, image.NewUniform(b.screen(of)), image.Point{})
}

// screen is the colour of an ink on a screen.
func (b *brush) screen(of ink) color.RGBA {
	red, green, blue := of.light()
	shade := func(v float64) uint8 {
		return uint8(math.Round(255 * (v + (1-v)*b.faint)))
	}
	return color.RGBA{shade(red), shade(green), shade(blue), 0xff}
}

func (b *brush) box(m inkBox) {
	if m.fill != nil {
		s := newShape()
		s.polygon(b.at(m.x, m.y), b.at(m.x+m.w, m.y), b.at(m.x+m.w, m.y+m.h), b.at(m.x, m.y+m.h))
		b.fill(s, *m.fill)
	}
	if m.edge == nil {
		return
	}
	left, leftIn := b.snapped(m.x, m.weight)
	top, topIn := b.snapped(m.y, m.weight)
	rightIn, right := b.snapped(m.x+m.w, m.weight)
	footIn, foot := b.snapped(m.y+m.h, m.weight)
	s := newShape()
	s.polygon(dot{left, top}, dot{right, top}, dot{right, foot}, dot{left, foot})
	s.polygon(dot{leftIn, topIn}, dot{leftIn, footIn}, dot{rightIn, footIn}, dot{rightIn, topIn})
	b.fill(s, *m.edge)
}

// snapped is the whole pixels across which a line of a weight in points lies at a place in millimetres.
func (b *brush) snapped(at, weight float64) (from, to float64) {
	half := weight * mm / 2
	from, to = math.Round((at-half)*b.scale), math.Round((at+half)*b.scale)
	return from, max(to, from+1)
}

func (b *brush) line(l inkLine) {
	s := newShape()
	from, to := b.at(l.x1, l.y1), b.at(l.x2, l.y2)
	length := math.Hypot(to.x-from.x, to.y-from.y)
	if length == 0 {
		return
	}
	alongX, alongY := (to.x-from.x)/length, (to.y-from.y)/length
	// The line's edges, as steps across from its axis.
	before, after := -max(l.weight*mm*b.scale, 1)/2, max(l.weight*mm*b.scale, 1)/2
	switch {
	case l.y1 == l.y2:
		before, after = b.snapped(l.y1, l.weight)
		before, after = (before-from.y)*alongX, (after-from.y)*alongX
	case l.x1 == l.x2:
		before, after = b.snapped(l.x1, l.weight)
		before, after = (from.x-before)*alongY, (from.x-after)*alongY
	}
	point := func(along, across float64) dot {
		return dot{from.x + alongX*along - alongY*across, from.y + alongY*along + alongX*across}
	}
	for begin, end := range dashes(length, l.dash, b.scale) {
		s.polygon(point(begin, before), point(end, before), point(end, after), point(begin, after))
	}
	b.fill(s, l.ink)
}

// dashes are the parts of a line that are drawn, from and to; all of it without a dash.
func dashes(length float64, dash []float64, scale float64) iter.Seq2[float64, float64] {
	return func(yield func(float64, float64) bool) {
		if len(dash) == 0 {
			yield(0, length)
			return
		}
		for i, begin := 0, 0.0; begin < length; i++ {
			end := begin + dash[i%len(dash)]*scale
			if end <= begin || i%2 == 0 && !yield(begin, min(end, length)) {
				return // a dash of no length would never end
			}
			begin = end
		}
	}
}

// code fills the symbol as one shape, so that no seams show between its modules.
func (b *brush) code(c inkCode) {
	s := newShape()
	for y, row := range c.rows {
		for x := 0; x < len(row); x++ {
			end := x
			for end < len(row) && row[end] {
				end++
			}
			if end > x {
				left, right := c.x+float64(x)*c.module, c.x+float64(end)*c.module
				top, foot := c.y+float64(y)*c.module, c.y+float64(y+1)*c.module
				s.polygon(b.at(left, top), b.at(right, top), b.at(right, foot), b.at(left, foot))
				x = end
			}
		}
	}
	b.fill(s, black)
}

// text sets each letter where a PDF's viewer would, by the widths that the PDF names.
func (b *brush) text(t inkText) {
	m, glyphs := t.face.metrics(), t.face.outlines()
	squeeze := t.squeeze
	if squeeze == 0 {
		squeeze = 1
	}
	sin, cos := math.Sincos(t.turn * math.Pi / 180)
	em := t.size * mm * b.scale // pixels
	origin, along := b.at(t.x, t.y), 0.0
	s := newShape()
	for _, code := range t.codes {
		place := func(d dot) dot { // from ems, y upwards
			x, y := (along+d.x)*em*squeeze, d.y*em
			return dot{origin.x + x*cos - y*sin, origin.y - x*sin - y*cos}
		}
		for _, o := range glyphs[code] {
			o.to = place(o.to)
			if o.curved {
				o.by = place(o.by)
			}
			s.add(o)
		}
		along += float64(m.widths[code]) / 1000
	}
	b.fill(s, t.ink)
}

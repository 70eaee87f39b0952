package ink

import (
	"image"
	"image/draw"
	"iter"
	"math"
)

func (r *raster) box(m Box) {
	if m.Fill != nil {
		s := newShape()
		s.polygon(r.at(m.X, m.Y), r.at(m.X+m.W, m.Y), r.at(m.X+m.W, m.Y+m.H), r.at(m.X, m.Y+m.H))
		r.fill(s, *m.Fill)
	}
	if m.Edge == nil {
		return
	}
	left, leftIn := r.snapped(m.X, m.Weight)
	top, topIn := r.snapped(m.Y, m.Weight)
	rightIn, right := r.snapped(m.X+m.W, m.Weight)
	footIn, foot := r.snapped(m.Y+m.H, m.Weight)
	s := newShape()
	s.polygon(point{left, top}, point{right, top}, point{right, foot}, point{left, foot})
	s.polygon(point{leftIn, topIn}, point{leftIn, footIn}, point{rightIn, footIn}, point{rightIn, topIn})
	r.fill(s, *m.Edge)
}

// snapped is the whole pixels across which a line of a weight in points lies at a place in millimetres.
func (r *raster) snapped(at, weight float64) (from, to float64) {
	half := weight * Point / 2
	from, to = math.Round((at-half)*r.scale), math.Round((at+half)*r.scale)
	return from, max(to, from+1)
}

func (r *raster) line(l Line) {
	s := newShape()
	from, to := r.at(l.X1, l.Y1), r.at(l.X2, l.Y2)
	length := math.Hypot(to.x-from.x, to.y-from.y)
	if length == 0 {
		return
	}
	alongX, alongY := (to.x-from.x)/length, (to.y-from.y)/length
	// The line's edges, as steps across from its axis.
	before, after := -max(l.Weight*Point*r.scale, 1)/2, max(l.Weight*Point*r.scale, 1)/2
	switch {
	case l.Y1 == l.Y2:
		before, after = r.snapped(l.Y1, l.Weight)
		before, after = (before-from.y)*alongX, (after-from.y)*alongX
	case l.X1 == l.X2:
		before, after = r.snapped(l.X1, l.Weight)
		before, after = (from.x-before)*alongY, (from.x-after)*alongY
	}
	place := func(along, across float64) point {
		return point{from.x + alongX*along - alongY*across, from.y + alongY*along + alongX*across}
	}
	for begin, end := range dashes(length, l.Dash, r.scale) {
		s.polygon(place(begin, before), place(end, before), place(end, after), place(begin, after))
	}
	r.fill(s, l.Colour)
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

// code draws the symbol as viewers draw an image: it takes every pixel that it touches, and its modules share them, each whole ones. A
// reader finds modules of which some are a pixel wider than others, and loses grey ones.
func (r *raster) code(c Code) {
	black := image.NewUniform(r.screen(Black))
	columns, lines := r.shared(c.X, c.Module, len(c.Rows)), r.shared(c.Y, c.Module, len(c.Rows))
	for y, row := range c.Rows {
		for x := 0; x < len(row); x++ {
			end := x
			for end < len(row) && row[end] {
				end++
			}
			if end > x {
				draw.Draw(r.to, image.Rect(columns[x], lines[y], columns[end], lines[y+1]), black, image.Point{}, draw.Src)
				x = end
			}
		}
	}
}

// shared are the pixels at which n modules that begin at a place begin, and where the last one ends.
func (r *raster) shared(at, module float64, n int) []int {
	const exact = 1e-6
	from, to := int(math.Floor(at*r.scale+exact)), int(math.Ceil((at+float64(n)*module)*r.scale-exact))
	begins := make([]int, n+1)
	for i := range begins {
		begins[i] = from + i*(to-from)/n
	}
	return begins
}

// text sets each letter where a PDF's viewer would, by the widths that the PDF names.
func (r *raster) text(t Text) {
	m, glyphs := t.Face.metrics(), t.Face.outlines()
	stretch := t.Stretch
	if stretch == 0 {
		stretch = 1
	}
	sin, cos := math.Sincos(t.Turn * math.Pi / 180)
	em := t.Size * Point * r.scale // pixels
	origin, along := r.at(t.X, t.Y), 0.0
	s := newShape()
	for _, code := range t.Codes {
		place := func(p point) point { // from ems, y upwards
			x, y := (along+p.x)*em*stretch, p.y*em
			return point{origin.x + x*cos - y*sin, origin.y - x*sin - y*cos}
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
	r.fill(s, t.Colour)
}

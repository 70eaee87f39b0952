package ink

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// formFaintness is how far a form that is on the paper already is thinned towards white: seen, and not taken for what is printed.
const formFaintness = 0.62

// Picture draws the page on white, so many pixels wide, from the same marks as the PDF. Below them all, and faint, lies
// what is on the paper already; nil for plain paper. The width is at least 1.
func (p *Page) Picture(width int, paper *Base) *image.RGBA {
	r := raster{scale: float64(width) / p.Width}
	r.to = image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(p.Height*r.scale-1e-6))))
	draw.Draw(r.to, r.to.Bounds(), image.White, image.Point{}, draw.Src)
	if paper != nil {
		r.faint = formFaintness
		for _, m := range paper.Marks {
			r.draw(m)
		}
		r.faint = 0
	}
	for m := range p.All() {
		r.draw(m)
	}
	return r.to
}

// raster draws marks into a picture of so many pixels to the millimetre, as content draws them into a PDF. Its edges
// are smooth, but lines that lie or stand take whole pixels, one at least, as PDF viewers draw them: else the form's fine lines would be
// pale on a screen, and each another grey.
type raster struct {
	to     *image.RGBA
	scale  float64 // pixels to the millimetre
	faint  float64 // how far colours are thinned towards white, 0 to 1
	filler vector.Rasterizer
}

func (r *raster) draw(m Mark) {
	switch m := m.(type) {
	case Text:
		r.text(m)
	case Box:
		r.box(m)
	case Line:
		r.line(m)
	case Code:
		r.code(m)
	}
}

func (r *raster) at(x, y float64) point { return point{x * r.scale, y * r.scale} }

// fill paints a shape.
func (r *raster) fill(s *shape, of Colour) {
	if len(s.segments) == 0 {
		return
	}
	frame := s.frame().Intersect(r.to.Bounds())
	if frame.Empty() {
		return
	}
	r.filler.Reset(frame.Dx(), frame.Dy())
	place := func(p point) (x, y float32) {
		return float32(p.x - float64(frame.Min.X)), float32(p.y - float64(frame.Min.Y))
	}
	for i, t := range s.segments {
		x, y := place(t.to)
		switch {
		case t.begins:
			if i > 0 {
				r.filler.ClosePath()
			}
			r.filler.MoveTo(x, y)
		case t.curved:
			byX, byY := place(t.by)
			r.filler.QuadTo(byX, byY, x, y)
		default:
			r.filler.LineTo(x, y)
		}
	}
	r.filler.ClosePath()
	r.filler.Draw(r.to, frame, image.NewUniform(r.screen(of)), image.Point{})
}

// screen is a colour on a screen, as faint as what is drawn.
func (r *raster) screen(of Colour) color.RGBA {
	red, green, blue := of.screen()
	shade := func(v float64) uint8 {
		return uint8(math.Round(255 * (v + (1-v)*r.faint)))
	}
	return color.RGBA{shade(red), shade(green), shade(blue), 0xff}
}

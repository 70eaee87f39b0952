package ink

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"math"
	"slices"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// content draws marks on gofpdf's current page. It writes the drawing operators itself: gofpdf mixes no
// CMYK, and its own calls would write each of a code's modules as a rectangle far from the last.
type content struct {
	pdf  *gofpdf.Fpdf
	page *Page
	buf  *bytes.Buffer

	// What the page's state is known to be; a mark says only what changes.
	fill, edge       Colour
	hasFill, hasEdge bool
	weight           float64
	dash             []float64
	face             Face
	size             float64
	stretch          float64 // 0 until it is known
	hasFont          bool
}

func (c *content) draw(m Mark) {
	switch m := m.(type) {
	case Text:
		c.text(m)
	case Box:
		c.box(m)
	case Line:
		c.line(m)
	case Code:
		c.code(m)
	}
	if c.buf.Len() > 0 {
		c.pdf.RawWriteStr(string(bytes.TrimRight(c.buf.Bytes(), " \n")))
		c.buf.Reset()
	}
}

func (c *content) text(t Text) {
	if !c.hasFont || c.face != t.Face || c.size != t.Size {
		c.pdf.SetFont(faceFiles[t.Face], "", t.Size)
		c.face, c.size, c.hasFont = t.Face, t.Size, true
	}
	c.setFill(t.Colour)
	if stretch := cmp.Or(t.Stretch, 1); stretch != c.stretch {
		c.numbers(stretch * 100).op("Tz")
		c.stretch = stretch
	}
	c.op("BT")
	if t.Turn == 0 {
		c.point(t.X, t.Y).op("Td")
	} else {
		sin, cos := math.Sincos(t.Turn * math.Pi / 180)
		c.numbers(cos, sin, -sin, cos).point(t.X, t.Y).op("Tm")
	}
	c.literal(t.Codes)
	c.op("Tj ET")
}

func (c *content) box(b Box) {
	paint := ""
	switch {
	case b.Fill != nil && b.Edge != nil:
		paint = "B"
	case b.Fill != nil:
		paint = "f"
	case b.Edge != nil:
		paint = "S"
	default:
		return
	}
	if b.Fill != nil {
		c.setFill(*b.Fill)
	}
	if b.Edge != nil {
		c.setEdge(*b.Edge, b.Weight, nil)
	}
	c.point(b.X, b.Y+b.H).numbers(b.W/Point, b.H/Point).op("re").op(paint)
}

func (c *content) line(l Line) {
	c.setEdge(l.Colour, l.Weight, l.Dash)
	c.point(l.X1, l.Y1).op("m").point(l.X2, l.Y2).op("l S")
}

// dotsDown is how many dots of an image a module has one below the other; across it has one. With one each, readers lose codes in some
// viewers' pages up to 150 dots to the inch, with two down hardly any from 110 on, and more gain nothing.
const dotsDown = 2

// code draws a symbol as one image, which paints its dark dots and leaves the paper as it is elsewhere. It must be
// one thing: areas filled one by one leave fine light seams where they touch, and at 300 dots to the inch some readers then see
// nothing. Its rows are written in hexadecimal, so that no dots can be taken for the image's end.
func (c *content) code(m Code) {
	c.setFill(Black)
	n := len(m.Rows)
	side := float64(n) * m.Module
	c.op("q").numbers(side/Point, 0, 0, side/Point).point(m.X, m.Y+side).op("cm")
	c.buf.WriteString("BI /IM true /D [1 0] /W ")
	c.digits(n).buf.WriteString("/H ")
	c.digits(n * dotsDown).op("/F /AHx ID")
	for _, row := range m.Rows {
		dots := packed(row)
		for range dotsDown {
			c.buf.Write(hex.AppendEncode(c.buf.AvailableBuffer(), dots))
		}
	}
	c.op(">").op("EI").op("Q")
}

// setFill chooses the colour of letters and areas. What is black alone is written as grey.
func (c *content) setFill(of Colour) {
	if c.hasFill && c.fill == of {
		return
	}
	c.fill, c.hasFill = of, true
	c.colour(of, "g", "k")
}

// setEdge chooses the colour, weight and dashes of lines.
func (c *content) setEdge(of Colour, weight float64, dash []float64) {
	if !c.hasEdge || c.edge != of {
		c.colour(of, "G", "K")
	}
	if !c.hasEdge || c.weight != weight {
		c.numbers(weight).op("w")
	}
	if !c.hasEdge || !slices.Equal(c.dash, dash) {
		c.buf.WriteByte('[')
		for _, length := range dash {
			c.numbers(length / Point)
		}
		c.op("] 0 d")
	}
	c.edge, c.weight, c.dash, c.hasEdge = of, weight, dash, true
}

func (c *content) colour(of Colour, grey, cmyk string) {
	if of.C == 0 && of.M == 0 && of.Y == 0 {
		c.numbers(1 - of.K).op(grey)
		return
	}
	c.numbers(of.C, of.M, of.Y, of.K).op(cmyk)
}

// point writes a place on the page as PDF counts it: points from the bottom left corner.
func (c *content) point(x, y float64) *content {
	return c.numbers(x/Point, (c.page.Height-y)/Point)
}

// numbers writes figures to 1/1000: a third of a micrometre.
func (c *content) numbers(values ...float64) *content {
	for _, v := range values {
		v = math.Round(v*1000) / 1000
		if v == 0 {
			v = 0 // not -0
		}
		c.buf.Write(strconv.AppendFloat(c.buf.AvailableBuffer(), v, 'f', -1, 64))
		c.buf.WriteByte(' ')
	}
	return c
}

func (c *content) digits(values ...int) *content {
	for _, n := range values {
		c.buf.Write(strconv.AppendInt(c.buf.AvailableBuffer(), int64(n), 10))
		c.buf.WriteByte(' ')
	}
	return c
}

func (c *content) op(name string) *content {
	c.buf.WriteString(name)
	c.buf.WriteByte('\n')
	return c
}

// literal writes a string between parentheses, with what would end it escaped.
func (c *content) literal(codes []byte) {
	c.buf.WriteByte('(')
	for _, code := range codes {
		if code == '(' || code == ')' || code == '\\' {
			c.buf.WriteByte('\\')
		}
		c.buf.WriteByte(code)
	}
	c.buf.WriteString(") ")
}

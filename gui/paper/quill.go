package paper

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// quill draws marks on gofpdf's current page. It writes the drawing operators itself: gofpdf mixes no
// CMYK, and its own calls would write each of a code's modules as a rectangle far from the last.
type quill struct {
	pdf  *gofpdf.Fpdf
	page *page
	buf  *bytes.Buffer

	// What the page's state is known to be; a drawing says only what changes.
	fill, edge   ink
	inked, edged bool
	weight       float64
	dash         []float64
	face         face
	size         float64
	squeeze      float64 // 0 until it is known
	fonted       bool
}

func (q *quill) draw(m mark) {
	switch m := m.(type) {
	case inkText:
		q.text(m)
	case inkBox:
		q.box(m)
	case inkLine:
		q.line(m)
	case inkCode:
		q.code(m)
	}
	if q.buf.Len() > 0 {
		q.pdf.RawWriteStr(string(bytes.TrimRight(q.buf.Bytes(), " \n")))
		q.buf.Reset()
	}
}

func (q *quill) text(t inkText) {
	if !q.fonted || q.face != t.face || q.size != t.size {
		q.pdf.SetFont(faceFiles[t.face], "", t.size)
		q.face, q.size, q.fonted = t.face, t.size, true
	}
	q.setFill(t.ink)
	if squeeze := cmp.Or(t.squeeze, 1); squeeze != q.squeeze {
		q.numbers(squeeze * 100).op("Tz")
		q.squeeze = squeeze
	}
	q.op("BT")
	if t.turn == 0 {
		q.point(t.x, t.y).op("Td")
	} else {
		sin, cos := math.Sincos(t.turn * math.Pi / 180)
		q.numbers(cos, sin, -sin, cos).point(t.x, t.y).op("Tm")
	}
	q.literal(t.codes)
	q.op("Tj ET")
}

func (q *quill) box(b inkBox) {
	paint := ""
	switch {
	case b.fill != nil && b.edge != nil:
		paint = "B"
	case b.fill != nil:
		paint = "f"
	case b.edge != nil:
		paint = "S"
	default:
		return
	}
	if b.fill != nil {
		q.setFill(*b.fill)
	}
	if b.edge != nil {
		q.setEdge(*b.edge, b.weight, nil)
	}
	q.point(b.x, b.y+b.h).numbers(b.w/mm, b.h/mm).op("re").op(paint)
}

func (q *quill) line(l inkLine) {
	q.setEdge(l.ink, l.weight, l.dash)
	q.point(l.x1, l.y1).op("m").point(l.x2, l.y2).op("l S")
}

// setFill chooses the ink of letters and areas. Ink without colour is written as grey.
func (q *quill) setFill(i ink) {
	if q.inked && q.fill == i {
		return
	}
	q.fill, q.inked = i, true
	q.colour(i, "g", "k")
}

// setEdge chooses the ink, weight and dashes of lines.
func (q *quill) setEdge(i ink, weight float64, dash []float64) {
	if !q.edged || q.edge != i {
		q.colour(i, "G", "K")
	}
	if !q.edged || q.weight != weight {
		q.numbers(weight).op("w")
	}
	if !q.edged || !slices.Equal(q.dash, dash) {
		q.buf.WriteByte('[')
		for _, d := range dash {
			q.numbers(d / mm)
		}
		q.op("] 0 d")
	}
	q.edge, q.weight, q.dash, q.edged = i, weight, dash, true
}

func (q *quill) colour(i ink, grey, cmyk string) {
	if i.c == 0 && i.m == 0 && i.y == 0 {
		q.numbers(1 - i.k).op(grey)
		return
	}
	q.numbers(i.c, i.m, i.y, i.k).op(cmyk)
}

// point writes a place on the page as PDF counts it: points from the bottom left corner.
func (q *quill) point(x, y float64) *quill {
	return q.numbers(x/mm, (q.page.height-y)/mm)
}

// numbers writes figures to 1/1000: a third of a micrometre.
func (q *quill) numbers(values ...float64) *quill {
	for _, v := range values {
		v = math.Round(v*1000) / 1000
		if v == 0 {
			v = 0 // not -0
		}
		q.buf.Write(strconv.AppendFloat(q.buf.AvailableBuffer(), v, 'f', -1, 64))
		q.buf.WriteByte(' ')
	}
	return q
}

func (q *quill) op(name string) *quill {
	q.buf.WriteString(name)
	q.buf.WriteByte('\n')
	return q
}

// literal writes a string between parentheses, with what would end it escaped.
func (q *quill) literal(codes []byte) {
	q.buf.WriteByte('(')
	for _, c := range codes {
		if c == '(' || c == ')' || c == '\\' {
			q.buf.WriteByte('\\')
		}
		q.buf.WriteByte(c)
	}
	q.buf.WriteString(") ")
}

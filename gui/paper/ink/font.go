package ink

import (
	"sync"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/assets"
)

// Point is one PostScript point in millimetres.
const Point = 25.4 / 72

// Face is one of the fonts in assets/fonts.
type Face int

// The faces.
const (
	Sans Face = iota
	SansBold
	MonoBold
	Caption
	CaptionSmall
	faces
)

var faceFiles = [faces]string{"okence-sans", "okence-sans-bold", "okence-mono-bold", "okence-caption", "okence-caption-small"}
var faceNames = [faces]string{"OkenceSans", "OkenceSans-Bold", "OkenceMono-Bold", "OkenceCaption", "OkenceCaption-Small"}

// metrics is what laying text out and embedding a font takes. Heights and widths are in 1/1000 of the
// size, as the PDF says them: what is measured here is what a viewer advances.
type metrics struct {
	font    *fontFile
	ascent  int
	descent int // negative
	capital int // height of a capital letter
	widths  [256]int
	glyphs  [256]int
}

var loaded [faces]func() *metrics

func init() {
	for f := range faces {
		loaded[f] = sync.OnceValue(func() *metrics { return load(f) })
	}
}

func (f Face) metrics() *metrics { return loaded[f]() }

// load reads a font of our own: one that can't be read is a broken build.
func load(f Face) *metrics {
	raw, err := assets.Fonts.ReadFile("fonts/" + faceFiles[f] + ".ttf")
	if err != nil {
		panic(err)
	}
	font, err := readFont(raw)
	if err != nil {
		panic(err)
	}
	m := &metrics{font: font}
	for code := 32; code < 256; code++ {
		m.glyphs[code] = font.glyph(charmap.Windows1250.DecodeByte(byte(code)))
		m.widths[code] = m.thousandths(font.advance(m.glyphs[code]))
	}
	m.ascent, m.descent = m.thousandths(font.ascent), m.thousandths(font.descent)
	h := font.data(m.glyphs['H'])
	m.capital = m.thousandths(i16(h, 8))
	return m
}

func (m *metrics) thousandths(units int) int {
	em := m.font.unitsPerEm
	if units < 0 {
		return -(-units*1000 + em/2) / em
	}
	return (units*1000 + em/2) / em
}

// Width is how wide encoded text is, in millimetres, at a size in points.
func (f Face) Width(codes []byte, size float64) float64 {
	m, sum := f.metrics(), 0
	for _, code := range codes {
		sum += m.widths[code]
	}
	return float64(sum) * size * Point / 1000
}

// Rise is how far a line of text reaches above its baseline, in millimetres, at a size in points.
func (f Face) Rise(size float64) float64 { return float64(f.metrics().ascent) * size * Point / 1000 }

// Fall is how far a line of text reaches below its baseline, in millimetres, at a size in points.
func (f Face) Fall(size float64) float64 { return float64(-f.metrics().descent) * size * Point / 1000 }

// Capitals is the height of a capital letter, in millimetres, at a size in points.
func (f Face) Capitals(size float64) float64 {
	return float64(f.metrics().capital) * size * Point / 1000
}

// Bearings are the white left of the first letter and right of the last, in millimetres, at a size in points. There is at least
// one code.
func (f Face) Bearings(codes []byte, size float64) (left, right float64) {
	m := f.metrics()
	first, last := m.glyphs[codes[0]], m.glyphs[codes[len(codes)-1]]
	unit := size * Point / float64(m.font.unitsPerEm)
	begin, end := m.font.data(first), m.font.data(last)
	return float64(i16(begin, 2)) * unit, float64(m.font.advance(last)-i16(end, 6)) * unit
}

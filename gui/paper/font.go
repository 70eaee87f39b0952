package paper

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/assets"
)

// mm is one PostScript point in millimetres.
const mm = 25.4 / 72

// face is one of the fonts in assets/fonts.
type face int

const (
	sans face = iota
	sansBold
	monoBold
	caption
	captionSmall
	faces
)

var faceFiles = [faces]string{"okence-sans", "okence-sans-bold", "okence-mono-bold", "okence-caption", "okence-caption-small"}
var faceNames = [faces]string{"OkenceSans", "OkenceSans-Bold", "OkenceMono-Bold", "OkenceCaption", "OkenceCaption-Small"}

// metrics is what laying text out and embedding a font takes. Heights and widths are in 1/1000 of the
// size, as the PDF says them: what is measured here is what a viewer advances.
type metrics struct {
	font    *truetype
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

func (f face) metrics() *metrics { return loaded[f]() }

// load reads a font of our own: one that can't be read is a broken build.
func load(f face) *metrics {
	raw, err := assets.Fonts.ReadFile("fonts/" + faceFiles[f] + ".ttf")
	if err != nil {
		panic(err)
	}
	font, err := readTrueType(raw)
	if err != nil {
		panic(err)
	}
	m := &metrics{font: font}
	for code := 32; code < 256; code++ {
		m.glyphs[code] = font.glyph(charmap.Windows1250.DecodeByte(byte(code)))
		m.widths[code] = m.thousandths(font.advance(m.glyphs[code]))
	}
	m.ascent, m.descent = m.thousandths(font.ascent), m.thousandths(font.descent)
	h := font.outline(m.glyphs['H'])
	m.capital = m.thousandths(int(i16(h, 8)))
	return m
}

func (m *metrics) thousandths(units int) int {
	em := m.font.unitsPerEm
	if units < 0 {
		return -(-units*1000 + em/2) / em
	}
	return (units*1000 + em/2) / em
}

// width is how wide encoded text is, in millimetres, at a size in points.
func (f face) width(codes []byte, size float64) float64 {
	m, sum := f.metrics(), 0
	for _, code := range codes {
		sum += m.widths[code]
	}
	return float64(sum) * size * mm / 1000
}

// rise and fall are how far a line of text reaches above and below its baseline, in millimetres.
func (f face) rise(size float64) float64 { return float64(f.metrics().ascent) * size * mm / 1000 }
func (f face) fall(size float64) float64 { return float64(-f.metrics().descent) * size * mm / 1000 }

// capitals is the height of a capital letter, in millimetres.
func (f face) capitals(size float64) float64 { return float64(f.metrics().capital) * size * mm / 1000 }

// embedding is a face cut to the codes that one document uses, in the two pieces that gofpdf wants.
type embedding struct{ definition, file []byte }

// embed cuts the face to the given codes. The same codes give the same bytes.
func (f face) embed(used *[256]bool) (embedding, error) {
	m := f.metrics()
	var codes []byte
	var glyphs []int
	for code, yes := range used {
		if yes {
			codes, glyphs = append(codes, byte(code)), append(glyphs, m.glyphs[code])
		}
	}
	raw := m.font.cut(glyphs)
	file, err := deflate(raw)
	if err != nil {
		return embedding{}, err
	}
	definition, err := json.Marshal(m.definition(cutName(f, codes), faceFiles[f]+".z", len(raw), codes))
	return embedding{definition, file}, err
}

// cutName marks the font as cut by six letters in front, which tell other cuts of it apart.
func cutName(f face, codes []byte) string {
	sum := sha256.Sum256(codes)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag) + "+" + faceNames[f]
}

// definition is a font as gofpdf reads it from JSON.
type definition struct {
	Tp, Name     string
	Desc         descriptor
	Cw           []int
	Diff, File   string
	OriginalSize int
}

type descriptor struct {
	Ascent, Descent, CapHeight, Flags, StemV int
	FontBBox                                 struct{ Xmin, Ymin, Xmax, Ymax int }
}

func (m *metrics) definition(name, file string, size int, codes []byte) definition {
	d := definition{Tp: "TrueType", Name: name, File: file, OriginalSize: size, Diff: differences(codes), Cw: make([]int, 256)}
	for _, code := range codes { // the rest are written too, and 0 is the shortest
		d.Cw[code] = m.widths[code]
	}
	const nonsymbolic, fixedPitch, bold = 32, 1, 262144
	d.Desc = descriptor{Ascent: m.ascent, Descent: m.descent, CapHeight: m.capital, Flags: nonsymbolic, StemV: 88}
	if strings.Contains(name, "Bold") {
		d.Desc.Flags |= bold
		d.Desc.StemV = 138
	}
	if m.widths['i'] == m.widths['M'] {
		d.Desc.Flags |= fixedPitch
	}
	b := &d.Desc.FontBBox
	b.Xmin, b.Ymin = m.thousandths(m.font.box[0]), m.thousandths(m.font.box[1])
	b.Xmax, b.Ymax = m.thousandths(m.font.box[2]), m.thousandths(m.font.box[3])
	return d
}

// differences names the glyphs of the used codes above ASCII. A PDF font has at least one entry here:
// without any, gofpdf would write WinAnsiEncoding, which is right too, but two ways are one too many.
func differences(codes []byte) string {
	var b strings.Builder
	b.WriteString("128 /Euro")
	for _, code := range codes {
		if code > 128 {
			fmt.Fprintf(&b, " %d /%s", code, glyphNames[code-128])
		}
	}
	return b.String()
}

// bearings are the white left of the first letter and right of the last, in millimetres.
func (f face) bearings(codes []byte, size float64) (left, right float64) {
	m := f.metrics()
	first, last := m.glyphs[codes[0]], m.glyphs[codes[len(codes)-1]]
	unit := size * mm / float64(m.font.unitsPerEm)
	begin, end := m.font.outline(first), m.font.outline(last)
	return float64(i16(begin, 2)) * unit, float64(m.font.advance(last)-int(i16(end, 6))) * unit
}

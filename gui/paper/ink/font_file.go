package ink

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// fontFile is one of our own TrueType fonts, taken apart: enough to measure text, to draw its letters and to cut the font
// to the glyphs of one document. It is the only reader of fonts. Ours have a character map of format 4 and short offsets;
// another font is refused.
type fontFile struct {
	tables     map[string][]byte
	unitsPerEm int
	glyphs     int
	metrics    int // number of full entries in hmtx
	box        [4]int
	ascent     int
	descent    int
}

func readFont(raw []byte) (font *fontFile, err error) {
	defer func() { // a cut-off file is a slice out of range
		if r := recover(); r != nil {
			font, err = nil, fmt.Errorf("ink: broken font: %v", r)
		}
	}()
	f := &fontFile{tables: map[string][]byte{}}
	for i := range int(u16(raw, 4)) {
		entry := raw[12+16*i:]
		offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		f.tables[string(entry[:4])] = raw[offset : offset+length : offset+length]
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.unitsPerEm = int(u16(head, 18))
	for i := range f.box {
		f.box[i] = i16(head, 36+2*i)
	}
	if long := u16(head, 50); long != 0 {
		return nil, fmt.Errorf("ink: font with long offsets")
	}
	f.ascent, f.descent = i16(hhea, 4), i16(hhea, 6)
	f.metrics = int(u16(hhea, 34))
	f.glyphs = int(u16(f.tables["maxp"], 4))
	return f, nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }

// glyph is the number of the glyph that draws r, 0 if the font has none.
func (f *fontFile) glyph(r rune) int {
	cmap := f.tables["cmap"]
	sub := cmap[binary.BigEndian.Uint32(cmap[8:]):] // the first subtable: all of ours are the same
	segments := int(u16(sub, 6)) / 2
	ends, starts := 14, 16+2*segments
	deltas, offsets := starts+2*segments, starts+4*segments
	for i := range segments {
		if r > rune(u16(sub, ends+2*i)) {
			continue
		}
		start := rune(u16(sub, starts+2*i))
		if r < start {
			return 0
		}
		delta, offset := u16(sub, deltas+2*i), int(u16(sub, offsets+2*i))
		if offset == 0 {
			return int(uint16(r) + delta)
		}
		g := u16(sub, offsets+2*i+offset+2*int(r-start))
		if g == 0 {
			return 0
		}
		return int(g + delta)
	}
	return 0
}

// advance is the width of a glyph in the font's units.
func (f *fontFile) advance(glyph int) int {
	return int(u16(f.tables["hmtx"], 4*min(glyph, f.metrics-1)))
}

// data is a glyph as the file holds it; empty for one that draws nothing.
func (f *fontFile) data(glyph int) []byte {
	loca := f.tables["loca"]
	return f.tables["glyf"][2*int(u16(loca, 2*glyph)) : 2*int(u16(loca, 2*glyph+2))]
}

// part is a glyph that another is composed of, as č is of c and a caron, and how far it is moved in the font's units.
type part struct {
	glyph, right, up int
	moved            bool // nothing but moved: not scaled, turned or hung on a point
}

// parts are what a glyph is composed of; none for one that is drawn in one piece.
func (f *fontFile) parts(glyph int) iter.Seq[part] {
	const words, offsets, scaled, more, twoScales, matrix = 1, 2, 8, 32, 64, 128
	return func(yield func(part) bool) {
		data := f.data(glyph)
		if len(data) == 0 || i16(data, 0) >= 0 {
			return
		}
		for at, flags := 10, more; flags&more != 0; {
			flags = int(u16(data, at))
			p := part{glyph: int(u16(data, at+2)), moved: flags&(offsets|scaled|twoScales|matrix) == offsets}
			if at += 4; flags&words != 0 {
				p.right, p.up = i16(data, at), i16(data, at+2)
				at += 4
			} else {
				p.right, p.up = int(int8(data[at])), int(int8(data[at+1]))
				at += 2
			}
			switch {
			case flags&scaled != 0:
				at += 2
			case flags&twoScales != 0:
				at += 4
			case flags&matrix != 0:
				at += 8
			}
			if !yield(p) {
				return
			}
		}
	}
}

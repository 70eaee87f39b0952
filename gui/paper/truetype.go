package paper

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// truetype is one of our own cut fonts, taken apart: enough to measure text and to cut the font
// further, to the glyphs of one document. Our fonts have a character map of format 4 and short offsets;
// another font is refused.
type truetype struct {
	tables     map[string][]byte
	unitsPerEm int
	glyphs     int
	metrics    int // number of full entries in hmtx
	box        [4]int
	ascent     int
	descent    int
}

func readTrueType(raw []byte) (font *truetype, err error) {
	defer func() { // a cut-off file is a slice out of range
		if r := recover(); r != nil {
			font, err = nil, fmt.Errorf("paper: broken font: %v", r)
		}
	}()
	t := &truetype{tables: map[string][]byte{}}
	for i := range int(u16(raw, 4)) {
		entry := raw[12+16*i:]
		offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		t.tables[string(entry[:4])] = raw[offset : offset+length : offset+length]
	}
	head, hhea := t.tables["head"], t.tables["hhea"]
	t.unitsPerEm = int(u16(head, 18))
	for i := range t.box {
		t.box[i] = int(i16(head, 36+2*i))
	}
	if long := u16(head, 50); long != 0 {
		return nil, fmt.Errorf("paper: font with long offsets")
	}
	t.ascent, t.descent = int(i16(hhea, 4)), int(i16(hhea, 6))
	t.metrics = int(u16(hhea, 34))
	t.glyphs = int(u16(t.tables["maxp"], 4))
	return t, nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func i16(b []byte, at int) int16  { return int16(u16(b, at)) }

// glyph is the number of the glyph that draws r, 0 if the font has none.
func (t *truetype) glyph(r rune) int {
	cmap := t.tables["cmap"]
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
func (t *truetype) advance(glyph int) int {
	return int(u16(t.tables["hmtx"], 4*min(glyph, t.metrics-1)))
}

func (t *truetype) outline(glyph int) []byte {
	loca := t.tables["loca"]
	return t.tables["glyf"][2*int(u16(loca, 2*glyph)) : 2*int(u16(loca, 2*glyph+2))]
}

// cut is the font with the outlines of the given glyphs, and of those they are made of, and no
// others. Glyph numbers, and the widths of what is kept, stay as they were. What a PDF does not need (names, OS/2) is left out.
func (t *truetype) cut(glyphs []int) []byte {
	keep := map[int]bool{0: true}
	for _, g := range glyphs {
		t.collect(g, keep)
	}
	var glyf, loca []byte
	hmtx := slices.Clone(t.tables["hmtx"])
	for g := range t.glyphs {
		loca = binary.BigEndian.AppendUint16(loca, uint16(len(glyf)/2))
		if keep[g] {
			glyf = append(glyf, t.outline(g)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		} else if g < t.metrics-1 {
			clear(hmtx[4*g : 4*g+4]) // packs better
		}
	}
	loca = binary.BigEndian.AppendUint16(loca, uint16(len(glyf)/2))
	tables := map[string][]byte{"glyf": glyf, "loca": loca, "hmtx": hmtx}
	for _, name := range []string{"cmap", "head", "hhea", "maxp"} {
		tables[name] = t.tables[name]
	}
	return assemble(tables)
}

// collect adds a glyph and the glyphs it is composed of, as č is of c and a caron.
func (t *truetype) collect(glyph int, keep map[int]bool) {
	keep[glyph] = true
	data := t.outline(glyph)
	if len(data) == 0 || i16(data, 0) >= 0 {
		return
	}
	const wordArguments, scaled, more, twoScales, matrix = 1, 8, 32, 64, 128
	for at := 10; ; {
		flags, part := u16(data, at), int(u16(data, at+2))
		if !keep[part] {
			t.collect(part, keep)
		}
		at += 6
		if flags&wordArguments != 0 {
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
		if flags&more == 0 {
			return
		}
	}
}

// assemble writes a font file of the tables, in the order of their names.
func assemble(tables map[string][]byte) []byte {
	names := slices.SortedFunc(maps.Keys(tables), cmp.Compare[string])
	power, shift := 1, 0
	for power*2 <= len(names) {
		power, shift = power*2, shift+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{len(names), power * 16, shift, (len(names) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	offset := 12 + 16*len(names)
	for _, name := range names {
		data := tables[name]
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, checksum(data))
		out = binary.BigEndian.AppendUint32(out, uint32(offset))
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		offset += (len(data) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}

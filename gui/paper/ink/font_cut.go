package ink

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// cut is the font with the outlines of the given glyphs, and of those they are made of, and no
// others. Glyph numbers, and the widths of what is kept, stay as they were. What a PDF does not need (names, OS/2) is left out.
func (f *fontFile) cut(glyphs []int) []byte {
	keep := map[int]bool{0: true}
	for _, g := range glyphs {
		f.collect(g, keep)
	}
	var glyf, loca []byte
	hmtx := slices.Clone(f.tables["hmtx"])
	for g := range f.glyphs {
		loca = binary.BigEndian.AppendUint16(loca, uint16(len(glyf)/2))
		if keep[g] {
			glyf = append(glyf, f.data(g)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		} else if g < f.metrics-1 {
			clear(hmtx[4*g : 4*g+4]) // packs better
		}
	}
	loca = binary.BigEndian.AppendUint16(loca, uint16(len(glyf)/2))
	tables := map[string][]byte{"glyf": glyf, "loca": loca, "hmtx": hmtx}
	for _, name := range []string{"cmap", "head", "hhea", "maxp"} {
		tables[name] = f.tables[name]
	}
	return assemble(tables)
}

// collect adds a glyph and the glyphs it is composed of.
func (f *fontFile) collect(glyph int, keep map[int]bool) {
	keep[glyph] = true
	for p := range f.parts(glyph) {
		if !keep[p.glyph] {
			f.collect(p.glyph, keep)
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

package ink

import "sync"

// point is a place in pixels, or in the units of a font with y upwards.
type point struct{ x, y float64 }

// segment is a line to a place, or a curve by way of another; the first of an outline begins it.
type segment struct {
	begins, curved bool
	by, to         point
}

// outlines are a face's letters by their codes, as closed outlines in ems, y upwards.
func (f Face) outlines() *[256][]segment { return outlined[f]() }

var outlined [faces]func() *[256][]segment

func init() {
	for f := range faces {
		outlined[f] = sync.OnceValue(func() *[256][]segment { return outlinesOf(f.metrics()) })
	}
}

func outlinesOf(m *metrics) *[256][]segment {
	var all [256][]segment
	em := float64(m.font.unitsPerEm)
	for code := 32; code < 256; code++ {
		all[code] = m.font.outline(m.glyphs[code])
		for i, s := range all[code] {
			all[code][i].by, all[code][i].to = point{s.by.x / em, s.by.y / em}, point{s.to.x / em, s.to.y / em}
		}
	}
	return &all
}

// outline is how a glyph is drawn, in the font's units.
func (f *fontFile) outline(glyph int) (all []segment) {
	for p := range f.parts(glyph) {
		if !p.moved {
			panic("ink: a font with turned parts") // it is one of ours: a broken build
		}
		right, up := float64(p.right), float64(p.up)
		for _, s := range f.outline(p.glyph) {
			s.to = point{s.to.x + right, s.to.y + up}
			if s.curved {
				s.by = point{s.by.x + right, s.by.y + up}
			}
			all = append(all, s)
		}
	}
	data := f.data(glyph)
	if len(data) == 0 || i16(data, 0) < 0 {
		return all
	}
	points, from := glyphPoints(data), 0
	for i := range i16(data, 0) {
		end := int(u16(data, 10+2*i)) + 1
		all = append(all, closedOutline(points[from:end])...)
		from = end
	}
	return all
}

// glyphPoint is a point of a glyph as its file has it: on the outline, or one that only bends it.
type glyphPoint struct {
	x, y int
	on   bool
}

// midpoint is the point that a file leaves out between two that bend.
func midpoint(a, b glyphPoint) glyphPoint { return glyphPoint{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }

func (k glyphPoint) point() point { return point{float64(k.x), float64(k.y)} }

// closedOutline is one closed outline.
func closedOutline(points []glyphPoint) (all []segment) {
	begin, rest := points[0], points[1:]
	if !begin.on {
		rest = append(rest[:len(rest):len(rest)], begin)
		if begin = midpoint(points[0], points[1]); points[1].on {
			begin, rest = rest[0], rest[1:]
		}
	}
	all = []segment{{begins: true, to: begin.point()}}
	var bend *glyphPoint
	reach := func(k glyphPoint) {
		s := segment{to: k.point()}
		if bend != nil {
			s.curved, s.by = true, bend.point()
		}
		all, bend = append(all, s), nil
	}
	for _, k := range rest {
		if k.on {
			reach(k)
			continue
		}
		if bend != nil {
			reach(midpoint(*bend, k))
		}
		bend = &k
	}
	reach(begin)
	return all
}

// glyphPoints reads the points of a glyph that is drawn in one piece: all flags, then all x, then all y, each as a step from the last.
func glyphPoints(data []byte) []glyphPoint {
	const on, shortX, shortY, repeated, sameX, sameY = 1, 2, 4, 8, 16, 32
	at := 10 + 2*i16(data, 0)
	points := make([]glyphPoint, int(u16(data, at-2))+1)
	at += 2 + int(u16(data, at)) // the hinting
	flags := make([]byte, 0, len(points))
	for len(flags) < len(points) {
		flag, times := data[at], 1
		if at++; flag&repeated != 0 {
			times += int(data[at])
			at++
		}
		for range times {
			flags = append(flags, flag)
		}
	}
	step := func(flag, short, same byte) (by int) {
		switch {
		case flag&short != 0:
			by = int(data[at])
			if at++; flag&same == 0 {
				by = -by
			}
		case flag&same == 0:
			by = i16(data, at)
			at += 2
		}
		return by
	}
	x, y := 0, 0
	for i := range points {
		x += step(flags[i], shortX, sameX)
		points[i].x, points[i].on = x, flags[i]&on != 0
	}
	for i := range points {
		y += step(flags[i], shortY, sameY)
		points[i].y = y
	}
	return points
}

package paper

import (
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"cekr.kranj.si/desk/assets"
)

// outlines are a face's letters by their codes, as closed outlines in ems, y upwards.
func (f face) outlines() *[256][]step { return outlined[f]() }

var outlined [faces]func() *[256][]step

func init() {
	for f := range faces {
		outlined[f] = sync.OnceValue(func() *[256][]step { return outlinesOf(f) })
	}
}

// outlinesOf takes the letters out of a font of our own: one that can't be read is a broken build.
func outlinesOf(f face) *[256][]step {
	raw, err := assets.Fonts.ReadFile("fonts/" + faceFiles[f] + ".ttf")
	if err != nil {
		panic(err)
	}
	font, err := sfnt.Parse(raw)
	if err != nil {
		panic(err)
	}
	var all [256][]step
	var buffer sfnt.Buffer
	em := font.UnitsPerEm()
	for code := 32; code < 256; code++ {
		segments, err := font.LoadGlyph(&buffer, sfnt.GlyphIndex(f.metrics().glyphs[code]), fixed.I(int(em)), nil)
		if err != nil {
			panic(err)
		}
		all[code] = outlineOf(segments, float64(em))
	}
	return &all
}

func outlineOf(segments sfnt.Segments, em float64) []step {
	place := func(p fixed.Point26_6) dot { return dot{float64(p.X) / 64 / em, -float64(p.Y) / 64 / em} }
	steps := make([]step, 0, len(segments))
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			steps = append(steps, step{begins: true, to: place(s.Args[0])})
		case sfnt.SegmentOpLineTo:
			steps = append(steps, step{to: place(s.Args[0])})
		case sfnt.SegmentOpQuadTo:
			steps = append(steps, step{curved: true, by: place(s.Args[0]), to: place(s.Args[1])})
		default:
			panic("paper: a TrueType font with cubic curves")
		}
	}
	return steps
}

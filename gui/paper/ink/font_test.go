package ink

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/assets"
)

func TestFontsDrawEveryCharacterThatTextEncodesTo(t *testing.T) {
	codes := printable()
	if len(codes) < 210 {
		t.Fatalf("only %d characters can be printed", len(codes))
	}
	for _, f := range []Face{Sans, SansBold, MonoBold} {
		for _, c := range codes {
			m := f.metrics()
			if m.glyphs[c] == 0 || m.widths[c] == 0 {
				t.Errorf("%s has no %q", faceNames[f], charmap.Windows1250.DecodeByte(c))
			}
			if c != ' ' && len(m.font.data(m.glyphs[c])) == 0 {
				t.Errorf("%s draws nothing for %q", faceNames[f], charmap.Windows1250.DecodeByte(c))
			}
		}
	}
}

func TestDigitsOfSlipsAreAllOfOneWidth(t *testing.T) {
	for _, f := range []Face{Sans, SansBold, MonoBold} {
		for c := '0'; c <= '9'; c++ {
			if got, want := f.metrics().widths[c], f.metrics().widths['0']; got != want {
				t.Errorf("%s: %c is %d wide, 0 is %d", faceNames[f], c, got, want)
			}
		}
	}
}

func TestFormTypeHasTheWidthsOfCourier(t *testing.T) {
	for _, c := range printable() {
		if w := MonoBold.metrics().widths[c]; w != 600 {
			t.Errorf("%q is %d wide", charmap.Windows1250.DecodeByte(c), w)
		}
	}
}

func TestACutFontKeepsItsGlyphsAndNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Face(rapid.IntRange(0, int(MonoBold)).Draw(t, "face"))
		whole := f.metrics().font
		chosen := rapid.SliceOfDistinct(rapid.SampledFrom(printable()), func(b byte) byte { return b }).Draw(t, "codes")
		var glyphs []int
		for _, c := range chosen {
			glyphs = append(glyphs, f.metrics().glyphs[c])
		}
		raw := whole.cut(glyphs)
		cut, err := readFont(raw)
		if err != nil {
			t.Fatal(err)
		}
		keep := map[int]bool{0: true}
		for _, g := range glyphs {
			whole.collect(g, keep)
		}
		for g := range whole.glyphs {
			want := whole.data(g)
			if !keep[g] {
				want = nil
			}
			if got := cut.data(g); !bytes.Equal(bytes.TrimRight(got, "\x00"), bytes.TrimRight(want, "\x00")) {
				t.Fatalf("glyph %d has another outline", g)
			}
			if keep[g] && cut.advance(g) != whole.advance(g) {
				t.Fatalf("glyph %d has another width", g)
			}
		}
		for _, c := range chosen {
			r := charmap.Windows1250.DecodeByte(c)
			if cut.glyph(r) != whole.glyph(r) {
				t.Fatalf("%q draws another glyph", r)
			}
		}
		checkDirectory(t, raw)
	})
}

func TestALetterWithAnAccentBringsItsPartsAlong(t *testing.T) {
	whole := Sans.metrics().font
	composed := 0
	for _, r := range "čšžćČŠŽĆäéő" {
		g := whole.glyph(r)
		data := whole.data(g)
		if i16(data, 0) >= 0 {
			continue // drawn in one piece
		}
		composed++
		cut, err := readFont(whole.cut([]int{g}))
		if err != nil {
			t.Fatal(err)
		}
		first := int(u16(data, 12))
		second := int(u16(data, 12+2+2+2+2*int(u16(data, 10)&1)))
		if first != 0 && len(cut.data(first)) == 0 || len(cut.data(second)) == 0 {
			t.Errorf("%c is cut without glyph %d or %d", r, first, second)
		}
	}
	if composed < 6 {
		t.Errorf("only %d of the letters are composed: the test proves little", composed)
	}
}

// checkDirectory proves the order, alignment and check sums of a font file's tables.
func checkDirectory(t *rapid.T, raw []byte) {
	last := ""
	for i := range int(binary.BigEndian.Uint16(raw[4:])) {
		entry := raw[12+16*i : 28+16*i]
		sum, offset, length := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		var want uint32
		for at := offset; at < offset+length; at++ {
			want += uint32(raw[at]) << (24 - 8*((at-offset)%4))
		}
		if name := string(entry[:4]); name <= last || offset%4 != 0 || sum != want {
			t.Fatalf("table %s: after %q, at %d, sum %#x, want %#x", name, last, offset, sum, want)
		}
		last = string(entry[:4])
	}
}

func TestABrokenFontIsRefused(t *testing.T) {
	raw, err := assets.Fonts.ReadFile("fonts/okence-sans.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 5, 12, 40, 300, len(raw) - 8} {
		if _, err := readFont(slices.Clip(raw[:n])); err == nil {
			t.Errorf("a font of %d bytes was read", n)
		}
	}
}

// The library reads fonts too, but gives no tables to cut; so it is who says whether we read them rightly.
func TestFontsAreReadAsTheLibraryReadsThem(t *testing.T) {
	for f := range faces {
		raw, err := assets.Fonts.ReadFile("fonts/" + faceFiles[f] + ".ttf")
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := sfnt.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		ours := f.metrics().font
		var buffer sfnt.Buffer
		em := fixed.I(int(theirs.UnitsPerEm())) // a pixel is a unit of the font
		if theirs.NumGlyphs() != ours.glyphs {
			t.Errorf("%s has %d glyphs, the library finds %d", faceNames[f], ours.glyphs, theirs.NumGlyphs())
		}
		for r := rune(1); r < 0x2200; r++ {
			if g, err := theirs.GlyphIndex(&buffer, r); err != nil || int(g) != ours.glyph(r) {
				t.Errorf("%s: %q is glyph %d, the library says %d, %v", faceNames[f], r, ours.glyph(r), g, err)
			}
		}
		for g := range ours.glyphs {
			if advance, err := theirs.GlyphAdvance(&buffer, sfnt.GlyphIndex(g), em, font.HintingNone); err != nil || advance != fixed.I(ours.advance(g)) {
				t.Errorf("%s: glyph %d is %d wide, the library says %v, %v", faceNames[f], g, ours.advance(g), advance, err)
			}
			segments, err := theirs.LoadGlyph(&buffer, sfnt.GlyphIndex(g), em, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(inUnits(t, segments), ours.outline(g), cmp.AllowUnexported(segment{}, point{})); diff != "" {
				t.Errorf("%s: glyph %d, by the library (-), by us (+): %s", faceNames[f], g, diff)
			}
		}
	}
}

// inUnits is an outline of the library's, which counts downwards and in 1/64.
func inUnits(t *testing.T, outline sfnt.Segments) (all []segment) {
	t.Helper()
	at := func(p fixed.Point26_6) point { return point{float64(p.X) / 64, -float64(p.Y) / 64} }
	for _, s := range outline {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			all = append(all, segment{begins: true, to: at(s.Args[0])})
		case sfnt.SegmentOpLineTo:
			all = append(all, segment{to: at(s.Args[0])})
		case sfnt.SegmentOpQuadTo:
			all = append(all, segment{curved: true, by: at(s.Args[0]), to: at(s.Args[1])})
		default:
			t.Fatal("a TrueType font with cubic curves")
		}
	}
	return all
}

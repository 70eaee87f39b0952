package paper

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/assets"
)

// printable are the codes that encode may give.
func printable() (codes []byte) {
	for c := 32; c < 256; c++ {
		r := charmap.Windows1250.DecodeByte(byte(c))
		if r == '\ufffd' || c == 0x7f || c == 0xa0 || c == 0xad {
			continue
		}
		if again := encodeRune(r); len(again) == 1 && again[0] == byte(c) {
			codes = append(codes, byte(c))
		}
	}
	return codes
}

func TestFontsDrawEveryCharacterThatTextEncodesTo(t *testing.T) {
	codes := printable()
	if len(codes) < 210 {
		t.Fatalf("only %d characters can be printed", len(codes))
	}
	for _, f := range []face{sans, sansBold, monoBold} {
		for _, c := range codes {
			m := f.metrics()
			if m.glyphs[c] == 0 || m.widths[c] == 0 {
				t.Errorf("%s has no %q", faceNames[f], charmap.Windows1250.DecodeByte(c))
			}
			if c != ' ' && len(m.font.outline(m.glyphs[c])) == 0 {
				t.Errorf("%s draws nothing for %q", faceNames[f], charmap.Windows1250.DecodeByte(c))
			}
		}
	}
}

func TestDigitsOfSlipsAreAllOfOneWidth(t *testing.T) {
	for _, f := range []face{sans, sansBold, monoBold} {
		for c := '0'; c <= '9'; c++ {
			if got, want := f.metrics().widths[c], f.metrics().widths['0']; got != want {
				t.Errorf("%s: %c is %d wide, 0 is %d", faceNames[f], c, got, want)
			}
		}
	}
}

func TestFormTypeHasTheWidthsOfCourier(t *testing.T) {
	for _, c := range printable() {
		if w := monoBold.metrics().widths[c]; w != 600 {
			t.Errorf("%q is %d wide", charmap.Windows1250.DecodeByte(c), w)
		}
	}
}

func TestACutFontKeepsItsGlyphsAndNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := face(rapid.IntRange(0, int(monoBold)).Draw(t, "face"))
		whole := f.metrics().font
		chosen := rapid.SliceOfDistinct(rapid.SampledFrom(printable()), func(b byte) byte { return b }).Draw(t, "codes")
		var glyphs []int
		for _, c := range chosen {
			glyphs = append(glyphs, f.metrics().glyphs[c])
		}
		raw := whole.cut(glyphs)
		cut, err := readTrueType(raw)
		if err != nil {
			t.Fatal(err)
		}
		keep := map[int]bool{0: true}
		for _, g := range glyphs {
			whole.collect(g, keep)
		}
		for g := range whole.glyphs {
			want := whole.outline(g)
			if !keep[g] {
				want = nil
			}
			if got := cut.outline(g); !bytes.Equal(bytes.TrimRight(got, "\x00"), bytes.TrimRight(want, "\x00")) {
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
	whole := sans.metrics().font
	composed := 0
	for _, r := range "čšžćČŠŽĆäéő" {
		g := whole.glyph(r)
		data := whole.outline(g)
		if i16(data, 0) >= 0 {
			continue // drawn in one piece
		}
		composed++
		cut, err := readTrueType(whole.cut([]int{g}))
		if err != nil {
			t.Fatal(err)
		}
		first := int(u16(data, 12))
		second := int(u16(data, 12+2+2+2+2*int(u16(data, 10)&1)))
		if first != 0 && len(cut.outline(first)) == 0 || len(cut.outline(second)) == 0 {
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
		if _, err := readTrueType(slices.Clip(raw[:n])); err == nil {
			t.Errorf("a font of %d bytes was read", n)
		}
	}
}

func TestEncode(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"ASCII stays", "Polnitev 50.00 (CeKR)", "Polnitev 50.00 (CeKR)"},
		{"Slovene letters are Windows-1250", "čšžćđ ČŠŽĆĐ", "\xe8\x9a\x9e\xe6\xf0 \xc8\x8a\x8e\xc6\xd0"},
		{"letters taken apart are put together", "c\u030cs\u030c", "\xe8\x9a"},
		{"the euro and the dash", "€ –", "\x80 \x96"},
		{"a minus is a dash as wide as a digit", "−5", "\x965"},
		{"no-break spaces become plain", "1\u00a0€\u202f2", "1 \x80 2"},
		{"what has no width goes", "a\u00adb\u200bc", "abc"},
		{"foreign accents are taken off", "à è ñ ã ū", "a e n a u"},
		{"letters without a plain form are spelt", "Ærø", "AEro"},
		{"a lone accent goes", "a\u0301\u0327", "\xe1"},
		{"other scripts are seen as missing", "Жар 漢 😀", "??? ? ?"},
		{"controls become spaces", "a\tb\x00c", "a b c"},
	} {
		if got := string(encode(c.text)); got != c.want {
			t.Errorf("%s: encode(%q) = %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestEncodeGivesOnlyCharactersThatTheFontsHave(t *testing.T) {
	ok := map[byte]bool{}
	for _, c := range printable() {
		ok[c] = true
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, c := range encode(text) {
			if !ok[c] {
				t.Fatalf("%q gives code %#x", text, c)
			}
		}
	})
}

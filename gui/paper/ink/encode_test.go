package ink

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// printable are the codes that encode may give.
func printable() (codes []byte) {
	for c := 32; c < 256; c++ {
		r := charmap.Windows1250.DecodeByte(byte(c))
		if r == '\ufffd' || c == 0x7f || c == 0xa0 || c == 0xad {
			continue
		}
		if again := appendRune(nil, r); len(again) == 1 && again[0] == byte(c) {
			codes = append(codes, byte(c))
		}
	}
	return codes
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
		if got := string(Encode(c.text)); got != c.want {
			t.Errorf("%s: Encode(%q) = %q, want %q", c.name, c.text, got, c.want)
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
		for _, c := range Encode(text) {
			if !ok[c] {
				t.Fatalf("%q gives code %#x", text, c)
			}
		}
	})
}

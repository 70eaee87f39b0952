package plaintext

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Names as people have them, and what else comes out of a keyboard or a clipboard.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"Ana", "Žiga Čuk", "Đorđe Šćepanović", "Groß", "Łukasz Muñoz", "O'Connor", "O\u2019Connor", "Novak-Kovač", "X", "Иван Петров", "李小龍", "山田 太郎", "محمد", "Nguyễn Thị Ánh",
		"Bar »Pri vodi«, d.o.o.", "d’Arc, m. l.", "Jan 3. Novak", "Null", "Test", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "%s%n", "'; DROP TABLE cards; --", "{{.Name}}",
		strings.Repeat("ž", MaxName), "J\u0331an", // an accent that no composed letter has
	} {
		if !Name(name) {
			t.Errorf("%q is refused", name)
		}
		if !Line(name, MaxName) {
			t.Errorf("%q is a name and no line", name)
		}
	}
}

// refusedText is what is neither a name nor a line.
var refusedText = map[string]string{
	"": "nothing", " ": "a blank", " Ana": "a blank before", "Ana ": "a blank behind", "Z\u030ciga": "not composed",
	"Ana\u202eanA": "direction", "\u2066Ana\u2069": "direction", "An\u200ba": "zero width", "A\u200dB": "joiner", "\ufeffAna": "byte-order mark", "Ana\u00ad": "soft hyphen",
	"\u3164": "Hangul filler", "\u115f\u1160": "Hangul fillers", "\uffa0": "half-width filler", "Ana\ufe0f": "variation selector", "Ana 👩‍👩‍👧‍👦": "emoji", "🇸🇮 Ana": "a flag", "Ana ☺": "a picture",
	"A\u030a\u0323\u0324\u0325\u032d\u0330": "a heap of accents", "Ana\nŽagar": "two lines", "Ana\tŽagar": "a tab", "Ana\x00": "NUL", "Ana\x1b[31m": "escape",
	"Jo\xffe": "no text", "\xed\xa0\x80": "a half of a pair", "Ana\ue000": "private use", "Ana\u0378": "unassigned", "Ana\u00a0Žagar": "a hard blank", strings.Repeat("ž", MaxName+1): "a letter too many",
}

func TestWhatIsNoName(t *testing.T) {
	for name, class := range refusedText {
		if Name(name) {
			t.Errorf("%s: %q is taken", class, name)
		}
		if Line(name, MaxName) {
			t.Errorf("%s: %q is taken for a line", class, name)
		}
	}
	for _, name := range []string{"Ana 4000001234567899", "Ana 4000 0012 3456 7899", "Kartica４０００００１２３４５６７８９９"} {
		if Name(name) {
			t.Errorf("a card's number is taken for a name: %q", name)
		}
	}
	for _, line := range []string{"123", "...", "01 477 20 00", "+386 (0)1 477-20-00"} {
		if Name(line) {
			t.Errorf("%q has no letter and is taken for a name", line)
		}
		if !Line(line, len(line)) || Line(line, len(line)-1) {
			t.Errorf("%q: the bound is not its length", line)
		}
	}
}

// Whatever is taken can be printed on one line, as it is.
func TestALineCanBePrinted(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(1, 12, -1).Draw(t, "text")
		if !Line(s, 12) {
			return
		}
		taken++
		if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Fatalf("%q is not printable at %d", s, i)
		}
	})
	if taken == 0 {
		t.Error("nothing was taken")
	}
}

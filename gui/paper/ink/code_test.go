package ink

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestACodeSaysWhatWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zA-Z0-9:/.?=&-]{1,100}`).Draw(t, "text")
		rows, err := NewCode(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadCode(rows); err != nil || got != text {
			t.Fatalf("%q is read as %q, %v", text, got, err)
		}
	})
}

func TestASpoiltCodeIsNotRead(t *testing.T) {
	whole, err := NewCode("https://cekr.kranj.si")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range whole[len(whole)/3 : 2*len(whole)/3] {
		clear(row)
	}
	for name, rows := range map[string][][]bool{"a third of it white": whole, "nothing": nil, "one module": Modules(1), "all white": Modules(25)} {
		if got, err := ReadCode(rows); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: read as %q, %v", name, got, err)
		}
	}
}

// A code goes into a PDF as a bit a module, whatever its size.
func TestRowsArePackedModuleByModule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(rapid.Bool(), 1, 100).Draw(t, "row")
		bits := packed(row)
		if len(bits) != (len(row)+7)/8 {
			t.Fatalf("%d modules in %d bytes", len(row), len(bits))
		}
		for x := range 8 * len(bits) {
			if dark := bits[x/8]&(0x80>>(x%8)) != 0; dark != (x < len(row) && row[x]) {
				t.Fatalf("module %d is dark: %v", x, dark)
			}
		}
	})
}

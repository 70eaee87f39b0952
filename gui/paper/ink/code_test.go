package ink

import (
	"errors"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
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

// A reader would mend a wrong module or two. What is given out has none.
func TestACodeWithOneWrongModuleIsNotRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, err := NewCode("https://cekr.kranj.si")
		if err != nil {
			t.Fatal(err)
		}
		const finder = 9 // with its white edge and the format information
		n := len(whole)
		x, y := rapid.IntRange(finder, n-1).Draw(t, "x"), rapid.IntRange(finder, n-1).Draw(t, "y")
		if alignment := n - 7; x >= alignment-2 && x <= alignment+2 && y >= alignment-2 && y <= alignment+2 {
			t.Skip("a module that says nothing")
		}
		whole[y][x] = !whole[y][x]
		if got, err := ReadCode(whole); !errors.Is(err, ErrUnreadable) {
			t.Fatalf("read as %q, %v, with module %d, %d wrong", got, err, x, y)
		}
	})
}

// What a block's data leaves is what makes all sums of a decoder nothing.
func TestWordsOfCorrectionAgreeWithADecodersSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.IntRange(7, mostWords).Draw(t, "words")
		data := rapid.SliceOfN(rapid.Byte(), 1, 255-words).Draw(t, "data")
		block := append(slices.Clone(data), remainder(data, words)...)
		received := make([]int, len(block))
		for i, b := range block {
			received[i] = int(b)
		}
		field := reedsolomon.GenericGF_QR_CODE_FIELD_256
		poly, err := reedsolomon.NewGenericGFPoly(field, received)
		if err != nil {
			t.Fatal(err)
		}
		for i := range words {
			if sum := poly.EvaluateAt(field.Exp(i)); sum != 0 {
				t.Fatalf("sum %d is %d", i, sum)
			}
		}
	})
}

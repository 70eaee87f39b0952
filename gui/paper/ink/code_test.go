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

// The bars that a code is drawn with cover its dark modules, each once.
func TestBarsCoverACode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.IntRange(1, 30).Draw(t, "side")
		dark, left, drawn := Modules(side), Modules(side), Modules(side)
		for y := range dark {
			for x := range dark[y] {
				dark[y][x] = rapid.Bool().Draw(t, "dark")
			}
			copy(left[y], dark[y])
		}
		for y := range left {
			for x := range left[y] {
				if !left[y][x] {
					continue
				}
				w, h := bar(left, x, y)
				for j := y; j < y+h; j++ {
					for i := x; i < x+w; i++ {
						if drawn[j][i] || !dark[j][i] {
							t.Fatalf("module %d, %d is drawn", i, j)
						}
						drawn[j][i] = true
					}
				}
			}
		}
		for y := range dark {
			for x := range dark[y] {
				if dark[y][x] != drawn[y][x] {
					t.Fatalf("module %d, %d is not drawn", x, y)
				}
			}
		}
	})
}

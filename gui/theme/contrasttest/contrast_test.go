package contrasttest

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

func grey(v uint8) color.Color { return color.RGBA{v, v, v, 0xff} }

// page is a white picture with dark strokes on it.
func page(strokes map[image.Rectangle]color.Color) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 100, 60))
	draw.Draw(p, p.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for at, c := range strokes {
		draw.Draw(p, at, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return p
}

func TestTheRatioIsThatOfWCAG(t *testing.T) {
	for _, tt := range []struct {
		a, b color.Color
		want float64
	}{
		{color.Black, color.White, 21},
		{color.White, color.White, 1},
		{grey(0x77), color.White, 4.48},
		{color.White, grey(0x76), 4.54},
	} {
		if got := Ratio(tt.a, tt.b); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%v on %v: %.3f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

// A letter is known by its strokes, not by their soft edges nor by a speck beside them.
func TestATextIsMeasuredByItsStrokes(t *testing.T) {
	p := page(map[image.Rectangle]color.Color{
		image.Rect(10, 10, 12, 20): grey(0x76), image.Rect(12, 10, 13, 20): grey(0xd0), image.Rect(20, 20, 21, 21): color.Black,
	})
	if got := Text(p, p.Bounds()); math.Abs(got-4.54) > 0.01 {
		t.Errorf("it has %.2f", got)
	}
	if got := Text(page(nil), p.Bounds()); got != 1 {
		t.Errorf("an empty page has %.2f", got)
	}
}

func TestLinesAreFoundWithTheirParts(t *testing.T) {
	before := page(nil)
	p := page(map[image.Rectangle]color.Color{
		image.Rect(5, 10, 7, 18): color.Black, image.Rect(9, 10, 11, 18): color.Black, image.Rect(80, 11, 84, 17): grey(0xd0),
		image.Rect(5, 30, 30, 38): color.Black,
	})
	lines := Lines(p, p.Bounds())
	var got []float64
	for _, l := range lines {
		got = append(got, math.Round(Text(p, l)*10)/10)
	}
	if len(got) != 3 && len(got) != 4 || got[0] != 21 || got[1] != 1.5 || got[2] != 21 {
		t.Errorf("lines %v have %v", lines, got)
	}
	if all := Changed(before, p); all != image.Rect(5, 10, 84, 38) {
		t.Errorf("%v has changed", all)
	}
}

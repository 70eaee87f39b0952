package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/theme/contrasttest"
)

func over(layer, ground color.NRGBA) color.NRGBA {
	mix := func(l, g uint8) uint8 {
		a := float64(layer.A) / 255
		return uint8(math.Round(float64(l)*a + float64(g)*(1-a)))
	}
	return color.NRGBA{R: mix(layer.R, ground.R), G: mix(layer.G, ground.G), B: mix(layer.B, ground.B), A: 0xff}
}

func seen(t *testing.T, variant Variant, name fyne.ThemeColorName) color.NRGBA {
	t.Helper()
	c, ok := New(Settings{Variant: variant}).Color(name, fynetheme.VariantLight).(color.NRGBA)
	if !ok || c == (color.NRGBA{}) {
		t.Fatalf("%s has no colour of its own for %q", variant, name)
	}
	return c
}

func measure(t *testing.T, variant Variant, p Pair) float64 {
	t.Helper()
	ink, ground := seen(t, variant, p.Ink), seen(t, variant, p.Ground)
	if ink.A != 0xff || ground.A != 0xff {
		t.Fatalf("%s: %v must be opaque", variant, p)
	}
	if p.Over != "" {
		ground = over(seen(t, variant, p.Over), ground)
	}
	return contrasttest.Ratio(ink, ground)
}

func TestEveryTextCanBeRead(t *testing.T) {
	for _, variant := range []Variant{Light, Dark, Contrast} {
		wanted, lowest, at := 4.5, math.Inf(1), Pair{}
		if variant == Contrast {
			wanted = 7
		}
		for _, p := range Pairs() {
			got := measure(t, variant, p)
			if got < lowest {
				lowest, at = got, p
			}
			if got < wanted {
				t.Errorf("%s: %v has %.2f, wants %.1f", variant, p, got, wanted)
			}
		}
		t.Logf("%s: %d texts, lowest %.2f at %v", variant, len(Pairs()), lowest, at)
	}
}

func TestEveryEdgeCanBeSeen(t *testing.T) {
	for _, variant := range []Variant{Light, Dark, Contrast} {
		lowest, at := math.Inf(1), Pair{}
		for _, p := range Edges() {
			got := measure(t, variant, p)
			if got < lowest {
				lowest, at = got, p
			}
			if got < 3 {
				t.Errorf("%s: %v has %.2f, wants 3", variant, p, got)
			}
		}
		t.Logf("%s: %d edges, lowest %.2f at %v", variant, len(Edges()), lowest, at)
	}
}

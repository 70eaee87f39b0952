package theme

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

func TestScaleIsKeptBetweenItsBounds(t *testing.T) {
	for scale, want := range map[int]float32{-5: 14, 0: 14, 100: 14, 150: 21, 200: 28, 500: 28} {
		if got := New(Settings{Scale: scale}).Size(fynetheme.SizeNameText); got != want {
			t.Errorf("scale %d: text is %v, want %v", scale, got, want)
		}
	}
}

func TestSpaceGrowsHalfAsFastAsTextAndLinesNotAtAll(t *testing.T) {
	one, two := New(Settings{Scale: 100}), New(Settings{Scale: 200})
	for name, want := range map[fyne.ThemeSizeName]float32{
		fynetheme.SizeNameHeadingText: 2, SizeFigure: 2, SizeEntry: 2,
		fynetheme.SizeNamePadding: 1.5, SizeGap: 1.5,
		fynetheme.SizeNameInputBorder: 1, SizeRing: 1, SizeBorder: 1,
	} {
		if got := two.Size(name) / one.Size(name); got != want {
			t.Errorf("%s grows by %v, want %v", name, got, want)
		}
	}
}

func TestEverySizeIsAnswered(t *testing.T) {
	look := New(Settings{})
	for _, name := range []fyne.ThemeSizeName{
		SizeFigure, SizeEntry, SizeTitle, SizeGap, SizeBorder, SizeRing, SizeRadius, SizeFrame, SizeReading,
		fynetheme.SizeNameWindowTitleBarHeight,
	} {
		if look.Size(name) <= 0 {
			t.Errorf("%s has no size", name)
		}
	}
}

func TestOnlySystemFollowsTheOperatingSystem(t *testing.T) {
	page := func(v Variant, system fyne.ThemeVariant) any {
		return New(Settings{Variant: v}).Color(fynetheme.ColorNameBackground, system)
	}
	for _, v := range []Variant{Light, Dark, Contrast, "", "sepia"} {
		if page(v, fynetheme.VariantLight) != page(v, fynetheme.VariantDark) {
			t.Errorf("%q changes with the operating system", v)
		}
	}
	if page(System, fynetheme.VariantLight) != page(Light, 0) || page(System, fynetheme.VariantDark) != page(Dark, 0) {
		t.Error("system is not light by day and dark by night")
	}
	if page("sepia", 0) != page(Light, fynetheme.VariantLight) {
		t.Error("a variant nobody knows is not light")
	}
}

func TestDigitsHaveOneWidth(t *testing.T) {
	test.NewTempApp(t)
	look := New(Settings{Scale: 150})
	fyne.CurrentApp().Settings().SetTheme(look)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		want := fyne.MeasureText("0000000000", 30, style).Width
		for _, digit := range "123456789" {
			row := ""
			for range 10 {
				row += string(digit)
			}
			if got := fyne.MeasureText(row, 30, style).Width; got != want {
				t.Errorf("bold=%v: ten times %c are %v wide, zeros %v", style.Bold, digit, got, want)
			}
		}
	}
}

func TestEnlargedDiffersFromTheAppInTextSizeAlone(t *testing.T) {
	test.NewTempApp(t)
	large := Enlarged(SizeEntry)
	for _, scale := range []int{100, 200} {
		look := New(Settings{Variant: Dark, Scale: scale})
		fyne.CurrentApp().Settings().SetTheme(look)
		if got, want := large.Size(fynetheme.SizeNameText), look.Size(SizeEntry); got != want {
			t.Errorf("at %d: text is %v, want %v", scale, got, want)
		}
		if got, want := large.Size(fynetheme.SizeNamePadding), look.Size(fynetheme.SizeNamePadding); got != want {
			t.Errorf("at %d: padding is %v, want %v", scale, got, want)
		}
		name := Danger.Banner()
		if got, want := large.Color(name, 0), look.Color(name, 0); got != want {
			t.Errorf("at %d: colour is %v, want %v", scale, got, want)
		}
		if large.Font(fyne.TextStyle{Bold: true}) != look.Font(fyne.TextStyle{Bold: true}) {
			t.Error("the font differs")
		}
	}
}

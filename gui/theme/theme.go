// Package theme is how the counter looks: its colours, its sizes, and the proof that both can be
// read.
//
// House rules: a colour is asked for by what it means (a state, a border, the banner), never by its
// hue, and always through Fyne's theme, so that a change of theme repaints everything. A new pair of
// text and ground goes into Pairs, a new border or ring into Edges: the contrast test measures what
// stands there. Meaning is never told by colour alone; package field adds the icon and the word.
// No words for people here.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Variant is the choice of colours. It is stored in settings as its own text.
type Variant string

const (
	System   Variant = "system"   // light or dark as the operating system says
	Light    Variant = "light"    // the default
	Dark     Variant = "dark"     // for a dim room
	Contrast Variant = "contrast" // black on white, every text at least 7:1
)

// Variants lists the choices in the order a settings screen shows them.
func Variants() []Variant { return []Variant{Light, Dark, Contrast, System} }

// The bounds of Settings.Scale, in percent.
const (
	SmallestScale = 100
	LargestScale  = 200
)

// Scales lists the text sizes that a settings screen offers, in percent.
func Scales() []int { return []int{100, 125, 150, 175, 200} }

// Settings are what a clerk may choose.
type Settings struct {
	Variant Variant // an unknown or empty one means Light
	Scale   int     // text size in percent, 100 to 200; outside it the nearest bound, 0 means 100
}

// New is the counter's theme with these settings. It holds no state: to change a setting, make a new
// one and set it on the app. Fonts and icons are Fyne's; its Noto Sans has digits of one width in
// the regular and the bold cut, so columns of figures align.
func New(s Settings) fyne.Theme {
	scale := min(max(s.Scale, SmallestScale), LargestScale)
	return &deskTheme{variant: s.Variant, scale: float32(scale) / 100, base: fynetheme.DefaultTheme()}
}

type deskTheme struct {
	variant Variant
	scale   float32
	base    fyne.Theme
}

// Color is the colour of name. The system's variant matters only when the settings say System.
func (c *deskTheme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	if found, ok := palettes[c.resolve(system)][name]; ok {
		return found
	}
	return c.base.Color(name, system)
}

func (c *deskTheme) resolve(system fyne.ThemeVariant) Variant {
	switch c.variant {
	case Dark, Contrast:
		return c.variant
	case System:
		if system == fynetheme.VariantDark {
			return Dark
		}
	}
	return Light
}

// Font is Fyne's own for the style.
func (c *deskTheme) Font(style fyne.TextStyle) fyne.Resource { return c.base.Font(style) }

// Icon is Fyne's own of that name.
func (c *deskTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return c.base.Icon(name) }

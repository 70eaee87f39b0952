package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Our own sizes, asked for like Fyne's: theme.Size(theme.SizeFigure) of Fyne's theme package.
const (
	SizeFigure  fyne.ThemeSizeName = "counterFigure"  // a large amount: balance, total, change
	SizeEntry   fyne.ThemeSizeName = "counterEntry"   // digits in the MOK ID and amount fields
	SizeTitle   fyne.ThemeSizeName = "counterTitle"   // the heading of a screen or a banner
	SizeGap     fyne.ThemeSizeName = "counterGap"     // between groups on a screen
	SizeBorder  fyne.ThemeSizeName = "counterBorder"  // a panel's or badge's edge
	SizeRing    fyne.ThemeSizeName = "counterRing"    // the focus ring, and its distance from what it rings
	SizeRadius  fyne.ThemeSizeName = "counterRadius"  // corners of badges and banners
	SizeFrame   fyne.ThemeSizeName = "counterFrame"   // the frame around a training counter
	SizeReading fyne.ThemeSizeName = "counterReading" // the widest a paragraph of text should run
)

// At 100 percent, in Fyne's device-independent pixels.
var texts = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:           14,
	fynetheme.SizeNameCaptionText:    12,
	fynetheme.SizeNameSubHeadingText: 16,
	fynetheme.SizeNameHeadingText:    20,
	fynetheme.SizeNameInlineIcon:     18,
	SizeTitle:                        20,
	SizeEntry:                        24,
	SizeFigure:                       30,
	SizeReading:                      640,
}

// Space grows half as fast as text, so that a screen at 200 percent still fits 1280×720.
var spaces = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNamePadding:      4,
	fynetheme.SizeNameInnerPadding: 7,
	fynetheme.SizeNameLineSpacing:  3,
	fynetheme.SizeNameScrollBar:    12,
	SizeGap:                        14,
}

// Lines and corners stay as they are.
var lines = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameSeparatorThickness: 1,
	fynetheme.SizeNameInputBorder:        1.5,
	fynetheme.SizeNameInputRadius:        0, // each field has three rectangles; round ones take software OpenGL twice as long
	fynetheme.SizeNameButtonRadius:       4,
	fynetheme.SizeNameCardRadius:         6,
	fynetheme.SizeNameDialogRadius:       8,
	fynetheme.SizeNamePopupRadius:        6,
	fynetheme.SizeNameMenuRadius:         4,
	fynetheme.SizeNameScrollBarSmall:     5,
	fynetheme.SizeNameModalBlurRadius:    0,
	SizeBorder:                           1,
	SizeRing:                             2,
	SizeRadius:                           6,
	SizeFrame:                            4,
}

// Size is the size of name at the chosen scale.
func (c *deskTheme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := texts[name]; ok {
		return size * c.scale
	}
	if size, ok := spaces[name]; ok {
		return size * (1 + (c.scale-1)/2)
	}
	if size, ok := lines[name]; ok {
		return size
	}
	return c.base.Size(name)
}

// Enlarged is the app's theme of the moment with one difference: ordinary text has the size of name
// (SizeEntry for an entry with large digits). It is for container.NewThemeOverride, and follows when
// the app's theme is changed.
func Enlarged(name fyne.ThemeSizeName) fyne.Theme { return enlarged{name} }

type enlarged struct{ text fyne.ThemeSizeName }

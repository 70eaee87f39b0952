package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Pair is a colour seen on a ground. Over, when not empty, is a thin layer drawn over the ground
// first: hover, focus, selection.
type Pair struct{ Ink, Over, Ground fyne.ThemeColorName }

// grounds are where ordinary text, labels, links and state words may stand.
var grounds = []fyne.ThemeColorName{
	fynetheme.ColorNameBackground, ColorPanel, ColorBar, fynetheme.ColorNameInputBackground,
	fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameHeaderBackground,
}

// layers are what Fyne draws over a ground while it is pointed at, focused, selected or pressed.
var layers = []fyne.ThemeColorName{
	"", fynetheme.ColorNameHover, fynetheme.ColorNameFocus, fynetheme.ColorNameSelection, fynetheme.ColorNamePressed,
}

// Pairs lists every text on its ground that the counter draws; each must have a contrast of at least
// 4.5 to 1 in every variant.
func Pairs() []Pair {
	var all []Pair
	for _, ground := range grounds {
		for _, layer := range layers {
			all = append(all, Pair{fynetheme.ColorNameForeground, layer, ground})
		}
		for _, ink := range []fyne.ThemeColorName{
			ColorMuted, fynetheme.ColorNamePlaceHolder, fynetheme.ColorNameDisabled, fynetheme.ColorNamePrimary,
			fynetheme.ColorNameHyperlink, fynetheme.ColorNameError, fynetheme.ColorNameSuccess, fynetheme.ColorNameWarning,
		} {
			all = append(all, Pair{ink, "", ground})
		}
		for _, state := range States() {
			all = append(all, Pair{state.Text(), "", ground})
		}
	}
	for _, state := range States() {
		all = append(all,
			Pair{state.OnBanner(), "", state.Banner()},
			Pair{state.Text(), "", state.Fill()},
			Pair{fynetheme.ColorNameForeground, "", state.Fill()})
	}
	return append(all, buttonPairs()...)
}

func buttonPairs() []Pair {
	all := []Pair{{fynetheme.ColorNameDisabled, "", fynetheme.ColorNameDisabledButton}}
	for _, layer := range layers {
		all = append(all,
			Pair{fynetheme.ColorNameForeground, layer, fynetheme.ColorNameButton},
			Pair{fynetheme.ColorNameForegroundOnPrimary, layer, fynetheme.ColorNamePrimary},
			Pair{fynetheme.ColorNameForegroundOnError, layer, fynetheme.ColorNameError},
			Pair{fynetheme.ColorNameForegroundOnSuccess, layer, fynetheme.ColorNameSuccess},
			Pair{fynetheme.ColorNameForegroundOnWarning, layer, fynetheme.ColorNameWarning})
	}
	return all
}

// Edges lists every border, ring and icon-like shape on the ground beside it; each must have a
// contrast of at least 3 to 1 in every variant.
func Edges() []Pair {
	var all []Pair
	for _, ground := range grounds {
		for _, ink := range []fyne.ThemeColorName{
			ColorBorder, ColorRing, fynetheme.ColorNameInputBorder, fynetheme.ColorNamePrimary,
			fynetheme.ColorNameScrollBar, fynetheme.ColorNameError,
		} {
			all = append(all, Pair{ink, "", ground})
		}
	}
	for _, state := range States() {
		all = append(all, Pair{state.Text(), "", state.Fill()})
	}
	return append(all, Pair{Training.Banner(), "", fynetheme.ColorNameBackground}) // the training frame
}

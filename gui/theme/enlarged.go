package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

func app() fyne.Theme {
	if current := fyne.CurrentApp(); current != nil {
		if set := current.Settings().Theme(); set != nil {
			return set
		}
	}
	return fynetheme.DefaultTheme()
}

// Size is the app's, but for ordinary text that of the chosen name.
func (e enlarged) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNameText {
		if size := app().Size(e.text); size > 0 {
			return size
		}
	}
	return app().Size(name)
}

// Color is the app's.
func (e enlarged) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	return app().Color(name, system)
}

// Font is the app's.
func (e enlarged) Font(style fyne.TextStyle) fyne.Resource { return app().Font(style) }

// Icon is the app's.
func (e enlarged) Icon(name fyne.ThemeIconName) fyne.Resource { return app().Icon(name) }

package gui

import (
	"slices"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

func (w *Window) useSettings() {
	text.Use(w.settings.Language)
	_ = field.SpeakFyne(text.Lang()) // fails only for a language without a catalogue, and there is none
	w.app.Settings().SetTheme(theme.New(w.settings.Theme))
}

// change keeps new settings and draws everything once more.
func (w *Window) change(edit func(*Settings)) {
	edit(&w.settings)
	w.useSettings()
	w.changed(w.settings)
	w.window.SetMainMenu(w.menu())
	w.shell.Redraw()
}

// nextLanguage switches between the languages there are.
func (w *Window) nextLanguage() {
	w.change(func(s *Settings) { s.Language = after(text.Languages(), text.Lang()) })
}

// nextTheme switches to the next choice of colours.
func (w *Window) nextTheme() {
	w.change(func(s *Settings) { s.Theme.Variant = after(theme.Variants(), s.Theme.Variant) })
}

// nextScale enlarges the text by a quarter, and begins again after the largest.
func (w *Window) nextScale() {
	w.change(func(s *Settings) {
		s.Theme.Scale = after([]int{100, 125, 150, 175, 200}, max(s.Theme.Scale, theme.SmallestScale))
	})
}

// after is what follows now in all; the first follows the last and anything that isn't there.
func after[T comparable](all []T, now T) T {
	return all[(slices.Index(all, now)+1)%len(all)]
}

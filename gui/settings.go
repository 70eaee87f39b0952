package gui

import (
	"slices"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// looks are what every widget is drawn by.
type looks struct {
	lang  string
	theme theme.Settings
}

// use makes choices hold, and reports whether they change the looks: the toolkit draws every widget anew then.
func (w *Window) use(c task.Choices) bool {
	text.Use(c.Language)
	now := looks{text.Lang(), theme.Settings{Variant: theme.Variant(c.Theme), Scale: c.Scale}}
	if now == w.looks {
		return false
	}
	w.looks = now
	_ = field.SpeakFyne(text.Lang()) // fails only for a language without a catalogue, and there is none
	w.app.Settings().SetTheme(theme.New(now.theme))
	return true
}

// apply makes choices hold, keeps them and draws what they change.
func (w *Window) apply(c task.Choices) {
	before := text.Lang()
	changed := w.use(c)
	w.changed(c)
	if text.Lang() != before {
		w.counter.Card.Refresh() // the office names kinds and places in the clerk's language
		w.setMenu()
	}
	if changed {
		w.shell.Redraw()
	}
	w.counter.Order.Redraw() // the paper speaks the clerk's language unless it has its own
	w.counter.Page.Redraw()
}

// nextLanguage switches between the languages there are.
func (w *Window) nextLanguage() {
	w.counter.Settings.Change(func(c *task.Choices) { c.Language = after(text.Languages(), text.Lang()) })
}

// nextSlipLanguage switches what is printed for the present customer.
func (w *Window) nextSlipLanguage() {
	now := w.counter.State().SlipLanguage
	if now == "" {
		now = w.counter.Settings.Choices().Paper()
	}
	flow.PrintIn(w.counter, after(text.Languages(), now))
}

// nextTheme switches to the next choice of colours.
func (w *Window) nextTheme() {
	w.counter.Settings.Change(func(c *task.Choices) {
		c.Theme = string(after(theme.Variants(), theme.Variant(c.Theme)))
	})
}

// nextScale enlarges the text by a quarter, and begins again after the largest.
func (w *Window) nextScale() {
	w.counter.Settings.Change(func(c *task.Choices) { c.Scale = after(theme.Scales(), max(c.Scale, theme.SmallestScale)) })
}

// after is what follows now in all; the first follows the last and anything that isn't there.
func after[T comparable](all []T, now T) T {
	return all[(slices.Index(all, now)+1)%len(all)]
}

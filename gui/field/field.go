// Package field has the counter's own controls: entries, buttons, a choice, the menu bar, the confirmation
// panel, and the few drawn things every screen is made of (figures, badges, banners, panels).
//
// House rules: everything works by keyboard alone, with Return and keypad Enter alike, and does the
// natural thing on Escape; a test types it. No words for people are made here: captions, errors and
// hints are given by the caller, all but two: that a bank card's number was wiped, and how what a control
// shows is told to a screen reader, which all say alike. No money is reckoned here: an amount's text goes out as typed.
// A screen draws a whole state at any time, so what a program sets (SetText, SetError) never calls
// back; only the clerk's hand does, and what shows the same is not drawn again: each drawing of anything draws the whole window. Large
// areas are flat and have square corners. Nothing moves by itself, the caret neither. Every key passes one gate (gate.go) before a
// control acts on it: what a hand reader types reaches none. One goroutine: Fyne's. Colours come from the theme by meaning,
// and no meaning stands on colour alone. What can have the focus says to screen readers what it is (says.go); a test of package gui walks
// every screen and demands it.
package field

import "fyne.io/fyne/v2"

// Field is what a Row can hold: an Entry, MokID, Amount, PIN, Digits or Choice.
type Field interface {
	fyne.Widget
	fyne.Focusable

	// SetError shows sentence as the field's error: a ring in the error's colour and, in a Row, an
	// icon and the sentence below. Empty takes it away. The clerk's next edit takes it away too.
	SetError(sentence string)
	// Error is the sentence shown, empty when there is none.
	Error() string

	// called tells the field its label and its hint, which a screen reader is told.
	called(title, hint string)
	// watch tells a Row when the error changes.
	watch(changed func())
	// textSize is the size the field's text is to have.
	textSize() fyne.ThemeSizeName
}

// fault is the part of a field that knows its error.
type fault struct {
	sentence string
	changed  func()
}

// Error is the sentence shown, empty when there is none.
func (f *fault) Error() string { return f.sentence }

func (f *fault) watch(changed func()) { f.changed = changed }

// set stores the sentence and tells whether it is another one.
func (f *fault) set(sentence string) bool {
	if f.sentence == sentence {
		return false
	}
	f.sentence = sentence
	if f.changed != nil {
		f.changed()
	}
	return true
}

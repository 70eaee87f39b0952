package view

import (
	"slices"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
)

// panel is a screen of the working area: all that the shell knows of it.
type panel struct {
	name flow.Panel
	box  fyne.CanvasObject
	// draw draws the whole state of what it shows. A hidden panel is drawn too when its flow's state is new: it may hold what
	// must be wiped.
	draw func()
	// focus is where the focus belongs at the present stage; nil for nowhere.
	focus func() fyne.Focusable
	// stage names where the clerk is, as finely as the focus cares. Nil: there is one only.
	stage func() string
	// follow has each change of its flow's state told. Nil: it has no flow of its own.
	follow func(changed func())
	// also are the panels whose flow's state it shows too, and counter for the counter's own.
	also []flow.Panel
	// lazy is drawn only while it is shown: it keeps nothing.
	lazy bool
	// hand hands out a paper as the panel's own form stands. Nil: its paper is the counter's.
	hand func(task.PaperAct)
}

// Whose state is new: a panel's flow's, by the panel's name, or one of these. Each view draws the whole state, but only those that
// show something of it: a screen is drawn at every answer, and the clerk's keys wait meanwhile.
const (
	counter    flow.Panel = "counter"
	signingIn  flow.Panel = "sign-in"
	everything flow.Panel = "everything"
)

// shows reports that a panel must be drawn when a state is new. The counter's own is drawn only where it is seen.
func (p panel) shows(of, shown flow.Panel) bool {
	switch {
	case of == everything:
		return true
	case p.lazy && p.name != shown, of == counter && p.name != shown:
		return false
	}
	return of == p.name || slices.Contains(p.also, of)
}

func (p panel) at() string {
	if p.stage == nil {
		return string(p.name)
	}
	return string(p.name) + p.stage()
}

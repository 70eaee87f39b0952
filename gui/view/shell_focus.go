package view

import (
	"fmt"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
)

// settle puts the focus where it belongs when the step has changed, and when it would be lost: with nothing, or with what was
// hidden or taken out of its list.
func (s *Shell) settle() {
	if field.ModalOpen(s.canvas) || field.MenuOpen(s.canvas) {
		return
	}
	at := s.step()
	if at == s.at && s.canvas.Focused() != nil && !field.Lost(s.canvas) {
		return
	}
	if s.counter.State().Panel == flow.PanelPage {
		s.left = s.canvas.Focused()
	}
	field.Stepped()
	natural := s.natural()
	if natural != nil {
		s.canvas.Focus(natural)
		if s.canvas.Focused() == natural { // a button that waits for an answer takes no focus yet: it is tried again then
			s.at = at
		}
	}
	if field.Lost(s.canvas) { // until then no key may press what nobody sees
		s.canvas.Unfocus()
	}
}

// Settle puts the focus where it belongs by now, as after the menu was left.
func (s *Shell) Settle() { s.settle() }

// step names where the clerk is, as finely as the focus cares.
func (s *Shell) step() string {
	st := s.counter.State()
	if !st.SignedIn && !st.Panel.Free() {
		return fmt.Sprint(s.counter.SignIn.State().Step, s.counter.SignIn.State().Field)
	}
	return s.shown().at()
}

func (s *Shell) natural() fyne.Focusable {
	st := s.counter.State()
	if left := s.left; left != nil && st.Panel != flow.PanelPage {
		s.left = nil
		if st.Panel == flow.PanelOrder {
			return left // back to where the clerk was typing
		}
	}
	if !st.SignedIn && !st.Panel.Free() {
		return s.signIn.natural()
	}
	return s.shown().focus()
}

package view

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/field"
)

// Loose is where characters belong that are typed while nothing has the focus: the MOK ID field, or the field that is asked for where
// there is none. Nil is nowhere.
func (s *Shell) Loose() fyne.Focusable {
	if field.ModalOpen(s.canvas) {
		return nil
	}
	st := s.counter.State()
	if st.SignedIn && s.work != nil && !st.Panel.Wide() {
		return s.work.mokID
	}
	return s.natural()
}

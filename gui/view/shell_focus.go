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
	if field.ModalOpen(s.canvas) {
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

// step names where the clerk is, as finely as the focus cares.
func (s *Shell) step() string {
	st := s.counter.State()
	if st.Panel == flow.PanelOrder {
		o := s.counter.Order.State()
		return fmt.Sprint(st.Panel, o.Turn, o.First(), o.Paper.Step)
	}
	switch o := s.counter.Orders.State(); st.Panel {
	case flow.PanelOrders:
		return fmt.Sprint(st.Panel, o.Turn, o.Step, o.Problem)
	case flow.PanelPage:
		return string(st.Panel)
	}
	if !st.SignedIn && !free(st.Panel) {
		return fmt.Sprint(s.counter.SignIn.State().Step, s.counter.SignIn.State().Field)
	}
	switch st.Panel {
	case flow.PanelTopUp:
		t := s.counter.TopUp.State()
		return fmt.Sprint(st.Panel, t.Step, t.Paper.Step, t.Paper.Copies, t.ID, t.Known())
	case flow.PanelDrawer:
		return fmt.Sprint(st.Panel, s.counter.Drawer.State().Step)
	case flow.PanelLock:
		l := s.counter.Lock.State()
		return fmt.Sprint(st.Panel, l.Step, l.ID, l.Known())
	case flow.PanelOpen:
		return fmt.Sprint(st.Panel, st.OpenCount, len(st.Differences), st.DifferencesRead)
	}
	c := s.counter.Card.State()
	return fmt.Sprint(st.Panel, c.Step, c.Turn)
}

func (s *Shell) natural() fyne.Focusable {
	st := s.counter.State()
	if left := s.left; left != nil && st.Panel != flow.PanelPage {
		s.left = nil
		if st.Panel == flow.PanelOrder {
			return left // back to where the clerk was typing
		}
	}
	if !st.SignedIn && !free(st.Panel) {
		return s.signIn.natural()
	}
	switch st.Panel {
	case flow.PanelTopUp:
		return s.work.topUp.natural()
	case flow.PanelDrawer:
		return s.work.drawer.natural()
	case flow.PanelOpen:
		return s.work.open.natural()
	case flow.PanelHelp:
		return s.work.help.back
	case flow.PanelOrder:
		return s.work.order.natural()
	case flow.PanelOrders:
		return s.work.orders.natural()
	case flow.PanelPage:
		return s.work.page.reader
	case flow.PanelLock:
		return s.work.lock.natural()
	case flow.PanelSettings:
		return s.work.settings.language
	}
	return s.work.card.natural()
}

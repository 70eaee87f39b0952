package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/theme"
)

// question asks something over an entry that has the focus.
func question(t *testing.T, safe bool) (c fyne.Canvas, behind *Entry, m *Modal, yes, no *int) {
	t.Helper()
	behind, yes, no = NewEntry(), new(int), new(int)
	c = screen(t, behind, NewButton("Ozadje", func() { t.Error("a button behind the panel was pushed") }))
	c.Focus(behind)
	m = Confirm(c, Question{
		State: theme.Warning, Title: "Polnitev 50,00 €", Confirm: "Potrdi", Cancel: "Nazaj",
		SafeFirst: safe, OnConfirm: count(yes), OnCancel: count(no),
	})
	return c, behind, m, yes, no
}

func TestReturnAndEnterTakeTheChoiceThatHasTheFocus(t *testing.T) {
	for _, key := range append(returns, fyne.KeySpace) {
		for _, safe := range []bool{false, true} {
			c, behind, m, yes, no := question(t, safe)
			strike(c, key)
			wantYes, wantNo := 1, 0
			if safe {
				wantYes, wantNo = 0, 1
			}
			want(t, string(key)+" yes", *yes, wantYes)
			want(t, string(key)+" no", *no, wantNo)
			want(t, "still shown", m.Shown(), false)
			want(t, "the focus given back", c.Focused(), fyne.Focusable(behind))
			want(t, "overlays left", len(c.Overlays().List()), 0)
		}
	}
}

func TestEscapeClosesAsCancelFromAnywhereInThePanel(t *testing.T) {
	for _, tabs := range []int{0, 1, 2} {
		c, behind, m, yes, no := question(t, false)
		for range tabs {
			c.FocusNext()
		}
		strike(c, fyne.KeyEscape)
		want(t, "yes", *yes, 0)
		want(t, "no", *no, 1)
		want(t, "shown", m.Shown(), false)
		want(t, "the focus", c.Focused(), fyne.Focusable(behind))
	}
}

func TestNothingBehindAPanelGetsKeys(t *testing.T) {
	c, behind, m, yes, no := question(t, true)
	above := 0
	m.Hide()
	c.SetOnTypedKey(func(*fyne.KeyEvent) { above++ })
	c.SetOnTypedRune(func(rune) { above++ })
	m.Show(c)
	for range 5 {
		if c.Focused() == fyne.Focusable(behind) {
			t.Fatal("Tab left the panel")
		}
		c.FocusNext()
	}
	c.Unfocus() // a click beside the buttons
	write(c, "x")
	strike(c, fyne.KeyF5)
	want(t, "keys behind", above, 0)
	want(t, "the text behind", behind.Value(), "")
	c.Unfocus()
	strike(c, fyne.KeyReturn)
	want(t, "Return with nothing focused chose", *yes+*no, 0)
	if c.Focused() == nil {
		t.Error("Return with nothing focused does not show where one is")
	}
	c.Unfocus()
	strike(c, fyne.KeyEscape)
	want(t, "Escape with nothing focused", *no, 1)
	strike(c, fyne.KeyEscape)
	want(t, "the window has its keys again", above, 1)
}

func TestAKeyHeldWhileThePanelOpensDoesNotAnswerIt(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	yes := 0
	e.OnSubmitted = func(string) {
		Confirm(c, Question{State: theme.Warning, Title: "?", Confirm: "Da", Cancel: "Ne", OnConfirm: count(&yes)})
	}
	c.Focus(e)
	hold(c, fyne.KeyReturn)
	for range 5 {
		repeat(c, fyne.KeyReturn)
	}
	want(t, "confirmed by repeats", yes, 0)
	want(t, "open", ModalOpen(c), true)
	strike(c, fyne.KeyReturn)
	want(t, "confirmed by a press", yes, 1)
	want(t, "open then", ModalOpen(c), false)
}

func TestAFieldInAPanelIsFirstAndItsEscapeIsThePanels(t *testing.T) {
	behind := NewEntry()
	c := screen(t, behind)
	c.Focus(behind)
	pin := NewPIN()
	escapes := 0
	m := NewModal(theme.Info, "Odobritev", container.NewVBox(NewRow("PIN", pin)), NewButton("Nazaj", nil))
	m.OnEscape = count(&escapes)
	m.Show(c)
	want(t, "the focus", c.Focused(), fyne.Focusable(pin))
	strike(c, fyne.KeyEscape)
	want(t, "escapes", escapes, 1)
	want(t, "OnEscape alone does not close", m.Shown(), true)
	m.OnEscape = nil
	strike(c, fyne.KeyEscape)
	want(t, "without it Escape closes", m.Shown(), false)
	want(t, "the focus given back", c.Focused(), fyne.Focusable(behind))
}

func TestHidingAPanelHidesThoseAbove(t *testing.T) {
	behind := NewEntry()
	c := screen(t, behind)
	c.Focus(behind)
	first := NewModal(theme.Info, "prvi", nil, NewButton("a", nil))
	second := NewModal(theme.Danger, "drugi", nil, NewButton("b", nil))
	first.Show(c)
	second.Show(c)
	second.Show(c) // showing twice changes nothing
	strike(c, fyne.KeyEscape)
	want(t, "Escape closes the upper", second.Shown(), false)
	want(t, "and not the lower", first.Shown(), true)
	if c.Focused() == nil {
		t.Error("the lower panel has not got its focus back")
	}
	second.Show(c)
	first.Hide()
	first.Hide()
	want(t, "the upper goes with the lower", second.Shown(), false)
	want(t, "open", ModalOpen(c), false)
	want(t, "overlays", len(c.Overlays().List()), 0)
	want(t, "the focus", c.Focused(), fyne.Focusable(behind))
}

func TestAnAnswerMayMoveTheFocusOrAskAgain(t *testing.T) {
	a, b := NewEntry(), NewEntry()
	c := screen(t, a, b)
	c.Focus(a)
	Confirm(c, Question{Title: "1", Confirm: "Da", Cancel: "Ne", OnConfirm: func() {
		c.Focus(b)
		Confirm(c, Question{Title: "2", Confirm: "Da", Cancel: "Ne"})
	}})
	strike(c, fyne.KeyReturn)
	want(t, "the second is open", ModalOpen(c), true)
	strike(c, fyne.KeyReturn)
	want(t, "the focus", c.Focused(), fyne.Focusable(b))
}

func TestAPanelShowsWhatItIsTold(t *testing.T) {
	c := screen(t, NewEntry())
	m := NewModal(theme.Warning, "Izid še ni znan", NewFigure("50,00 €"), NewButton("Preveri", nil))
	m.Show(c)
	markup := test.RenderToMarkup(c)
	for _, words := range []string{"Izid še ni znan", "50,00 €", "Preveri"} {
		if !contains(markup, words) {
			t.Errorf("the panel does not show %q:\n%s", words, markup)
		}
	}
}

// What is said while a question is open stands in it whole, and the buttons below it.
func TestAQuestionThatSaysMoreGrows(t *testing.T) {
	on := screen(t, NewEntry())
	m := Confirm(on, Question{State: theme.Warning, Title: "Leave?", Body: NewText("Nothing was sent."), Confirm: "Yes", Cancel: "No"})
	before := m.popup.Content.Size().Height
	if !TellModal(on, "The reader has read something, but the question is yours to answer: by keyboard or mouse. What was read is not used.") {
		t.Fatal("no question is open")
	}
	after, least := m.popup.Content.Size(), m.popup.Content.MinSize()
	if after.Height < before+m.note.MinSize().Height || after.Height < least.Height {
		t.Errorf("it is %v high after %v, and needs %v", after.Height, before, least.Height)
	}
	if m.note.Size().Height < m.note.MinSize().Height || !m.note.Visible() {
		t.Errorf("the sentence has %v of %v", m.note.Size(), m.note.MinSize())
	}
	m.Hide()
	if TellModal(on, "x") {
		t.Error("something is said to nobody")
	}
}

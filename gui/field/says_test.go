package field

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// The toolkit has no place for a value or a state: a control's name says what it is called, what stands in it, what is wrong, and that
// it can't be used.
func TestWhatControlsSayToAScreenReader(t *testing.T) {
	text.Use("en")
	t.Cleanup(func() { text.Use("sl") })
	entry, six, pin, choice := NewEntry(), NewDigits(6), NewPIN(), NewChoice(Option{"a", "First"}, Option{"b", "Second"})
	six.Unsaid = true
	row := NewRow("Payer", entry)
	NewRow("Last six", six)
	NewRow("PIN", pin)
	NewRow("Reason", choice)
	button, reader := NewButton("Print", nil), NewReader(NewText("A page"))
	reader.Name = "Preview"
	list := NewList(func() int { return 3 }, func() fyne.CanvasObject { return NewText("") }, func(int, fyne.CanvasObject) {})
	list.Name = "Transactions"

	for _, step := range []struct {
		does func()
		of   fyne.Accessible
		says string
	}{
		{nil, entry, "Payer: empty"},
		{func() { entry.SetText("Žiga Čuk") }, entry, "Payer: Žiga Čuk"},
		{func() { row.SetHint("As on the document.") }, entry, "Payer: Žiga Čuk. As on the document."},
		{func() { entry.SetError("Too long.") }, entry, "Payer: Žiga Čuk. Error: Too long."},
		{func() { entry.SetError(""); entry.SetEnabled(false) }, entry, "Payer: Žiga Čuk, not available now. As on the document."},
		{func() { row.SetLabel("Plačnik") }, entry, "Plačnik: Žiga Čuk, not available now. As on the document."},
		{nil, six, "Last six: empty"},
		{func() { six.SetText("481205") }, six, "Last six: filled in"},
		{func() { pin.SetText("2468") }, pin, "PIN: filled in"},
		{nil, choice, "Reason: not chosen, options: 2"},
		{func() { choice.SetSelected("b") }, choice, "Reason: Second (2 of 2)"},
		{nil, button, "Print"},
		{func() { button.SetEnabled(false) }, button, "Print, not available now"},
		{nil, reader, "Preview"},
		{nil, list, "Transactions, rows: 3"},
		{nil, NewBadge(theme.OK, "posted"), "posted"},
		{nil, NewBanner(theme.OK, "Posted", "KR-1"), "Posted. KR-1"},
	} {
		if step.does != nil {
			step.does()
		}
		if got := step.of.AccessibilityLabel(); got != step.says {
			t.Errorf("a %T says %q, not %q", step.of, got, step.says)
		}
	}
}

// A menu is read with its keys, and with what can't be done now.
func TestAMenuIsToldToAScreenReader(t *testing.T) {
	text.Use("en")
	t.Cleanup(func() { text.Use("sl") })
	m := NewMenuBar()
	c := screen(t, m)
	m.Install(c)
	t.Cleanup(func() { bar = nil })
	m.Set([]Menu{{"Customer", []MenuItem{
		{Title: "Top-up", Key: fyne.KeyT, Chord: "Ctrl+T"}, {Title: "Lock", Key: fyne.KeyL, Chord: "Ctrl+L", Off: func() bool { return true }},
	}}})
	root := Spoken(c, c.Content())
	names := func() (all []string) {
		root.Objects[1].(*ear).fill()
		for _, v := range root.Objects[2].(*fyne.Container).Objects {
			all = append(all, v.(*voice).name)
		}
		return all
	}
	want(t, "the bar", len(names()), 1)
	m.enter(0, true)
	now := names()
	for i, says := range []string{"The keys go here: Top-up, Ctrl+T", "Customer", "Top-up, Ctrl+T", "Lock, Ctrl+L, not available now"} {
		if i >= len(now) || now[i] != says {
			t.Fatalf("the open menu says %q", now)
		}
	}
	m.Leave()
	want(t, "the bar again", len(names()), 1)
}

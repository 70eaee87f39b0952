package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// control is one of ours, with a text or choice in it, that counts whatever it does by the clerk's hand.
type control struct {
	on     entryWidget
	enable func(bool)    // nil: it can't be disabled
	says   func() string // what stands in it; nil: nothing does
	has    string        // what stood in it
}

// controls are one of each kind, made anew; done counts.
func controls(done *int) map[string]control {
	entry, mok, sum, pin, six, path := NewEntry(), NewMokID(), NewAmount(), NewPIN(), NewDigits(6), NewPath()
	path.OnPaste = func(string) bool { *done++; return true }
	all := map[string]control{}
	for name, e := range map[string]*Entry{
		"entry": entry, "MOK ID": &mok.Entry, "amount": &sum.Entry, "PIN": &pin.Entry, "digits": &six.Entry, "path": &path.Entry,
	} {
		e.OnChanged, e.OnSubmitted, e.OnRefused = func(string) { *done++ }, func(string) { *done++ }, count(done)
		all[name] = control{on: e.self.(entryWidget), enable: e.SetEnabled, says: e.Value, has: "123"}
	}
	button := NewButton("Potrdi", count(done))
	all["button"] = control{on: button, enable: button.SetEnabled}
	choice := NewChoice(Option{"a", "A"}, Option{"b", "B"}, Option{"c", "C"})
	choice.OnChanged, choice.OnSubmitted = func(string) { *done++ }, func(string) { *done++ }
	all["choice"] = control{choice, func(on bool) {
		if on {
			choice.Enable()
		} else {
			choice.Disable()
		}
	}, choice.Selected, "b"}
	reader := NewReader(widget.NewLabel("1\n2\n3\n4\n5\n6\n7\n8\n9"))
	all["reader"] = control{on: reader, says: func() string {
		if reader.Offset() > 0 {
			return "scrolled"
		}
		return ""
	}}
	return all
}

// fill puts in what stands there, by hand, so that there is something to undo.
func (k control) fill(c fyne.Canvas) {
	c.Focus(k.on)
	if choice, ok := k.on.(*Choice); ok {
		choice.SetSelected(k.has)
		return
	}
	write(c, k.has)
}

// shortcuts are what the system and Fyne give an entry; the first two only read.
func shortcuts(clipboard fyne.Clipboard) map[string]fyne.Shortcut {
	return map[string]fyne.Shortcut{
		"select all": &fyne.ShortcutSelectAll{}, "copy": &fyne.ShortcutCopy{Clipboard: clipboard},
		"cut": &fyne.ShortcutCut{Clipboard: clipboard}, "paste": &fyne.ShortcutPaste{Clipboard: clipboard},
		"undo": &fyne.ShortcutUndo{}, "redo": &fyne.ShortcutRedo{},
		"Ctrl+Backspace": &desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierShortcutDefault},
		"Ctrl+Delete":    &desktop.CustomShortcut{KeyName: fyne.KeyDelete, Modifier: fyne.KeyModifierShortcutDefault},
	}
}

// hands are keys that some control of ours acts on.
var hands = []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyBackspace, fyne.KeyDown, fyne.KeyRight, fyne.KeyEscape}

// standing is where a control stands: in a box, in a panel on a page.
type standing struct {
	control
	box, page *fyne.Container
	panel     *Panel
}

// ways are how a control gets out of sight, and back.
var ways = map[string]struct{ away, back func(standing) }{
	"hidden":               {func(p standing) { p.on.Hide() }, func(p standing) { p.on.Show() }},
	"in a hidden box":      {func(p standing) { p.box.Hide() }, func(p standing) { p.box.Show() }},
	"in a hidden panel":    {func(p standing) { p.panel.Hide() }, func(p standing) { p.panel.Show() }},
	"removed":              {func(p standing) { p.box.Remove(p.on) }, func(p standing) { p.box.Add(p.on) }},
	"removed with its box": {func(p standing) { p.page.RemoveAll() }, func(p standing) { p.page.Add(p.panel) }},
}

func TestWhatCannotBeSeenTakesNoKey(t *testing.T) {
	for how, way := range ways {
		for name := range controls(new(int)) {
			t.Run(name+" "+how, func(t *testing.T) {
				done, above := 0, 0
				k := controls(&done)[name]
				box := container.NewVBox(k.on)
				p := standing{control: k, box: box, panel: NewPanel(box)}
				p.page = container.NewVBox(p.panel)
				c := screen(t, NewVScroll(p.page))
				c.SetOnTypedKey(func(*fyne.KeyEvent) { above++ })
				k.fill(c)
				for _, key := range hands {
					c.Focus(k.on)
					want(t, "lost in sight", Lost(c), false)
					way.away(p)
					done, above = 0, 0
					k.typedUnseen(t)
					want(t, "lost out of sight", Lost(c), true)
					strike(c, key)
					want(t, string(key)+" does", done, 0)
					k.standsStill(t, string(key))
					want(t, "the focus after "+string(key), c.Focused(), nil)
					want(t, "seen by the window: "+string(key), above, 1)
					way.back(p)
				}
			})
		}
	}
}

// typedUnseen types characters and shortcuts into a control that has the focus and can't be seen.
func (k control) typedUnseen(t *testing.T) {
	t.Helper()
	for _, r := range "1a\r" {
		k.on.TypedRune(r)
		k.standsStill(t, string(r))
	}
	on, ok := k.on.(fyne.Shortcutable)
	if !ok {
		return
	}
	for what, shortcut := range shortcuts(filled("999")) {
		on.TypedShortcut(shortcut)
		k.standsStill(t, what)
	}
}

func (k control) standsStill(t *testing.T, after string) {
	t.Helper()
	if k.says != nil {
		want(t, after+": what stands in it", k.says(), k.has)
	}
}

func filled(text string) fyne.Clipboard {
	clipboard := test.NewClipboard()
	clipboard.SetContent(text)
	return clipboard
}

func TestWhatIsDisabledCanBeReadAndCopiedOnly(t *testing.T) {
	done := 0
	for name, k := range controls(&done) {
		if k.enable == nil {
			continue
		}
		c := screen(t, k.on)
		k.fill(c)
		done = 0
		k.enable(false)
		strike(c, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyBackspace, fyne.KeyDelete)
		c.Focus(k.on)
		for _, r := range "1a\r" {
			k.on.TypedRune(r)
		}
		k.standsStill(t, name+" disabled")
		if on, ok := k.on.(fyne.Shortcutable); ok {
			for range 2 { // what is undone could be redone
				for what, shortcut := range shortcuts(filled("999")) {
					on.TypedShortcut(shortcut)
					k.standsStill(t, name+" disabled, "+what)
				}
			}
		}
		want(t, name+" disabled does", done, 0)
	}
}

func TestADisabledEntryIsCopiedWholeButNeverCut(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	c.Focus(e)
	write(c, "SI05 8074720")
	e.SetEnabled(false)
	board := filled("prej")
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	want(t, "the clipboard after Ctrl+X", board.Content(), "prej")
	e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	want(t, "the clipboard after Ctrl+C", board.Content(), "SI05 8074720")
	e.SetEnabled(true)
	e.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	want(t, "the text that is cut once enabled", e.Value(), "")
}

// The menu of the right mouse button stays open while an answer from the office disables the entry below it.
func TestAMenuThatWasOpenedBeforeChangesNoDisabledEntry(t *testing.T) {
	done := 0
	for name, k := range controls(&done) {
		under, ok := k.on.(fyne.SecondaryTappable)
		if !ok {
			continue
		}
		fyne.CurrentApp().Clipboard().SetContent("9")
		for item := 0; ; item++ {
			c := screen(t, k.on)
			k.enable(true)
			k.fill(c)
			under.TappedSecondary(&fyne.PointEvent{})
			items := menuItems(c.Overlays().Top())
			if item >= len(items) {
				break
			}
			stood := k.says()
			k.enable(false)
			done = 0
			items[item].Tapped(&fyne.PointEvent{})
			want(t, name+": what stands in it", k.says(), stood)
			want(t, name+": done by the menu", done, 0)
		}
	}
}

// menuItems are the items of the menu on top that can be chosen.
func menuItems(o fyne.CanvasObject) (all []fyne.Tappable) {
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			all = append(all, menuItems(child)...)
		}
	case fyne.Widget:
		if item, ok := o.(interface {
			fyne.Tappable
			desktop.Hoverable
		}); ok {
			all = append(all, item)
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			all = append(all, menuItems(child)...)
		}
	}
	return all
}

func TestAPanelsButtonsAreInSightOverTheWindow(t *testing.T) {
	yes := 0
	c := screen(t, NewEntry())
	Confirm(c, Question{Title: "?", Confirm: "Da", Cancel: "Ne", OnConfirm: count(&yes)})
	want(t, "the panel's button is lost", Lost(c), false)
	strike(c, fyne.KeySpace)
	want(t, "yes", yes, 1)
}

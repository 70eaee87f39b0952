package gui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// told is what Fyne tells a screen reader of one thing.
type told struct {
	name string
	role fyne.AccessibleRole
	at   fyne.Position
	size fyne.Size
}

// tells is what Fyne would tell of a window. Its own walks are compiled for Windows and macOS alone: they go into plain containers
// that say they are something, from the content and from what is laid over it. On macOS the name is asked first, on Windows the role.
func tells(w fyne.Canvas, mac bool) (all []told) {
	var walk func(o fyne.CanvasObject, at fyne.Position)
	walk = func(o fyne.CanvasObject, at fyne.Position) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		if a, ok := o.(fyne.Accessible); ok {
			t := told{at: at, size: o.Size()}
			if mac {
				t.name, t.role = a.AccessibilityLabel(), a.AccessibilityRole()
			} else if t.role = a.AccessibilityRole(); t.role != fyne.AccessibleRoleContainer {
				t.name = a.AccessibilityLabel()
			}
			if t.role != fyne.AccessibleRoleContainer {
				all = append(all, t)
			}
		}
		if box, ok := o.(*fyne.Container); ok {
			for _, child := range box.Objects {
				walk(child, at)
			}
		}
	}
	walk(w.Content(), fyne.Position{})
	for _, over := range w.Overlays().List() {
		walk(over, fyne.Position{})
	}
	return all
}

// reachable are the controls that can have the focus now.
func reachable(w fyne.Canvas) (all []fyne.Focusable) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if f, ok := o.(fyne.Focusable); ok {
			all = append(all, f)
			return // what Fyne builds a control of is no control of its own
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	if top := w.Overlays().Top(); top != nil {
		walk(top)
	} else {
		walk(w.Content())
	}
	return all
}

// audible demands that all that can have the focus has a name in the clerk's language, is told to a screen reader where it lies, and
// none of it twice.
func audible(t *testing.T, w fyne.Canvas, screen string) {
	t.Helper()
	all := tells(w, false)
	if mac := tells(w, true); !slices.Equal(all, mac) {
		t.Errorf("%s: on macOS it says %v, on Windows %v", screen, mac, all)
	}
	for _, control := range reachable(w) {
		named, ok := control.(fyne.Accessible)
		if !ok {
			t.Errorf("%s: a %T can have the focus and has no name", screen, control)
			continue
		}
		name, at := named.AccessibilityLabel(), fyne.CurrentApp().Driver().AbsolutePositionForObject(control.(fyne.CanvasObject))
		if unspeakable(name) {
			t.Errorf("%s: a %T is called %q", screen, control, name)
		}
		if _, menu := control.(fyne.Tabbable); menu && named.AccessibilityRole() == fyne.AccessibleRoleContainer {
			continue // the open menu: its items are told one by one
		}
		n := 0
		for _, s := range all {
			if s.name == name && s.at.Subtract(at).IsZero() && s.size == control.(fyne.CanvasObject).Size() {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: a screen reader is told %d times of %q, at %v; it is told %v", screen, n, name, at, all)
		}
	}
	focused, ok := w.Focused().(fyne.Accessible)
	if ok && (len(all) == 0 || !strings.HasSuffix(all[0].name, focused.AccessibilityLabel())) {
		t.Errorf("%s: %q has the focus, and the first thing told is %v", screen, focused.AccessibilityLabel(), all[:min(len(all), 1)])
	}
}

// unspeakable tells of a name that says nothing to a clerk: none at all, one with nothing before its value, or a key of the catalogue.
func unspeakable(name string) bool {
	name = strings.TrimSpace(name)
	return name == "" || strings.HasPrefix(name, ":") || strings.HasPrefix(name, ",") || strings.HasPrefix(name, ".") ||
		text.In("sl").Has(name) || strings.Contains(name, "{{")
}

func TestAllThatCanHaveTheFocusIsToldToAScreenReader(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine and many screens: left to the run without the race detector")
	}
	for _, lang := range text.Languages() {
		t.Run(lang, func(t *testing.T) {
			choices := task.Choices{Language: lang, Theme: "light", Scale: 100}
			see := func(c *clerk, screen string) { audible(t, c.w.Canvas(), screen) }
			c := sitDown(t, posted, someHistory)
			c.w.window.Resize(smallest)
			c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
			here := func(screen string) { see(c, screen) }
			walk(c, here)
			walkOrder(c, here)
			walkOrders(c, here)
			c.press(fyne.KeyF10)
			here("menu: titles")
			c.press(fyne.KeyDown)
			here("menu: items")
			c.w.window.Close()
			walkDrawer(t, choices, see)
			walkOpen(t, choices, see)
		})
	}
}

// In another language the same screen says other words: none stays behind when the language is changed in the window.
func TestAScreenReaderIsToldInTheClerksLanguage(t *testing.T) {
	c := sitDown(t, posted)
	said := map[string][]string{}
	for _, lang := range text.Languages() {
		c.w.counter.Settings.Change(func(s *task.Choices) { s.Language = lang })
		for _, s := range tells(c.w.Canvas(), false) {
			said[lang] = append(said[lang], s.name)
		}
	}
	for lang, want := range map[string]string{"sl": "Tipke gredo sem: Službena številka: prazno", "en": "The keys go here: Staff number: empty"} {
		if got := said[lang]; len(got) == 0 || got[0] != want {
			t.Errorf("%s says %q", lang, got)
		}
	}
	c.signIn()
	if all := tells(c.w.Canvas(), false); strings.Contains(all[0].name, "2468") {
		t.Errorf("it says %v", all)
	}
}

// No key may show what nobody may hear: a PIN, and the six digits from the card in the customer's hand.
func TestAScreenReaderIsNotToldASecret(t *testing.T) {
	c := sitDown(t, posted)
	secret := func(digits string) {
		t.Helper()
		said := tells(c.w.Canvas(), false)
		if !slices.ContainsFunc(said, func(s told) bool { return strings.Contains(s.name, ": vpisano") }) {
			t.Errorf("nothing says that something was typed: %v", said)
		}
		for _, s := range said {
			if strings.Contains(strings.ReplaceAll(s.name, " ", ""), digits) {
				t.Errorf("it says %q", s.name)
			}
		}
	}
	c.types("1001").enter().types("9182")
	secret("9182")
	c.enter().types("100000014").enter().enter().types("481205")
	secret("481205")
}

// A panel that asks takes the place of all that lies behind it, and gives it back.
func TestAScreenReaderIsToldOnlyWhatAsks(t *testing.T) {
	c := sitDown(t, posted)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter()
	words := func() string {
		var all []string
		for _, s := range tells(c.w.Canvas(), false) {
			all = append(all, s.name)
		}
		return strings.Join(all, "\n")
	}
	behind := words()
	c.w.AskToClose()
	if !field.ModalOpen(c.w.Canvas()) {
		t.Fatal("nobody asks")
	}
	if asked := words(); strings.Contains(asked, "MOK ID") || !strings.Contains(asked, text.Say("counter.close.title")) {
		t.Errorf("while it asks it says:\n%s", asked)
	}
	audible(t, c.w.Canvas(), "the question")
	c.press(fyne.KeyEscape)
	if now := words(); now != behind {
		t.Errorf("afterwards it says\n%s\nnot\n%s", now, behind)
	}
}

func TestTheRowsOfAListAreTold(t *testing.T) {
	c := sitDown(t, posted, someHistory)
	c.w.window.Resize(smallest)
	c.signIn().types("100000014").enter()
	rows := 0
	for _, s := range tells(c.w.Canvas(), false) {
		if strings.Contains(s.name, "stanje") && strings.Contains(s.name, "Kranj") {
			rows++
		}
	}
	if all := len(c.w.counter.Card.State().Items); rows == 0 || rows >= all {
		t.Errorf("of %d transactions %d are told, not those in sight", all, rows)
	}
}

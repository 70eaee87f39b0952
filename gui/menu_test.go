package gui

import (
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
	"cekr.kranj.si/desk/gui/theme/contrasttest"
)

// alt opens the menu by the letter of its title.
func (c *clerk) alt(letter fyne.KeyName) *clerk {
	c.t.Helper()
	chord := &desktop.CustomShortcut{KeyName: letter, Modifier: fyne.KeyModifierAlt}
	if on, ok := c.w.Canvas().Focused().(fyne.Shortcutable); ok {
		on.TypedShortcut(chord)
	} else {
		c.w.bar.TypedShortcut(chord)
	}
	if !field.MenuOpen(c.w.Canvas()) {
		c.t.Fatalf("Alt+%s opens no menu", letter)
	}
	return c
}

// menuText is a text of the menu and where the picture has it.
type menuText struct {
	*canvas.Text
	at image.Rectangle
}

// off tells whether it is one of what can't be done now.
func (m menuText) off() bool { return m.TextStyle.Italic }

// menuTexts are the texts of the bar and of what is let down.
func (c *clerk) menuTexts() (all []menuText) {
	trees := append([]fyne.CanvasObject{c.w.bar}, c.w.Canvas().Overlays().List()...)
	for _, tree := range trees {
		for _, o := range test.WidgetRenderer(tree.(fyne.Widget)).Objects() {
			if t, ok := o.(*canvas.Text); ok && t.Visible() {
				at := tree.Position().Add(t.Position())
				all = append(all, menuText{t, image.Rect(int(at.X), int(at.Y), int(at.X+t.Size().Width), int(at.Y+t.Size().Height))})
			}
		}
	}
	return all
}

// Each text of each menu is measured in the picture, a chosen item's too.
func TestTheTextsOfTheMenuCanBeRead(t *testing.T) {
	for _, variant := range []theme.Variant{theme.Light, theme.Dark, theme.Contrast} {
		for name, signedIn := range map[string]bool{"signed in": true, "signed out": false} {
			t.Run(fmt.Sprint(variant, " ", name), func(t *testing.T) {
				c := sitDown(t)
				c.w.window.Resize(smallest)
				c.w.counter.Settings.Change(func(s *task.Choices) { s.Theme = string(variant) })
				if signedIn {
					c.signIn()
				}
				lowest, lowestOff, offs := 21.0, 21.0, 0
				for i := range c.w.bar.Menus() {
					c.alt(fyne.KeyName("SBLP"[i]))
					for _, chosen := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
						c.press(chosen)
						picture := c.w.Canvas().Capture()
						for _, said := range c.menuTexts() {
							got, wanted := contrasttest.Text(picture, said.at), 4.5
							if said.off() {
								wanted = 3
								lowestOff, offs = min(lowestOff, got), offs+1
							} else {
								lowest = min(lowest, got)
							}
							if got < wanted {
								t.Errorf("%q has %.2f, wants %.1f", said.Text.Text, got, wanted)
							}
						}
					}
					c.press(fyne.KeyTab)
				}
				if offs == 0 {
					t.Error("nothing that can't be done was measured")
				}
				t.Logf("lowest %.2f, of what can't be done now %.2f", lowest, lowestOff)
			})
		}
	}
}

func TestEveryMenuHasALetterInEveryLanguage(t *testing.T) {
	c := sitDown(t)
	for lang, letters := range map[string]string{"sl": "SBLP", "en": "CDSP"} {
		c.w.counter.Settings.Change(func(s *task.Choices) { s.Language = lang })
		for i, menu := range c.w.bar.Menus() {
			c.alt(fyne.KeyName(letters[i]))
			shown := c.menuTexts()[len(c.w.bar.Menus()):]
			if len(shown) != 2*len(menu.Items) || shown[0].Text.Text != menu.Items[0].Title || shown[1].Text.Text != menu.Items[0].Chord {
				t.Errorf("%s: Alt+%c shows %v", lang, letters[i], shown)
			}
			c.press(fyne.KeyEscape).press(fyne.KeyEscape)
		}
	}
	if len(text.Languages()) != 2 {
		t.Error("a language was not tried")
	}
}

// What the menu shows as impossible is what would be refused.
func TestTheMenuShowsWhatCantBeDoneNow(t *testing.T) {
	c := sitDown(t)
	shows := func(situation string) {
		t.Helper()
		for i, item := range flow.Menu() {
			if i == 0 || flow.Menu()[i-1].Menu != item.Menu {
				c.w.bar.Leave()
				c.alt(map[string]fyne.KeyName{"customer": "S", "drawer": "B", "slip": "L", "program": "P"}[item.Menu])
			}
			for n, said := range c.menuTexts() {
				if said.Text.Text == "Ctrl+"+item.Key && said.off() == c.w.shell.Can(item.Command) {
					t.Errorf("%s: %s is shown as off: %v, text %d", situation, item.Command, said.off(), n)
				}
			}
		}
		c.w.bar.Leave()
	}
	can := func(command flow.Command, want bool) {
		t.Helper()
		if got := c.w.shell.Can(command); got != want {
			t.Errorf("%s can be done: %v", command, got)
		}
	}
	shows("signed out")
	can(flow.CommandTopUp, false)
	can(flow.CommandOrder, true)
	c.signIn()
	shows("signed in")
	can(flow.CommandTopUp, false)
	c.types("100000014").enter()
	shows("at a card")
	can(flow.CommandTopUp, true)
	c.alt("S").press(fyne.KeyEnd).press(fyne.KeyHome)
	c.w.bar.Leave()
	c.ctrl(fyne.KeyN).alt("S").press(fyne.KeyDown).enter().sees(text.Say("counter.card-first"))
	can(flow.CommandPrint, false)
	c.ctrl(fyne.KeyG)
	shows("at an order")
	can(flow.CommandPrint, true)
	c.ctrl(fyne.Key1)
	shows("at an order's large page")
	can(flow.CommandPrint, true)
}

// Whoever works by keys alone opens an order from the menu, and goes on typing where it leads.
func TestACommandFromTheMenuLeadsTheFocusOn(t *testing.T) {
	c := sitDown(t)
	c.press(fyne.KeyF10).press(fyne.KeyDown).press(fyne.KeyEnd).press(fyne.KeyUp).enter()
	c.sees("Nalog UPN za polnitev kartice").types("100000014").enter().sees("100 000 014")
}

// A step that comes while the clerk is in the menu, as when the office answers, has the focus once the menu is left.
func TestTheStepThatCameMeanwhileHasTheFocusAfterTheMenu(t *testing.T) {
	c, tasks := sitDownHeld(t, flowtest.NewOffice())
	tasks.Release()
	c.types("1001").enter().types("2468").enter()
	c.press(fyne.KeyF10)
	tasks.Release()
	if !c.w.counter.State().SignedIn || !field.MenuOpen(c.w.Canvas()) {
		t.Fatal("the answer has shut the menu")
	}
	c.press(fyne.KeyEscape).types("100000014").enter()
	tasks.Release()
	c.sees("100 000 014", "Polnitev")
	c.seesWhatItPresses("at the card")
}

// What is half typed stands as it was, with the cursor where it was.
func TestTheMenuLeavesWhatIsHalfTyped(t *testing.T) {
	c := sitDown(t).signIn().types("10000")
	c.press(fyne.KeyLeft).alt("P").press(fyne.KeyEscape).press(fyne.KeyF10).types("9")
	c.sees("100 090")
}

func TestASystemWithAMenuOfItsOwnGetsTheSameCommands(t *testing.T) {
	systemMenu = true
	t.Cleanup(func() { systemMenu = false })
	c := sitDown(t)
	if c.w.bar != nil {
		t.Fatal("there are two menus")
	}
	c.w.counter.Settings.Change(func(s *task.Choices) { s.Language = "en" })
	c.w.counter.Settings.Change(func(s *task.Choices) { s.Language = "sl" })
	shown := c.w.window.MainMenu()
	at := 0
	for _, menu := range shown.Items {
		for _, item := range menu.Items {
			want := flow.Menu()[at]
			at++
			key := item.Shortcut.(*desktop.CustomShortcut)
			if menu.Label != text.Say("menu."+want.Menu) || item.Label != text.Say("command."+string(want.Command)) || string(key.KeyName) != want.Key {
				t.Errorf("%s stands as %s / %s with %s", want.Command, menu.Label, item.Label, key.KeyName)
			}
			if item.IsQuit != (want.Command == flow.CommandQuit) {
				t.Errorf("%s quits: %v", want.Command, item.IsQuit)
			}
			if want.Command == flow.CommandOrder {
				item.Action()
				c.sees("Nalog UPN")
			}
		}
	}
	if at != len(flow.Menu()) {
		t.Errorf("%d of %d commands", at, len(flow.Menu()))
	}
}

// What is let down has room in the smallest window at every size of the text.
func TestTheOpenMenuFitsTheSmallestCounter(t *testing.T) {
	c := sitDown(t)
	c.w.window.Resize(smallest)
	for _, lang := range text.Languages() {
		for _, scale := range theme.Scales() {
			c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Scale = lang, scale })
			c.press(fyne.KeyF10).press(fyne.KeyDown)
			for range c.w.bar.Menus() {
				for _, said := range c.menuTexts() {
					if !said.at.In(image.Rect(0, 0, int(smallest.Width), int(smallest.Height))) {
						t.Errorf("%s %d %%: %q lies at %v", lang, scale, said.Text.Text, said.at)
					}
				}
				c.press(fyne.KeyRight)
			}
			c.press(fyne.KeyTab)
		}
	}
}

// A reading that comes while the clerk is in the menu gives no command: it goes to the card, and the menu is gone.
func TestAReadingInTheMenuGoesToTheCard(t *testing.T) {
	for _, lineEnd := range []string{"\r", "\n", "\t", "\r\n"} {
		for name, at := range map[string][]rune{"the bar": {}, "the items": {'\r'}} {
			k := sitDownWithReader(t).signedIn()
			k.w.bar.Toggle()
			for _, r := range at {
				k.hand(string(r))
			}
			k.reads(codeFor(t, "100000022", lineEnd))
			if field.MenuOpen(k.w.Canvas()) {
				t.Errorf("%q in %s: the menu stays", lineEnd, name)
			}
			if st := k.w.counter.State(); st.Panel != flow.PanelCard || !st.SignedIn {
				t.Errorf("%q in %s: the clerk is at %s", lineEnd, name, st.Panel)
			}
			k.sees("Ž••• Č•••")
		}
	}
}

// A hand's keys in the menu wait no longer than elsewhere, and do all that they do without the watch.
func TestAHandWalksTheMenuWhereReadingsAreWatched(t *testing.T) {
	k := sitDownWithReader(t).signedIn()
	walk := func(keys ...fyne.KeyName) {
		for _, key := range keys {
			k.down(key, 0)
			k.beat()
			k.wait(200 * time.Millisecond)
		}
	}
	walk(fyne.KeyF10)
	if !field.MenuOpen(k.w.Canvas()) {
		t.Fatal("F10 opens no menu")
	}
	walk(fyne.KeyDown, fyne.KeyTab)
	if field.MenuOpen(k.w.Canvas()) {
		t.Fatal("Tab leaves no menu")
	}
	walk(fyne.KeyF10, fyne.KeyDown, fyne.KeyEscape, fyne.KeyEscape)
	if field.MenuOpen(k.w.Canvas()) {
		t.Fatal("Escape leaves no menu")
	}
	walk(fyne.KeyF10, fyne.KeyDown)
	k.hand("n").hand("n").hand("\r") // the third that begins so
	if st := k.w.counter.State(); st.Panel != flow.PanelOpen {
		t.Errorf("the letters and Return lead to %s", st.Panel)
	}
	k.chord(fyne.KeyG)
	k.wait(time.Second)
	if st := k.w.counter.State(); st.Panel != flow.PanelOrder {
		t.Errorf("Ctrl+G leads to %s", st.Panel)
	}
}

// Keys that come in a lump are done in their turn: an Escape that waits for a reading is not overtaken by the Alt behind it.
func TestKeysInALumpWalkTheMenuInTheirTurn(t *testing.T) {
	k := sitDownWithReader(t).signedIn()
	alt := func() {
		on := k.w.Canvas().Focused().(desktop.Keyable)
		on.KeyDown(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
		on.KeyUp(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
	}
	k.down(fyne.KeyF10, 0)
	k.down(fyne.KeyDown, 0)
	k.down(fyne.KeyEscape, 0)
	k.down(fyne.KeyEscape, 0)
	alt()
	k.down(fyne.KeyTab, 0)
	k.w.bar.TypedShortcut(&desktop.CustomShortcut{KeyName: "P", Modifier: fyne.KeyModifierAlt})
	k.down(fyne.KeyTab, 0)
	k.wait(time.Second)
	if field.MenuOpen(k.w.Canvas()) {
		t.Error("a key was overtaken: the menu is open")
	}
	alt()
	k.wait(time.Second)
	if !field.MenuOpen(k.w.Canvas()) {
		t.Error("Alt alone opens no menu")
	}
}

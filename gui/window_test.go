package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

func init() { systemMenu = false } // on every system the tests see our own

// clerk is a pair of hands on the keyboard of a window over an office in memory.
type clerk struct {
	t      *testing.T
	w      *Window
	office *flowtest.Office
	papers *flowtest.Papers
	lists  *flowtest.Lists
	tasks  *flowtest.AtOnce
	groups int // keystroke groups: each is some typing ended by one key that acts
}

func sitDown(t *testing.T, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	return sitDownAt(t, func() time.Time { return flowtest.Start }, set...)
}

// sitDownAt sits down at a window whose PC has that clock.
func sitDownAt(t *testing.T, now func() time.Time, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	office := flowtest.NewOffice()
	for _, s := range set {
		s(office)
	}
	needs, _, papers := flowtest.Needs(office)
	needs.Now, needs.Pictures = now, drawn{papers}
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true, Version: "test", IdleLock: 5 * time.Minute})
	t.Cleanup(func() { text.Use("sl") })
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	return &clerk{t: t, w: w, office: office, papers: papers, lists: needs.Lists.(*flowtest.Lists), tasks: needs.Tasks.(*flowtest.AtOnce)}
}

// types types into whatever has the focus; only focus says where it goes.
func (c *clerk) types(s string) *clerk {
	c.t.Helper()
	focused := c.w.Canvas().Focused()
	if focused == nil {
		c.t.Fatalf("nothing has the focus to type %q into", s)
	}
	test.Type(focused, s)
	return c
}

func (c *clerk) press(key fyne.KeyName) *clerk {
	c.t.Helper()
	focused := c.w.Canvas().Focused()
	if focused == nil {
		c.t.Fatalf("nothing has the focus for %s", key)
	}
	c.groups++
	focused.TypedKey(&fyne.KeyEvent{Name: key})
	return c
}

func (c *clerk) enter() *clerk { return c.press(fyne.KeyReturn) }

// ctrl types a key with Ctrl as the toolkit hands it on: to the control that has the focus, if it takes such keys and isn't disabled,
// else to the window, which has told the canvas of the menu's.
func (c *clerk) ctrl(key fyne.KeyName) *clerk {
	c.t.Helper()
	c.groups++
	if !slices.ContainsFunc(flow.Menu(), func(i flow.MenuItem) bool { return i.Key == string(key) }) {
		c.t.Fatalf("no command has Ctrl+%s", key)
	}
	chord := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	focused := c.w.Canvas().Focused()
	disabled, may := focused.(fyne.Disableable)
	if on, ok := focused.(fyne.Shortcutable); ok && !(may && disabled.Disabled()) {
		on.TypedShortcut(chord)
	} else {
		c.w.bar.TypedShortcut(chord)
	}
	return c
}

// signIn signs Ana in.
func (c *clerk) signIn() *clerk { return c.types("1001").enter().types("2468").enter() }

// screen is what the window shows below its menu.
func (c *clerk) screen() fyne.CanvasObject {
	if c.w.shell == nil { // a window without one
		return c.w.window.Content()
	}
	return c.w.shell.Content()
}

func (c *clerk) sees(want ...string) *clerk {
	c.t.Helper()
	screen := strings.Join(visibleWords(c.screen()), "\n")
	for _, w := range want {
		if !strings.Contains(screen, w) && !strings.Contains(strings.ReplaceAll(screen, "\n", " "), w) { // a paragraph may wrap
			c.t.Errorf("the screen doesn't say %q; it says:\n%s", w, screen)
		}
	}
	return c
}

// hides checks that some words are not on the screen.
func (c *clerk) hides(words ...string) *clerk {
	c.t.Helper()
	screen := strings.Join(visibleWords(c.screen()), "\n")
	for _, w := range words {
		if strings.Contains(screen, w) {
			c.t.Errorf("the screen says %q:\n%s", w, screen)
		}
	}
	return c
}

func (c *clerk) step(want topup.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.TopUp.State(); st.Step != want {
		c.t.Fatalf("the top-up is at %s, want %s (%v)", st.Step, want, st.Problem)
	}
	return c
}

func TestEveryCommandHasItsOwnKeyAndWords(t *testing.T) {
	sitDown(t)
	seen := map[string]flow.Command{}
	for _, item := range flow.Menu() {
		if other, taken := seen[item.Key]; taken {
			t.Errorf("%s and %s have the same key %s", other, item.Command, item.Key)
		}
		seen[item.Key] = item.Command
		if strings.Contains("ACVXZY", item.Key) || len(item.Key) != 1 {
			t.Errorf("%s has the key %s, which belongs to the fields or isn't a letter", item.Command, item.Key)
		}
		for _, lang := range text.Languages() {
			for _, k := range []string{"menu." + item.Menu, "command." + string(item.Command), "command." + string(item.Command) + ".help"} {
				if !text.In(lang).Has(k) {
					t.Errorf("no words for %s in %s", k, lang)
				}
			}
		}
	}
}

func TestAnOrderIsMadeByKeyboardWithNobodySignedIn(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyG).sees("Nalog UPN", "nepreverjen")
	c.types("100000014").enter().types("50").enter().types("Žiga Čuk").enter().types("Cesta 1").enter().types("4000 Kranj").enter()
	if len(c.papers.Printed) != 1 {
		t.Fatalf("nothing is printed: %+v", c.w.counter.Order.State())
	}
	c.press(fyne.KeyEscape).sees("Prijava na okence")
	c.signIn().sees("MOK ID")
}

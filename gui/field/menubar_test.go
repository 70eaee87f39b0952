package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/theme"
)

// counterMenu is a window with a menu over an entry, a button and a choice.
type counterMenu struct {
	fyne.Canvas
	bar    *MenuBar
	entry  *Entry
	button *Button
	choice *Choice
	given  []string
}

func withMenu(t *testing.T) *counterMenu {
	t.Helper()
	clear(held)
	lastFocused, shown, altAlone = nil, nil, false
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{}))
	c := &counterMenu{bar: NewMenuBar(), entry: NewEntry(), button: NewButton("Naprej", func() {}), choice: NewChoice(Option{"a", "Prva"}, Option{"b", "Druga"})}
	w := test.NewTempWindow(t, container.NewBorder(c.bar, nil, nil, nil, container.NewVBox(c.entry, c.button, c.choice)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(640, 480))
	c.Canvas = w.Canvas()
	c.bar.Install(c.Canvas)
	t.Cleanup(func() { bar = nil })
	c.bar.Set([]Menu{
		{"Stranka", []MenuItem{c.item("Naslednja stranka", "N", false), c.item("Polnitev", "T", true), c.item("Nalog UPN", "G", false)}},
		{"Program", []MenuItem{c.item("Barve", "9", false), c.item("Izhod", "Q", false)}},
	})
	c.Focus(c.entry)
	return c
}

func (c *counterMenu) item(title string, key fyne.KeyName, off bool) MenuItem {
	return MenuItem{
		Title: title, Key: key, Chord: "Ctrl+" + string(key),
		Off: func() bool { return off }, Do: func() { c.given = append(c.given, title) },
	}
}

// chord types a key with a modifier as the toolkit hands it on.
func (c *counterMenu) chord(mod fyne.KeyModifier, key fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: mod}
	if on, ok := c.Focused().(fyne.Shortcutable); ok {
		on.TypedShortcut(s)
		return
	}
	c.bar.TypedShortcut(s)
}

// alt presses the left Alt and lets it go, with other keys between.
func (c *counterMenu) alt(between ...fyne.KeyName) {
	for _, key := range append([]fyne.KeyName{desktop.KeyAltLeft}, between...) {
		c.goes(key, true)
	}
	for _, key := range append(between, desktop.KeyAltLeft) {
		c.goes(key, false)
	}
}

// goes is a key that goes down or up at what has the focus.
func (c *counterMenu) goes(key fyne.KeyName, down bool) {
	on := c.Focused().(desktop.Keyable)
	if ev := (&fyne.KeyEvent{Name: key}); down {
		on.KeyDown(ev)
	} else {
		on.KeyUp(ev)
	}
}

// click is a click of the pointer, as the toolkit tells of it: what lies over the window gets all of it.
func (c *counterMenu) click(at fyne.Position) {
	if c.bar.Active() {
		c.bar.drop.Tapped(&fyne.PointEvent{Position: at, AbsolutePosition: at})
		return
	}
	c.bar.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary})
}

// where is what the clerk sees of the menu: "Stranka", "Stranka/Polnitev", or nothing.
func (c *counterMenu) where() string {
	if !c.bar.Active() {
		return ""
	}
	d := c.bar.drop
	if !d.down {
		return c.bar.menus[c.bar.at].Title
	}
	return c.bar.menus[c.bar.at].Title + "/" + d.items()[d.item].Title
}

func TestTheMenuIsWalkedByKeysAlone(t *testing.T) {
	left, right, up, down := fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown
	home, end, enter, escape, tab := fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyTab
	for _, tt := range []struct {
		situation string
		keys      []fyne.KeyName
		want      string
	}{
		{"F10 goes into the bar", nil, "Stranka"},
		{"F10 again leaves it", []fyne.KeyName{fyne.KeyF10}, ""},
		{"Escape leaves the bar", []fyne.KeyName{escape}, ""},
		{"Tab leaves the bar", []fyne.KeyName{tab}, ""},
		{"right goes on", []fyne.KeyName{right}, "Program"},
		{"right goes round", []fyne.KeyName{right, right}, "Stranka"},
		{"left goes round", []fyne.KeyName{left}, "Program"},
		{"the end of the bar", []fyne.KeyName{end}, "Program"},
		{"its beginning", []fyne.KeyName{end, home}, "Stranka"},
		{"down opens at the first", []fyne.KeyName{down}, "Stranka/Naslednja stranka"},
		{"Return opens at the first", []fyne.KeyName{enter}, "Stranka/Naslednja stranka"},
		{"keypad Enter too", []fyne.KeyName{fyne.KeyEnter}, "Stranka/Naslednja stranka"},
		{"up opens at the last", []fyne.KeyName{up}, "Stranka/Nalog UPN"},
		{"down goes on, over what can't be done, too", []fyne.KeyName{down, down}, "Stranka/Polnitev"},
		{"down goes round", []fyne.KeyName{down, down, down, down}, "Stranka/Naslednja stranka"},
		{"up goes round", []fyne.KeyName{down, up}, "Stranka/Nalog UPN"},
		{"the end of the items", []fyne.KeyName{down, end}, "Stranka/Nalog UPN"},
		{"their beginning", []fyne.KeyName{down, end, home}, "Stranka/Naslednja stranka"},
		{"right opens the next menu", []fyne.KeyName{down, down, right}, "Program/Barve"},
		{"left opens the one before", []fyne.KeyName{down, left}, "Program/Barve"},
		{"Escape shuts the items first", []fyne.KeyName{down, escape}, "Stranka"},
		{"and then the menu", []fyne.KeyName{down, escape, escape}, ""},
		{"Tab leaves from the items", []fyne.KeyName{down, tab}, ""},
		{"F10 leaves from the items", []fyne.KeyName{down, fyne.KeyF10}, ""},
		{"a key that means nothing", []fyne.KeyName{down, fyne.KeyDelete, fyne.KeyF3}, "Stranka/Naslednja stranka"},
	} {
		t.Run(tt.situation, func(t *testing.T) {
			c := withMenu(t)
			write(c, "Žiga")
			strike(c, fyne.KeyF10)
			strike(c, tt.keys...)
			want(t, "the menu", c.where(), tt.want)
			want(t, "commands given", len(c.given), 0)
			c.bar.Leave()
			want[fyne.Focusable](t, "the focus", c.Focused(), c.entry)
			write(c, "!")
			want(t, "what was typed", c.entry.Value(), "Žiga!") // nothing was selected anew
		})
	}
}

func TestReturnGivesTheCommandThatIsChosenOnce(t *testing.T) {
	for _, key := range returns {
		c := withMenu(t)
		strike(c, fyne.KeyF10, fyne.KeyDown, fyne.KeyEnd)
		submitted := 0
		c.entry.OnSubmitted = func(string) { submitted++ }
		hold(c, key)
		repeat(c, key)
		want(t, "given", strings.Join(c.given, ","), "Nalog UPN")
		want(t, "the menu", c.where(), "")
		want[fyne.Focusable](t, "the focus", c.Focused(), c.entry)
		want(t, "the held key's repeats in the field", submitted, 0)
	}
}

func TestAReturnHeldFromBeforeTheMenuGivesNothing(t *testing.T) {
	c := withMenu(t)
	hold(c, fyne.KeyReturn)
	c.Focus(c.entry)
	c.bar.enter(0, true)
	repeat(c, fyne.KeyReturn)
	want(t, "given", len(c.given), 0)
}

func TestWhatCantBeDoneIsShownSoAndSaysWhyWhenItIsChosen(t *testing.T) {
	c := withMenu(t)
	strike(c, fyne.KeyF10, fyne.KeyDown)
	for i, l := range c.bar.drop.lines {
		want(t, "off "+l.words.Text, l.off, i == 1)
		want(t, "slanted "+l.words.Text, l.words.TextStyle.Italic && l.chord.TextStyle.Italic, i == 1)
	}
	strike(c, fyne.KeyDown, fyne.KeyReturn)
	want(t, "given", strings.Join(c.given, ","), "Polnitev")
}

func TestALetterGoesToTheNextItemThatBeginsWithItAndGivesNothing(t *testing.T) {
	c := withMenu(t)
	strike(c, fyne.KeyF10, fyne.KeyDown)
	for _, tt := range []struct{ letter, at string }{
		{"n", "Stranka/Nalog UPN"}, {"N", "Stranka/Naslednja stranka"}, {"p", "Stranka/Polnitev"}, {"x", "Stranka/Polnitev"},
	} {
		write(c, tt.letter)
		want(t, tt.letter, c.where(), tt.at)
	}
	want(t, "given", len(c.given), 0)
	strike(c, fyne.KeyEscape)
	write(c, "p")
	want(t, "on the bar a letter opens its menu", c.where(), "Program/Barve")
}

func TestTheLetterOfATitleIsItsOwnAndNoneThatAReaderSends(t *testing.T) {
	for _, tt := range []struct {
		titles []string
		want   string
	}{
		{[]string{"Stranka", "Blagajna", "Listina", "Program"}, "SBLP"},
		{[]string{"Pult", "Program"}, "PR"},
		{[]string{"Jim", "Himmih"}, "--"},
		{[]string{"Škatla", "Ček"}, "KE"},
		{[]string{"A", "A"}, "A-"},
	} {
		got := ""
		for i, at := range mnemonics(tt.titles) {
			if at < 0 {
				got += "-"
			} else {
				got += strings.ToUpper(string([]rune(tt.titles[i])[at]))
			}
		}
		want(t, strings.Join(tt.titles, " "), got, tt.want)
	}
}

func TestThePointerWalksTheMenu(t *testing.T) {
	c := withMenu(t)
	title := func(i int) fyne.Position {
		return fyne.NewPos((c.bar.titles[i].left+c.bar.titles[i].end)/2, c.bar.Size().Height/2)
	}
	item := func(i int) fyne.Position {
		at, _ := c.bar.drop.box()
		return at.AddXY(10, c.bar.drop.step()*(float32(i)+0.5))
	}
	test.MoveMouse(c.Canvas, title(1))
	want(t, "pointing alone opens nothing", c.where(), "")
	want(t, "but shows the title", c.bar.marked(), 1)
	c.click(title(0))
	want(t, "a click opens", c.where(), "Stranka/Naslednja stranka")
	test.MoveMouse(c.Canvas, item(2))
	want(t, "the item that is pointed at", c.where(), "Stranka/Nalog UPN")
	test.MoveMouse(c.Canvas, title(1))
	want(t, "the next title", c.where(), "Program/Barve")
	c.click(title(1))
	want(t, "a click on its own title shuts it", c.where(), "")
	c.click(title(0))
	c.click(fyne.NewPos(600, 400))
	want(t, "a click elsewhere shuts it", c.where(), "")
	want(t, "and presses nothing", len(c.given), 0)
	c.click(title(1))
	c.click(item(1))
	want(t, "given", strings.Join(c.given, ","), "Izhod")
	want[fyne.Focusable](t, "the focus", c.Focused(), c.entry)
	strike(c, fyne.KeyF10)
	test.MoveMouse(c.Canvas, title(1))
	want(t, "without items the pointer doesn't move the keys", c.where(), "Stranka")
	c.click(title(0))
	want(t, "and a click lets them down", c.where(), "Stranka/Naslednja stranka")
}

func TestBehindAQuestionTheMenuStaysShut(t *testing.T) {
	c := withMenu(t)
	c.bar.enter(0, true)
	m := Confirm(c.Canvas, Question{State: theme.Warning, Title: "Končam?", Confirm: "Da", Cancel: "Ne"})
	want(t, "a question shuts the menu", c.where(), "")
	strike(c, fyne.KeyF10)
	c.alt()
	c.chord(fyne.KeyModifierAlt, "S")
	c.bar.enter(1, true)
	want(t, "the menu", c.where(), "")
	want(t, "the question is still there", m.Shown(), true)
	strike(c, fyne.KeyEscape)
	want[fyne.Focusable](t, "the focus after it", c.Focused(), c.entry)
	strike(c, fyne.KeyF10)
	want(t, "the menu after it", c.where(), "Stranka")
}

func TestOtherMenusTakeTheOldOnesKeys(t *testing.T) {
	c := withMenu(t)
	c.bar.enter(1, true)
	c.bar.Set([]Menu{{"Customer", []MenuItem{c.item("Top-up", "R", false)}}})
	want(t, "the open menu", c.where(), "")
	c.chord(fyne.KeyModifierShortcutDefault, "T")
	want(t, "given", len(c.given), 0)
	c.chord(fyne.KeyModifierShortcutDefault, "R")
	want(t, "given", strings.Join(c.given, ","), "Top-up")
	c.chord(fyne.KeyModifierAlt, "C")
	want(t, "the menu", c.where(), "Customer/Top-up")
}

// The items lie within the window, also those of a title at its right edge.
func TestTheItemsLieWithinTheWindow(t *testing.T) {
	c := withMenu(t)
	for scale := theme.SmallestScale; scale <= theme.LargestScale; scale += 50 {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{Scale: scale}))
		var many []Menu
		for range 5 {
			many = append(many, Menu{"Blagajna", []MenuItem{c.item("Neurejene postavke", "U", false)}})
		}
		c.bar.Set(many)
		c.bar.enter(4, true)
		at, s := c.bar.drop.box()
		if at.X < 0 || at.X+s.Width > c.Size().Width || at.Y < c.bar.Size().Height {
			t.Errorf("at %d %% they lie at %v, %v wide", scale, at, s.Width)
		}
		c.bar.Leave()
	}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{}))
}

func TestTheTabulatorPassesTheBar(t *testing.T) {
	c := withMenu(t)
	for range 4 {
		c.FocusNext()
		if c.Focused() == nil {
			t.Fatal("Tab leads to nothing")
		}
		want(t, "the menu", c.where(), "")
	}
}

func TestAHeldF10OpensTheMenuOnceAndShutsItOnce(t *testing.T) {
	c := withMenu(t)
	hold(c, fyne.KeyF10)
	repeat(c, fyne.KeyF10)
	repeat(c, fyne.KeyF10)
	want(t, "held", c.where(), "Stranka")
	c.goes(fyne.KeyF10, false)
	hold(c, fyne.KeyF10)
	repeat(c, fyne.KeyF10)
	want(t, "held again", c.where(), "")
}

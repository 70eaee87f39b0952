package field

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/theme"
)

// moving is an app whose driver keeps count of what moves by itself.
type moving struct {
	fyne.App
	drv *movingDriver
}

type movingDriver struct {
	fyne.Driver
	running map[*fyne.Animation]bool
}

func (m moving) Driver() fyne.Driver { return m.drv }

func (d *movingDriver) StartAnimation(a *fyne.Animation) {
	d.running[a] = true
	d.Driver.StartAnimation(a)
}

func (d *movingDriver) StopAnimation(a *fyne.Animation) {
	delete(d.running, a)
	d.Driver.StopAnimation(a)
}

// watchMoves counts what moves until the test ends.
func watchMoves(t *testing.T) (running func() int) {
	t.Helper()
	before := fyne.CurrentApp()
	d := &movingDriver{before.Driver(), map[*fyne.Animation]bool{}}
	fyne.SetCurrentApp(moving{before, d})
	t.Cleanup(func() { fyne.SetCurrentApp(before) })
	return func() int { return len(d.running) }
}

// caretOf is the caret of an entry, and where it stands in it; nil when it does not show.
func caretOf(e *Entry) (caret *canvas.Rectangle, at fyne.Position) {
	look := func(o fyne.CanvasObject, from fyne.Position) {
		if !o.Visible() {
			return
		}
		from = from.Add(o.Position())
		switch o := o.(type) {
		case *container.Scroll:
			written := test.WidgetRenderer(o.Content.(fyne.Widget)).Objects()
			if r, ok := written[len(written)-1].(*canvas.Rectangle); ok && r.Visible() {
				caret, at = r, from.Add(o.Content.Position()).Add(r.Position())
			}
		}
	}
	for _, o := range e.objects() {
		look(o, fyne.Position{})
	}
	return caret, at
}

func TestTheCaretStandsStillWhateverHappens(t *testing.T) {
	running := watchMoves(t)
	plain, pin, id, sum, path := NewEntry(), NewPIN(), NewMokID(), NewAmount(), NewPath()
	row := NewRow("Znesek", sum)
	c := screen(t, plain, pin, id, row, path)
	for name, e := range map[string]struct {
		on    fyne.Focusable
		entry *Entry
	}{
		"entry": {plain, plain}, "PIN": {pin, &pin.Entry}, "MOK ID": {id, &id.Entry}, "amount": {sum, &sum.Entry}, "path": {path, &path.Entry},
	} {
		still := func(when string) {
			t.Helper()
			caret, _ := caretOf(e.entry)
			if caret == nil {
				t.Fatalf("%s, %s: no caret", name, when)
			}
			if _, _, _, alpha := caret.FillColor.RGBA(); alpha != 0xffff {
				t.Errorf("%s, %s: the caret is %v", name, when, caret.FillColor)
			}
			want(t, name+", "+when+": what moves", running(), 0)
		}
		c.Focus(e.on)
		still("with the focus")
		write(c, "12")
		still("typed into")
		strike(c, fyne.KeyLeft)
		still("moved in")
		strike(c, fyne.KeyBackspace)
		still("rubbed out in")
		e.entry.SelectAll()
		still("selected")
		e.entry.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		still("clicked")
		e.entry.SetText("3")
		still("filled")
		e.entry.SetError("Ne.")
		still("wrong")
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{Variant: theme.Dark}))
		still("in the dark")
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{}))
		still("in the light")
		c.Content().Refresh()
		still("drawn anew")
		c.Content().Resize(fyne.NewSize(500, 400))
		still("in another size")
		c.Unfocus()
		if caret, _ := caretOf(e.entry); caret != nil {
			t.Errorf("%s: a caret without the focus", name)
		}
		want(t, name+", left: what moves", running(), 0)
	}
}

func TestTheCaretHasTheColourOfTheTheme(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	c.Focus(e)
	for _, mode := range []theme.Variant{theme.Dark, theme.Light} {
		look := theme.New(theme.Settings{Variant: mode})
		fyne.CurrentApp().Settings().SetTheme(look)
		caret, _ := caretOf(e)
		want(t, string(mode), color.NRGBAModel.Convert(caret.FillColor), color.NRGBAModel.Convert(look.Color(fynetheme.ColorNamePrimary, 0)))
	}
}

func TestTheCaretFollowsTheHand(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	e.Resize(fyne.NewSize(200, e.MinSize().Height))
	c.Focus(e)
	x := func() float32 { _, at := caretOf(e); return at.X }
	first := x()
	write(c, "abc")
	third := x()
	if third <= first {
		t.Errorf("the caret stays at %v", third)
	}
	strike(c, fyne.KeyLeft)
	if x() >= third || x() <= first {
		t.Errorf("the arrow takes the caret from %v to %v", third, x())
	}
	strike(c, fyne.KeyHome)
	want(t, "at the beginning", x(), first)
	strike(c, fyne.KeyEnd)
	want(t, "at the end", x(), third)
	write(c, "daleč čez rob polja, ki ga je le za dvajset črk")
	if caret, at := caretOf(e); caret == nil || at.X <= third || at.X > e.Size().Width {
		t.Errorf("in a long text the caret stands at %v of %v", at.X, e.Size().Width)
	}
	e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 10)}, Button: desktop.MouseButtonPrimary})
	if x() < 40 || x() > 80 {
		t.Errorf("a click at 60 puts the caret at %v", x())
	}
}

func TestADisabledFieldHasNoCaret(t *testing.T) {
	running := watchMoves(t)
	e := NewEntry()
	c := screen(t, e)
	c.Focus(e)
	e.SetEnabled(false)
	if caret, _ := caretOf(e); caret != nil {
		t.Error("a disabled field has a caret")
	}
	e.SetEnabled(true)
	c.Focus(e)
	if caret, _ := caretOf(e); caret == nil {
		t.Error("an enabled field has no caret")
	}
	want(t, "what moves", running(), 0)
}

func TestAQuestionHasACaretThatStandsStill(t *testing.T) {
	running := watchMoves(t)
	behind, e := NewEntry(), NewEntry()
	c := screen(t, behind)
	c.Focus(behind)
	m := NewModal(theme.Warning, "Koliko?", NewRow("Znesek", e), NewButton("Da", nil))
	m.First = e
	m.Show(c)
	if caret, _ := caretOf(e); caret == nil {
		t.Error("the field of a question has no caret")
	}
	if caret, _ := caretOf(behind); caret != nil {
		t.Error("two carets")
	}
	want(t, "what moves", running(), 0)
	m.Hide()
	if caret, _ := caretOf(behind); caret == nil {
		t.Error("the field that has the focus again has no caret")
	}
	want(t, "what moves afterwards", running(), 0)
}

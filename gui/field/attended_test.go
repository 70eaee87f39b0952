package field

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/theme"
)

// pointer is a mouse as Fyne's window drives it: of what lies under it, the last that wants a thing gets it, and each that has a cursor
// is asked for it at every move. With something laid over the window only that is looked at.
type pointer struct {
	on fyne.Canvas
	at fyne.Position
}

func (p pointer) under() (all []fyne.CanvasObject) {
	var look func(o fyne.CanvasObject, at fyne.Position)
	look = func(o fyne.CanvasObject, at fyne.Position) {
		at = at.Add(o.Position())
		end := at.Add(o.Size())
		if !o.Visible() {
			return
		}
		if p.at.X >= at.X && p.at.Y >= at.Y && p.at.X < end.X && p.at.Y < end.Y {
			all = append(all, o)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				look(child, at)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				look(child, at)
			}
		}
	}
	if top := p.on.Overlays().Top(); top != nil {
		look(top, fyne.Position{})
	} else {
		look(p.on.Content(), fyne.Position{})
	}
	return all
}

func (p pointer) move() {
	for _, o := range p.under() {
		if o, ok := o.(desktop.Cursorable); ok {
			o.Cursor()
		}
	}
}

func (p pointer) press() {
	var wants fyne.CanvasObject
	for _, o := range p.under() {
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			wants = o
		}
	}
	if o, ok := wants.(desktop.Mouseable); ok {
		o.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		o.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
}

func (p pointer) turn() {
	var wants fyne.Scrollable
	for _, o := range p.under() {
		if o, ok := o.(fyne.Scrollable); ok {
			wants = o
		}
	}
	if wants != nil {
		wants.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -30)})
	}
}

// desk is a window with one of everything, long enough to scroll.
type desk struct {
	c      fyne.Canvas
	used   int
	scroll *Scroll
	list   *List
	entry  *Entry
	pin    *PIN
	choice *Choice
	button *Button
	reader *Reader
	bare   fyne.CanvasObject
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	tall := func(height float32) fyne.CanvasObject {
		r := canvas.NewRectangle(theme.New(theme.Settings{}).Color(theme.ColorPanel, 0))
		r.SetMinSize(fyne.NewSize(10, height))
		return r
	}
	d := &desk{
		entry: NewEntry(), pin: NewPIN(), choice: NewChoice(Option{"a", "A"}, Option{"b", "B"}), button: NewButton("Potrdi", nil),
		reader: NewReader(tall(2000)), bare: tall(40),
		list: NewList(func() int { return 100 }, func() fyne.CanvasObject { return NewText("Vrstica") }, func(int, fyne.CanvasObject) {}),
	}
	d.scroll = NewVScroll(tall(3000))
	controls := container.NewVBox(d.entry, d.pin, d.choice, d.button, d.bare)
	d.c = screen(t, Attended(container.NewBorder(controls, nil, nil, nil, container.NewGridWithColumns(3, d.scroll, d.list.Box, d.reader))))
	OnActivity(func() { d.used++ })
	t.Cleanup(func() { OnActivity(func() {}) })
	test.WidgetRenderer(d.entry) // drawn once
	d.used = 0
	return d
}

// over is the pointer over the middle of a control.
func (d *desk) over(o fyne.CanvasObject) pointer {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return pointer{d.c, at.AddXY(o.Size().Width/2, o.Size().Height/2)}
}

func TestAnyUseOfTheWindowCounts(t *testing.T) {
	pressing := func(what func(*desk) fyne.Focusable) func(*desk) {
		return func(d *desk) { d.c.Focus(what(d)); d.used = 0; strike(d.c, fyne.KeyF5) }
	}
	uses := map[string]func(*desk){
		"key in an entry":       pressing(func(d *desk) fyne.Focusable { return d.entry }),
		"key in a PIN":          pressing(func(d *desk) fyne.Focusable { return d.pin }),
		"key in a choice":       pressing(func(d *desk) fyne.Focusable { return d.choice }),
		"key on a button":       pressing(func(d *desk) fyne.Focusable { return d.button }),
		"key in what is read":   pressing(func(d *desk) fyne.Focusable { return d.reader }),
		"key in a list":         pressing(func(d *desk) fyne.Focusable { return d.list }),
		"character of an input": func(d *desk) { d.c.Focus(d.entry); d.used = 0; write(d.c, "a") },
		"paste by the mouse":    func(d *desk) { d.c.Focus(d.entry); d.used = 0; paste(d.c, "abc") },
	}
	places := map[string]func(*desk) fyne.CanvasObject{
		"an entry": func(d *desk) fyne.CanvasObject { return d.entry }, "a PIN": func(d *desk) fyne.CanvasObject { return d.pin },
		"a choice": func(d *desk) fyne.CanvasObject { return d.choice }, "a button": func(d *desk) fyne.CanvasObject { return d.button },
		"what is read": func(d *desk) fyne.CanvasObject { return d.reader }, "a bare place": func(d *desk) fyne.CanvasObject { return d.bare },
		"a page": func(d *desk) fyne.CanvasObject { return d.scroll }, "a list": func(d *desk) fyne.CanvasObject { return d.list },
	}
	for name, place := range places {
		uses["pointer moves over "+name] = func(d *desk) { d.over(place(d)).move() }
		uses["wheel over "+name] = func(d *desk) { d.over(place(d)).turn() }
		if name != "a list" { // Fyne's rows take a press; the pointer has moved there
			uses["press on "+name] = func(d *desk) { d.over(place(d)).press() }
		}
		modal := func(d *desk, then func(pointer)) {
			p := d.over(place(d))
			Confirm(d.c, Question{Title: "Res?", Confirm: "Da", Cancel: "Ne"})
			d.used = 0
			then(p)
		}
		uses["pointer moves beside a question, over "+name] = func(d *desk) { modal(d, pointer.move) }
		uses["wheel beside a question, over "+name] = func(d *desk) { modal(d, pointer.turn) }
		uses["press beside a question, over "+name] = func(d *desk) { modal(d, pointer.press) }
	}
	for name, use := range uses {
		d := newDesk(t)
		if use(d); d.used == 0 {
			t.Errorf("%s does not count", name)
		}
	}
}

func TestWhatTheProgramDoesIsNoUse(t *testing.T) {
	d := newDesk(t)
	for name, act := range map[string]func(){
		"scroll":       func() { d.scroll.ScrollToOffset(fyne.NewPos(0, 100)); d.scroll.ScrollToBottom() },
		"read to foot": d.reader.ToBottom,
		"scroll list":  func() { d.list.ScrollToBottom(); d.list.Refresh() },
		"focus":        func() { d.c.Focus(d.entry); d.c.Focus(d.button) },
		"set text":     func() { d.entry.SetText("abc"); d.entry.SetError("Ne."); d.entry.Clear() },
		"choose":       func() { d.choice.SetSelected("b") },
		"ask":          func() { Confirm(d.c, Question{Title: "Res?", Confirm: "Da", Cancel: "Ne"}).Hide() },
		"draw":         func() { d.c.Content().Refresh(); d.c.Content().Resize(fyne.NewSize(700, 500)) },
	} {
		if act(); d.used != 0 {
			t.Errorf("%s counts as use", name)
			d.used = 0
		}
	}
}

func TestTheWheelScrollsWhatIsUnderIt(t *testing.T) {
	d := newDesk(t)
	offset := func() string {
		return fmt.Sprint(d.scroll.Offset.Y, " ", d.list.GetScrollOffset(), " ", d.reader.Offset())
	}
	want(t, "at first", offset(), "0 0 0")
	d.over(d.bare).turn()
	want(t, "over a bare place", offset(), "0 0 0")
	d.over(d.scroll).turn()
	want(t, "over a page", offset(), "30 0 0")
	d.over(d.list).turn()
	want(t, "over a list", offset(), "30 30 0")
	d.over(d.reader).turn()
	want(t, "over what is read", offset(), "30 30 30")
}

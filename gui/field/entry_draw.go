package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// CreateRenderer draws Fyne's entry with our ring on it.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.original = e.Entry.CreateRenderer()
	for _, o := range e.original.Objects() {
		if scroll, ok := o.(*container.Scroll); ok { // what holds the text
			e.wheel = newWheel(scroll.Scrolled)
			e.written = scroll.Content.(fyne.Widget).CreateRenderer()
		}
	}
	return render(e)
}

func (e *Entry) objects() []fyne.CanvasObject {
	return append(e.original.Objects()[:len(e.original.Objects()):len(e.original.Objects())], &e.ring, e.wheel)
}

func (e *Entry) min() fyne.Size { return e.original.MinSize() }

func (e *Entry) paint() {
	e.original.Refresh()
	e.steady()
	e.ring.CornerRadius = size(e, fynetheme.SizeNameInputRadius)
	ringIn(&e.ring, e, e.focused && !e.Disabled(), e.sentence != "")
	e.ring.Refresh()
}

// steady leaves the caret as it is. Fyne begins to let it blink whenever it draws an entry that has the focus, and each step of that
// draws the whole window anew; it ends it with the renderer of the text, of which Fyne keeps another one for itself.
func (e *Entry) steady() { e.written.Destroy() }

func (e *Entry) layout(s fyne.Size) {
	e.original.Layout(s)
	place(e.wheel, 0, 0, s.Width, s.Height)
	half := e.ring.StrokeWidth / 2
	place(&e.ring, half, half, s.Width-2*half, s.Height-2*half)
}

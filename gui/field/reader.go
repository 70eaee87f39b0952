package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Reader is a place to read what is longer than the screen, scrolled by keys: the arrows go by some lines, Page Up, Page Down and Space by
// what is in sight, Home and End to either end. Escape calls OnEscape, or reaches the panel or window around.
type Reader struct {
	widget.BaseWidget
	hand
	Name     string // what can be read there, for a screen reader
	OnEscape func()

	scroll  *Scroll
	focused bool
	ring    canvas.Rectangle
}

// NewReader makes one around content.
func NewReader(content fyne.CanvasObject) *Reader {
	r := &Reader{scroll: NewVScroll(content)}
	r.ExtendBaseWidget(r)
	return r
}

// ToTop shows the beginning.
func (r *Reader) ToTop() { r.scroll.ScrollToTop() }

// ToBottom shows the end.
func (r *Reader) ToBottom() { r.scroll.ScrollToBottom() }

// Offset is how far the content is scrolled down.
func (r *Reader) Offset() float32 { return r.scroll.Offset.Y }

// TypedKey scrolls; see Reader.
func (r *Reader) TypedKey(ev *fyne.KeyEvent) {
	if gateKey(r, ev) {
		return
	}
	if unseen(r) {
		pass(r, ev)
		return
	}
	lines, sight := size(r, fynetheme.SizeNameText)*3, r.scroll.Size().Height*0.9
	switch ev.Name {
	case fyne.KeyUp:
		r.by(-lines)
	case fyne.KeyDown:
		r.by(lines)
	case fyne.KeyPageUp:
		r.by(-sight)
	case fyne.KeyPageDown, fyne.KeySpace:
		r.by(sight)
	case fyne.KeyHome:
		r.ToTop()
	case fyne.KeyEnd:
		r.ToBottom()
	case fyne.KeyEscape:
		if !fresh(r, ev.Name) {
			return
		}
		if r.OnEscape != nil {
			r.OnEscape()
			return
		}
		forward(r, ev)
	default:
		forward(r, ev)
	}
}

func (r *Reader) by(down float32) {
	most := max(r.scroll.Content.MinSize().Height-r.scroll.Size().Height, 0)
	r.scroll.ScrollToOffset(fyne.NewPos(0, min(max(r.scroll.Offset.Y+down, 0), most)))
}

// TypedRune takes no characters.
func (r *Reader) TypedRune(typed rune) { gateRune(r, typed) }

// KeyDown notes the start of a press.
func (r *Reader) KeyDown(ev *fyne.KeyEvent) { keyDown(r, ev.Name) }

// KeyUp notes the end of a press.
func (r *Reader) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

// FocusGained shows the ring.
func (r *Reader) FocusGained() {
	r.focused = true
	r.BaseWidget.Refresh()
	gained(r)
}

// FocusLost hides the ring.
func (r *Reader) FocusLost() {
	r.focused = false
	r.BaseWidget.Refresh()
}

// Refresh draws the content anew: it may be longer now.
func (r *Reader) Refresh() {
	r.scroll.Refresh()
	r.BaseWidget.Refresh()
}

// CreateRenderer draws the place.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return render(r)
}

func (r *Reader) objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.scroll, &r.ring} }
func (r *Reader) min() fyne.Size               { return r.scroll.MinSize() }
func (r *Reader) paint()                       { ringIn(&r.ring, r, r.focused, false) }

// layout keeps the ring clear of what is read.
func (r *Reader) layout(s fyne.Size) {
	edge := 2 * size(r, theme.SizeRing) // kept also without the focus, so that nothing moves
	place(&r.ring, r.ring.StrokeWidth/2, r.ring.StrokeWidth/2, s.Width-r.ring.StrokeWidth, s.Height-r.ring.StrokeWidth)
	place(r.scroll, edge, edge, s.Width-2*edge, s.Height-2*edge)
}

var (
	_ fyne.Focusable  = (*Reader)(nil)
	_ desktop.Keyable = (*Reader)(nil)
)

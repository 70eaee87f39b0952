package field

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Modal is a panel over the window that asks for a decision. While it is shown no key reaches what
// lies behind: not when nothing has the focus (a click beside a button takes it away), and not the
// window's own key handler. The keys of a menu do act behind a panel; a window asks ModalOpen.
//
// Make one by NewModal, set what it needs, Show it. It belongs to one canvas at a time.
type Modal struct {
	// First gets the focus on Show; nil means the first control of Body, or the first button.
	First fyne.Focusable
	// OnEscape is called on Escape instead of closing; whoever sets it calls Hide. Nil means Hide.
	OnEscape func()

	heading *Banner
	note    *widget.Label     // what is said while the panel is open
	noted   fyne.CanvasObject // with its margins; hidden while there is nothing to say
	body    fyne.CanvasObject
	buttons []*Button

	canvas  fyne.Canvas
	popup   *widget.PopUp
	before  fyne.Focusable
	onKey   func(*fyne.KeyEvent)
	onRune  func(rune)
	minimum *canvas.Rectangle
}

// shown are the open panels, the topmost last.
var shown []*Modal

// ModalOpen tells whether a panel is open on c: then a window's commands should do nothing.
func ModalOpen(c fyne.Canvas) bool { return topModal(c) != nil }

func topModal(c fyne.Canvas) *Modal {
	for _, m := range slices.Backward(shown) {
		if m.canvas == c {
			return m
		}
	}
	return nil
}

// NewModal makes a panel with a heading in the state's colours and icon, a body (nil for none), and
// buttons in the order they are reached. The first button stands leftmost.
func NewModal(state theme.State, title string, body fyne.CanvasObject, buttons ...*Button) *Modal {
	note := widget.NewLabel("")
	note.Wrapping = fyne.TextWrapWord
	return &Modal{heading: NewBanner(state, title, ""), note: note, body: body, buttons: buttons, minimum: canvas.NewRectangle(color.Transparent)}
}

// TellModal says a sentence in the panel on top of c, and reports false when there is none.
func TellModal(c fyne.Canvas, sentence string) bool {
	m := topModal(c)
	if m == nil {
		return false
	}
	gap := fyne.CurrentApp().Settings().Theme().Size(theme.SizeGap)
	m.note.Resize(fyne.NewSize(m.heading.Size().Width-2*gap, 0)) // so that it knows how many lines it needs
	m.note.SetText(sentence)
	m.noted.Show()
	m.popup.Refresh()
	return true
}

// Shown tells whether the panel is open.
func (m *Modal) Shown() bool { return m.popup != nil }

// Show opens the panel on c and gives First the focus. It does nothing when already open.
func (m *Modal) Show(c fyne.Canvas) {
	if m.Shown() {
		return
	}
	leaveMenu(c)
	m.canvas, m.before = c, c.Focused()
	m.onKey, m.onRune = c.OnTypedKey(), c.OnTypedRune()
	c.Unfocus()
	m.popup = widget.NewModalPopUp(Attended(m.content()), c)
	shown = append(shown, m)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if !gateKey(nil, ev) {
			m.key(ev)
		}
	})
	c.SetOnTypedRune(func(r rune) { gateRune(nil, r) })
	m.popup.Show()
	m.focusFirst()
}

// Hide closes the panel, and any opened above it, and gives the focus back to the control that had
// it before, unless another has been given it meanwhile. It does nothing when not open.
func (m *Modal) Hide() {
	if !m.Shown() {
		return
	}
	for top := topModal(m.canvas); top != nil && top != m; top = topModal(m.canvas) {
		top.Hide()
	}
	shown = slices.DeleteFunc(shown, func(other *Modal) bool { return other == m })
	m.popup.Hide()
	m.popup = nil
	m.canvas.SetOnTypedKey(m.onKey)
	m.canvas.SetOnTypedRune(m.onRune)
	if m.canvas.Focused() == nil && m.before != nil {
		m.canvas.Focus(m.before)
	}
	m.before = nil
}

// Fit gives the panel the size it needs now, after something in it was shown or hidden.
func (m *Modal) Fit() {
	if m.Shown() {
		Fit(m.popup.Content)
		m.popup.Refresh()
	}
}

// LeaveAll shuts whatever lies over a window: its menu, and its panels as Escape does.
func LeaveAll(c fyne.Canvas) {
	leaveMenu(c)
	for top := topModal(c); top != nil; top = topModal(c) {
		if top.OnEscape != nil {
			top.OnEscape()
		}
		top.Hide()
	}
}

func (m *Modal) focusFirst() {
	if m.First != nil {
		m.canvas.Focus(m.First)
		return
	}
	m.canvas.Unfocus()
	m.canvas.FocusNext()
}

// key acts on keys that no control in the panel wanted or that came while none had the focus.
func (m *Modal) key(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape && m.OnEscape != nil:
		m.OnEscape()
	case ev.Name == fyne.KeyEscape:
		m.Hide()
	case m.canvas.Focused() == nil:
		m.focusFirst() // Return with nothing focused chooses nothing, it shows where one is
	}
}

func (m *Modal) content() fyne.CanvasObject {
	look := fyne.CurrentApp().Settings().Theme()
	m.minimum.SetMinSize(fyne.NewSize(look.Size(theme.SizeReading)*0.7, 0))
	row := []fyne.CanvasObject{layout.NewSpacer()}
	for _, b := range m.buttons {
		row = append(row, b)
	}
	parts := []fyne.CanvasObject{m.heading}
	if m.body != nil {
		parts = append(parts, padded(m.body, look.Size(theme.SizeGap)))
	}
	m.noted = padded(m.note, look.Size(theme.SizeGap))
	if m.note.Text == "" {
		m.noted.Hide()
	}
	parts = append(parts, m.noted)
	foot := padded(container.NewHBox(row...), look.Size(fynetheme.SizeNamePadding)*2)
	return container.NewStack(m.minimum, container.NewVBox(append(parts, foot)...))
}

func padded(o fyne.CanvasObject, by float32) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(by, by, by, by), o)
}

// Question is what Confirm asks.
type Question struct {
	State     theme.State // colour and icon of the heading
	Title     string
	Body      fyne.CanvasObject // may be nil
	Confirm   string            // caption of the button that does it
	Cancel    string            // caption of the button that does not
	Dangerous bool              // the confirming button is drawn as one that stops something
	SafeFirst bool              // the focus begins on Cancel; otherwise on Confirm
	OnConfirm func()
	OnCancel  func() // also on Escape; may be nil
}

// Confirm asks q on c and closes itself before it calls back, so that the answer may move the focus
// or ask again. Cancel stands left of Confirm.
func Confirm(c fyne.Canvas, q Question) *Modal {
	var m *Modal
	ending := func(then func()) func() {
		return func() {
			m.Hide()
			if then != nil {
				then()
			}
		}
	}
	no, yes := NewButton(q.Cancel, ending(q.OnCancel)), NewPrimary(q.Confirm, ending(q.OnConfirm))
	if q.Dangerous {
		yes.SetImportance(widget.DangerImportance)
	}
	m = NewModal(q.State, q.Title, q.Body, no, yes)
	m.OnEscape = ending(q.OnCancel)
	m.First = yes
	if q.SafeFirst {
		m.First = no
	}
	m.Show(c)
	return m
}

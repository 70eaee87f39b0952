package field

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a one-line entry and the base of the others. Return and keypad Enter call OnSubmitted,
// or, when that is nil, go on like the arrow down: to OnNext or, when that is nil too, to the next
// control. The arrow up goes to the control before. Escape calls OnEscape, or reaches the panel or
// window around. On getting the focus the text is selected, so that typing replaces it; not when it
// merely comes back from another window. Line ends and tabs in pasted text become spaces, and spaces
// around it go. A bank card's number is wiped as soon as it can be told, in every field but MokID, whose flow
// knows better what else it may be; in Path when the path is whole.
//
// OnChanged and OnSubmitted here hide Fyne's of the same name; do not set those. Read Value, not
// Text: an entry may show its text differently.
type Entry struct {
	widget.Entry
	fault
	titled
	guard

	// Unsaid keeps what is typed from a screen reader, which is told only that something is.
	Unsaid bool

	OnChanged   func(value string) // after each edit by the clerk; never after SetText
	OnSubmitted func(value string) // on Return and Enter, whatever the value is
	OnNext      func()
	OnLeft      func(value string) // when the focus has gone elsewhere
	OnEscape    func()

	// OnRefused is called when the clerk typed or pasted what the field does not take, such as a
	// letter or a seventh digit in Digits; the text has not changed.
	OnRefused func()

	large    fyne.ThemeSizeName                                // the text's size, "" for ordinary
	tidy     func(text []rune, cursor int) (string, int, bool) // shows an edited text; false leaves it
	takes    func(add []rune, left int) bool                   // whether add fits beside left runes
	value    func(text string) string                          // the text without what tidy added
	kept     string                                            // the text, as it was before a change that a disabled entry undoes
	self     fyne.Focusable
	setting  bool
	blank    bool // cleared, and nothing was written since: there is nothing to undo either
	focused  bool
	ring     canvas.Rectangle
	wheel    *wheel
	written  fyne.WidgetRenderer // of the text and the caret
	original fyne.WidgetRenderer
}

// lastFocused is the control of ours that had the focus last. One that gets it again with none in
// between comes back from another window, and leaves its text and cursor as they were.
var lastFocused fyne.Focusable

// NewEntry makes an empty entry.
func NewEntry() *Entry {
	e := &Entry{guard: guard{guarded: true}}
	e.extend(e)
	return e
}

// entryWidget is what an entry built on Entry is to Fyne.
type entryWidget interface {
	fyne.Widget
	fyne.Focusable
}

func (e *Entry) extend(self entryWidget) {
	e.self = self
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.Entry.OnChanged = func(string) { e.edited() }
	e.ExtendBaseWidget(self)
}

// Value is the text as it was meant, without what the field adds to show it.
func (e *Entry) Value() string {
	if e.value != nil {
		return e.value(e.Text)
	}
	return e.Text
}

// SetText shows text, with the cursor at its end. It calls nothing back and leaves the error; when
// the field's value is text already, it changes nothing, not even the cursor.
func (e *Entry) SetText(text string) {
	e.calm()
	if text == e.Value() {
		return
	}
	e.setting = true
	defer func() { e.setting = false }()
	e.deselect()
	e.Entry.SetText(text)
	e.CursorColumn = len([]rune(e.Text))
	e.Entry.Refresh()
}

// Clear forgets the text, with what Undo would have brought back. It calls nothing back.
func (e *Entry) Clear() {
	e.calm()
	if e.blank {
		return
	}
	e.setting = true
	defer func() { e.setting = false }()
	e.deselect()
	e.Entry.SetText("")
	e.blank = true
	e.CursorColumn = 0
	e.Entry.Refresh()
}

// deselect ends a selection, which Fyne's entry keeps when its text is set: the next character but one
// typed would replace the first.
func (e *Entry) deselect() {
	e.Entry.MinSize() // makes Fyne build the selection before it is asked
	if e.SelectedText() != "" {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
}

// SelectAll selects the text, so that typing replaces it.
func (e *Entry) SelectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// SetError is Field's. That a card's number was wiped is said until the clerk has taken note.
func (e *Entry) SetError(sentence string) {
	if sentence == "" && e.refused {
		return
	}
	if e.fault.set(sentence) {
		e.Refresh()
	}
}

// SetEnabled enables or disables the entry. A disabled one can be read and copied.
func (e *Entry) SetEnabled(enabled bool) {
	if enabled {
		e.Enable()
	} else {
		e.Disable()
	}
}

func (e *Entry) textSize() fyne.ThemeSizeName { return e.large }

// edited runs after every change of the text, by hand or by program. What a hand did to a disabled entry is taken back: Fyne's menu
// of the right mouse button undoes and redoes after the entry that opened it was disabled.
func (e *Entry) edited() {
	if e.Disabled() && !e.setting {
		e.retext(e.kept, e.CursorColumn)
		return
	}
	if e.blank = e.setting && e.Text == ""; !e.setting {
		activity()
	}
	if e.tidy != nil {
		if text, cursor, ok := e.tidy([]rune(e.Text), e.CursorColumn); ok {
			e.retext(text, cursor)
		}
	}
	wiped := !e.setting && e.watched()
	e.kept = e.Text
	if e.setting || wiped {
		return
	}
	e.calm()
	e.SetError("")
	if e.OnChanged != nil {
		e.OnChanged(e.Value())
	}
}

// retext shows another text without anybody being told.
func (e *Entry) retext(text string, cursor int) {
	if text == e.Text {
		return
	}
	changed := e.Entry.OnChanged
	e.Entry.OnChanged = nil
	e.Entry.SetText(text)
	e.Entry.OnChanged = changed
	e.CursorColumn = min(cursor, len([]rune(text)))
}

// TypedKey acts on keys; see Entry.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if gateKey(e.self, ev) || e.Disabled() && disabledChord(e.self.(entryWidget), ev.Name) || isReturn(ev.Name) && e.swallows('\r') {
		return
	}
	if e.rest = 0; !isReturn(ev.Name) {
		e.over = 0
	}
	switch {
	case unseen(e.self):
		pass(e.self, ev)
	case ev.Name == fyne.KeyEscape:
		if !fresh(e.self, ev.Name) {
			return
		}
		if e.OnEscape != nil {
			e.OnEscape()
			return
		}
		forward(e.self.(fyne.CanvasObject), ev)
	case isReturn(ev.Name):
		if fresh(e.self, ev.Name) && !e.Disabled() {
			e.submit()
		}
	case ev.Name == fyne.KeyDown:
		e.next()
	case ev.Name == fyne.KeyUp:
		step(e.self.(fyne.CanvasObject), true)
	case isFunction(ev.Name):
		forward(e.self.(fyne.CanvasObject), ev)
	default:
		e.Entry.TypedKey(ev)
	}
}

func isFunction(key fyne.KeyName) bool {
	return len(key) >= 2 && key[0] == 'F' && key[1] >= '1' && key[1] <= '9'
}

func (e *Entry) submit() {
	if e.acknowledged() {
		return
	}
	if _, ok := e.Take(); !ok {
		return
	}
	if e.OnSubmitted != nil {
		e.OnSubmitted(e.Value())
		return
	}
	e.next()
}

func (e *Entry) next() {
	if e.OnNext != nil {
		e.OnNext()
		return
	}
	step(e.self.(fyne.CanvasObject), false)
}

// TypedRune takes a character. A line end that a card reader types as a character submits.
func (e *Entry) TypedRune(r rune) {
	switch {
	case gateRune(e.self, r):
	case e.Disabled() || unseen(e.self) || e.swallows(r):
	case r == '\r' || r == '\n':
		e.submit()
	case !unicode.IsPrint(r):
	case e.refuses([]rune{r}):
	default:
		e.Entry.TypedRune(r)
	}
}

// refuses tells whether add does not fit the field, and says so.
func (e *Entry) refuses(add []rune) bool {
	if e.takes == nil {
		return false
	}
	e.Entry.MinSize() // makes Fyne build the selection before it is asked
	left := len([]rune(e.Text)) - len([]rune(e.SelectedText()))
	if e.takes(add, left) {
		return false
	}
	if e.OnRefused != nil {
		e.OnRefused()
	}
	e.tooMany(add)
	return true
}

// MouseDown is a press of the pointer.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	activity()
	e.Entry.MouseDown(ev)
}

// KeyDown notes the start of a press.
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	keyDown(e.self, ev.Name)
	e.Entry.KeyDown(ev)
}

// KeyUp notes the end of a press.
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	keyUp(ev.Name)
	e.Entry.KeyUp(ev)
}

// FocusGained shows the ring and selects the text; see Entry.
func (e *Entry) FocusGained() {
	came := !e.focused && lastFocused != e.self
	e.focused = true
	e.Entry.FocusGained()
	if came && !e.Disabled() {
		e.SelectAll()
	}
	gained(e.self.(entryWidget))
}

// FocusLost hides the ring.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft(e.Value())
	}
}

var (
	_ Field           = (*Entry)(nil)
	_ desktop.Keyable = (*Entry)(nil)
)

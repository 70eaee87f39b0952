package field

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client/ident"
)

// Path is an entry for the path of a file. The arrow right at the end of the text takes the completion that is offered. What is pasted
// goes to OnPaste first, untouched: rows of a spreadsheet are no path.
type Path struct {
	Entry

	// OnPaste is given what was pasted, as it is on the clipboard, and tells whether it has taken it; then the text stays as it was.
	OnPaste func(text string) (taken bool)

	offered string
}

// NewPath makes an empty one.
func NewPath() *Path {
	p := &Path{}
	p.late = ident.PathHoldsCardNumber
	p.extend(p)
	return p
}

// Offer sets the completion that the arrow right takes; empty is none.
func (p *Path) Offer(path string) { p.offered = path }

// TypedKey acts on keys; see Path.
func (p *Path) TypedKey(ev *fyne.KeyEvent) {
	if gateKey(p, ev) {
		return
	}
	atEnd := p.CursorColumn == len([]rune(p.Text)) && p.SelectedText() == ""
	if ev.Name != fyne.KeyRight || !atEnd || p.offered == "" || p.Disabled() || unseen(p) {
		p.Entry.TypedKey(ev)
		return
	}
	p.SetText(p.offered)
	p.offered = ""
	if p.OnChanged != nil {
		p.OnChanged(p.Value())
	}
}

// TypedShortcut hands on what is pasted; see Path.
func (p *Path) TypedShortcut(shortcut fyne.Shortcut) {
	if gateShortcut(p, shortcut) {
		return
	}
	if paste, ok := shortcut.(*fyne.ShortcutPaste); ok && !p.Disabled() && !unseen(p) && p.OnPaste != nil {
		if text := paste.Clipboard.Content(); text != "" && p.OnPaste(text) {
			return
		}
	}
	p.Entry.TypedShortcut(shortcut)
}

var _ Field = (*Path)(nil)

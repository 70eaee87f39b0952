package field

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// TypedShortcut hands the menu what is the menu's, and tidies pasted text before Fyne's entry gets it. A disabled entry can be selected
// and copied, nothing else: Fyne's own pastes and undoes.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if commanded(e.self.(fyne.CanvasObject), shortcut) || gateShortcut(e.self, shortcut) || unseen(e.self) || e.Disabled() && !reads(shortcut) {
		return
	}
	paste, ok := shortcut.(*fyne.ShortcutPaste)
	if !ok {
		e.Entry.TypedShortcut(shortcut)
		return
	}
	text := pasted(paste.Clipboard.Content())
	if text == "" || e.refuses([]rune(text)) {
		return
	}
	e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{text}})
}

// reads tells whether a shortcut leaves the text as it is.
func reads(shortcut fyne.Shortcut) bool {
	switch shortcut.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		return true
	}
	return false
}

// pasted is text fit for one line: control characters and special spaces become spaces, invisible
// marks and spaces around it go.
func pasted(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text))
}

// clip is a clipboard that holds one text and keeps nothing.
type clip struct{ text string }

func (c *clip) Content() string   { return c.text }
func (c *clip) SetContent(string) {}

package field

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// TypedShortcut tidies pasted text before Fyne's entry gets it.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	paste, ok := shortcut.(*fyne.ShortcutPaste)
	if !ok {
		e.Entry.TypedShortcut(shortcut)
		return
	}
	text := pasted(paste.Clipboard.Content())
	if e.Disabled() || text == "" || e.refuses([]rune(text)) {
		return
	}
	e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip{text}})
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

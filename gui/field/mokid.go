package field

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/theme"
)

// MokID is the large entry for the number on the card. Up to nine digits are shown in groups of
// three, 123 456 789, while they are typed, and the cursor stays beside the digit it stood at; more
// digits, letters and dashes are shown as they come, for the flow to recognise: the clerk may type
// or paste a MOK ID, a whole reference, or, wrongly, a card number. A card reader's closing Return
// submits.
//
// Digits with a 0 in front are not grouped, and blanks that were pasted stay where they don't make groups of three: by
// them the flow tells a telephone number.
//
// Value, OnChanged and OnSubmitted give the text as typed, without the groups' spaces.
type MokID struct {
	Entry
	grouped bool
}

// NewMokID makes an empty one.
func NewMokID() *MokID {
	m := &MokID{}
	m.large = theme.SizeEntry
	m.tidy = m.group
	m.value = m.bare
	m.extend(m)
	return m
}

// TypedKey acts on keys as an Entry does, but that a gap between groups is no character of its own: the
// arrows step over it and the deleting keys take the digit beyond it.
func (m *MokID) TypedKey(ev *fyne.KeyEvent) {
	if gateKey(m, ev) {
		return
	}
	m.Entry.Entry.MinSize() // makes Fyne build the selection before it is asked
	if !m.grouped || m.SelectedText() != "" {
		m.Entry.TypedKey(ev)
		return
	}
	switch ev.Name {
	case fyne.KeyBackspace, fyne.KeyLeft:
		if m.gapAt(m.CursorColumn - 1) {
			m.CursorColumn--
		}
	case fyne.KeyDelete, fyne.KeyRight:
		if m.gapAt(m.CursorColumn) {
			m.CursorColumn++
		}
	}
	m.Entry.TypedKey(ev)
}

// gapAt tells whether the character at column is a space between groups.
func (m *MokID) gapAt(column int) bool {
	text := []rune(m.Text)
	return column >= 0 && column < len(text) && text[column] == ' '
}

// bare takes out the spaces that group put in.
func (m *MokID) bare(text string) string {
	if m.grouped {
		return strings.ReplaceAll(text, " ", "")
	}
	return text
}

// SetText shows text; its blanks are its own. See Entry.
func (m *MokID) SetText(text string) {
	if text != m.Value() {
		m.grouped = false
	}
	m.Entry.SetText(text)
}

// TypedShortcut pastes; the blanks of a text that replaces all are its own.
func (m *MokID) TypedShortcut(shortcut fyne.Shortcut) {
	if gateShortcut(m, shortcut) {
		return
	}
	if _, paste := shortcut.(*fyne.ShortcutPaste); paste {
		m.Entry.Entry.MinSize() // makes Fyne build the selection before it is asked
		m.grouped = m.grouped && m.SelectedText() != m.Text
	}
	m.Entry.TypedShortcut(shortcut)
}

// group is the tidy of a MOK ID. Spaces are the field's own as long as it sets them; when something else comes, it takes back
// those it set and touches nothing more.
func (m *MokID) group(text []rune, cursor int) (string, int, bool) {
	kept, before, others := bareOf(text, cursor)
	was := m.grouped
	few := !others && 0 < len(kept) && len(kept) <= ident.MokIDDigits
	foreign := few && !was && len(kept) < len(text) && string(text) != ident.InThrees(kept)
	m.grouped = few && !foreign && kept[0] != '0'
	switch {
	case m.grouped:
		return ident.InThrees(kept), shifted(before), true
	case was, !others && !few:
		return kept, before, true
	}
	return "", 0, false
}

// bareOf is a text without its blanks, how many of its characters stand before the cursor, and whether any is no digit.
func bareOf(text []rune, cursor int) (kept string, before int, others bool) {
	var out strings.Builder
	for i, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		if i < cursor {
			before++
		}
		others = others || r < '0' || r > '9'
		out.WriteRune(r)
	}
	return out.String(), before, others
}

// shifted is where the cursor stands in a grouped text when it has n digits before it: right after
// the n-th digit, before the space if one follows.
func shifted(n int) int {
	if n == 0 {
		return 0
	}
	return n + (n-1)/3
}

var _ Field = (*MokID)(nil)

package field

// keep gives what brings the entry back to where it is now, when what is typed next proves to be a reading.
func (e *Entry) keep() (back func()) {
	e.Entry.MinSize() // makes Fyne build the selection before it is asked
	text, cursor, selected := e.Text, e.CursorColumn, e.SelectedText()
	guarded, sentence := e.guard, e.sentence
	return func() {
		changed := e.Text != text
		e.setting = true
		e.deselect()
		e.Entry.SetText(text)
		e.setting = false
		e.CursorColumn = cursor
		if selected != "" {
			e.SelectAll()
		}
		e.guard = guarded
		e.fault.set(sentence)
		e.Refresh()
		if changed && e.OnChanged != nil {
			e.OnChanged(e.Value())
		}
	}
}

// keep is Entry's; a text keeps its groups.
func (m *MokID) keep() (back func()) {
	grouped, entry := m.grouped, m.Entry.keep()
	return func() {
		m.grouped = grouped
		entry()
		m.grouped = grouped
	}
}

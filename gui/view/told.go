package view

import (
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
)

// selectable is a field whose text can be selected, so that typing replaces it.
type selectable interface {
	field.Field
	SelectAll()
}

// told remembers which problem a field has shown. The whole state is drawn at any time, also while the
// clerk is correcting what the problem was about: then it is old, and neither comes back nor selects
// anything. Nor does it come over a field's own word that it has wiped a card's number.
type told struct{ last *task.Message }

// show shows m, the problem of the present state if it belongs to the field.
func (t *told) show(f selectable, m *task.Message) {
	news := m != t.last
	t.last = m
	if guarded, ok := f.(interface{ Refused() bool }); ok && guarded.Refused() && !news {
		return
	}
	if news || f.Error() != "" {
		f.SetError(say(m))
	}
	if news && m != nil {
		f.SelectAll()
	}
}

// at is the problem if it belongs to the field, and nil otherwise.
func at(m *task.Message, at, f task.Field) *task.Message {
	if at != f {
		return nil
	}
	return m
}

package field

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/text"
)

// What controls say to a screen reader. The toolkit has a name and four roles, and no place for a value, a state or the focus: so a name
// holds all of it.

// say is a sentence of the catalogue, with names and values.
func say(key string, values ...any) string {
	with := text.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		with[values[i].(string)] = values[i+1]
	}
	return text.Say(key, with)
}

// titled is the part of a field that knows what it is called; its Row tells it.
type titled struct{ title, hint string }

func (t *titled) called(title, hint string) { t.title, t.hint = title, hint }

// spoken is what a field says of itself: this, whether it takes anything now, and what stands below it.
func (t *titled) spoken(what, wrong string, off bool) string {
	if off {
		what = say("spoken.off", "What", what)
	}
	switch {
	case wrong != "":
		return say("spoken.wrong", "What", what, "Below", wrong)
	case t.hint != "":
		return say("spoken.with", "What", what, "Below", t.hint)
	}
	return what
}

// AccessibilityLabel is what the field is called, what stands in it, and what is wrong. What nobody may hear is told as there or not.
func (e *Entry) AccessibilityLabel() string {
	what := say("spoken.value", "What", e.title, "Value", e.Text)
	switch {
	case e.Text == "":
		what = say("spoken.empty", "What", e.title)
	case e.Unsaid || e.Password:
		what = say("spoken.filled", "What", e.title)
	}
	return e.titled.spoken(what, e.Error(), e.Disabled())
}

// AccessibilityRole is a text: the toolkit has no word for a field.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is what may be chosen and what is.
func (c *Choice) AccessibilityLabel() string {
	what := say("spoken.none", "What", c.title, "Count", len(c.options))
	if c.chosen >= 0 {
		what = say("spoken.chosen", "What", c.title, "Value", c.options[c.chosen].Label, "At", c.chosen+1, "Count", len(c.options))
	}
	return c.titled.spoken(what, c.Error(), c.Disabled())
}

// AccessibilityRole is a text: the toolkit has no word for a choice.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the caption, and whether the button can be pushed.
func (b *Button) AccessibilityLabel() string {
	if b.Disabled() {
		return say("spoken.off", "What", b.Text)
	}
	return b.Text
}

// AccessibilityRole is a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is what can be read there.
func (r *Reader) AccessibilityLabel() string { return r.Name }

// AccessibilityRole is a text.
func (r *Reader) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is what is listed, and how many rows.
func (l *List) AccessibilityLabel() string {
	return say("spoken.list", "What", l.Name, "Count", l.Length())
}

// AccessibilityRole is a text; its rows come after it.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// spoken are the rows in sight.
func (l *List) spoken() (all []said) {
	if l.Say == nil || l.Length() == 0 {
		return nil
	}
	step := l.CreateItem().MinSize().Height + size(l, fynetheme.SizeNamePadding)
	for i := int(l.GetScrollOffset() / step); i < l.Length(); i++ {
		top := float32(i)*step - l.GetScrollOffset()
		if top >= l.Size().Height {
			break
		}
		all = append(all, said{l.Say(i), fyne.AccessibleRoleText, fyne.NewPos(0, top), fyne.NewSize(l.Size().Width, step)})
	}
	return all
}

// AccessibilityLabel is the line.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is a text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the state's word.
func (b *Badge) AccessibilityLabel() string { return b.word }

// AccessibilityRole is a text.
func (b *Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is all that the banner says, however little of it there is room to show.
func (b *Banner) AccessibilityLabel() string {
	if b.detail == "" {
		return b.title
	}
	return say("spoken.with", "What", b.title, "Below", b.detail)
}

// AccessibilityRole is a text.
func (b *Banner) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// spoken are the titles.
func (m *MenuBar) spoken() (all []said) {
	for _, t := range m.titles {
		all = append(all, said{t.words.Text, fyne.AccessibleRoleButton, fyne.NewPos(t.left, 0), fyne.NewSize(t.end-t.left, m.Size().Height)})
	}
	return all
}

// AccessibilityLabel is the title or the item that the keys are at.
func (d *menuDrop) AccessibilityLabel() string {
	if d.item < 0 {
		return d.bar.menus[d.bar.at].Title
	}
	return d.says(d.item)
}

// AccessibilityRole is a container: on its own it says nothing.
func (d *menuDrop) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// says is an item with its keys, and whether it can be done now.
func (d *menuDrop) says(i int) string {
	what := say("spoken.key", "What", d.lines[i].words.Text, "Key", d.lines[i].chord.Text)
	if d.lines[i].off {
		what = say("spoken.off", "What", what)
	}
	return what
}

// spoken are the titles and the items that are let down.
func (d *menuDrop) spoken() (all []said) {
	for _, s := range d.bar.spoken() {
		s.at = s.at.Add(d.origin())
		all = append(all, s)
	}
	for i, l := range d.lines {
		all = append(all, said{d.says(i), fyne.AccessibleRoleButton, l.words.Position(), fyne.NewSize(l.words.Size().Width, d.step())})
	}
	return all
}

var (
	_ fyne.Accessible = (*Entry)(nil)
	_ fyne.Accessible = (*Choice)(nil)
	_ fyne.Accessible = (*Button)(nil)
	_ fyne.Accessible = (*Reader)(nil)
	_ fyne.Accessible = (*List)(nil)
	_ fyne.Accessible = (*Text)(nil)
	_ fyne.Accessible = (*Badge)(nil)
	_ fyne.Accessible = (*Banner)(nil)
	_ several         = (*List)(nil)
	_ several         = (*MenuBar)(nil)
	_ several         = (*menuDrop)(nil)
)

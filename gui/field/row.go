package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Row is a field with its label above and one place below: for a hint, or, instead of it, for the
// field's error with an icon. The place is kept when there is neither, so nothing jumps when an
// error comes; a long sentence runs on over more lines.
type Row struct {
	widget.BaseWidget
	Field Field

	label *Text
	hint  string
	icon  stateIcon
	below *widget.Label
	held  fyne.CanvasObject // the field in its own text size
}

// NewRow makes a row of f, and watches f's error from now on.
func NewRow(label string, f Field) *Row {
	r := &Row{Field: f, label: NewMuted(label), below: widget.NewLabel(""), held: f}
	r.label.Style.Bold = true
	r.below.Wrapping = fyne.TextWrapWord
	r.below.SizeName = fynetheme.SizeNameCaptionText
	if name := f.textSize(); name != "" {
		r.held = container.NewThemeOverride(f, theme.Enlarged(name))
	}
	f.watch(r.show)
	f.called(label, "")
	r.ExtendBaseWidget(r)
	r.show()
	return r
}

// SetLabel changes the label.
func (r *Row) SetLabel(label string) {
	r.label.SetText(label)
	r.Field.called(label, r.hint)
}

// SetHint sets the line below the field for when there is no error.
func (r *Row) SetHint(hint string) {
	if r.hint != hint {
		r.hint = hint
		r.Field.called(r.label.Text(), hint)
		r.show()
	}
}

// Below is the sentence below the field: its error, else the hint.
func (r *Row) Below() string {
	if err := r.Field.Error(); err != "" {
		return err
	}
	return r.hint
}

func (r *Row) show() {
	r.below.Importance = widget.LowImportance // drawn in the quiet colour, which the contrast test covers
	if r.Field.Error() != "" {
		r.below.Importance = widget.DangerImportance
	}
	r.below.SetText(r.Below())
	r.Refresh()
}

// CreateRenderer draws the row.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return render(r)
}

func (r *Row) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.held, &r.icon.Image, r.below}
}

func (r *Row) paint() {
	r.icon.Hidden = r.Field.Error() == ""
	if !r.icon.Hidden {
		r.icon.show(r, theme.Danger, theme.Danger.Text())
	}
	r.label.Refresh()
	r.below.Refresh()
}

// inset is the padding Fyne's label has on each side, and that a row does without.
func (r *Row) inset() float32 { return size(r, fynetheme.SizeNameInnerPadding) }
func (r *Row) gap() float32   { return size(r, fynetheme.SizeNamePadding) / 2 }

// indent is the room the error's icon takes.
func (r *Row) indent() float32 {
	if r.icon.Hidden {
		return 0
	}
	return size(r, fynetheme.SizeNameCaptionText)*1.25 + 2*r.gap()
}

func (r *Row) min() fyne.Size {
	label, held := r.label.MinSize(), r.held.MinSize()
	return fyne.NewSize(max(label.Width, held.Width), label.Height+held.Height+2*r.gap()+r.belowHeight())
}

// belowHeight is never less than a line.
func (r *Row) belowHeight() float32 {
	line := fyne.MeasureText("0", size(r, fynetheme.SizeNameCaptionText), fyne.TextStyle{}).Height
	return max(line, r.below.MinSize().Height-2*r.inset())
}

func (r *Row) layout(s fyne.Size) {
	label, held, inset := r.label.MinSize().Height, r.held.MinSize().Height, r.inset()
	place(r.label, 0, 0, s.Width, label)
	place(r.held, 0, label+r.gap(), s.Width, held)
	top := label + held + 2*r.gap()
	edge := size(r, fynetheme.SizeNameCaptionText) * 1.25
	place(&r.icon.Image, 0, top, edge, edge)
	r.below.Resize(fyne.NewSize(s.Width-r.indent()+2*inset, r.below.MinSize().Height))
	place(r.below, r.indent()-inset, top-inset, s.Width-r.indent()+2*inset, r.below.MinSize().Height)
}

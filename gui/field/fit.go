package field

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Fit lays out anew what lies in a box, after something in it has got another size, or was shown or hidden. What has changed nothing is
// not drawn again, as Refresh would do with all of the box: each control draws itself when what it shows is something else.
func Fit(box fyne.CanvasObject) {
	layOut(box)
	parts := inside(box)
	if box.Visible() && canvasOf(box) != nil && slices.ContainsFunc(parts, unknown) {
		canvas.Refresh(box)
	}
	for _, o := range parts {
		Fit(o)
	}
}

// unknown tells whether an object shows now for the first time: Fyne knows no canvas of it, and so nothing was drawn when it was shown
// or put where it is.
func unknown(o fyne.CanvasObject) bool { return o.Visible() && canvasOf(o) == nil }

func layOut(box fyne.CanvasObject) {
	switch o := box.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case *Scroll:
		o.fit()
	case drawn:
		box.MinSize() // makes Fyne build what was never shown
		o.layout(box.Size())
	}
}

// Show shows or hides, and reports whether that changed anything. Fyne draws nothing when a container is shown.
func Show(o fyne.CanvasObject, visible bool) (changed bool) {
	if o.Visible() == visible {
		return false
	}
	if !visible {
		o.Hide()
		return true
	}
	o.Show()
	if box, ok := o.(*fyne.Container); ok {
		Fit(box)
		canvas.Refresh(box)
	}
	return true
}

// Paragraph is a sentence or more that wraps. Fyne's label draws itself at each SetText, whatever the text is.
type Paragraph struct{ widget.Label }

// NewParagraph makes an empty one.
func NewParagraph() *Paragraph {
	p := &Paragraph{widget.Label{Wrapping: fyne.TextWrapWord}}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes what it says.
func (p *Paragraph) SetText(text string) {
	if p.Text != text {
		p.Label.SetText(text)
	}
}

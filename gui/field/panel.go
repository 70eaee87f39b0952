package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Panel groups what belongs together: a ground of its own with an edge and some room inside. Its corners are square: it is large, and
// software OpenGL reckons for each pixel of a rounded rectangle how far it is from the edge.
type Panel struct {
	widget.BaseWidget
	Content fyne.CanvasObject
	face    canvas.Rectangle
}

// NewPanel makes a panel around content.
func NewPanel(content fyne.CanvasObject) *Panel {
	p := &Panel{Content: content}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer draws the panel.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return render(p)
}

func (p *Panel) objects() []fyne.CanvasObject { return []fyne.CanvasObject{&p.face, p.Content} }

func (p *Panel) paint() {
	p.face.FillColor, p.face.StrokeColor = colour(p, theme.ColorPanel), colour(p, theme.ColorBorder)
	p.face.StrokeWidth = size(p, theme.SizeBorder)
	p.Content.Refresh()
}

func (p *Panel) min() fyne.Size {
	pad := size(p, theme.SizeGap)
	return p.Content.MinSize().AddWidthHeight(2*pad, 2*pad)
}

func (p *Panel) layout(s fyne.Size) {
	pad := size(p, theme.SizeGap)
	place(&p.face, 0, 0, s.Width, s.Height)
	place(p.Content, pad, pad, s.Width-2*pad, s.Height-2*pad)
}

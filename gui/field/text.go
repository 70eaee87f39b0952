package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Text is one line of words or figures without padding around, so that lines align at the pixel.
// Its colour and size are names, asked from the theme each time it is painted.
type Text struct {
	widget.BaseWidget

	TextSize fyne.ThemeSizeName
	Color    fyne.ThemeColorName
	Style    fyne.TextStyle
	Align    fyne.TextAlign

	text string
	line canvas.Text
}

// NewText makes a line in the ordinary size and colour.
func NewText(text string) *Text {
	return newText(text, fynetheme.SizeNameText, fynetheme.ColorNameForeground, fyne.TextStyle{})
}

// NewMuted makes a line of second rank: a caption, "as of".
func NewMuted(text string) *Text {
	return newText(text, fynetheme.SizeNameCaptionText, theme.ColorMuted, fyne.TextStyle{})
}

// NewTitle makes the heading of a screen or group.
func NewTitle(text string) *Text {
	return newText(text, theme.SizeTitle, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true})
}

// NewFigure makes a large number, set flush right so that figures under each other align; its digits
// have one width.
func NewFigure(text string) *Text {
	t := newText(text, theme.SizeFigure, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true})
	t.Align = fyne.TextAlignTrailing
	return t
}

func newText(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, style fyne.TextStyle) *Text {
	t := &Text{TextSize: size, Color: color, Style: style, text: text}
	t.ExtendBaseWidget(t)
	return t
}

// Text is what it shows.
func (t *Text) Text() string { return t.text }

// SetText changes what it shows.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetColor changes the colour, by its name in the theme.
func (t *Text) SetColor(name fyne.ThemeColorName) {
	if t.Color != name {
		t.Color = name
		t.Refresh()
	}
}

// SetBold makes the line bold, or not.
func (t *Text) SetBold(bold bool) {
	if t.Style.Bold != bold {
		t.Style.Bold = bold
		t.Refresh()
	}
}

// CreateRenderer draws the line.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return render(t)
}

func (t *Text) objects() []fyne.CanvasObject { return []fyne.CanvasObject{&t.line} }
func (t *Text) min() fyne.Size               { return t.line.MinSize() }
func (t *Text) layout(s fyne.Size)           { place(&t.line, 0, 0, s.Width, s.Height) }

func (t *Text) paint() {
	t.line.Text, t.line.TextStyle, t.line.Alignment = t.text, t.Style, t.Align
	t.line.TextSize, t.line.Color = size(t, t.TextSize), colour(t, t.Color)
	t.line.Refresh()
}

package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Banner is a state in large, that can't be missed: a strip across the screen with an icon, a title
// and, if there is one, a line of detail below. The words are one line each; a line too long for the
// width ends in dots.
type Banner struct {
	widget.BaseWidget
	state         theme.State
	title, detail string

	face         canvas.Rectangle
	icon         stateIcon
	first, under canvas.Text
}

// NewBanner makes a banner; detail may be empty.
func NewBanner(state theme.State, title, detail string) *Banner {
	b := &Banner{state: known(state), title: title, detail: detail}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes all of it.
func (b *Banner) Set(state theme.State, title, detail string) {
	if state = known(state); b.state != state || b.title != title || b.detail != detail {
		b.state, b.title, b.detail = state, title, detail
		b.Refresh()
	}
}

// State is the state shown.
func (b *Banner) State() theme.State { return b.state }

// Title is the title shown.
func (b *Banner) Title() string { return b.title }

// Detail is the line below it, empty for none.
func (b *Banner) Detail() string { return b.detail }

// CreateRenderer draws the banner.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return render(b)
}

func (b *Banner) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{&b.face, &b.icon.Image, &b.first, &b.under}
}

func (b *Banner) paint() {
	ink := b.state.OnBanner()
	b.face.FillColor, b.face.CornerRadius = colour(b, b.state.Banner()), size(b, theme.SizeRadius)
	b.icon.show(b, b.state, ink)
	b.first.Color, b.under.Color = colour(b, ink), colour(b, ink)
	b.first.TextSize, b.first.TextStyle = size(b, fynetheme.SizeNameSubHeadingText), fyne.TextStyle{Bold: true}
	b.under.TextSize = size(b, fynetheme.SizeNameText)
	b.under.Hidden = b.detail == ""
	b.fit(b.Size().Width)
}

// fit sets the words, shortened to the width if they must be.
func (b *Banner) fit(width float32) {
	room := width - b.left() - b.gap()
	b.first.Text, b.under.Text = shorten(b.title, room, &b.first), shorten(b.detail, room, &b.under)
}

// shorten ends text in dots when it is wider than room; with no room yet known it stays whole.
func shorten(text string, room float32, as *canvas.Text) string {
	wide := func(s string) float32 { return fyne.MeasureText(s, as.TextSize, as.TextStyle).Width }
	if room <= 0 || wide(text) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && wide(string(runes)+"…") > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

func (b *Banner) gap() float32  { return 2 * size(b, fynetheme.SizeNamePadding) }
func (b *Banner) left() float32 { return 2*b.gap() + size(b, fynetheme.SizeNameInlineIcon)*1.25 }

func (b *Banner) min() fyne.Size {
	high := fyne.MeasureText(b.title, b.first.TextSize, b.first.TextStyle).Height
	if b.detail != "" {
		high += fyne.MeasureText(b.detail, b.under.TextSize, b.under.TextStyle).Height
	}
	return fyne.NewSize(b.left()+b.gap()+size(b, theme.SizeTitle)*8, high+2*b.gap())
}

func (b *Banner) layout(s fyne.Size) {
	b.fit(s.Width)
	place(&b.face, 0, 0, s.Width, s.Height)
	icon := size(b, fynetheme.SizeNameInlineIcon) * 1.25
	place(&b.icon.Image, b.gap(), (s.Height-icon)/2, icon, icon)
	room := max(s.Width-b.left()-b.gap(), 0)
	first, under := b.first.MinSize().Height, b.under.MinSize().Height
	if b.under.Hidden {
		under = 0
	}
	top := (s.Height - first - under) / 2
	place(&b.first, b.left(), top, room, first)
	place(&b.under, b.left(), top+first, room, under)
}

package field

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/gui/theme"
)

// icons of the states: each has its own shape, so a state can be told without its colour.
var icons = map[theme.State]fyne.ThemeIconName{
	theme.OK:      fynetheme.IconNameConfirm,
	theme.Warning: fynetheme.IconNameWarning,
	theme.Danger:  fynetheme.IconNameError,
	theme.Neutral: fynetheme.IconNameContentRemove,
	theme.Info:    fynetheme.IconNameInfo,
}

var training = fyne.NewStaticResource("training.svg", assets.Training)

// stateIcon is an icon of a state. It is decoded anew only when it, or the colour of its ink, is another:
// that takes longer than painting everything else on a screen, and a screen is painted often.
type stateIcon struct {
	canvas.Image
	shown string
}

func (i *stateIcon) show(w themed, s theme.State, ink fyne.ThemeColorName) {
	key := fmt.Sprint(s, colour(w, ink))
	if i.shown == key {
		return
	}
	i.shown, i.FillMode = key, canvas.ImageFillContain
	drawing := w.Theme().Icon(icons[s])
	if s == theme.Training {
		drawing = training
	}
	i.Resource = fynetheme.NewColoredResource(drawing, ink)
	i.Refresh()
}

// known is s, or Neutral when there is no such state.
func known(s theme.State) theme.State {
	if s == theme.Training || icons[s] != "" {
		return s
	}
	return theme.Neutral
}

// Badge is a state in small: icon, word and colours, in a line of text.
type Badge struct {
	widget.BaseWidget
	state theme.State
	word  string

	face canvas.Rectangle
	icon stateIcon
	line canvas.Text
}

// NewBadge makes a badge of a state and the word for it. An unknown state is drawn as Neutral, here and
// in a Banner.
func NewBadge(state theme.State, word string) *Badge {
	b := &Badge{state: known(state), word: word}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes state and word.
func (b *Badge) Set(state theme.State, word string) {
	if state = known(state); b.state != state || b.word != word {
		b.state, b.word = state, word
		b.Refresh()
	}
}

// State is the state shown.
func (b *Badge) State() theme.State { return b.state }

// Text is the word shown.
func (b *Badge) Text() string { return b.word }

// CreateRenderer draws the badge.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return render(b)
}

func (b *Badge) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{&b.face, &b.icon.Image, &b.line}
}

func (b *Badge) paint() {
	ink := b.state.Text()
	b.face.FillColor, b.face.StrokeColor = colour(b, b.state.Fill()), colour(b, ink)
	b.face.StrokeWidth, b.face.CornerRadius = size(b, theme.SizeBorder), size(b, theme.SizeRadius)
	b.icon.show(b, b.state, ink)
	b.line.Text, b.line.Color = b.word, colour(b, ink)
	b.line.TextSize, b.line.TextStyle = size(b, fynetheme.SizeNameText), fyne.TextStyle{Bold: true}
}

func (b *Badge) min() fyne.Size {
	pad, icon := size(b, fynetheme.SizeNamePadding), size(b, fynetheme.SizeNameInlineIcon)
	words := b.line.MinSize()
	return fyne.NewSize(icon+words.Width+5*pad, max(icon, words.Height)+pad)
}

// layout keeps the badge as small as it may be, at the left, centred in height.
func (b *Badge) layout(s fyne.Size) {
	pad, icon, own := size(b, fynetheme.SizeNamePadding), size(b, fynetheme.SizeNameInlineIcon), b.min()
	top := (s.Height - own.Height) / 2
	place(&b.face, 0, top, own.Width, own.Height)
	place(&b.icon.Image, 1.5*pad, top+(own.Height-icon)/2, icon, icon)
	words := b.line.MinSize()
	place(&b.line, 2.5*pad+icon, top+(own.Height-words.Height)/2, words.Width, words.Height)
}

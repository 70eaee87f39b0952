package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/theme"
)

// menuTitle is a title as it is drawn: its words, and a line below the letter that opens it with Alt.
type menuTitle struct {
	words     *canvas.Text
	line      *canvas.Rectangle
	mnemonic  int // which rune of the words, -1 for none
	left, end float32
}

func titlesOf(menus []Menu) []menuTitle {
	var words []string
	for _, menu := range menus {
		words = append(words, menu.Title)
	}
	var all []menuTitle
	for i, at := range mnemonics(words) {
		all = append(all, menuTitle{words: &canvas.Text{Text: words[i]}, line: &canvas.Rectangle{}, mnemonic: at})
	}
	return all
}

// CreateRenderer draws the titles.
func (m *MenuBar) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	return render(m)
}

func (m *MenuBar) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{&m.ground, &m.mark}
	for _, t := range m.titles {
		all = append(all, t.words, t.line)
	}
	return all
}

// marked is the title that stands out: the one the clerk is at, else the one that is pointed at.
func (m *MenuBar) marked() int {
	if m.Active() {
		return m.at
	}
	return m.over
}

func (m *MenuBar) paint() {
	m.ground.FillColor = colour(m, theme.ColorBar)
	m.mark.FillColor = color.Transparent
	switch {
	case m.Active():
		m.mark.FillColor = colour(m, fynetheme.ColorNamePrimary)
	case m.over >= 0:
		m.mark.FillColor = colour(m, fynetheme.ColorNameHover)
	}
	for i, t := range m.titles {
		ink := fynetheme.ColorNameForeground
		if m.Active() && i == m.at {
			ink = fynetheme.ColorNameForegroundOnPrimary
		}
		t.words.Color, t.line.FillColor = colour(m, ink), colour(m, ink)
		t.words.TextSize = size(m, fynetheme.SizeNameText)
		t.line.Hidden = t.mnemonic < 0
	}
}

// across is the room on either side of a title, and of an item's words.
func (m *MenuBar) across() float32 {
	return size(m, fynetheme.SizeNameInnerPadding) + size(m, fynetheme.SizeNamePadding)
}

func (m *MenuBar) min() fyne.Size {
	all := fyne.NewSize(0, fyne.MeasureText("0", size(m, fynetheme.SizeNameText), fyne.TextStyle{}).Height+2*size(m, fynetheme.SizeNamePadding))
	for _, t := range m.titles {
		all.Width += t.words.MinSize().Width + 2*m.across()
	}
	return all
}

func (m *MenuBar) layout(s fyne.Size) {
	place(&m.ground, 0, 0, s.Width, s.Height)
	left, across := float32(0), m.across()
	for i := range m.titles {
		t := &m.titles[i]
		words := t.words.MinSize()
		t.left, t.end = left, left+words.Width+2*across
		top := (s.Height - words.Height) / 2
		place(t.words, left+across, top, words.Width, words.Height)
		m.underline(t, left+across, top+words.Height)
		left = t.end
	}
	place(&m.mark, 0, 0, 0, s.Height)
	if at := m.marked(); at >= 0 && at < len(m.titles) {
		place(&m.mark, m.titles[at].left, 0, m.titles[at].end-m.titles[at].left, s.Height)
	}
}

// underline lays the line below the letter, which stands on the line's foot at low.
func (m *MenuBar) underline(t *menuTitle, left, low float32) {
	if t.mnemonic < 0 {
		return
	}
	wide := func(s string) float32 { return fyne.MeasureText(s, t.words.TextSize, t.words.TextStyle).Width }
	runes := []rune(t.words.Text)
	before := wide(string(runes[:t.mnemonic]))
	thick := size(m, theme.SizeBorder)
	place(t.line, left+before, low-3*thick, wide(string(runes[:t.mnemonic+1]))-before, thick)
}

// titleAt is the title at a place of the bar, -1 for none.
func (m *MenuBar) titleAt(x float32) int {
	for i, t := range m.titles {
		if x >= t.left && x < t.end {
			return i
		}
	}
	return -1
}

package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// notesTable is a line for each note and coin: its value, how many, and what they come to. Enter and the arrow down go on, the arrow up
// back. The sum grows above.
type notesTable struct {
	lines []*noteLine
	hint  *field.Paragraph
	wrong *problem
	total *figure
	box   *fyne.Container
	last  *task.Message
}

// noteLine is the line of one note or coin.
type noteLine struct {
	value  int64
	name   *field.Text
	pieces *field.Pieces
	sum    *field.Text
}

// newNotesTable tells typed of each change, and done of Enter in the last line; escape leaves.
func newNotesTable(typed func(value int64, text string), escape func()) *notesTable {
	t := &notesTable{hint: sentence(), wrong: newProblem(), total: newFigure()}
	notes, coins := container.NewVBox(), container.NewVBox()
	for _, value := range money.Denominations() {
		l := &noteLine{value: value, name: field.NewMuted(""), pieces: field.NewPieces(money.RollOf(value) > 0), sum: field.NewText("")}
		l.sum.Align = fyne.TextAlignTrailing
		l.pieces.OnChanged = func(text string) { typed(value, text) }
		l.pieces.OnEscape = escape
		t.lines = append(t.lines, l)
		row := container.New(noteLayout{}, l.name, l.pieces, l.sum)
		if money.RollOf(value) == 0 {
			notes.Add(row)
		} else {
			coins.Add(row)
		}
	}
	both := container.New(&wrapLayout{loose: true}, notes, coins)
	t.box = gapped(t.hint, t.total.box, t.wrong.box, both)
	return t
}

// noteLayout puts value, entry and sum beside each other.
type noteLayout struct{}

func (noteLayout) widths() (name, pieces, sum, gap float32) {
	em := fyne.MeasureText("0", fynetheme.Size(fynetheme.SizeNameText), fyne.TextStyle{}).Width
	return 7 * em, 12 * em, 13 * em, fynetheme.Size(theme.SizeGap) / 2
}

// Layout places the three, each at half the row's height.
func (n noteLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	name, pieces, sum, gap := n.widths()
	x := float32(0)
	for i, width := range []float32{name, pieces, sum} {
		height := o[i].MinSize().Height
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		o[i].Resize(fyne.NewSize(width, height))
		x += width + gap
	}
}

// MinSize is as high as the entry.
func (n noteLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	name, pieces, sum, gap := n.widths()
	return fyne.NewSize(name+pieces+sum+2*gap, o[1].MinSize().Height)
}

// draw draws what was typed; a table that is not asked for is empty.
func (t *notesTable) draw(asks bool, typed task.Notes, wrong *task.Message, at int64) {
	if show(t.box, asks); !asks {
		for _, l := range t.lines {
			l.pieces.Clear()
			l.pieces.SetError("")
		}
		t.last = nil
		return
	}
	t.hint.SetText(text.Say("notes.hint"))
	t.wrong.set(say(wrong))
	news := wrong != t.last
	t.last = wrong
	for _, l := range t.lines {
		l.name.SetText(text.Say("notes.value", text.Values{"Value": money.EUR(l.value)}))
		l.pieces.Called(text.Say("notes.pieces", text.Values{"Value": money.EUR(l.value)}), "")
		l.pieces.SetText(typed[l.value])
		sum := ""
		if line, ok := typed.Line(l.value); ok && !line.IsZero() {
			sum = amount(line)
		}
		l.sum.SetText(sum)
		switch {
		case wrong != nil && l.value == at:
			l.pieces.SetError(say(wrong))
			if news {
				l.pieces.SelectAll()
			}
		default:
			l.pieces.SetError("")
		}
	}
	t.total.set(text.Say("notes.sum"), amount(typed.Sum()))
	field.Fit(t.box)
}

// natural is the line that is wrong, else the first.
func (t *notesTable) natural(at int64) fyne.Focusable {
	for _, l := range t.lines {
		if l.value == at {
			return l.pieces
		}
	}
	return t.lines[0].pieces
}

// notesFacts are notes and coins that were counted, in one line; nothing for none.
func notesFacts(all []client.Denomination) string {
	said := ""
	for _, d := range all {
		if said != "" {
			said += "  ·  "
		}
		said += text.Say("notes.line", text.Values{"Pieces": int(d.Pieces), "Value": money.EUR(d.Value)})
	}
	return said
}

package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/text"
)

// drawerSure asks whether a float or a count is right: the sum in figures and in words, and what speaks against it.
type drawerSure struct {
	sum      *figure
	words    *field.Paragraph
	doubts   *problem
	question *field.Paragraph
	box      *fyne.Container
}

// sureKeys name the sums that are asked about.
var sureKeys = map[drawer.Step]string{drawer.SureFloat: "float", drawer.SureCount: "count"}

func newDrawerSure() *drawerSure {
	p := &drawerSure{sum: newFigure(), words: sentence(), doubts: newProblem(), question: sentence()}
	p.question.TextStyle = fyne.TextStyle{Bold: true}
	p.box = gapped(container.NewVBox(p.sum.box, p.words), p.doubts.box, p.question)
	return p
}

func (p *drawerSure) draw(s drawer.State) {
	which := sureKeys[s.Step]
	if show(p.box, which != ""); which == "" {
		return
	}
	p.sum.set(text.Say("drawer."+which), amount(s.Sum))
	p.words.SetText(s.Sum.Words(text.Lang()))
	p.doubts.set(sayAll(s.Doubts))
	p.question.SetText(text.Say("drawer.sure." + which))
}

package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/text"
)

// drawerSure asks whether a float or a count is right: the sum in figures and in words, and what speaks against it.
type drawerSure struct {
	sum      *figure
	words    *field.Paragraph
	doubts   *problem
	reason   *field.Choice
	why      *field.Row
	question *field.Paragraph
	box      *fyne.Container
}

// sureKeys name the sums that are asked about.
var sureKeys = map[drawer.Step]string{drawer.SureFloat: "float", drawer.SureCount: "count"}

func newDrawerSure() *drawerSure {
	p := &drawerSure{sum: newFigure(), words: sentence(), doubts: newProblem(), reason: field.NewChoice(), question: sentence()}
	p.why = field.NewRow("", p.reason)
	p.question.TextStyle = fyne.TextStyle{Bold: true}
	p.box = gapped(container.NewVBox(p.sum.box, p.words), p.doubts.box, p.why, p.question)
	return p
}

// previousCounted is what was counted at the last close.
func previousCounted(s drawer.State) money.Amount {
	if s.Previous == nil {
		return money.Amount{}
	}
	return s.Previous.Counted
}

func (p *drawerSure) draw(s drawer.State) {
	which := sureKeys[s.Step]
	show(p.why, s.Differs)
	if show(p.box, which != ""); which == "" {
		p.reason.SetSelected("")
		return
	}
	p.why.SetLabel(text.Say("drawer.float.why", text.Values{"Counted": previousCounted(s)}))
	p.reason.SetOptions(options("drawer.float.reason.", client.FloatReasons())...)
	p.sum.set(text.Say("drawer."+which), amount(s.Sum))
	p.words.SetText(s.Sum.Words(text.Lang()))
	p.doubts.set(sayAll(s.Doubts))
	question := "drawer.sure." + which
	if s.Second {
		question += ".second"
	}
	p.question.SetText(text.Say(question))
}

package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// reversalSlip asks which top-up is to be undone: by its receipt's number, or one of those at hand.
type reversalSlip struct {
	counter *flow.Counter

	entry  *field.Entry
	number *field.Row
	title  *field.Text
	rows   *fyne.Container
	list   *fyne.Container
	said   told
	drawn  string // what the rows show; they are built anew only when it is new
	asked  bool
}

func newReversalSlip(c *flow.Counter) *reversalSlip {
	p := &reversalSlip{counter: c, entry: field.NewEntry(), title: field.NewTitle(""), rows: container.NewVBox()}
	p.number = field.NewRow("", p.entry)
	p.entry.OnSubmitted = func(string) { p.submit() }
	p.entry.OnEscape = c.BackFromReversal
	p.list = gapped(p.title, p.rows)
	return p
}

func (p *reversalSlip) submit() {
	if typed, ok := p.entry.Take(); ok {
		p.counter.Reversal.FindSlip(typed)
	}
}

func (p *reversalSlip) draw(s reversal.State) {
	asking := s.Step == reversal.AskingSlip
	show(p.number, asking || s.Step == reversal.Looking)
	p.number.SetLabel(text.Say("reversal.slip"))
	p.number.SetHint(text.Say("reversal.slip.hint"))
	if asking && !p.asked || s.Step == reversal.Idle {
		p.entry.SetText(s.Typed)
	}
	p.asked = asking || s.Step == reversal.Looking
	p.entry.SetEnabled(asking)
	p.said.show(p.entry, at(s.Problem, s.Field, task.FieldReceipt))
	p.drawRows(asking)
}

func (p *reversalSlip) drawRows(asking bool) {
	var all []flow.Undoable
	if asking {
		all = p.counter.Undoables()
	}
	show(p.list, len(all) > 0)
	blind := p.counter.Drawer.State().Blind
	now := fmt.Sprint(text.Lang(), blind, all)
	if now == p.drawn {
		return
	}
	p.drawn = now
	p.title.SetText(text.Say("reversal.at-hand"))
	p.rows.RemoveAll()
	for _, u := range all {
		key, label := "reversal.row", sentence()
		if blind && u.Number == "" { // one of this desk: the sum of all is what is expected in the drawer
			key = "reversal.row.blind"
		}
		label.SetText(text.Say(key, text.Values{
			"At": u.At.Local(), "Amount": u.Amount, "MokID": ident.GroupMokID(u.MokID), "Short": task.ShortID(u.ID),
		}))
		b := field.NewButton(text.Say("reversal.row.choose"), func() { p.counter.Reversal.Find(u.ID) })
		b.OnCancel = p.counter.BackFromReversal
		p.rows.Add(container.NewBorder(nil, nil, nil, container.NewVBox(b), label))
	}
	p.list.Refresh()
}

package view

import (
	"path/filepath"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// drawBanner says how the list is, or how it went.
func (v *orders) drawBanner(s order.BatchState) {
	state, words, more := theme.Info, "", ""
	switch {
	case s.Step == order.BatchChecking:
		words = text.Say("batch.checking", text.Values{"Count": s.Rows})
	case s.Step == order.BatchChecked && s.Report.Good == 0:
		state, words = theme.Danger, text.Say("batch.none-good", text.Values{"Count": s.Report.Bad})
	case s.Step == order.BatchChecked && s.Report.Bad > 0:
		state, words, more = theme.Warning, text.Say("batch.some-bad", text.Values{"Count": s.Report.Bad}), text.Say("batch.some-bad.todo")
	case s.Step == order.BatchChecked:
		state, words = theme.OK, text.Say("batch.all-good", text.Values{"Count": s.Report.Good})
	case s.Step == order.BatchMaking && s.Cancelling:
		words = text.Say("batch.cancelling")
	case s.Step == order.BatchMaking:
		words = text.Say("batch.making", text.Values{"Done": s.Done, "Count": s.Report.Good})
	case s.Step == order.BatchMade && s.Problem != nil:
		state, words, more = theme.Warning, say(s.Problem), text.Say("orders.done", text.Values{"Count": s.Made.Forms})
	case s.Step == order.BatchMade:
		state, words = theme.OK, text.Say("orders.done", text.Values{"Count": s.Made.Forms})
	}
	v.banner.Set(state, words, "")
	show(v.banner, words != "")
	v.todo.SetText(more)
	show(v.todo, more != "")
}

func (v *orders) drawFacts(s order.BatchState) {
	r := s.Report
	from := s.Path
	if s.Pasted {
		from = text.Say("batch.clipboard")
	}
	sum, without, files := "", "", ""
	if !r.Sum.IsZero() {
		sum = amount(r.Sum)
	}
	if n := max(r.WithoutCode, s.Made.WithoutCode); n > 0 {
		without = text.Say("batch.without-code", text.Values{"Count": n})
	}
	if r.Files > 0 {
		files = text.Say("batch.files", text.Values{"Count": r.Files, "Folder": r.Folder})
	}
	v.facts.set(
		text.Say("batch.from"), from, text.Say("batch.sum"), sum, text.Say("batch.code"), without, text.Say("batch.to"), files,
		text.Say("batch.paper"), layoutName(v.counter.Settings.Choices()),
	)
	show(v.facts.box, s.Step == order.BatchChecked || s.Step == order.BatchMaking)
	v.readAs.SetText(text.Say("batch.read-as") + "\n" + sayAll(r.ReadAs))
	show(v.readAs, len(r.ReadAs) > 0 && s.Step == order.BatchChecked)
	sample := text.Say("batch.understood")
	for _, row := range r.Sample {
		sample += "\n" + text.Say("batch.row", text.Values{
			"Line": strconv.Itoa(row.Line), "MokID": ident.GroupMokID(row.MokID), "Amount": orOpen(row.Amount.IsZero(), amount(row.Amount)),
			"Payer": orOpen(row.Payer.Name == "" && row.Payer.Street == "" && row.Payer.Town == "", text.Say("batch.payer", text.Values{
				"Name": row.Payer.Name, "Street": row.Payer.Street, "Town": row.Payer.Town,
			})),
		})
	}
	v.sample.SetText(sample)
	show(v.sample, len(r.Sample) > 0 && s.Step == order.BatchChecked)
}

// orOpen is said, or that the customer writes it.
func orOpen(open bool, said string) string {
	if open {
		return text.Say("batch.open")
	}
	return said
}

// drawBar shows how much of the real work is done.
func (v *orders) drawBar(s order.BatchState) {
	if most, done := float64(max(s.Report.Good, 1)), float64(s.Done); v.bar.Max != most || v.bar.Value != done {
		v.bar.Max = most
		v.bar.SetValue(done)
	}
	show(v.bar, s.Step == order.BatchMaking)
}

func (v *orders) drawLines(s order.BatchState) {
	said := ""
	if s.Step == order.BatchChecked {
		for _, p := range s.Report.Problems {
			said += rowSays(p) + "\n\n"
		}
		if more := s.Report.Bad - len(s.Report.Problems); more > 0 {
			said += text.Say("batch.more-bad", text.Values{"Count": more})
		}
	}
	v.lines.SetText(said)
	v.reader.Name = text.Say("batch.bad-rows")
	show(v.reader, said != "")
}

// rowSays is a bad row on one line: its line, and what is wrong at which field.
func rowSays(p order.RowProblem) string {
	reasons := ""
	for i, r := range p.Reasons {
		said := say(r.Message)
		if r.Field != task.FieldNone {
			said = text.Say("orders.field", text.Values{"Field": text.Say("order.field." + string(r.Field)), "Reason": said})
		}
		if r.Cell != "" {
			said = text.Say("orders.cell", text.Values{"Cell": r.Cell, "Reason": said})
		}
		if i > 0 {
			reasons += " "
		}
		reasons += said
	}
	return text.Say("orders.row", text.Values{"Line": strconv.Itoa(p.Line), "Reasons": reasons})
}

// drawFiles lists what was made, each file with a button that opens it, under the folder that they are in: a whole path on a button
// would make the window as wide as itself.
func (v *orders) drawFiles(s order.BatchState) {
	made := s.Made.Files
	show(v.files, len(made) > 0)
	show(v.saved, len(made) > 0)
	v.opened.SetText(say(s.Opened))
	show(v.opened, s.Opened != nil)
	if len(made) > 0 {
		v.saved.SetText(text.Say("batch.files", text.Values{"Count": len(made), "Folder": filepath.Dir(made[0])}))
	}
	if !slices.Equal(made, v.listed) {
		v.listed, v.opens = made, nil
		v.files.RemoveAll()
		for _, path := range made {
			b := field.NewButton("", func() { v.counter.Orders.Open(path) })
			b.OnCancel = v.counter.BackFromOrders
			v.opens = append(v.opens, b)
			v.files.Add(container.NewHBox(b))
		}
		v.files.Refresh()
	}
	for i, b := range v.opens {
		b.SetText(text.Say("batch.open-file", text.Values{"File": filepath.Base(made[i])}))
	}
}

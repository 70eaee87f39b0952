package view

import (
	"slices"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
)

// formats are the papers for receipts.
func formats(c task.Choices) []field.Option {
	return papers(paper.Formats(), c.Receipt, func(name string) string { return text.Say("settings.width." + name) })
}

// layouts are the papers for payment orders.
func layouts(c task.Choices) []field.Option {
	return papers(paper.Layouts(), c.Layout, func(name string) string { return text.Say("order.layout." + name) })
}

// papers are those that there are. One that was chosen and that there is not stays in the list, so that nobody loses a
// setting by looking at it.
func papers[T ~string](there []T, chosen string, say func(name string) string) []field.Option {
	var all []field.Option
	for _, name := range there {
		all = append(all, field.Option{Code: string(name), Label: say(string(name))})
	}
	if chosen != "" && !slices.Contains(there, T(chosen)) {
		all = append(all, field.Option{Code: chosen, Label: text.Say("settings.paper-unknown", text.Values{"Paper": chosen})})
	}
	return all
}

// layoutName is the chosen paper for payment orders in words.
func layoutName(c task.Choices) string {
	for _, o := range layouts(c) {
		if o.Code == c.Layout {
			return o.Label
		}
	}
	return ""
}

// nextLayout is the paper after the chosen one; after one that there is not, the first.
func nextLayout(c task.Choices) string {
	all := paper.Layouts()
	return string(all[(slices.Index(all, paper.Layout(c.Layout))+1)%len(all)])
}

package view

import (
	"slices"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// receiptPapers are the papers for receipts, and layouts those for payment orders.
func receiptPapers(s *flow.Settings) []field.Option {
	known, _ := s.Papers()
	return papers(known, s.Choices().Receipt, func(name string) string { return text.Say("settings.width." + name) })
}

func layouts(s *flow.Settings) []field.Option {
	_, known := s.Papers()
	return papers(known, s.Choices().Layout, func(name string) string { return text.Say("order.layout." + name) })
}

// papers are those that there are. One that was chosen and that there is not stays in the list, so that nobody loses a
// setting by looking at it.
func papers(known []string, chosen string, say func(name string) string) []field.Option {
	var all []field.Option
	for _, name := range known {
		all = append(all, field.Option{Code: name, Label: say(name)})
	}
	if chosen != "" && !slices.Contains(known, chosen) {
		all = append(all, field.Option{Code: chosen, Label: text.Say("settings.paper-unknown", text.Values{"Paper": chosen})})
	}
	return all
}

// layoutChosen is the paper for payment orders in words.
func layoutChosen(s *flow.Settings) string {
	for _, o := range layouts(s) {
		if o.Code == s.Choices().Layout {
			return o.Label
		}
	}
	return ""
}

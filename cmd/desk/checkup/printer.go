package checkup

import (
	"context"
	"errors"
	"slices"

	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// The pages that printers are asked about: a usual receipt, the page with a payment order at its foot, and the form alone.
var (
	receiptRoll = printing.Page{Size: printing.Size{Width: 80, Height: 150}, Blank: 4}
	receipts    = map[settings.Receipt]printing.Page{
		settings.Receipt80mm: receiptRoll,
		settings.Receipt58mm: {Size: printing.Size{Width: 58, Height: 180}, Blank: 5},
		settings.ReceiptA6:   {Size: printing.Size{Width: 105, Height: 148}, Blank: 8},
	}
	wholePage = printing.Page{Size: printing.Size{Width: 210, Height: 297}}
	formAlone = printing.Page{Size: printing.Size{Width: 210, Height: 99}}
)

// printer looks for the printers of the settings, or a default one, for their papers, and for a PDF viewer. Without any of them
// a receipt can still be saved, so only what was asked for by name is a failure.
func (m Machine) printer(ctx context.Context, s settings.Settings) []Line {
	names, standard, err := m.Print.Printers(ctx)
	var lines []Line
	if err != nil {
		level := Fail
		if printing.CodeOf(err) == printing.NoPrinting && s.ReceiptPrinter == "" && s.FormPrinter == "" {
			level = Warn
		}
		lines = []Line{{level, "check.printer.noSystem", nil}}
	} else {
		for _, printer := range slices.Compact([]string{s.ReceiptPrinter, s.FormPrinter}) {
			lines = append(lines, printerLine(printer, names, standard))
		}
		lines = append(lines, m.paper(ctx, "check.paper.receipts", s.ReceiptPrinter, names, standard, receipts[s.Receipt])...)
		forms := m.paper(ctx, "check.paper.forms", s.FormPrinter, names, standard, wholePage, formAlone)
		for i := range forms {
			if forms[i].Level == Fail && s.FormPrinter == s.ReceiptPrinter {
				forms[i].Level = Warn // a counter that has a printer for receipts alone works; orders are saved
			}
		}
		lines = append(lines, forms...)
		lines = append(lines, blank(s, names)...)
	}
	if !m.Print.HasViewer() {
		lines = append(lines, Line{Warn, "check.viewer.none", nil})
	}
	return lines
}

// printerLine tells whether a printer is; an empty one is the default.
func printerLine(printer string, names []string, standard string) Line {
	values := map[string]any{"Printer": printer}
	switch {
	case printer != "" && !slices.Contains(names, printer):
		return Line{Fail, "check.printer.unknown", values}
	case printer != "":
		return Line{OK, "check.printer.ok", values}
	case standard == "":
		return Line{Warn, "check.printer.noDefault", values}
	}
	return Line{OK, "check.printer.default", map[string]any{"Printer": standard}}
}

// paper tells on which paper of its printer, if that is there, a kind of page will lie. The first page that doesn't lie on paper of
// its own size, or of its own width, is told.
func (m Machine) paper(ctx context.Context, key, printer string, names []string, standard string, pages ...printing.Page) []Line {
	level := Fail
	if printer == "" {
		printer, level = standard, Warn
	}
	if !slices.Contains(names, printer) {
		return nil
	}
	values := map[string]any{"Printer": printer}
	for _, page := range pages {
		values["Page"] = page.Size.String()
		fit, err := m.Print.Fit(ctx, printer, page)
		if small, ok := errors.AsType[*printing.Error](err); ok && small.Code == printing.PaperSmall {
			values["Paper"] = small.Paper.String()
			return []Line{{level, key + ".small", values}}
		}
		if err != nil || fit.Paper == (printing.Size{}) {
			return []Line{{Warn, "check.paper.unknown", values}}
		}
		values["Paper"] = fit.Paper.String()
		switch {
		case fit.Own:
		case fit.Paper.Width > page.Width+1:
			return []Line{{Warn, key + ".large", values}}
		case page == formAlone:
			return []Line{{OK, "check.paper.forms.top", values}}
		}
	}
	return []Line{{OK, key, values}}
}

// blank tells when the offset of [blank] moves nothing, because another printer prints the forms.
func blank(s settings.Settings, names []string) []Line {
	values := map[string]any{"Printer": s.Blank.Printer}
	switch {
	case s.Blank.Printer == "" || s.Blank.Printer == s.FormPrinter:
		return nil
	case !slices.Contains(names, s.Blank.Printer):
		return []Line{{Warn, "check.blank.unknown", values}}
	}
	return []Line{{Warn, "check.blank.other", values}}
}

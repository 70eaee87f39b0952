package wiring

import (
	"fmt"
	"math"
	"slices"

	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// sheet is a document on the paper that the clerk chose, and where that paper lies.
type sheet struct {
	paper.Document
	printer string  // the print system's name; empty: its default
	blank   float64 // what is left blank at either side, in millimetres
}

// page is what the print system is told of the sheet's page.
func (s sheet) page(pdf []byte) (printing.Page, error) {
	width, height, ok := paper.SizeOf(pdf)
	if !ok {
		return printing.Page{}, fmt.Errorf("wiring: no size of a %T", s.Document)
	}
	return printing.Page{Size: printing.Size{Width: width, Height: height}, Blank: s.blank}, nil
}

// slipSheet is a slip on the paper for receipts.
func slipSheet(c task.Choices, s paper.Slip) (sheet, error) {
	format, err := chosen(c.Receipt, paper.Formats())
	if err != nil {
		return sheet{}, err
	}
	blank, err := format.Blank()
	return sheet{paper.On(format, s), c.ReceiptPrinter, blank}, err
}

// formSheet is what is made for the paper for orders, whose sides aren't blank, and for its printer's offset.
func formSheet(c task.Choices, made func(paper.Layout, paper.Offset) paper.Document) (sheet, error) {
	layout, err := layout(c)
	if err != nil {
		return sheet{}, err
	}
	return sheet{made(layout, offset(c)), c.FormPrinter, 0}, nil
}

// layout is the paper for orders as the clerk chose it.
func layout(c task.Choices) (paper.Layout, error) { return chosen(c.Layout, paper.Layouts()) }

// chosen is the paper of a name. What is kept on this PC may be of another version: a paper that there is not is never another one.
func chosen[T ~string](name string, there []T) (T, error) {
	if !slices.Contains(there, T(name)) {
		return "", &Error{Key: "slip.failed.paper", Values: map[string]any{"Paper": name}}
	}
	return T(name), nil
}

// offset is the chosen printer's, in millimetres.
func offset(c task.Choices) paper.Offset {
	return paper.Offset{Right: float64(c.Offset.Right) / 10, Down: float64(c.Offset.Down) / 10}
}

// offsetOf is the administrator's for a printer, in tenths of a millimetre; none for another printer.
func offsetOf(b settings.Blank, printer string) task.Offset {
	if b.Printer != printer {
		return task.Offset{}
	}
	return task.Offset{Right: int(math.Round(b.Right * 10)), Down: int(math.Round(b.Down * 10))}
}

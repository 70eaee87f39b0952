package paper

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// ErrUnreadable is a form whose own code could not be read back, or said something else than the form: it is not printed.
var ErrUnreadable = errors.New("paper: the form's code can't be read back")

// orderCode is the order's code in its field. An order that may go out only as a form without a code, because payer or
// amount are left to the customer's pen, has none.
func orderCode(o upn.Order, x, y float64) ([]ink.Mark, error) {
	if o.Validate() != nil {
		return nil, o.ValidateForm()
	}
	symbol, err := o.Symbol()
	if err != nil {
		return nil, err
	}
	rows := ink.Modules(symbol.Size)
	for j := range rows {
		for i := range rows[j] {
			rows[j][i] = symbol.Dark(i, j)
		}
	}
	return []ink.Mark{ink.Code{X: x + codeX, Y: y + codeY, Module: codeModule, Rows: rows}}, nil
}

// readBack decodes the modules of the code that a page draws and compares what they say with the order. Every page with a form passes
// here before its bytes are given out. It proves that a reader which sees those modules reads the order, with all of its power to mend left
// over; that the PDF shows just those modules, among white and to readers that look at pictures, is what the tests prove.
func readBack(o upn.Order, p *ink.Page) error {
	var drawn []ink.Code
	for _, m := range p.Marks {
		if c, ok := m.(ink.Code); ok && len(c.Rows) == upn.SymbolSize {
			drawn = append(drawn, c)
		}
	}
	payload, err := o.Payload()
	switch {
	case err != nil && len(drawn) == 0:
		return nil // a form without a code
	case err != nil || len(drawn) != 1:
		return fmt.Errorf("%w: %d codes", ErrUnreadable, len(drawn))
	}
	text, err := ink.ReadCode(drawn[0].Rows)
	if err != nil {
		return ErrUnreadable
	}
	read, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(text))
	if err != nil || !bytes.Equal(read, payload) {
		return fmt.Errorf("%w: it says something else", ErrUnreadable)
	}
	return nil
}

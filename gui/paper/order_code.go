package paper

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/client/upn"
)

// ErrUnreadable is a form whose own code could not be read back, or said something else than the form: it is not printed.
var ErrUnreadable = errors.New("paper: the form's code can't be read back")

// orderCode is the order's code in its field. An order that may go out only as a form without a code, because payer or
// amount are left to the customer's pen, has none.
func orderCode(o upn.Order, x, y float64) ([]mark, error) {
	if o.Validate() != nil {
		return nil, o.ValidateForm()
	}
	symbol, err := o.Symbol()
	if err != nil {
		return nil, err
	}
	rows := square(symbol.Size)
	for j := range rows {
		for i := range rows[j] {
			rows[j][i] = symbol.Dark(i, j)
		}
	}
	return []mark{inkCode{x: x + codeX, y: y + codeY, module: codeModule, rows: rows}}, nil
}

// readBack decodes the code that was drawn on a page, with a decoder that is not ours, and compares it with the order. Every
// page with a form passes here before its bytes are given out.
func readBack(o upn.Order, p *page) error {
	var drawn []inkCode
	for _, m := range p.marks {
		if c, ok := m.(inkCode); ok && len(c.rows) == upn.SymbolSize {
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
	matrix, err := gozxing.NewSquareBitMatrix(upn.SymbolSize)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrUnreadable, err)
	}
	for y, row := range drawn[0].rows {
		for x, dark := range row {
			if dark {
				matrix.Set(x, y)
			}
		}
	}
	result, err := decoder.NewDecoder().Decode(matrix, nil)
	if err != nil {
		return ErrUnreadable // the decoder's own words may hold what it read
	}
	read, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(result.GetText()))
	if err != nil || !bytes.Equal(read, payload) {
		return fmt.Errorf("%w: it says something else", ErrUnreadable)
	}
	return nil
}

package orders

import (
	"context"
	"errors"
	"io"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/order"
)

// Row is one row of a list: its line, from 1, and its cells as a clerk would type them; with a problem the cells could not be told.
type Row struct {
	Line    int
	Cells   order.Form
	Problem *Problem

	columns []column // of a sheet, where cells have names
}

// name is the name of a row's cell in a sheet; empty elsewhere. Columns count from 0.
func (r Row) name(column int) string {
	if r.columns == nil {
		return ""
	}
	return table.Name(column+1, r.Line)
}

// place is the name of a field's cell in a sheet; empty elsewhere.
func (r Row) place(field Field) string {
	for i, c := range r.columns {
		if c.field == field && field != Whole {
			return r.name(i)
		}
	}
	return ""
}

// Reader reads a list of cards. Its columns are named by a header within its first rows, in any order and among others; or they are, from
// the first row on, MOK ID and as far as they are there amount, payer's name, street, town. They are found out once, before the first row is
// given, or the list is refused whole: what they are is never guessed anew.
type Reader struct {
	table   *table.Table
	account upn.Account
	ahead   []table.Row // read, but not given yet
	columns []column
	about   About
}

// NewReader finds out how to read a list's data. Errors are *Error, and ctx's.
func NewReader(ctx context.Context, data []byte, account upn.Account) (*Reader, error) {
	t, err := table.Open(ctx, data, knows)
	if e, ok := errors.AsType[*table.Error](err); ok {
		return nil, &Error{Code: Code(e.Code), Line: e.Line, Count: e.Count, Err: e}
	}
	if err != nil {
		return nil, err
	}
	r := &Reader{table: t, account: account}
	for len(r.ahead) < table.Peek {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		r.ahead = append(r.ahead, row)
	}
	if err := r.findColumns(); err != nil {
		return nil, err
	}
	return r, nil
}

// About tells how the list is read.
func (r *Reader) About() About {
	r.about.About = r.table.About()
	return r.about
}

// Next is the next row, or io.EOF. An *Error says that the list can't be read on: another header stands in it.
func (r *Reader) Next() (Row, error) {
	from, err := r.nextRow()
	if err != nil {
		return Row{}, err
	}
	row := Row{Line: from.Line}
	if r.table.About().Format != table.CSV {
		row.columns = r.columns
	}
	switch again, other := r.header(from); {
	case other:
		return Row{}, &Error{Code: SecondHeader, Line: from.Line}
	case again:
		return row.bad("orders.row.header"), nil
	case from.Fault != "":
		return row.bad("orders.row." + string(from.Fault)), nil
	case from.Hidden:
		return row.bad("orders.row.hidden"), nil
	}
	return r.fill(row, from.Cells), nil
}

func (r *Reader) nextRow() (table.Row, error) {
	if len(r.ahead) == 0 {
		return r.table.Next()
	}
	row := r.ahead[0]
	r.ahead = r.ahead[1:]
	return row, nil
}

// bad is the row with a problem of its whole.
func (r Row) bad(key string) Row {
	r.Problem = &Problem{Line: r.Line}
	r.Problem.add(Whole, key, nil)
	return r
}

// fill puts cells into their columns, if they are sure to be theirs.
func (r *Reader) fill(row Row, cells []table.Cell) Row {
	if key := r.unsure(cells); key != "" {
		return row.bad(key)
	}
	p := &Problem{Line: row.Line}
	for i, c := range cells {
		if i < len(r.columns) && r.columns[i].known() {
			fillField(&row.Cells, r.columns[i], c, row.name(i), p)
		}
	}
	if len(p.Reasons) > 0 {
		row.Problem = p
	}
	return row
}

package orders

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow"
)

// Row is one row of a list: its line, from 1, and its cells as a clerk would type them; with a problem the cells could not be told.
type Row struct {
	Line    int
	Cells   flow.OrderForm
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

// findColumns takes the row that names the most columns for the header. What stands above it are titles, and no row of the list may be among
// them.
func (r *Reader) findColumns() error {
	at, most := -1, 0
	for i, row := range r.ahead {
		if n := knows(row.Cells); n > most && row.Fault == "" && !r.hasCard(row.Cells...) {
			at, most = i, n
		}
	}
	if at < 0 {
		r.columns = usual
		if len(r.ahead) > 0 && !r.beginsWithCard(r.ahead[0]) {
			return &Error{Code: NoMokID, Line: r.ahead[0].Line}
		}
		return r.findHidden()
	}
	columns, wrong := arrange(r.ahead[at].Cells, r.account)
	if wrong != nil {
		wrong.Line = r.ahead[at].Line
		return wrong
	}
	r.columns, r.about.Header = columns, r.ahead[at].Line
	for _, row := range r.ahead[:at] {
		if at := r.cardColumn(); at < len(row.Cells) && r.hasCard(row.Cells[at]) {
			return &Error{Code: Above, Line: row.Line, Count: r.about.Header}
		}
		r.about.Titles = append(r.about.Titles, row.Line)
	}
	for _, c := range columns {
		if c.name != "" {
			r.about.Passed = append(r.about.Passed, shownName(c.name))
		}
	}
	r.ahead = r.ahead[at+1:]
	return nil
}

// findHidden refuses a list without a header some of whose columns aren't shown.
func (r *Reader) findHidden() error {
	for _, row := range r.ahead {
		for i, c := range row.Cells[:min(len(row.Cells), len(r.columns))] {
			if c.Hidden && !c.Empty() {
				return &Error{Code: HiddenColumn, Line: row.Line, Column: table.Letters(i + 1)}
			}
		}
	}
	return nil
}

func (r *Reader) cardColumn() int {
	return slices.IndexFunc(r.columns, func(c column) bool { return c.field == MokID })
}

// hasCard reports that a MOK ID stands among cells.
func (r *Reader) hasCard(cells ...table.Cell) bool {
	return slices.ContainsFunc(cells, func(c table.Cell) bool { return flow.Recognise(c.Text, r.account).MokID != "" })
}

// beginsWithCard tells a first row that is one of the list: its first cell is a card's, or at least a number.
func (r *Reader) beginsWithCard(row table.Row) bool {
	if row.Fault != "" || len(row.Cells) == 0 {
		return false
	}
	first := row.Cells[0]
	return isNumberOfACard(first.Text, r.account) || first.Kind != table.Date && hasDigit(first.Text) && !hasLetter(first.Text)
}

// About tells how the list is read.
func (r *Reader) About() About {
	r.about.About = r.table.About()
	return r.about
}

// Next is the next row, or io.EOF. An *Error says that the list can't be read on: another header stands in it.
func (r *Reader) Next() (Row, error) {
	from, err := r.raw()
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

func (r *Reader) raw() (table.Row, error) {
	if len(r.ahead) == 0 {
		return r.table.Next()
	}
	row := r.ahead[0]
	r.ahead = r.ahead[1:]
	return row, nil
}

// header tells a header in the midst of a list: the same again, which spoils only itself, or another one. Names of columns that nobody here
// knows, or that can't be read, are words all along, where a card's number, a street and a town would have digits.
func (r *Reader) header(row table.Row) (again, other bool) {
	at := r.cardColumn()
	switch {
	case row.Fault != "":
		return false, wordsAlong(row.Cells)
	case at >= len(row.Cells), !hasLetter(row.Cells[at].Text), r.hasCard(row.Cells...):
		return false, false
	case knows(row.Cells) == 0:
		return false, wordsAlong(row.Cells[:min(len(row.Cells), len(r.columns))])
	}
	columns, wrong := arrange(row.Cells, r.account)
	again = wrong == nil && slices.Equal(columns, r.columns)
	return again, !again
}

// wordsAlong tells cells of which three have letters and none has a digit.
func wordsAlong(cells []table.Cell) bool {
	words := 0
	for _, c := range cells {
		if hasDigit(withoutBrackets(c.Text)) {
			return false
		}
		if hasLetter(c.Text) {
			words++
		}
	}
	return words > 2
}

func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

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
			put(&row.Cells, r.columns[i], c, row.name(i), p)
		}
	}
	if len(p.Reasons) > 0 {
		row.Problem = p
	}
	return row
}

// unsure is why the cells of a row can't be told apart; empty when they can.
func (r *Reader) unsure(cells []table.Cell) string {
	if r.table.About().Separator == ',' {
		if key := r.shifted(cells); key != "" {
			return key
		}
	}
	for i, c := range cells {
		if !c.Empty() && (i >= len(r.columns) || !r.columns[i].known() && r.columns[i].name == "") {
			return "orders.row.cells"
		}
	}
	return ""
}

// shifted is why cells parted by commas may not be in their columns: a comma too many moves all that comes after it. It may be an amount's, and
// after a MOK ID and an amount, what has no quotes is taken only from a row that has a cell for each column.
func (r *Reader) shifted(cells []table.Cell) string {
	for i := range cells {
		if splitAmount(cells, i) && (r.is(i, Amount) || !r.is(i, MokID) && r.payerAfter(cells, i)) {
			return "orders.row.decimals"
		}
	}
	for i, c := range cells {
		if len(cells) < len(r.columns) && i > r.cardColumn() && !r.is(i, Amount) && !c.Empty() && !c.Quoted {
			return "orders.row.few"
		}
	}
	return ""
}

// is reports that a column holds a field; Whole is that of a column that is passed over.
func (r *Reader) is(column int, field Field) bool {
	return column < len(r.columns) && r.columns[column].field == field
}

// payerAfter reports that a cell after another would be a payer's.
func (r *Reader) payerAfter(cells []table.Cell, column int) bool {
	for i := column + 1; i < len(cells) && i < len(r.columns); i++ {
		if !cells[i].Empty() && !cells[i].Quoted && slices.Contains(payerFields, r.columns[i].field) {
			return true
		}
	}
	return false
}

var payerFields = []Field{Name, Street, Town}

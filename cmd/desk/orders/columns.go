package orders

import (
	"slices"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/recognise"
)

// column is what a column of a list holds: a field, or a part of one, as 4000 and Kranj may stand apart. A column of no field is passed over
// if it has a name; nothing may stand in one that has none.
type column struct {
	field Field
	part  part
	name  string // of a column that is passed over
}

// part is how much of a field a column holds.
type part uint8

const (
	whole  part = iota
	first       // of two; or a name that means the whole where no better one stands
	second      // of two
)

func (c column) known() bool { return c.field != Whole }

// usual are the columns of a list without a header; what else an order has, a list names in its header.
var usual = []column{{field: MokID}, {field: Amount}, {field: Name}, {field: Street}, {field: Town}}

// knows counts the columns that a row names; 0 without one of MOK IDs.
func knows(cells []table.Cell) (known int) {
	cards := false
	for _, cell := range cells {
		if c := columnOf(cell.Text); c.known() {
			cards = cards || c.field == MokID
			known++
		}
	}
	if !cards {
		return 0
	}
	return known
}

// arrange makes of a header's cells the columns that are read. What could be two things is refused, and so is a name that may be a person's
// or a card's.
func arrange(cells []table.Cell, account upn.Account) ([]column, *Error) {
	for len(cells) > 0 && cells[len(cells)-1].Empty() {
		cells = cells[:len(cells)-1]
	}
	columns, stands := make([]column, len(cells)), map[column]bool{}
	for i, cell := range cells {
		c := columnOf(cell.Text)
		columns[i] = c
		at := table.Letters(i + 1)
		switch {
		case cell.Merged:
			return nil, &Error{Code: MergedHeader, Column: at}
		case plaintext.LostLetter(cell.Text), !c.known() && hasLostLetter(cell.Text):
			return nil, &Error{Code: LostHeader, Column: at}
		case otherUnit(cell.Text):
			return nil, &Error{Code: Unit, Column: at}
		case c.known() && cell.Hidden:
			return nil, &Error{Code: HiddenColumn, Column: at}
		case c.known() && stands[c], !c.known() && isNumberOfACard(c.name, account):
			return nil, &Error{Code: Header, Column: at}
		case c.known():
			stands[c] = true
		}
	}
	if !stands[column{field: Amount}] {
		if i := slices.IndexFunc(columns, func(c column) bool { return !c.known() && namesAmount(c.name) }); i >= 0 {
			return nil, &Error{Code: AmountName, Column: table.Letters(i + 1)}
		}
	}
	for i, c := range columns {
		switch {
		case !c.known() || c.part == whole || !stands[column{field: c.field}]:
		case c.field == MokID:
			columns[i] = column{name: strings.TrimSpace(cells[i].Text)}
		default:
			return nil, &Error{Code: Header, Column: table.Letters(i + 1)}
		}
	}
	return columns, nil
}

// isNumberOfACard tells text that is no column's name: a cell of a list that has no header after all.
func isNumberOfACard(text string, account upn.Account) bool {
	return ident.HoldsCardNumber(text) || recognise.Recognise(text, account).MokID != ""
}

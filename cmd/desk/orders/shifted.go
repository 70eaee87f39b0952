package orders

import (
	"slices"

	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
)

// unsure is why the cells of a row can't be told apart; empty when they can.
func (r *Reader) unsure(cells []table.Cell) string {
	if r.table.About().Separator == ',' {
		if key := r.shifted(cells); key != "" {
			return key
		}
	}
	for i, c := range cells {
		if !c.Quoted && r.table.About().Separator == ';' && i+1 < len(cells) && plaintext.CutEntity(c.Text) {
			return "order.line.lost" // its semicolon has moved all cells behind it
		}
		if !c.Empty() && (i >= len(r.columns) || !r.columns[i].known() && r.columns[i].name == "") {
			return "orders.row.cells"
		}
	}
	return ""
}

// shifted is why cells parted by commas may not be in their columns: one comma too many, such as an amount's, moves all cells behind it. In
// a row with fewer cells than columns, a cell behind the card is taken only in quotes, unless it is the amount's.
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

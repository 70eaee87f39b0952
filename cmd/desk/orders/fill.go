package orders

import (
	"strings"

	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/order"
)

// fillField writes a cell into its field as a clerk would type it, or says why it can't be. name is the cell's in a sheet.
func fillField(form *order.Form, c column, from table.Cell, name string, p *Problem) {
	text, key := cellText(c.field, from)
	if key != "" {
		p.add(c.field, key, nil)
		p.at(c.field, name)
		return
	}
	into := form.At(c.field)
	switch {
	case strings.TrimSpace(*into) == "":
		*into = text
	case strings.TrimSpace(text) == "":
	case c.part == first:
		*into = text + " " + *into
	default:
		*into += " " + text
	}
}

// cellText is what a cell says in a field; key is why it can't be taken.
func cellText(field Field, c table.Cell) (text, key string) {
	switch {
	case c.Merged:
		return "", "orders.cell.merged"
	case c.Empty():
		return c.Text, ""
	}
	switch c.Kind {
	case table.Date:
		return "", "orders.cell.date"
	case table.Broken:
		return "", "orders.cell.error"
	case table.NoValue:
		return "", "orders.cell.noValue"
	case table.Logical:
		return "", "orders.cell.format"
	case table.Number:
		return numberText(field, c)
	}
	if field == Amount {
		return plainAmount(c.Text), ""
	}
	return c.Text, ""
}

// numberText is what a number in a sheet says. A MOK ID, a post code and a house's number are digits and nothing else; zeros before them
// are there only if the sheet shows them.
func numberText(field Field, c table.Cell) (text, key string) {
	if field == Amount {
		return storedAmount(c)
	}
	digits := strings.Trim(c.Text, "0123456789") == "" && c.Text != ""
	shown := c.Shown.Sort == table.Plain && c.Shown.Decimals <= 0
	switch {
	case digits && shown:
		return strings.Repeat("0", max(int(c.Shown.Zeros)-len(c.Text), 0)) + c.Text, ""
	case field == MokID:
		return "", "orders.cell.mok-id"
	}
	return "", "orders.cell.format"
}

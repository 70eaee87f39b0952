package orders

import (
	"slices"
	"strings"
	"unicode"

	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/recognise"
)

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
	return slices.ContainsFunc(cells, func(c table.Cell) bool { return recognise.Recognise(c.Text, r.account).MokID != "" })
}

// beginsWithCard tells a first row that is one of the list: its first cell is a card's, or at least a number.
func (r *Reader) beginsWithCard(row table.Row) bool {
	if row.Fault != "" || len(row.Cells) == 0 {
		return false
	}
	first := row.Cells[0]
	return isNumberOfACard(first.Text, r.account) || first.Kind != table.Date && hasDigit(first.Text) && !hasLetter(first.Text)
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

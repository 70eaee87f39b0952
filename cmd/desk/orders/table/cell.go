package table

import (
	"strconv"
	"strings"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells. In CSV all cells are Text.
const (
	Text    Kind = iota
	Number       // Text is as the file stores it: 12.5, 1.0E+08
	Date         // a date, a time or a duration
	Logical      // true or false
	Broken       // #N/A, #REF! and their like
	NoValue      // a formula that nothing has reckoned yet
)

// Cell is one cell of a row.
type Cell struct {
	Text   string
	Kind   Kind
	Quoted bool  // of CSV: the file has it in quotes
	Merged bool  // of a sheet: joined with other cells
	Hidden bool  // of a sheet: in a column that it doesn't show
	Shown  Shown // of a Number
}

// Empty reports that nothing stands in it.
func (c Cell) Empty() bool { return c.Kind == Text && strings.TrimSpace(c.Text) == "" }

// Name is a cell's name in a spreadsheet: C17. Both count from 1.
func Name(column, row int) string { return Letters(column) + strconv.Itoa(row) }

// Letters is a column's name in a spreadsheet; columns count from 1.
func Letters(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

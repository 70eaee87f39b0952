package orders

import (
	"strconv"
	"strings"

	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// Field is a column of a list, by the name under which "order.field." has its words; Whole is the row itself.
type Field = task.Field

// The columns, and the row as a whole.
const (
	MokID  = task.FieldMokID
	Amount = task.FieldAmount
	Name   = task.FieldPayer
	Street = task.FieldStreet
	Town   = task.FieldTown
	Whole  = task.FieldNone
)

// Reason is a sentence of the catalogue: its key and values, none of which holds a cell's text.
type Reason struct {
	Key    string
	Values map[string]any
}

// Problem is a bad row: its line in the file, from 1, and a reason at least. Line is 0 for an order
// that came from no list.
type Problem order.RowProblem

// Sentence says the problem on one line, in the current language.
func (p Problem) Sentence() string {
	said := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		said[i] = text.Say(r.Message.Key, r.Message.Values)
		if r.Field != Whole {
			said[i] = text.Say("orders.field", text.Values{"Field": text.Say("order.field." + string(r.Field)), "Reason": said[i]})
		}
		if r.Cell != "" {
			said[i] = text.Say("orders.cell", text.Values{"Cell": r.Cell, "Reason": said[i]})
		}
	}
	reasons := strings.Join(said, " ")
	if p.Line == 0 {
		return reasons
	}
	return text.Say("orders.row", text.Values{"Line": strconv.Itoa(p.Line), "Reasons": reasons})
}

// add puts a reason to a field of a row.
func (p *Problem) add(field Field, key string, values map[string]any) {
	p.Reasons = append(p.Reasons, order.Problem{Field: field, Message: &task.Message{Key: key, Values: values}})
}

// at names the cell of a field's reasons, unless they have a name already.
func (p *Problem) at(field Field, cell string) {
	for i, r := range p.Reasons {
		if r.Field == field && r.Cell == "" {
			p.Reasons[i].Cell = cell
		}
	}
}

// Code says why a run gave up, for machines. Each has a sentence under "orders.error." + code.
type Code string

// What ends a run.
const (
	BadRows    Code = "badRows"    // Count rows are bad, and nobody said to skip them
	Nothing    Code = "nothing"    // there is no row to make an order of
	Unreadable Code = "unreadable" // Path can't be read
	NotAFile   Code = "notAFile"   // Path is a folder or a pipe: a list is read twice
	Changed    Code = "changed"    // Path was written to while it was read
	Exists     Code = "exists"     // Path is there already, and may not be replaced unasked
	OverList   Code = "overList"   // Path is the list itself
	NotMade    Code = "notMade"    // the paper refused an order that was right
)

// Why a list can't be read at all, in the codes of package table.
const (
	NotCSV      Code = "notCSV"      // Path is a PDF, a document or another file that is no list
	OldExcel    Code = "oldExcel"    // Path is an .xls
	BinaryExcel Code = "binaryExcel" // Path is an .xlsb
	Locked      Code = "locked"      // Path has a password
	Damaged     Code = "damaged"     // Path is a spreadsheet that is cut or broken
	TooBig      Code = "tooBig"      // Path is more than a list can be
	Undecoded   Code = "undecoded"   // the encoding of line Line can't be told for certain
	Sheets      Code = "sheets"      // Count sheets could be the list
)

// Why it can't be told which column is what.
const (
	NoMokID      Code = "noMokID"      // no line names a column of MOK IDs, and line Line, the first, begins with none
	Header       Code = "header"       // Column of the header in line Line stands for what another one stands for, or has no name but a number
	LostHeader   Code = "lostHeader"   // Column of the header in line Line has lost a letter
	Unit         Code = "unit"         // Column of the header in line Line has amounts that aren't in euros
	AmountName   Code = "amountName"   // Column of the header in line Line seems to be the amount, but isn't called so
	MergedHeader Code = "mergedHeader" // Column of the header in line Line is merged with others
	HiddenColumn Code = "hiddenColumn" // Column, which the list needs, is hidden
	Above        Code = "above"        // line Line has a card, and stands above the header in line Count
	SecondHeader Code = "secondHeader" // line Line is another header
)

// Error is why a run gave up.
type Error struct {
	Code   Code
	Path   string
	Count  int
	Line   int
	Column string // A, B, C …
	Err    error
}

// Error is the text for logs: the code alone.
func (e *Error) Error() string { return "orders: " + string(e.Code) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence is the key of the catalogue, and its values, that tell a person what to do.
func (e *Error) Sentence() (key string, values map[string]any) {
	return "orders.error." + string(e.Code), map[string]any{
		"Path": e.Path, "Count": e.Count, "Line": strconv.Itoa(e.Line), "Column": e.Column,
	}
}

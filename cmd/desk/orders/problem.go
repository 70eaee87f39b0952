package orders

import (
	"slices"
	"strconv"
	"strings"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// Field is a column of a list, by the name under which "order.field." has its words; Whole is the
// row itself.
type Field string

// The columns, and the row as a whole.
const (
	MokID  Field = "mokID"
	Amount Field = "amount"
	Name   Field = "payer"
	Street Field = "street"
	Town   Field = "town"
	Whole  Field = ""
)

// columns are the fields in the order that a list without a header has them.
var columns = [...]Field{MokID, Amount, Name, Street, Town}

// cell is the place of a field's text in a form; nil for Whole.
func cell(f *flow.OrderForm, field Field) *string {
	switch field {
	case MokID:
		return &f.MokID
	case Amount:
		return &f.Amount
	case Name:
		return &f.Name
	case Street:
		return &f.Street
	case Town:
		return &f.Town
	}
	return nil
}

// Reason is why one field can't be printed: a key of the catalogue and its values, none of which
// holds a cell's text: what may be written for one character of it, at most.
type Reason struct {
	Field  Field
	Key    string
	Values map[string]any
}

// Problem is a bad row: its line in the file, from 1, and a reason at least. Line is 0 for an order
// that came from no list.
type Problem struct {
	Line    int
	Reasons []Reason
}

// Sentence says the problem on one line, in the current language.
func (p Problem) Sentence() string {
	said := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		said[i] = text.Say(r.Key, r.Values)
		if r.Field != Whole {
			said[i] = text.Say("orders.field", text.Values{"Field": text.Say("order.field." + string(r.Field)), "Reason": said[i]})
		}
	}
	reasons := strings.Join(said, " ")
	if p.Line == 0 {
		return reasons
	}
	return text.Say("orders.row", text.Values{"Line": strconv.Itoa(p.Line), "Reasons": reasons})
}

// add puts a reason to a field, unless the field has one already: the first is the plainest.
func (p *Problem) add(field Field, key string, values map[string]any) {
	if !slices.ContainsFunc(p.Reasons, func(r Reason) bool { return r.Field == field }) {
		p.Reasons = append(p.Reasons, Reason{field, key, values})
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
	NotCSV     Code = "notCSV"     // Path is UTF-16, a spreadsheet's own file or another that is no list
	Header     Code = "header"     // the first line is a header whose column Count is unknown or stands twice
	NoMokID    Code = "noMokID"    // the first line is a header without a column of MOK IDs
	Changed    Code = "changed"    // Path was written to while it was read
	Exists     Code = "exists"     // Path is there already, and may not be replaced unasked
	OverList   Code = "overList"   // Path is the list itself
	NotMade    Code = "notMade"    // the paper refused an order that was right
)

// Error is why a run gave up.
type Error struct {
	Code  Code
	Path  string
	Count int // of BadRows, the rows; of Header, the column from 1
	Err   error
}

// Error is the text for logs: the code alone.
func (e *Error) Error() string { return "orders: " + string(e.Code) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence is the key of the catalogue, and its values, that tell a person what to do.
func (e *Error) Sentence() (key string, values map[string]any) {
	return "orders.error." + string(e.Code), map[string]any{"Path": e.Path, "Count": e.Count}
}

package history

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where the panel stands.
type Step string

// The steps of a drawer's history.
const (
	Idle      Step = "idle"
	Asking    Step = "asking"    // which sessions there are, or a session's first lines
	Shown     Step = "shown"     // a session and its lines
	Nothing   Step = "nothing"   // the office knows of no session that was asked for
	Failed    Step = "failed"    // Problem says why
	Filtering Step = "filtering" // the clerk says which lines
	Saving    Step = "saving"    // lines are read and written to a table
)

// Filter is which lines are asked for, as typed; "" is any.
type Filter struct {
	Day      string // of the session's opening, d.m.yyyy
	From, To string // of the line, hh:mm
	Kind     client.OperationKind
	State    string
	Number   string // on the line's paper
}

// Narrows reports that some lines of a day are left out.
func (f Filter) Narrows() bool { f.Day = ""; return f != Filter{} }

// State is all that the panel shows.
type State struct {
	Step Step
	// Session is the one whose lines are shown; Earlier and Later say that there is another one on that side.
	Session        client.DrawerSession
	Earlier, Later bool
	Filter         Filter
	Items          []client.Operation
	More           bool // the office has older lines than Items
	Paging         bool // and is asked for them
	AsOf           time.Time
	Problem        *task.Message
	Field          task.Field // where Problem belongs
	// Chosen is the place in Items of the line that is worked on; -1 for none.
	Chosen int
	// Reading says that the chosen line's paper is asked for.
	Reading bool
	Paper   task.PaperState
	Table   Table
	Turn    int // counts the lists: a new one begins at its top
}

// Table is how far a table for a spreadsheet is.
type Table struct {
	Lines      int // read so far
	Cancelling bool
	Message    *task.Message // how it ended
}

// Line is the chosen line; false while there is none.
func (s State) Line() (client.Operation, bool) {
	if s.Step != Shown || s.Chosen < 0 || s.Chosen >= len(s.Items) {
		return client.Operation{}, false
	}
	return s.Items[s.Chosen], true
}

// Undoable is the id of the chosen line's top-up, if it was posted and stands.
func (s State) Undoable() (topUpID string, may bool) {
	line, chosen := s.Line()
	return line.ID, chosen && line.Kind == client.OperationTopUp && line.State == client.OperationPosted && line.ReversedBy == ""
}

// HasPaper reports that there is a paper of a line.
func HasPaper(line client.Operation) bool {
	switch line.Kind {
	case client.OperationTopUp, client.OperationReversal, client.OperationMovement, client.OperationClose:
		return line.State == client.OperationPosted
	}
	return false
}

// Office is what a drawer's history asks of the office.
type Office interface {
	DrawerSessions(ctx context.Context, q client.SessionQuery) (client.SessionPage, error)
	DrawerOperations(ctx context.Context, session string, q client.OperationQuery) (client.OperationPage, error)
}

// Host is what a drawer's history needs of the counter around it.
type Host interface {
	// Whose sessions are shown: a clerk's, at any desk, or everybody's at a desk.
	Whose() (staff, desk string)
	// Slip makes the paper of a line from the office's answer to its write. It is called away from the screen.
	Slip(ctx context.Context, head task.Letterhead, of client.DrawerSession, line client.Operation) (task.Slip, error)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Lines is a day's lines as a table for a spreadsheet.
type Lines struct {
	task.Letterhead
	Session client.DrawerSession
	Items   []client.Operation // the oldest first
	AsOf    time.Time
}

// Kind names a table of lines.
func (Lines) Kind() task.SlipKind { return "history" }

// Number is the moment of the session's opening, and of an open one that of the table.
func (l Lines) Number() string {
	number := l.Session.OpenedAt.Format("20060102-1504")
	if l.Session.State == client.DrawerOpen {
		number += l.AsOf.Format("-150405")
	}
	return number
}

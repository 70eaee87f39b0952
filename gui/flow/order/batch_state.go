package order

import (
	"context"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Lists makes payment orders of lists of cards.
type Lists interface {
	// Check reads a list and judges every row. told hears, from any goroutine, how many rows have been read.
	Check(ctx context.Context, job ListJob, told func(rows int)) (ListReport, error)
	// Make makes the orders of the rows that were good when the list was checked, and refuses a list that is another one now. told hears,
	// from any goroutine, how many orders are saved. Also with an error, what is made tells which files there are; each is whole.
	Make(ctx context.Context, job ListJob, report ListReport, told func(done, total int)) (ListMade, error)
	// Open shows a file that was made.
	Open(ctx context.Context, path string) error
	// Complete lists how a path may go on: folders and files that begin as typed.
	Complete(ctx context.Context, typed string) []string
}

// ListJob is a list and what all its orders have in common.
type ListJob struct {
	Path    string // of a file; empty for a list that was pasted
	Text    string // what was pasted
	Account upn.Account
	Assumed bool
	Choices task.Choices
	// Practice says that the office is one for practice: every order is stamped.
	Practice bool
}

// ListReport is what a list holds.
type ListReport struct {
	Good, Bad   int
	WithoutCode int             // of the good rows: payer or amount is left open
	Files       int             // how many files the good rows make
	Problems    []RowProblem    // of the first bad rows
	Sample      []ListRow       // the first good rows, as they are understood
	ReadAs      []*task.Message // how the list is read: encoding, sheet, header, and what is passed over
	Sum         money.Amount    // of the good rows; zero also when it is more than an amount can be
	Folder      string          // where the files are saved
	Mark        string          // tells this list from any other
}

// ListRow is a good row.
type ListRow struct {
	Line   int
	MokID  string
	Amount money.Amount // zero: left open
	Payer  upn.Party
}

// RowProblem is a bad row: its line, from 1, and what is wrong at which field. It repeats no cell.
type RowProblem struct {
	Line    int
	Reasons []Problem
}

// ListMade is what was made of a list.
type ListMade struct {
	Forms, WithoutCode int
	Files              []string // whole, in the list's order
}

// BatchStep names where the making of many orders stands.
type BatchStep string

// The steps of many orders.
const (
	BatchAsking   BatchStep = "asking"
	BatchChecking BatchStep = "checking"
	BatchChecked  BatchStep = "checked"
	BatchMaking   BatchStep = "making"
	BatchMade     BatchStep = "made" // or ended before: then there is a problem, and what is made stays
)

// BatchState is all that the panel of many orders shows.
type BatchState struct {
	Step       BatchStep
	Path       string // of the list; empty for a pasted one
	Pasted     bool
	Rows       int // read so far
	Report     ListReport
	Done       int // saved so far
	Made       ListMade
	Cancelling bool
	Problem    *task.Message
	Opened     *task.Message // how opening a file went
	Options    []string      // how the path that is typed may go on
	Turn       int           // counts the lists begun
}

// Busy reports that a list is being read or made.
func (s BatchState) Busy() bool { return s.Step == BatchChecking || s.Step == BatchMaking }

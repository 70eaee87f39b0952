package orders

import (
	"context"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper"
)

// Inspection is what a list holds, found without making anything.
type Inspection struct {
	About       About
	Good, Bad   int
	WithoutCode int // of the good rows
	Files       int // how many files the good rows make
	Mark        string
}

// progressEvery is how often reading tells how far it is.
const progressEvery = 500

// Inspect reads a list and judges every row as Run does. good and bad are told each row, and progress how many were read so far. Errors are
// *Error, and ctx's.
func (job Job) Inspect(ctx context.Context, good func(line int, mokID string, o upn.Order), bad func(Problem), progress func(rows int)) (Inspection, error) {
	var seen Inspection
	count := func() {
		if (seen.Good+seen.Bad)%progressEvery == 0 {
			progress(seen.Good + seen.Bad)
		}
	}
	mark, err := job.each(ctx, func(a About) { seen.About = a }, func(line int, m cardOrder) error {
		seen.Good++
		good(line, m.mokID, m.order)
		if m.order.Validate() != nil {
			seen.WithoutCode++
		}
		count()
		return nil
	}, func(p Problem) {
		seen.Bad++
		bad(p)
		count()
	})
	if err != nil {
		return seen, err
	}
	progress(seen.Good + seen.Bad)
	seen.Files = (seen.Good + paper.MaxOrders - 1) / paper.MaxOrders
	seen.Mark = mark
	if seen.Good+seen.Bad == 0 {
		return seen, &Error{Code: Nothing, Path: job.List}
	}
	return seen, nil
}

package orders

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper"
)

// Seen is what a list holds, found without making anything.
type Seen struct {
	Good, Bad   int
	WithoutCode int // of the good rows
	Files       int // how many files the good rows make
	Mark        string
}

// everyRows is how often reading tells how far it is.
const everyRows = 500

// Look reads a list and judges every row as Run does. good and bad are told each row, and progress how many were read so far. Errors are
// *Error, and ctx's.
func (job Job) Look(ctx context.Context, good func(line int, mokID string, o upn.Order), bad func(Problem), progress func(rows int)) (Seen, error) {
	var seen Seen
	list, err := job.open()
	if err != nil {
		return seen, err
	}
	defer list.Close()
	sum := sha256.New()
	rows, before := NewReader(io.TeeReader(list, sum)), twins{}
	for {
		if err := ctx.Err(); err != nil {
			return seen, err
		}
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return seen, reading(job.List, err)
		}
		m, problem := job.judge(row, before)
		if problem != nil {
			seen.Bad++
			bad(*problem)
		} else {
			seen.Good++
			good(row.Line, m.mokID, m.order)
			if m.order.Validate() != nil {
				seen.WithoutCode++
			}
		}
		if (seen.Good+seen.Bad)%everyRows == 0 {
			progress(seen.Good + seen.Bad)
		}
	}
	progress(seen.Good + seen.Bad)
	seen.Files = (seen.Good + paper.MaxOrders - 1) / paper.MaxOrders
	seen.Mark = hex.EncodeToString(sum.Sum(nil))
	if seen.Good+seen.Bad == 0 {
		return seen, &Error{Code: Nothing, Path: job.List}
	}
	return seen, nil
}

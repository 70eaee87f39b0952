package orders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/paper"
)

// Job is a list to make orders of.
type Job struct {
	List    string // the file to read; with Text, only how sentences name the list
	Text    string // the list itself, when it is in no file
	Mark    string // of the list that Look has read: another one is refused. Empty for any.
	Out     string // the PDF to write; of more than one file form.pdf, they are form-1.pdf, form-2.pdf and so on
	Sheet   Sheet
	SkipBad bool // make the good rows' orders though some are bad
	Replace bool // write over files that are there
	// About is told how the list is read, before any row. May be nil.
	About func(About)
	// Bad is told each bad row once, in the list's order. May be nil.
	Bad func(Problem)
	// Progress is told how many of total orders are saved, from 0 on, after every file. May be nil.
	Progress func(done, total int)
}

// Summary is what a run has done, also of one that gave up.
type Summary struct {
	Forms       int      // orders in saved files
	WithoutCode int      // of them, without a code, because payer or amount is left out
	Bad         int      // bad rows
	Files       []string // saved, in the list's order, each whole
}

// Run makes the orders of a list. Every row is judged before the first file is written: with a bad
// row nothing is, unless SkipBad. Files hold paper.MaxOrders forms at most and are saved whole or
// not at all; files saved before a later one fails, or before ctx ends, stay. As many files are made
// at once as there are processors, two at least and four at most, and no more are in memory; they are
// saved in the list's order. Errors are *Error,
// those of printing.Save, and ctx's.
func Run(ctx context.Context, job Job) (Summary, error) {
	s := Summary{}
	total := 0
	mark, err := job.each(ctx, job.About, func(int, cardOrder) error { total++; return nil }, func(p Problem) {
		s.Bad++
		if job.Bad != nil {
			job.Bad(p)
		}
	})
	switch {
	case err != nil:
		return s, err
	case s.Bad > 0 && !job.SkipBad:
		return s, &Error{Code: BadRows, Path: job.List, Count: s.Bad}
	case total == 0:
		return s, &Error{Code: Nothing, Path: job.List}
	}
	names := fileNames(job.Out, total)
	if err := job.checkPaths(names); err != nil {
		return s, err
	}
	job.Mark = mark
	return s, job.write(ctx, names, total, &s)
}

// cardOrder is an order that is right, with its card.
type cardOrder struct {
	order upn.Order
	mokID string
}

// each reads the list, and gives every row to good or bad. about is told how it is read, before any row; it may be nil.
func (job Job) each(ctx context.Context, about func(About), good func(line int, m cardOrder) error, bad func(Problem)) (mark string, err error) {
	data, err := job.load(ctx)
	if err != nil {
		return "", err
	}
	if mark = markOf(data); job.Mark != "" && job.Mark != mark {
		return "", &Error{Code: Changed, Path: job.List}
	}
	rows, err := NewReader(ctx, data, job.Sheet.Account)
	if err != nil {
		return "", readError(job.List, err)
	}
	if about != nil {
		about(rows.About())
	}
	seen := duplicates{}
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return mark, nil
		}
		if err != nil {
			return "", readError(job.List, err)
		}
		m, problem := job.judge(row, seen)
		if problem != nil {
			bad(*problem)
			continue
		}
		if err := good(row.Line, m); err != nil {
			return "", err
		}
	}
}

// readError names the list in an error of the reader.
func readError(path string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Path = path
		return e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{Code: Unreadable, Path: path, Err: err}
}

// write reads the list again and saves a file whenever one is full.
func (job Job) write(ctx context.Context, names []string, total int, s *Summary) error {
	job.progress(0, total)
	workers := newWorkers(func(b batch) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := save(b.name, b.pdf, b.err, job.Replace); err != nil {
			return err
		}
		s.Files, s.Forms = append(s.Files, b.name), s.Forms+len(b.orders)
		s.WithoutCode += withoutCode(b.orders)
		job.progress(s.Forms, total)
		return nil
	})
	defer workers.stop()
	taken := 0
	var orders []paper.Order
	_, err := job.each(ctx, nil, func(_ int, m cardOrder) error {
		taken++
		if orders = append(orders, job.Sheet.order(m)); len(orders) < paper.MaxOrders {
			return nil
		}
		full := batch{name: names[0], orders: orders}
		names, orders = names[1:], nil
		return workers.start(full)
	}, func(Problem) {})
	switch {
	case err != nil:
		return err
	case taken != total: // of the same bytes
		return &Error{Code: Changed, Path: job.List}
	case len(orders) > 0:
		if err := workers.start(batch{name: names[0], orders: orders}); err != nil {
			return err
		}
	}
	return workers.finish()
}

func (job Job) progress(done, total int) {
	if job.Progress != nil {
		job.Progress(done, total)
	}
}

func withoutCode(batch []paper.Order) (n int) {
	for _, o := range batch {
		if o.UPN.Validate() != nil {
			n++
		}
	}
	return n
}

// checkPaths makes sure, before anything is written, that no file is in the way and none is the list.
func (job Job) checkPaths(names []string) error {
	var list os.FileInfo // nil for a list in no file, which no file is the same as
	if job.Text == "" {
		var err error
		if list, err = os.Stat(job.List); err != nil {
			return &Error{Code: Unreadable, Path: job.List, Err: err}
		}
	}
	for _, name := range names {
		there, err := os.Stat(name)
		switch {
		case err != nil: // not there, or saving will say why
		case list != nil && os.SameFile(list, there):
			return &Error{Code: OverList, Path: name}
		case !job.Replace && !there.IsDir():
			return &Error{Code: Exists, Path: name}
		}
	}
	return nil
}

// fileNames are the files that total orders go into.
func fileNames(out string, total int) []string {
	return Names(out, (total+paper.MaxOrders-1)/paper.MaxOrders)
}

// Names are the names of so many files of one list.
func Names(out string, files int) []string {
	if files == 1 {
		return []string{out}
	}
	ending := filepath.Ext(out)
	names := make([]string, files)
	for i := range names {
		names[i] = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(out, ending), i+1, ending)
	}
	return names
}

func save(path string, pdf []byte, err error, replace bool) error {
	if err != nil {
		return &Error{Code: NotMade, Path: path, Err: err}
	}
	if err = printing.Save(path, pdf, replace); printing.CodeOf(err) == printing.Exists {
		return &Error{Code: Exists, Path: path, Err: err}
	}
	return err
}

package flowtest

import (
	"context"

	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Lists answers what a test sets, and keeps what it was asked. Told are the numbers that are told meanwhile.
type Lists struct {
	Report order.ListReport
	Made   order.ListMade
	Told   []int
	Err    error
	Goes   []string // how a path may go on

	Checked, Asked []order.ListJob
	Opened         []string
	// During is called in the middle of making.
	During func(ctx context.Context)
}

// Check keeps the job and gives the report.
func (l *Lists) Check(ctx context.Context, job order.ListJob, told func(int)) (order.ListReport, error) {
	if err := ctx.Err(); err != nil {
		return l.Report, err
	}
	l.Checked = append(l.Checked, job)
	for _, n := range l.Told {
		told(n)
	}
	return l.Report, l.Err
}

// Make keeps the job and gives what is made.
func (l *Lists) Make(ctx context.Context, job order.ListJob, r order.ListReport, told func(done, total int)) (order.ListMade, error) {
	l.Asked = append(l.Asked, job)
	for _, n := range l.Told {
		told(n, r.Good)
	}
	if l.During != nil {
		l.During(ctx)
	}
	if err := ctx.Err(); err != nil {
		return l.Made, err
	}
	return l.Made, l.Err
}

// Open keeps the path.
func (l *Lists) Open(_ context.Context, path string) error {
	l.Opened = append(l.Opened, path)
	return l.Err
}

// Complete gives what is set.
func (l *Lists) Complete(context.Context, string) []string { return l.Goes }

// Said is an error that knows its sentence.
type Said task.Message

// Error is the key.
func (s *Said) Error() string { return s.Key }

// Sentence is the key and its values.
func (s *Said) Sentence() (string, map[string]any) { return s.Key, s.Values }

package wiring

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// lists makes many orders at once, as desk order does on the command line. It implements flow.Lists.
type lists struct {
	*papers
	now func() time.Time
}

// How much of a list is told; the rest is only counted.
const (
	mostProblems = 200
	mostSample   = 5
	mostPlain    = 3 // of the sample, rows as they come; more only with letters that the encoding could have spoilt
)

// job fails with an *Error if the paper for orders is unknown.
func (l lists) job(j order.ListJob) (orders.Job, error) {
	layout, err := layout(j.Choices)
	if err != nil {
		return orders.Job{}, err
	}
	job := orders.Job{List: printing.Expand(j.Path, j.Choices.Folder, l.home), Text: j.Text}
	if j.Text != "" {
		job.List = text.Say("batch.clipboard")
	}
	training := l.training || j.Practice
	job.Sheet = orders.Sheet{
		Account: j.Account, Assumed: j.Assumed, Training: training, At: l.now(), Lang: j.Choices.Paper(),
		Layout: layout, Offset: offset(j.Choices),
	}
	if training {
		job.Sheet.Account.Purpose = orders.TrainingPurpose
	}
	return job, nil
}

// Check reads a list and judges every row.
func (l lists) Check(ctx context.Context, j order.ListJob, progress func(rows int)) (order.ListReport, error) {
	report := order.ListReport{Folder: filepath.Dir(printing.Expand("x", j.Choices.Folder, l.home)), Sum: money.EUR(0)}
	job, err := l.job(j)
	if err != nil {
		return report, err
	}
	whole := true
	good := func(line int, mokID string, o upn.Order) {
		if n := len(report.Sample); n < mostPlain || n < mostSample && hasLetters(o.Payer) {
			report.Sample = append(report.Sample, order.ListRow{Line: line, MokID: mokID, Amount: o.Amount, Payer: o.Payer})
		}
		if o.Amount.IsZero() {
			return
		}
		sum, err := report.Sum.Add(o.Amount)
		report.Sum, whole = sum, whole && err == nil
	}
	bad := func(p orders.Problem) {
		if len(report.Problems) < mostProblems {
			report.Problems = append(report.Problems, order.RowProblem(p))
		}
	}
	seen, err := job.Inspect(ctx, good, bad, progress)
	if !whole {
		report.Sum = money.EUR(0)
	}
	report.Good, report.Bad, report.WithoutCode = seen.Good, seen.Bad, seen.WithoutCode
	report.Files, report.Mark = seen.Files, seen.Mark
	said := seen.About.Said()
	if j.Text != "" && len(said) > 0 {
		said = said[1:] // what was pasted is in no file, and so in no encoding
	}
	for _, r := range said {
		report.ReadAs = append(report.ReadAs, &task.Message{Key: r.Key, Values: r.Values})
	}
	return report, err
}

// hasLetters tells a payer whose letters aren't those that all encodings have alike.
func hasLetters(payer upn.Party) bool {
	return strings.ContainsFunc(payer.Name+payer.Street+payer.Town, func(r rune) bool { return r > unicode.MaxASCII })
}

// Make makes the orders of a list that was checked, in the folder of the settings.
func (l lists) Make(ctx context.Context, j order.ListJob, r order.ListReport, progress func(done, total int)) (order.ListMade, error) {
	job, err := l.job(j)
	if err != nil {
		return order.ListMade{}, err
	}
	job.Mark, job.SkipBad, job.Progress = r.Mark, r.Bad > 0, progress
	job.Out = l.free(j.Choices, job.Sheet.At, r.Files)
	done, err := orders.Run(ctx, job)
	if e, ok := errors.AsType[*orders.Error](err); ok && e.Code == orders.Changed {
		err = &Error{Key: "batch.changed", Values: map[string]any{"Path": e.Path}, Err: err}
	}
	return order.ListMade{Forms: done.Forms, WithoutCode: done.WithoutCode, Files: done.Files}, err
}

// free is a name under which none of so many files is there yet.
func (l lists) free(c task.Choices, at time.Time, files int) string {
	name := text.In(c.Language).Say("batch.file") + "-" + at.Format("2006-01-02-150405")
	for n := 1; ; n++ {
		path := printing.Expand(name+".pdf", c.Folder, l.home)
		if n > 1 {
			path = printing.Expand(fmt.Sprintf("%s-%c.pdf", name, 'a'+n-2), c.Folder, l.home)
		}
		if n > 26 || !slices.ContainsFunc(orders.Names(path, files), exists) {
			return path
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Open shows a file that was made.
func (l lists) Open(ctx context.Context, path string) error { return l.system.Open(ctx, path) }

// mostOptions bounds how many ways to go on are told.
const mostOptions = 6

// Complete lists folders and files that begin as typed; hidden ones only when a dot is typed.
func (l lists) Complete(_ context.Context, typed string) []string {
	typed = strings.TrimSpace(typed)
	if typed == "" || strings.ContainsAny(typed, "\"\n") {
		return nil
	}
	whole := printing.Expand(typed, "", l.home)
	folder, begun := filepath.Split(whole)
	if last := typed[len(typed)-1]; last == '/' || last == filepath.Separator {
		folder, begun = whole, ""
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var options []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(strings.ToLower(name), strings.ToLower(begun)) || strings.HasPrefix(name, ".") && begun == "" {
			continue
		}
		path := filepath.Join(folder, name)
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path += string(filepath.Separator)
		} else if !listLike(name) {
			continue
		}
		if options = append(options, path); len(options) == mostOptions {
			break
		}
	}
	return options
}

// listLike tells names that a list may have.
func listLike(name string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods"}, strings.ToLower(filepath.Ext(name)))
}

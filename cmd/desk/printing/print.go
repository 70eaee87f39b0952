package printing

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// Job is a paper handed to the print system.
type Job struct {
	ID      string // the print system's name for it, "Pult-12"; empty where it gives none (Windows)
	Printer string // empty: the default printer
}

// State is what became of a job.
type State string

// The states of a job.
const (
	Waiting State = "waiting" // in the queue, or being printed
	Stopped State = "stopped" // in the queue of a printer that is stopped
	Printed State = "printed" // the print system is done with it; paper jams it does not always see
	Unclear State = "unclear" // the print system knows nothing of it any more, or never tells
)

// Printers lists the printers by the print system's names, and which is the default; that is empty
// when none is. No printers at all is no error.
func (s *System) Printers(ctx context.Context) (names []string, standard string, err error) {
	if s.os == "windows" {
		return s.shell.printers()
	}
	// Without its scheduler the print system lists nothing, and says so here alone.
	out, err := s.tool(ctx, "lpstat", "-r")
	if notThere(err) || strings.Contains(string(out), "not running") {
		return nil, "", &Error{Code: NoPrinting, Err: err}
	}
	if out, err = s.tool(ctx, "lpstat", "-e"); err == nil {
		names = strings.Fields(string(out))
	}
	if out, err = s.tool(ctx, "lpstat", "-d"); err == nil {
		_, standard, _ = strings.Cut(strings.TrimSpace(string(out)), "destination: ")
	}
	slices.Sort(names)
	return names, standard, nil
}

// jobID is how lp tells what it made of a file.
var jobID = regexp.MustCompile(`request id is (\S+)`)

// Print hands the PDF at path, a whole one, to printer; empty is the default one. On Windows the
// shell prints through the PDF viewer, which may show itself.
func (s *System) Print(ctx context.Context, path, printer string) (Job, error) {
	if err := there(path); err != nil {
		return Job{}, err
	}
	if s.os == "windows" {
		return Job{Printer: printer}, s.shell.print(path, printer)
	}
	if err := s.known(ctx, printer); err != nil {
		return Job{}, err
	}
	// The title is the same for all: a queue's list is for everybody's eyes.
	args := []string{"-t", "CeKR"}
	if printer != "" {
		args = append(args, "-d", printer)
	}
	out, err := s.tool(ctx, "lp", append(args, "--", path)...)
	if notThere(err) {
		return Job{}, &Error{Code: NoPrinting, Printer: printer, Err: err}
	}
	if err != nil {
		return Job{}, &Error{Code: NotPrinted, Printer: printer, Err: err}
	}
	job := Job{Printer: printer}
	if found := jobID.FindSubmatch(out); found != nil {
		job.ID = string(found[1])
	}
	return job, nil
}

// known makes sure that the printer is there, or a default one: lp says it in a dozen ways.
func (s *System) known(ctx context.Context, printer string) error {
	names, standard, err := s.Printers(ctx)
	if err != nil {
		return err
	}
	switch {
	case printer == "" && standard == "":
		return &Error{Code: NoDefault}
	case printer != "" && !slices.Contains(names, printer):
		return &Error{Code: NoPrinter, Printer: printer}
	}
	return nil
}

// Status asks what became of a job.
func (s *System) Status(ctx context.Context, job Job) (State, error) {
	if s.os == "windows" || job.ID == "" {
		return Unclear, nil
	}
	for _, which := range []struct {
		jobs  string
		state State
	}{{"not-completed", Waiting}, {"completed", Printed}} {
		out, err := s.tool(ctx, "lpstat", "-W", which.jobs, "-o")
		if notThere(err) {
			return Unclear, &Error{Code: NoPrinting, Printer: job.Printer, Err: err}
		}
		if err != nil || !listed(string(out), job.ID) {
			continue
		}
		if which.state == Waiting && s.stopped(ctx, job) {
			return Stopped, nil
		}
		return which.state, nil
	}
	return Unclear, nil
}

// listed tells whether a job is among the lines of lpstat -o, which begin with the job's id.
func listed(out, id string) bool {
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == id {
			return true
		}
	}
	return false
}

// stopped tells whether the job's printer is: "printer Pult disabled since …".
func (s *System) stopped(ctx context.Context, job Job) bool {
	printer := job.ID[:max(strings.LastIndexByte(job.ID, '-'), 0)]
	out, err := s.tool(ctx, "lpstat", "-p", printer)
	return err == nil && strings.Contains(string(out), "printer "+printer+" disabled")
}

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

// Name is the printer's name: for the default printer, as the job's id tells it.
func (j Job) Name() string {
	if j.Printer == "" && j.ID != "" {
		return j.ID[:max(strings.LastIndexByte(j.ID, '-'), 0)]
	}
	return j.Printer
}

// Printers lists the printers by the print system's names, and which is the default; that is empty
// when none is. No printers at all is no error.
func (s *System) Printers(ctx context.Context) (names []string, standard string, err error) {
	if s.os == "windows" {
		return s.shell.printers()
	}
	// Without its scheduler the print system lists nothing, and says so here alone.
	out, err := s.tool(ctx, "lpstat", "-r")
	if isMissing(err) || strings.Contains(string(out), "not running") {
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

// Print hands the PDF at path, a whole one of one page, to printer; empty is the default one. The print system is told the page's
// size, see Fit; a page that doesn't fit on the printer's paper is refused with PaperSmall. On Windows the shell prints through
// the PDF viewer, which may show itself, and tells no sizes.
func (s *System) Print(ctx context.Context, path, printer string, page Page) (Job, error) {
	if err := checkFile(path); err != nil {
		return Job{}, err
	}
	if s.os == "windows" {
		return Job{Printer: printer}, s.shell.print(path, printer)
	}
	queue, err := s.known(ctx, printer)
	if err != nil {
		return Job{}, err
	}
	fit, err := s.fit(ctx, queue, page)
	if err != nil {
		return Job{}, err
	}
	// The title is the same for all: a queue's list is for everybody's eyes.
	args := []string{"-t", "CeKR", "-d", queue}
	for _, option := range fit.options {
		args = append(args, "-o", option)
	}
	out, err := s.tool(ctx, "lp", append(args, "--", path)...)
	if isMissing(err) {
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

// known is the printer's name, or the default one's, once it is sure to be there: lp says it in a dozen ways.
func (s *System) known(ctx context.Context, printer string) (string, error) {
	names, standard, err := s.Printers(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case printer == "" && standard == "":
		return "", &Error{Code: NoDefault}
	case printer == "":
		return standard, nil
	case !slices.Contains(names, printer):
		return "", &Error{Code: NoPrinter, Printer: printer}
	}
	return printer, nil
}

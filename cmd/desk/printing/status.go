package printing

import (
	"context"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/OpenPrinting/goipp"
)

// State is what became of a job.
type State string

// The states of a job.
const (
	Waiting   State = "waiting"   // in the queue
	Printing  State = "printing"  // at the printer
	Stopped   State = "stopped"   // in the queue of a printer that is stopped, or held in it
	Printed   State = "printed"   // the print system is done with it; paper jams it does not always see
	Cancelled State = "cancelled" // somebody has taken it out of the queue
	Failed    State = "failed"    // the print system has given it up
	Unclear   State = "unclear"   // the print system knows nothing of it any more, or never tells
)

// Reason is what keeps a printer from printing.
type Reason string

// The reasons; empty is none, or one that nobody knows here.
const (
	Paused    Reason = "paused"    // somebody has stopped the printer, or the job
	NoPaper   Reason = "noPaper"   // a tray is empty, or another paper is wanted
	Jam       Reason = "jam"       // paper is stuck
	CoverOpen Reason = "coverOpen" // a door, a cover or a tray is open
	NoInk     Reason = "noInk"     // toner or ink is used up
	Offline   Reason = "offline"   // the printer does not answer
)

// Status is a job's state and, while it is not printed, what the printer says is in the way.
type Status struct {
	State  State
	Reason Reason
}

// Ended reports that nothing more will happen to the job.
func (s Status) Ended() bool {
	return s.State == Printed || s.State == Cancelled || s.State == Failed || s.State == Unclear
}

// Status asks what became of a job. Only the print system's own word for it ends a job: without an answer it is Unclear.
func (s *System) Status(ctx context.Context, job Job) (Status, error) {
	if s.os == "windows" || job.ID == "" {
		return Status{State: Unclear}, nil
	}
	queue := Job{ID: job.ID}.Name()
	told, err := s.ask(ctx, goipp.OpGetJobAttributes, "job-uri", "/jobs/"+job.ID[strings.LastIndexByte(job.ID, '-')+1:],
		"job-state", "job-state-reasons", "job-printer-uri")
	if CodeOf(err) == NoPrinting {
		return Status{State: Unclear}, &Error{Code: NoPrinting, Printer: job.Printer, Err: err}
	}
	if err != nil || !isOf(told.Job, queue) {
		return Status{State: Unclear}, nil
	}
	return s.judge(ctx, queue, told.Job), nil
}

// isOf tells whether a job is in that queue: another server has jobs of the same numbers.
func isOf(job goipp.Attributes, queue string) bool {
	return slices.ContainsFunc(texts(job, "job-printer-uri"), func(address string) bool {
		u, err := url.Parse(address)
		return err == nil && strings.EqualFold(path.Base(u.Path), queue)
	})
}

// The job's and the printer's states of RFC 8011, 5.3.7 and 5.4.11, that are told apart here.
const (
	jobPending, jobHeld, jobProcessing, jobStopped = 3, 4, 5, 6
	jobCancelled, jobAborted, jobCompleted         = 7, 8, 9
	printerStopped                                 = 5
)

// judge makes a status of what the print system says of a job. The reasons that it gives for an end are the same for all ends.
func (s *System) judge(ctx context.Context, queue string, job goipp.Attributes) Status {
	state := number(job, "job-state")
	switch {
	case state == jobCompleted:
		return Status{State: Printed}
	case state == jobCancelled:
		return Status{State: Cancelled}
	case state == jobAborted:
		return Status{State: Failed}
	case state < jobPending || state > jobCompleted:
		return Status{State: Unclear}
	}
	why := texts(job, "job-state-reasons")
	switch {
	case beginsWith(why, "job-hold"), beginsWith(why, "job-stopped"):
		return Status{Stopped, Paused}
	case state == jobHeld && !beginsWith(why, "job-incoming"):
		return Status{State: Stopped}
	}
	stands, reason := s.printer(ctx, queue)
	switch {
	case stands || state == jobStopped:
		return Status{Stopped, reason}
	case state == jobProcessing:
		return Status{Printing, reason}
	}
	return Status{Waiting, reason}
}

// printer tells whether a printer stands still, and what it says is in its way.
func (s *System) printer(ctx context.Context, queue string) (stands bool, reason Reason) {
	told, err := s.ask(ctx, goipp.OpGetPrinterAttributes, "printer-uri", "/printers/"+queue, "printer-state", "printer-state-reasons")
	if err != nil {
		return false, ""
	}
	return number(told.Printer, "printer-state") == printerStopped, inTheWay(texts(told.Printer, "printer-state-reasons"))
}

// reasons are the beginnings of RFC 8011's and PWG 5100.9's keywords, the plainest first: a printer that is stopped for want of paper is
// paused too.
var reasons = []struct {
	keyword string
	reason  Reason
}{
	{"media-jam", Jam}, {"media-empty", NoPaper}, {"media-needed", NoPaper}, {"input-tray-missing", CoverOpen}, {"cover-open", CoverOpen},
	{"door-open", CoverOpen}, {"interlock-open", CoverOpen}, {"toner-empty", NoInk}, {"marker-supply-empty", NoInk},
	{"marker-waste-full", NoInk}, {"offline", Offline}, {"connecting-to-device", Offline}, {"timed-out", Offline}, {"shutdown", Offline},
	{"moving-to-paused", Paused}, {"paused", Paused},
}

// inTheWay is the first reason among a printer's own.
func inTheWay(told []string) Reason {
	for _, known := range reasons {
		if beginsWith(told, known.keyword) {
			return known.reason
		}
	}
	return ""
}

func beginsWith(all []string, beginning string) bool {
	return slices.ContainsFunc(all, func(word string) bool { return strings.HasPrefix(word, beginning) })
}

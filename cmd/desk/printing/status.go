package printing

import (
	"context"
	"strings"
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

// Status asks what became of a job.
func (s *System) Status(ctx context.Context, job Job) (Status, error) {
	if s.os == "windows" || job.ID == "" {
		return Status{State: Unclear}, nil
	}
	queue, err := s.tool(ctx, "lpstat", "-l", "-W", "not-completed", "-o")
	if notThere(err) {
		return Status{State: Unclear}, &Error{Code: NoPrinting, Printer: job.Printer, Err: err}
	}
	if alerts, waits := listed(string(queue), job.ID); err == nil && waits {
		return s.waiting(ctx, job, alerts), nil
	}
	done, err := s.tool(ctx, "lpstat", "-W", "completed", "-o")
	if _, there := listed(string(done), job.ID); err == nil && there {
		return Status{State: s.ending(ctx, job)}, nil
	}
	return Status{State: Unclear}, nil
}

// listed tells whether a job is among the entries of lpstat -o, which begin with the job's id, and which alerts stand in its entry.
func listed(out, id string) (alerts []string, there bool) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case !strings.HasPrefix(line, "\t"):
			if there {
				return alerts, true
			}
			there = fields[0] == id
		case there && fields[0] == "Alerts:":
			alerts = fields[1:]
		}
	}
	return alerts, there
}

// waiting is the status of a job in the queue, by its own alerts and by how its printer is: "printer Pult now printing Pult-12.",
// "printer Pult disabled since …", and among the lines below that "Alerts: media-empty-error".
func (s *System) waiting(ctx context.Context, job Job, alerts []string) Status {
	for _, alert := range alerts {
		if strings.HasPrefix(alert, "job-hold") || alert == "job-stopped" {
			return Status{Stopped, Paused}
		}
	}
	printer := Job{ID: job.ID}.Name()
	told, err := s.tool(ctx, "lpstat", "-l", "-p", printer)
	if err != nil {
		return Status{State: Waiting}
	}
	head, below, _ := strings.Cut(string(told), "\n")
	reason := inTheWay(below)
	switch {
	case strings.Contains(head, "printer "+printer+" disabled"):
		return Status{Stopped, reason}
	case strings.Contains(head, "now printing "+job.ID+"."):
		return Status{Printing, reason}
	}
	return Status{Waiting, reason}
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

// inTheWay is the first reason among a printer's alerts.
func inTheWay(told string) Reason {
	var alerts []string
	for line := range strings.Lines(told) {
		if list, ok := strings.CutPrefix(strings.TrimSpace(line), "Alerts:"); ok {
			alerts = strings.Fields(list)
		}
	}
	for _, known := range reasons {
		for _, alert := range alerts {
			if strings.HasPrefix(alert, known.keyword) {
				return known.reason
			}
		}
	}
	return ""
}

// ending tells apart how a job ended. lpstat has one list for all endings; the print system itself is asked with a tool of its own that
// not every machine has.
func (s *System) ending(ctx context.Context, job Job) State {
	number := job.ID[strings.LastIndexByte(job.ID, '-')+1:]
	out, err := s.tool(ctx, "ipptool", "-tv", "ipp://localhost/jobs/"+number, "get-job-attributes.test")
	if err != nil {
		return Printed
	}
	for line := range strings.Lines(string(out)) {
		switch name, state, _ := strings.Cut(strings.TrimSpace(line), " (enum) = "); {
		case name != "job-state":
		case state == "canceled":
			return Cancelled
		case state == "aborted":
			return Failed
		}
	}
	return Printed
}

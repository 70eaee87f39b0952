// Package checkup looks at a counter PC for its administrator: what is right, what is not, and what
// to do about it. It is what "desk check" tells.
//
// House rules: it changes nothing that it looks at and signs nobody in. Each finding is one line, a
// level and a whole sentence of the catalogue under "check.", with the next step in it when the
// level is not OK. What cannot be looked at, because something before it failed, is left out: one
// cause, one line.
package checkup

import (
	"context"
	"errors"
	"slices"
	"time"

	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
)

// Level says how bad a finding is.
type Level string

// The levels. Only Fail keeps the counter from working.
const (
	OK   Level = "OK"
	Warn Level = "WARN"
	Fail Level = "FAIL"
)

// Line is one finding: a level, and the key and values of its sentence.
type Line struct {
	Level  Level
	Key    string
	Values map[string]any
}

// Printers is the print system, as far as it is looked at.
type Printers interface {
	Printers(ctx context.Context) (names []string, standard string, err error)
	Fit(ctx context.Context, printer string, page printing.Page) (printing.Fit, error)
	HasViewer() bool
}

// Machine is the PC that is looked at. Here is this one; tests make others.
type Machine struct {
	Now     func() time.Time
	Free    func(dir string) (bytes uint64, err error) // room for this user on dir's disk
	Display func() bool                                // a window could be shown from here
	Print   Printers
	Office  func(ctx context.Context, s settings.Settings) (Answer, error)
}

// Here is the machine the program runs on.
func Here() Machine {
	return Machine{Now: time.Now, Free: free, Display: HasDisplay, Print: printing.New(), Office: askOffice}
}

// Run looks at everything. loaded and err are what settings.Load gave. It takes as long as the
// office takes to answer, 15 seconds at most for each question, or until ctx ends.
func (m Machine) Run(ctx context.Context, loaded settings.Settings, err error) []Line {
	found := []Line{settingsLine(loaded, err)}
	if err == nil {
		found = slices.Concat(found, m.files(loaded), m.office(ctx, loaded), m.folders(loaded), m.printer(ctx, loaded))
	}
	return append(found, m.display())
}

// Failed tells whether a finding keeps the counter from working.
func Failed(found []Line) bool {
	return slices.ContainsFunc(found, func(l Line) bool { return l.Level == Fail })
}

// settingsLine tells what the settings say, or why they can't be used.
func settingsLine(s settings.Settings, err error) Line {
	if wrong, ok := errors.AsType[*settings.Error](err); ok {
		key, values := wrong.Sentence()
		return Line{Fail, key, values}
	}
	if err != nil {
		return Line{Fail, "settings.error.unreadable", map[string]any{"Path": ""}}
	}
	values := map[string]any{"Path": s.Source, "Desk": s.Desk, "URL": s.Connection.URL}
	switch {
	case s.Source == "":
		return Line{OK, "check.settings.none", values}
	case s.Mode == settings.Training:
		return Line{OK, "check.settings.training", values}
	}
	return Line{OK, "check.settings.office", values}
}

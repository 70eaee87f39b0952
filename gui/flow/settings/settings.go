package settings

import (
	"context"
	"strings"

	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Machine is what the settings ask of this PC.
type Machine interface {
	// Printers lists the printers by the print system's names, and which is the default.
	Printers(ctx context.Context) (names []string, standard string, err error)
	// Writable says why papers can't be saved in a folder; nil when they can. An empty one is the home.
	Writable(folder string) error
	// Bundle gathers what support needs, without personal data, into one file and gives its path.
	Bundle(ctx context.Context) (path string, err error)
	// About tells where the log lies.
	LogFolder() string
}

// State is all the settings screen shows.
type State struct {
	Choices  task.Choices
	Printers []string
	Standard string // the default printer
	Known    bool   // the print system has answered
	Problem  *task.Message
	Done     *task.Message // what was done last
	LogPath  string
	Turn     int // counts the openings of the screen
}

// Flow is the flow of what a clerk chooses. A change holds at once and is kept.
type Flow struct {
	Draw func(State)
	// Apply makes choices hold in the window and keeps them.
	Apply func(task.Choices)

	needs   task.Needs
	machine Machine
	offsets func(printer string) task.Offset
	state   State
	paper   task.PaperState // of the last calibration page
}

// New starts with the choices that were kept. offsets gives the offset that was kept for a printer.
func New(n task.Needs, machine Machine, chosen task.Choices, offsets func(printer string) task.Offset) *Flow {
	return &Flow{
		Draw: func(State) {}, Apply: func(task.Choices) {}, needs: n, machine: machine, offsets: offsets,
		state: State{Choices: chosen},
	}
}

// State is the present state.
func (s *Flow) State() State { return s.state }

// Choices are those that hold.
func (s *Flow) Choices() task.Choices { return s.state.Choices }

func (s *Flow) set(change func(*State)) {
	change(&s.state)
	s.Draw(s.state)
}

// Change edits the choices, applies and keeps them.
func (s *Flow) Change(edit func(*task.Choices)) {
	edit(&s.state.Choices)
	s.Apply(s.state.Choices)
	s.Draw(s.state)
}

// Begin opens the screen and asks which printers there are.
func (s *Flow) Begin() {
	s.set(func(st *State) {
		st.Known, st.Problem, st.Done, st.LogPath = false, nil, nil, s.machine.LogFolder()
		st.Turn++
	})
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		names, standard, err := s.machine.Printers(ctx)
		return func() {
			s.set(func(st *State) { st.Printers, st.Standard, st.Known = names, standard, err == nil })
		}
	})
}

// Save applies choices, once the folder is known to take papers. What is wrong is said, and nothing changes.
func (s *Flow) Save(c task.Choices) {
	c.Folder = strings.TrimSpace(c.Folder)
	if card := task.CardNumberForPath(c.Folder); card != nil {
		s.set(func(st *State) { st.Problem, st.Done = card, nil })
		return
	}
	s.needs.Tasks.Run(func(context.Context) func() {
		err := s.machine.Writable(c.Folder)
		return func() {
			if err != nil {
				s.set(func(st *State) { st.Problem, st.Done = task.PaperProblem(err), nil })
				return
			}
			s.Change(func(all *task.Choices) { *all = c })
			s.set(func(st *State) { st.Problem, st.Done = nil, task.Say("settings.saved") })
		}
	})
}

// OffsetOf is the offset that was kept for a printer.
func (s *Flow) OffsetOf(printer string) task.Offset {
	if printer == s.state.Choices.FormPrinter {
		return s.state.Choices.Offset
	}
	return s.offsets(printer)
}

// Bundle gathers what support needs into one file.
func (s *Flow) Bundle() {
	s.set(func(st *State) { st.Done = task.Say("settings.bundling") })
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
		defer cancel()
		path, err := s.machine.Bundle(ctx)
		return func() {
			done := task.Say("settings.bundled", "Path", path)
			if err != nil {
				done = task.PaperProblem(err)
			}
			s.set(func(st *State) { st.Done = done })
		}
	})
}

// Panicked is called when some work ended in a panic: nothing is being made any more.
func (s *Flow) Panicked() {
	if !task.Panicked(s.needs.Tasks) {
		return
	}
	page := s.state.Done == s.paper.Message
	s.paper.Panicked()
	s.set(func(st *State) {
		switch {
		case page:
			st.Done = s.paper.Message
		case st.Done != nil && st.Done.Key == "settings.bundling":
			st.Done = nil // the counter says that something went wrong
		}
	})
}

package flow

import (
	"context"
	"strings"
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

// SettingsState is all the settings screen shows.
type SettingsState struct {
	Choices  Choices
	Printers []string
	Standard string // the default printer
	Known    bool   // the print system has answered
	Problem  *Message
	Done     *Message // what was done last
	LogPath  string
	Turn     int // counts the openings of the screen
}

// Settings is the flow of what a clerk chooses. A change holds at once and is kept.
type Settings struct {
	Draw func(SettingsState)
	// Apply makes choices hold in the window and keeps them.
	Apply func(Choices)

	needs   taskNeeds
	machine Machine
	offsets func(printer string) Offset
	state   SettingsState
}

// NewSettings starts with the choices that were kept. offsets gives the offset that was kept for a printer.
func NewSettings(n taskNeeds, machine Machine, chosen Choices, offsets func(printer string) Offset) *Settings {
	return &Settings{
		Draw: func(SettingsState) {}, Apply: func(Choices) {}, needs: n, machine: machine, offsets: offsets,
		state: SettingsState{Choices: chosen},
	}
}

// State is the present state.
func (s *Settings) State() SettingsState { return s.state }

// Choices are those that hold.
func (s *Settings) Choices() Choices { return s.state.Choices }

func (s *Settings) set(change func(*SettingsState)) {
	change(&s.state)
	s.Draw(s.state)
}

// Change edits the choices, applies and keeps them.
func (s *Settings) Change(edit func(*Choices)) {
	edit(&s.state.Choices)
	s.Apply(s.state.Choices)
	s.Draw(s.state)
}

// Begin opens the screen and asks which printers there are.
func (s *Settings) Begin() {
	s.set(func(st *SettingsState) {
		st.Known, st.Problem, st.Done, st.LogPath = false, nil, nil, s.machine.LogFolder()
		st.Turn++
	})
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, readLimit)
		defer cancel()
		names, standard, err := s.machine.Printers(ctx)
		return func() {
			s.set(func(st *SettingsState) { st.Printers, st.Standard, st.Known = names, standard, err == nil })
		}
	})
}

// Save applies choices, once the folder is known to take papers. What is wrong is said, and nothing changes.
func (s *Settings) Save(c Choices) {
	c.Folder = strings.TrimSpace(c.Folder)
	if card := cardNumberForPath(c.Folder); card != nil {
		s.set(func(st *SettingsState) { st.Problem, st.Done = card, nil })
		return
	}
	s.needs.Tasks.Run(func(context.Context) func() {
		err := s.machine.Writable(c.Folder)
		return func() {
			if err != nil {
				s.set(func(st *SettingsState) { st.Problem, st.Done = paperProblem(err), nil })
				return
			}
			s.Change(func(all *Choices) { *all = c })
			s.set(func(st *SettingsState) { st.Problem, st.Done = nil, Say("settings.saved") })
		}
	})
}

// OffsetOf is the offset that was kept for a printer.
func (s *Settings) OffsetOf(printer string) Offset {
	if printer == s.state.Choices.FormPrinter {
		return s.state.Choices.Offset
	}
	return s.offsets(printer)
}

// Calibrate prints the page that shows how far a printer is off, as the choices say that need not hold yet: on that printer, with that
// offset, onto the pre-printed form of that layout.
func (s *Settings) Calibrate(c Choices) {
	slip := Slip{Kind: SlipCalibration, At: s.needs.Now(), Choices: c}
	s.set(func(st *SettingsState) { st.Done = Say("slip.working") })
	handOut(s.needs, PaperPrint, slip, func(p PaperState) {
		s.set(func(st *SettingsState) { st.Done = otherwise(p.Message, "order.failed") })
	})
}

// Bundle gathers what support needs into one file.
func (s *Settings) Bundle() {
	s.set(func(st *SettingsState) { st.Done = Say("settings.bundling") })
	s.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		path, err := s.machine.Bundle(ctx)
		return func() {
			done := Say("settings.bundled", "Path", path)
			if err != nil {
				done = paperProblem(err)
			}
			s.set(func(st *SettingsState) { st.Done = done })
		}
	})
}

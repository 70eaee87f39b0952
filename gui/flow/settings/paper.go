package settings

import (
	"time"

	"cekr.kranj.si/desk/gui/flow/task"
)

// Calibration is the page that shows how far a printer is off.
type Calibration struct {
	task.Letterhead
	At time.Time
}

// Kind names a calibration page.
func (Calibration) Kind() task.SlipKind { return "calibration" }

// Number is none: one page is like another.
func (Calibration) Number() string { return "" }

// Calibrate prints the page that shows how far a printer is off, as the choices say that need not hold yet: on that printer, with that
// offset, onto the pre-printed form of that layout.
func (s *Flow) Calibrate(c task.Choices) {
	slip, turn := Calibration{Letterhead: task.Letterhead{Choices: c}, At: s.needs.Now()}, s.state.Turn
	task.HandOut(s.needs, task.PaperPrint, slip, task.Place{
		Paper: &s.paper,
		Mine:  func() bool { return turn == s.state.Turn },
		Seen:  func() bool { return s.state.Done == s.paper.Message }, // nothing else was done since
		Draw:  func() { s.set(func(st *State) { st.Done = s.paper.Message }) },
	})
}

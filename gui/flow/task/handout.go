package task

import (
	"context"
	"errors"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// PaperStep names where a slip stands.
type PaperStep string

// The steps of a slip.
const (
	PaperNone    PaperStep = ""
	PaperWorking PaperStep = "working"
	PaperPrinted PaperStep = "printed"
	PaperOpened  PaperStep = "opened"
	PaperSaved   PaperStep = "saved"
	PaperFailed  PaperStep = "failed"
)

// PaperState is what the screen says about the slip.
type PaperState struct {
	Step    PaperStep
	Message *Message
	Copies  int // how often it was printed or saved; the next one is a copy
	Job     PrintJob
}

// Made reports that the slip was printed, opened or saved.
func (p PaperState) Made() bool {
	return p.Step == PaperPrinted || p.Step == PaperOpened || p.Step == PaperSaved
}

// PaperAct is what the clerk wants done with a slip.
type PaperAct string

// The three things to do with a slip.
const (
	PaperPrint PaperAct = "print"
	PaperOpen  PaperAct = "open"
	PaperSave  PaperAct = "save"
)

// PaperError is a failure to print, open or save that knows its own sentence.
type PaperError interface {
	error
	Sentence() (key string, values map[string]any)
}

// Place is where a screen keeps what becomes of a slip.
type Place struct {
	Paper *PaperState
	Mine  func() bool // the slip is still the one that belongs there
	Seen  func() bool // and is before somebody's eyes
	Draw  func()
}

// HandOut does an act with a slip, and says at its place what becomes of it: that it is being made, how that ended, and of a print, what
// the print system tells as long as it is seen. What was printed or saved is counted: the next one is a copy.
func HandOut(n Needs, act PaperAct, slip Slip, at Place) {
	copies := slip.Head().Copy
	*at.Paper = PaperState{Step: PaperWorking, Message: Say("slip.working"), Copies: copies}
	at.Draw()
	n.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
		defer cancel()
		state := handOut(ctx, n.Papers, act, slip)
		if state.Copies = copies; state.Step == PaperPrinted || state.Step == PaperSaved {
			state.Copies++
		}
		return func() {
			if !at.Mine() {
				return
			}
			*at.Paper = state
			at.Draw()
			follow(n, state.Job, at)
		}
	})
}

func handOut(ctx context.Context, papers Papers, act PaperAct, slip Slip) PaperState {
	state, path, err := PaperState{}, "", error(nil)
	switch act {
	case PaperPrint:
		state.Step = PaperPrinted
		state.Job, err = papers.Print(ctx, slip)
	case PaperOpen:
		state.Step, err = PaperOpened, papers.Open(ctx, slip)
	case PaperSave:
		state.Step = PaperSaved
		path, err = papers.Save(ctx, slip)
	}
	if err != nil {
		return PaperState{Step: PaperFailed, Message: PaperProblem(err)}
	}
	state.Message = Say("slip."+string(state.Step), "Path", path)
	return state
}

// Panicked says that a slip that was being made will never come: its work ended in a panic.
func (p *PaperState) Panicked() {
	if p.Step == PaperWorking {
		p.Step, p.Message = PaperFailed, Say("slip.failed.other")
	}
}

// PaperProblem says why a slip was not made.
func PaperProblem(err error) *Message {
	var e PaperError
	if errors.As(err, &e) {
		key, values := e.Sentence()
		return &Message{Key: key, Values: values}
	}
	return Say("slip.failed.other")
}

// Otherwise says key where m only says that a slip could not be made.
func Otherwise(m *Message, key string) *Message {
	if m != nil && m.Key == "slip.failed.other" {
		return Say(key)
	}
	return m
}

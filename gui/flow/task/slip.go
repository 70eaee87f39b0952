package task

import (
	"context"
	"errors"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Slip is one paper to hand out. Each is a type of the flow that makes it: what stands on it, and the letterhead. What it looks like is
// nothing to a flow.
type Slip interface {
	// Kind tells it from every other type of slip.
	Kind() SlipKind
	// Number tells it from others of its kind, as in its file's name: never a person. Empty: nothing does.
	Number() string
	// Head is its letterhead.
	Head() Letterhead
}

// SlipKind names a type of slip; its word in a file's name is slip.file.<kind>.
type SlipKind string

// Letterhead is what every slip bears besides its content: who hands it out and where, how it is printed, and which print it is. A slip
// embeds it.
type Letterhead struct {
	Clerk   string // alias
	Office  string
	Choices Choices // printer, folder, paper and language
	// Account is whom the office is paid through, as it has told; zero while it has not.
	Account upn.Account
	Copy    int  // counts from 1 for reprints; 0 is the original
	Draft   bool // it can't be printed yet; only a picture is made of it
}

// Head is the letterhead itself.
func (l Letterhead) Head() Letterhead { return l }

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

// HandOut does an act with a slip; done is called on the screen's goroutine.
func HandOut(n Needs, act PaperAct, slip Slip, done func(PaperState)) {
	n.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
		defer cancel()
		state, path, err := PaperState{}, "", error(nil)
		switch act {
		case PaperPrint:
			state.Step = PaperPrinted
			state.Job, err = n.Papers.Print(ctx, slip)
		case PaperOpen:
			state.Step, err = PaperOpened, n.Papers.Open(ctx, slip)
		case PaperSave:
			state.Step = PaperSaved
			path, err = n.Papers.Save(ctx, slip)
		}
		state.Message = Say("slip."+string(state.Step), "Path", path)
		if err != nil {
			state = PaperState{Step: PaperFailed, Message: PaperProblem(err)}
		}
		return func() { done(state) }
	})
}

func PaperProblem(err error) *Message {
	var e PaperError
	if errors.As(err, &e) {
		key, values := e.Sentence()
		return &Message{Key: key, Values: values}
	}
	return Say("slip.failed.other")
}

// Otherwise says key where m only says that a top-up's slip could not be made.
func Otherwise(m *Message, key string) *Message {
	if m != nil && m.Key == "slip.failed.other" {
		return Say(key)
	}
	return m
}

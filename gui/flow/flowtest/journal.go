package flowtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Journal keeps records in memory. Err, when set, is what the next Append and all after it answer.
type Journal struct {
	Records []journal.Record
	Err     error
	// FailAt lets the n-th Append from now fail, counting from 1; 0 never.
	FailAt int
	// Refuse, when set, is what the next Append answers; nothing is kept of it, and the journal works on.
	Refuse error
	// NoRoom is what Full answers.
	NoRoom bool
}

// ErrNoRoom is a journal's refusal of a record for which there is no room.
var ErrNoRoom = fmt.Errorf("%w: %w", journal.ErrRefused, journal.ErrFull)

// Full answers NoRoom.
func (j *Journal) Full() bool { return j.NoRoom }

// Append keeps r.
func (j *Journal) Append(r journal.Record) error {
	if j.FailAt > 0 {
		j.FailAt--
		if j.FailAt == 0 {
			j.Err = journal.ErrHalted
		}
	}
	if j.Err != nil {
		return j.Err
	}
	if err := j.Refuse; err != nil {
		j.Refuse = nil
		return err
	}
	if r.Kind.Fact() {
		j.Records = append(j.Records, r)
		return nil
	}
	if history := j.of(r.ID); len(history) > 0 && history[len(history)-1].Kind.Ends() {
		return journal.ErrRefused
	}
	j.Records = append(j.Records, r)
	return nil
}

// Items lists the ids without an ending.
func (j *Journal) Items() []journal.Item {
	var items []journal.Item
	for n, r := range j.Records {
		if r.Kind == journal.Intent {
			if history := j.of(r.ID); !history[len(history)-1].Kind.Ends() {
				items = append(items, journal.Item{Records: history, Began: int64(n + 1)})
			}
		}
	}
	return items
}

// Settled lists the ids with an ending, in the order of their endings.
func (j *Journal) Settled() []journal.Settled {
	var all []journal.Settled
	for n, r := range j.Records {
		if !r.Kind.Ends() {
			continue
		}
		s := journal.Settled{Ending: r, Ended: int64(n + 1)}
		if history := j.of(r.ID); history[1].Kind == journal.Sending {
			s.Seq, s.Cash = history[1].Seq, history[1].Cash
		}
		for m, first := range j.Records {
			if first.ID == r.ID && first.Kind == journal.Intent {
				s.Began = int64(m + 1)
			}
		}
		all = append(all, s)
	}
	return all
}

// Facts lists the facts of the desk.
func (j *Journal) Facts() []journal.Fact {
	var facts []journal.Fact
	for n, r := range j.Records {
		if r.Kind.Fact() {
			facts = append(facts, journal.Fact{Record: r, Place: int64(n + 1)})
		}
	}
	return facts
}

func (j *Journal) of(id string) []journal.Record {
	var history []journal.Record
	for _, r := range j.Records {
		if r.ID == id {
			history = append(history, r)
		}
	}
	return history
}

// Next gives the number and the predecessor of the next numbered body.
func (j *Journal) Next() (int64, string) {
	seq, prev := int64(1), ""
	for _, r := range j.Records {
		if r.Kind == journal.Sending && r.Seq >= seq {
			sum := sha256.Sum256(r.Body)
			seq, prev = r.Seq+1, hex.EncodeToString(sum[:])
		}
	}
	return seq, prev
}

// Kinds lists what was recorded, in order.
func (j *Journal) Kinds() []journal.Kind {
	var kinds []journal.Kind
	for _, r := range j.Records {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

// Papers keeps what was to be printed, opened and saved. Err is answered to all.
type Papers struct {
	Printed, Opened, Saved []task.Slip
	Drawn                  []task.Slip // as pictures
	Err                    error
	Job                    task.PrintJob // what the print system calls a printed slip
	Status                 task.PrintStatus
}

// Print keeps s.
func (p *Papers) Print(_ context.Context, s task.Slip) (task.PrintJob, error) {
	p.Printed = append(p.Printed, s)
	return p.Job, p.Err
}

// Follow answers the status that is set.
func (p *Papers) Follow(context.Context, task.PrintJob) (task.PrintStatus, error) {
	return p.Status, p.Err
}

// Picture keeps s, and gives white paper.
func (p *Papers) Picture(ctx context.Context, s task.Slip, width int) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.Drawn = append(p.Drawn, s)
	if p.Err != nil {
		return nil, p.Err
	}
	page := image.NewGray(image.Rect(0, 0, width, width*99/210))
	for i := range page.Pix {
		page.Pix[i] = 0xff
	}
	return page, nil
}

// Open keeps s.
func (p *Papers) Open(_ context.Context, s task.Slip) error {
	p.Opened = append(p.Opened, s)
	return p.Err
}

// Save keeps s.
func (p *Papers) Save(_ context.Context, s task.Slip) (string, error) {
	p.Saved = append(p.Saved, s)
	return "receipt.pdf", p.Err
}

// Of are the slips of one type.
func Of[S task.Slip](slips []task.Slip) []S {
	var of []S
	for _, s := range slips {
		if s, ok := s.(S); ok {
			of = append(of, s)
		}
	}
	return of
}

// Machine is a PC with two printers. Err is answered when a folder is looked at and a bundle is made.
type Machine struct{ Err error }

// Printers are two, the first of them the default.
func (m *Machine) Printers(context.Context) ([]string, string, error) {
	return []string{"Pult-1", "Pult-2"}, "Pult-1", nil
}

// Writable answers Err.
func (m *Machine) Writable(string) error { return m.Err }

// Bundle answers Err.
func (m *Machine) Bundle(context.Context) (string, error) { return "bundle.zip", m.Err }

// LogFolder is a path.
func (m *Machine) LogFolder() string { return "/var/log/desk" }

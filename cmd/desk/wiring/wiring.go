// Package wiring joins the counter's parts on this machine: the journal, the office, the papers.
//
// House rules: no Fyne and no cgo, so that the whole counter but its window runs in tests. Nothing is
// decided here. What stands in the way of starting comes back as an *Error with its sentence.
package wiring

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// Desk is a counter with everything but its window.
type Desk struct {
	Needs    flow.Needs // without Tasks, which belong to the window
	Training bool
	// Damage is what Recover prepares instead: the journal is damaged, and the counter does not start.
	Damage flow.DamageNeeds

	office  *sandbox.Office // the embedded one, nil when the office is real
	closers []func() error
}

// Open takes this desk's journal, finds or begins its office and prepares its papers.
func Open(ctx context.Context, s settings.Settings, log *slog.Logger) (*Desk, error) {
	d := &Desk{Training: s.Mode == settings.Training}
	if err := d.open(ctx, s, log); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *Desk) open(ctx context.Context, s settings.Settings, log *slog.Logger) error {
	if err := s.Data.Prepare(); err != nil {
		return err
	}
	kept, err := journal.Open(journal.OS(), s.Data.Journal())
	if err != nil {
		return journalError(err, s.Data.Journal())
	}
	d.closers = append(d.closers, kept.Close)
	if desk := kept.Desk(); desk != "" && desk != s.Desk {
		return &Error{Key: "start.journal.other-desk", Values: map[string]any{"Path": s.Data.Journal(), "Theirs": desk, "Ours": s.Desk}}
	}
	if err := retire(kept, s, log); err != nil {
		return journalError(err, s.Data.Journal())
	}
	office, err := d.client(ctx, s, log)
	if err != nil {
		return err
	}
	sheet := orders.SheetFor(s, time.Now())
	papers, err := newPapers(s, sheet.Account)
	if err != nil {
		return err
	}
	d.closers = append(d.closers, papers.temp.Sweep)
	d.Needs = flow.Needs{
		Office: office, Journal: kept, Papers: papers, Pictures: papers, Lists: lists{papers, time.Now},
		Machine: machine{papers.system, s}, Choices: choices(s),
		Account: sheet.Account, Assumed: sheet.Assumed, Desk: s.Desk, Now: time.Now, NewID: uuid.NewString,
		Phone: s.Phone, Log: log,
		Offsets: func(printer string) task.Offset { return offsetOf(s.Blank, printer) },
	}
	return nil
}

// retire compacts the journal before the counter opens. A journal that could not be compacted, but still works, is
// left as it is until the next start.
func retire(kept *journal.Journal, s settings.Settings, log *slog.Logger) error {
	dropped, err := flow.Retire(kept, time.Now(), time.Duration(s.Retention)*24*time.Hour)
	switch {
	case errors.Is(err, journal.ErrHalted), errors.Is(err, journal.ErrDamaged):
		return err
	case err != nil:
		log.Warn("journal not compacted", "error", err)
	case dropped > 0:
		log.Info("journal compacted", "count", dropped)
	}
	return nil
}

// client reaches the office of the settings: the real one, or the embedded one, begun here.
func (d *Desk) client(ctx context.Context, s settings.Settings, log *slog.Logger) (*client.Client, error) {
	config := client.Config{
		BaseURL: s.Connection.URL, CAFile: s.Connection.CA, CertFile: s.Connection.Cert, KeyFile: s.Connection.Key,
		Desk: s.Desk, Language: text.Lang, Log: log, UserAgent: about.Agent,
	}
	if d.Training {
		running, err := d.embed(ctx, s.Data.Ledger(), log)
		if err != nil {
			return nil, err
		}
		config.BaseURL, config.EmbeddedSecret = running.BaseURL, running.EmbeddedSecret
	}
	c, err := client.New(config)
	if err != nil {
		return nil, connectionError(err)
	}
	return c, nil
}

func (d *Desk) embed(ctx context.Context, dir string, log *slog.Logger) (sandbox.Running, error) {
	office, err := sandbox.Open(ctx, sandbox.Options{Dir: dir, Log: log, Practice: true})
	if err != nil {
		return sandbox.Running{}, officeError(err, dir)
	}
	d.office = office
	d.closers = append(d.closers, office.Close)
	running, err := office.Start(ctx)
	if err != nil {
		return sandbox.Running{}, &Error{Key: "start.embedded", Err: err}
	}
	return running, nil
}

// Seed makes the embedded office's practice cards; it does nothing for a real office. It may take a
// minute, tells its progress, and goes on where an earlier one was cut off.
func (d *Desk) Seed(ctx context.Context, progress func(done, total int)) error {
	if d.office == nil {
		return nil
	}
	return d.office.Seed(ctx, progress)
}

// Embedded is the office inside the program, nil when the office is real.
func (d *Desk) Embedded() *sandbox.Office { return d.office }

// Close gives the journal free and ends the embedded office.
func (d *Desk) Close() error {
	var all []error
	for i := len(d.closers) - 1; i >= 0; i-- {
		all = append(all, d.closers[i]())
	}
	d.closers = nil
	return errors.Join(all...)
}

package flow

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// officeLine is the counter's line to the office, apart from any task.
type officeLine struct{ c *Counter }

// officeNow is the PC's clock corrected by the office's, as its last answer to anything has told it.
func (l officeLine) now() time.Time {
	skew := l.c.state.Skew
	if _, latest, known := l.c.needs.Office.OfficeTime(); known {
		skew = latest
	}
	return l.c.needs.Now().Add(skew)
}

// Start takes up what an earlier run left open, asks for the office and goes on asking. The error is the
// journal's: the desk must not be used before it is mended.
func (c *Counter) Start() error {
	for _, w := range c.writes() {
		if err := w.recover(); err != nil {
			return err
		}
	}
	c.frame.count()
	c.line.ask()
	c.line.learnAccount()
	c.stop = c.needs.Tasks.Each(askEvery, func() {
		c.line.ask()
		if !c.known {
			c.line.learnAccount()
		}
		c.compare.checkParked()
		if c.state.Online {
			c.compare.compareAtStart()
		}
		if c.frame.sees(PanelBranch) {
			c.Branch.Ask()
		}
		c.frame.count()
	})
	return nil
}

// askEvery is how often the desk looks whether the office is there.
const askEvery = 15 * time.Second

// Stop ends asking for the office, as the program closes: what the clerk has read last need not be told again.
func (c *Counter) Stop() {
	c.stop()
	var read []outbox.Write
	for _, w := range c.writes() {
		read = append(read, w.read()...)
	}
	c.outbox.Close(read...)
}

// Prepare tells how far the practice cards are.
func (c *Counter) Prepare(percent int) {
	c.frame.set(func(s *CounterState) { s.Preparing = percent })
}

func (l officeLine) ask() {
	l.c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		health, err := l.c.needs.Office.Health(ctx)
		_, skew, known := l.c.needs.Office.OfficeTime()
		return func() {
			if err == nil {
				l.hear(&l.c.health, health.Practice)
			}
			l.c.frame.set(func(s *CounterState) {
				s.Asked, s.Online = true, err == nil
				if err == nil {
					s.AsOf, s.Version = health.Time, health.Version
				}
				if known {
					s.Skew = skew
				}
			})
		}
	})
}

func (l officeLine) learnAccount() {
	l.c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		a, err := l.c.needs.Office.PaymentOrderAccount(ctx)
		if err != nil {
			return nil // the constants of the public page stand in
		}
		return func() {
			l.c.known = true
			l.c.account = upn.Account{
				IBAN: upn.IBAN(a.IBAN), Model: a.Model, Prefix: a.Prefix, Suffix: a.Suffix,
				Payee: upn.Party(a.Payee), Code: a.PurposeCode, Purpose: a.Purpose,
			}
		}
	})
}

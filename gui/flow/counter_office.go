package flow

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// officeNow is the PC's clock corrected by the office's, as its last answer to anything has told it.
func (c *Counter) officeNow() time.Time {
	skew := c.state.Skew
	if _, latest, known := c.needs.Office.OfficeTime(); known {
		skew = latest
	}
	return c.needs.Now().Add(skew)
}

// Start takes up what an earlier run left open, asks for the office and goes on asking. The error is the
// journal's: the desk must not be used before it is mended.
func (c *Counter) Start() error {
	c.outbox.Mend()
	c.TopUp.Recover()
	if err := c.Drawer.Recover(); err != nil {
		return err
	}
	c.Lock.Recover()
	c.count()
	c.ask()
	c.learnAccount()
	c.stop = c.needs.Tasks.Each(askEvery, func() {
		c.ask()
		if !c.known {
			c.learnAccount()
		}
		c.checkParked()
		if c.state.Online {
			c.compareAtStart()
		}
		c.count()
	})
	return nil
}

// askEvery is how often the desk looks whether the office is there.
const askEvery = 15 * time.Second

// Stop ends asking for the office, as the program closes: what the clerk has read last need not be told again.
func (c *Counter) Stop() {
	c.stop()
	c.outbox.Close(append(c.TopUp.Read(c.seesTopUp()), c.Lock.Read(c.sees(PanelLock))...)...)
}

// Prepare tells how far the practice cards are.
func (c *Counter) Prepare(percent int) {
	c.set(func(s *CounterState) { s.Preparing = percent })
}

func (c *Counter) ask() {
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		health, err := c.needs.Office.Health(ctx)
		_, skew, known := c.needs.Office.OfficeTime()
		return func() {
			c.set(func(s *CounterState) {
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

func (c *Counter) learnAccount() {
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		a, err := c.needs.Office.PaymentOrderAccount(ctx)
		if err != nil {
			return nil // the constants of the public page stand in
		}
		return func() {
			c.known = true
			c.account = upn.Account{
				IBAN: upn.IBAN(a.IBAN), Model: a.Model, Prefix: a.Prefix, Suffix: a.Suffix,
				Payee: upn.Party(a.Payee), Code: a.PurposeCode, Purpose: a.Purpose,
			}
		}
	})
}

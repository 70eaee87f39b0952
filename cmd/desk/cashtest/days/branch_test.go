package days

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

const secret = "days"

// branch is an office, the desks at it, and what their hands did.
type branch struct {
	ctx    context.Context
	chance *rand.Rand
	bug    bug
	tally  tally
	folder string // empty: the office is in memory, and nothing of it outlives it
	office *sandbox.Office
	wire   *wire
	desks  []*desk
	cards  []card
	sold   []sold
	closed []*till
}

type card struct{ mokID, six string }

// sold is a top-up that was posted.
type sold struct {
	top    client.TopUp
	undone bool
}

// till is a drawer's cash, in cents, as it lies there because hands put it there.
type till struct {
	session, staff                      string
	desk                                *desk
	float, lies                         int64
	tops, fees, back, brought, carried  int64
	topped, undone, broughts, carriages int
	counts                              []int64
	number                              int64 // of its Z
	counted                             int64
}

// desk is one counter and its clerk.
type desk struct {
	name, staff string
	client      *client.Client
	till        *till // nil: the drawer is closed
	seq         int64
	prev        string
}

func newBranch(ctx context.Context, chance *rand.Rand, seeded bug, folder string, all tally) (b *branch, err error) {
	b = &branch{ctx: ctx, chance: chance, bug: seeded, tally: all, folder: folder, wire: &wire{chance: chance, tally: all}}
	if err := b.openOffice(); err != nil {
		return nil, err
	}
	for i, staff := range []string{"1001", "1002", supervisor} {
		d := &desk{name: fmt.Sprint("KR-", i+1), staff: staff}
		if d.client, err = client.New(client.Config{BaseURL: "http://127.0.0.1:80", Desk: d.name, EmbeddedSecret: secret, Transport: b.wire}); err != nil {
			return nil, err
		}
		if _, err = d.client.SignIn(ctx, staff, pins[staff]); err != nil {
			return nil, err
		}
		b.desks = append(b.desks, d)
	}
	for i := range 12 {
		c := card{fmt.Sprint(910000000 + i), fmt.Sprint(500000 + i)}
		if err := b.office.AddCard(ctx, sandbox.PracticeCard{MokID: c.mokID, LastSix: c.six, Tourist: i%3 == 0}); err != nil {
			return nil, err
		}
		b.cards = append(b.cards, c)
	}
	return b, nil
}

func (b *branch) openOffice() (err error) {
	if b.office, err = sandbox.Open(b.ctx, sandbox.Options{EmbeddedSecret: secret, Dir: b.folder}); err == nil {
		b.wire.office = b.bug.wrap(b.office.Handler())
	}
	return err
}

// restart stops the office and opens it anew. Only what it has on disk is still there.
func (b *branch) restart(*desk) error {
	b.tally["office restarted"]++
	if err := b.office.Close(); err != nil {
		return err
	}
	return b.openOffice()
}

func (b *branch) newID() string {
	var a [16]byte
	for i := range a {
		a[i] = byte(b.chance.UintN(256))
	}
	a[6], a[8] = a[6]&0x0f|0x40, a[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", a[:4], a[4:6], a[6:8], a[8:10], a[10:])
}

// wait lets the time of a step go by.
func (b *branch) wait() { time.Sleep(time.Duration(5+b.chance.IntN(600)) * time.Second) }

// check holds every drawer against where the hands left its cash.
func (b *branch) check() error {
	b.wire.quiet = true
	defer func() { b.wire.quiet = false }()
	for _, d := range b.desks {
		if err := b.checkDesk(d); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	for i, k := range b.closed {
		if k.number != int64(i+1) {
			return fmt.Errorf("close %d has number %d", i+1, k.number)
		}
	}
	if len(b.closed) == 0 {
		return nil
	}
	k := b.closed[b.chance.IntN(len(b.closed))]
	z, err := k.desk.client.DrawerReport(b.ctx, k.session, client.ReportZ)
	if err != nil {
		return err
	}
	if s := z.Session; s.CloseNumber != k.number || s.Counted.Cents != k.counted || s.Difference.Cents != k.counted-k.lies {
		return fmt.Errorf("Z %d has %+v, the hands %+v", k.number, s, *k)
	}
	return k.says(z)
}

func (b *branch) checkDesk(d *desk) error {
	now, err := d.client.CurrentDrawer(b.ctx)
	if err != nil {
		return err
	}
	if (now.Session != nil) != (d.till != nil) {
		return fmt.Errorf("the office has %+v, the hands %+v", now.Session, d.till)
	}
	if d.till == nil {
		return nil
	}
	if s := now.Session; s.ID != d.till.session || s.Staff != d.till.staff || s.Total.Cents != d.till.lies {
		return fmt.Errorf("the drawer is %+v, the hands have %+v", s, *d.till)
	}
	x, err := d.client.DrawerReport(b.ctx, d.till.session, client.ReportX)
	if err != nil {
		return err
	}
	return d.till.says(x)
}

// says holds a report against what hands put and took, line by line.
func (k *till) says(r client.DrawerReport) error {
	line := func(count int, sum int64) client.ReportLine {
		return client.ReportLine{Count: count, Sum: money.EUR(sum)}
	}
	for name, want := range map[string][2]client.ReportLine{
		"top-ups": {r.TopUps, line(k.topped, k.tops)}, "storni": {r.Reversals, line(k.undone, k.back)},
		"change": {r.ChangeBrought, line(k.broughts, k.brought)}, "to the safe": {r.PickUps, line(k.carriages, -k.carried)},
	} {
		if want[0] != want[1] {
			return fmt.Errorf("the report says of %s %+v, the hands %+v", name, want[0], want[1])
		}
	}
	if r.Fees.Sum.Cents != k.fees || r.Expected.Cents != k.lies || len(r.Counts) != len(k.counts) || r.InFlight.Count != 0 {
		return fmt.Errorf("the report is %+v, the hands have %+v", r, *k)
	}
	for i, c := range r.Counts {
		if c.Counted.Cents != k.counts[i] {
			return errors.New("the report has another count")
		}
	}
	return nil
}

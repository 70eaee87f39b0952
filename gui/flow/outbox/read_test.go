package outbox_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

func lists(t *testing.T, c *counter, want ...outbox.Stage) {
	t.Helper()
	var got []outbox.Stage
	for _, i := range c.Open() {
		got = append(got, i.Stage)
	}
	if !slices.Equal(got, want) {
		t.Errorf("open are %v, want %v", got, want)
	}
}

// restart is another life of the program over the same journal.
func (c *counter) restart(t *testing.T) *counter {
	t.Helper()
	return open(t, c.office, c.kept)
}

// An ending is told until a clerk has read it, wherever it came and over any number of crashes.
func TestAnEndingIsToldUntilItWasRead(t *testing.T) {
	for name, come := range map[string]func(t *testing.T) *counter{
		"on the screen, then a crash": func(t *testing.T) *counter { return pinged(t, client.Posted) },
		"on the screen, with nobody looking": func(t *testing.T) *counter {
			c := open(t, &office{puts: []client.Verdict{client.Posted}}, &flowtest.Journal{})
			c.looks = false
			c.Send(card, "1001")
			c.tasks.Release()
			return c
		},
		"left from another panel": func(t *testing.T) *counter {
			c := pinged(t, client.Posted)
			c.Leave(false)
			c.tasks.Release()
			return c
		},
		"parked": func(t *testing.T) *counter {
			c := pinged(t, client.Unknown)
			c.Park()
			c.office.asks = []client.Verdict{client.Posted}
			c.CheckParked()
			c.tasks.Release()
			return c
		},
		"parked with the clerk's question on its way": func(t *testing.T) *counter {
			c := pinged(t, client.Unknown)
			c.office.asks = []client.Verdict{client.Posted}
			c.Shown().Check()
			c.Park()
			c.tasks.Release()
			return c
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := come(t).restart(t).restart(t)
			lists(t, c, outbox.Posted)
			c.Resume(c.Open()[0].ID)
			lists(t, c, outbox.Posted)
			c.Leave(true)
			c.tasks.Release()
			lists(t, c)
			lists(t, c.restart(t))
		})
	}
}

func TestWhatWasReadIsNotToldAgain(t *testing.T) {
	c := pinged(t, client.Posted)
	c.Leave(true)
	lists(t, c)
	c.out.Close()
	lists(t, c.restart(t))

	c = pinged(t, client.Rejected)
	c.out.Close(c.Read(true)...)
	lists(t, c.restart(t))
}

func TestACrashBeforeTheSendingIsTold(t *testing.T) {
	c := pinged(t, client.Unknown)
	c.kept.Records = c.kept.Records[:1]
	again := c.restart(t)
	lists(t, again, outbox.NeverSent)
	id := again.Open()[0].ID
	again.kept.FailAt = 1
	failed := false
	again.CloseNeverSent(id, func() { failed = true })
	again.tasks.Release()
	lists(t, again, outbox.NeverSent)
	if !failed || !again.out.Halted() {
		t.Error("the disk's failure is told to nobody")
	}
	again.kept.Err = nil
	last := again.restart(t)
	last.CloseNeverSent(id, func() {})
	last.tasks.Release()
	lists(t, last)
	lists(t, last.restart(t))
}

// Clerks by chance, with answers, questions in the background, crashes and restarts by chance: whatever they do, the
// office is asked under ids that are on disk with those bytes, an ending is never taken back, and every ending on disk
// was told by the time the list is empty.
func TestWhateverTheClerkDoes(t *testing.T) {
	for seed := range uint64(2000) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { newChaos(t, seed).work(60) })
	}
}

type chaos struct {
	*rand.Rand
	t    *testing.T
	c    *counter
	told map[string]outbox.Stage
}

func newChaos(t *testing.T, seed uint64) *chaos {
	x := &chaos{Rand: rand.New(rand.NewPCG(seed, 7)), t: t, told: map[string]outbox.Stage{}}
	x.c = open(t, &office{}, &flowtest.Journal{})
	return x
}

func (x *chaos) work(steps int) {
	for range steps {
		x.answers()
		x.act()
		x.look()
	}
	x.c.tasks.Release()
	for len(x.c.Open()) > 0 || x.c.Shown().Stage != outbox.Forming { // the evening
		x.c.looks, x.c.office.asks = true, []client.Verdict{client.Posted}
		if i := x.c.Shown(); i.Stage == outbox.Forming {
			x.c.Resume(x.c.Open()[0].ID)
		} else if i.Stage == outbox.NeverSent {
			x.c.CloseNeverSent(i.ID, func() {})
		} else {
			i.Check()
			i.GiveBack()
		}
		x.c.tasks.Release()
		x.look()
		if x.c.Shown().Stage.Ended() {
			x.c.Leave(true)
			x.c.tasks.Release()
		}
	}
	for _, s := range x.c.kept.Settled() {
		want := map[journal.Kind]outbox.Stage{journal.Posted: outbox.Posted, journal.Rejected: outbox.Rejected}[s.Ending.Kind]
		if s.Ending.Task == "ping" && want != "" && x.told[s.Ending.ID] != want {
			x.t.Errorf("%s ended %s on disk, and the clerk was told %q", s.Ending.ID, want, x.told[s.Ending.ID])
		}
	}
	x.c.out.Close()
	lists(x.t, x.c.restart(x.t))
}

var verdicts = []client.Verdict{client.Posted, client.Rejected, client.Unknown, client.Unknown, client.NotSent}

func (x *chaos) answers() {
	x.c.office.puts = []client.Verdict{verdicts[x.IntN(len(verdicts))]}
	x.c.office.asks = []client.Verdict{verdicts[x.IntN(3)], verdicts[x.IntN(3)]}
	x.c.looks = x.IntN(3) > 0
}

func (x *chaos) act() {
	i := x.c.Shown()
	switch x.IntN(9) {
	case 0:
		x.c.Send(card, "1001")
	case 1:
		i.Check()
	case 2:
		i.SendAgain()
	case 3:
		i.GiveBack()
	case 4:
		if i.Stage.Ended() {
			x.c.Leave(x.c.looks)
		} else if i.Stage.MayPark() {
			x.c.Park()
		}
	case 5:
		if list := x.c.Parked(); len(list) > 0 && i.Stage == outbox.Forming {
			x.c.Resume(list[x.IntN(len(list))].ID)
		}
	case 6:
		x.c.CheckParked()
	case 7:
		x.c.tasks.Release()
	case 8:
		if x.IntN(3) == 0 {
			x.c = x.c.restart(x.t)
		}
	}
	if x.IntN(2) == 0 {
		x.c.tasks.Release()
	}
}

// look is what a clerk reads off the screen and the list, and what is on the wire against the disk.
func (x *chaos) look() {
	seen := x.c.Open()
	if x.c.looks {
		seen = append(seen, x.c.Shown())
	}
	for _, i := range seen {
		if !i.Stage.Ended() {
			continue
		}
		if was := x.told[i.ID]; was != "" && was != i.Stage {
			x.t.Fatalf("%s was told %s, and then %s", i.ID, was, i.Stage)
		}
		x.told[i.ID] = i.Stage
	}
	for _, s := range x.c.office.sent {
		if !slices.ContainsFunc(x.c.kept.Records, func(r journal.Record) bool {
			return r.Kind == journal.Sending && r.ID == s.ID && string(r.Body) == string(s.Body)
		}) {
			x.t.Fatalf("%s was sent and is not on disk", s.ID)
		}
	}
}

package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
)

const card = "100000014"

func idOf(n int) string { return fmt.Sprintf("%08d-0000-4000-8000-000000000000", n) }

// office answers pings with what is set, and keeps how long each question may take.
type office struct {
	puts, asks []client.Verdict
	err        error
	alarm      bool
	sent       []client.Sending
	limits     []time.Duration
}

func (o *office) Lock(ctx context.Context, s client.Sending) client.Outcome[client.Lock] {
	o.sent = append(o.sent, s)
	return o.answer(ctx, &o.puts, s.ID)
}

func (o *office) AskLock(ctx context.Context, id, _ string) client.Outcome[client.Lock] {
	return o.answer(ctx, &o.asks, id)
}

func (o *office) answer(ctx context.Context, next *[]client.Verdict, id string) client.Outcome[client.Lock] {
	until, _ := ctx.Deadline()
	o.limits = append(o.limits, time.Until(until))
	verdict := client.Unknown
	if len(*next) > 0 {
		verdict, *next = (*next)[0], (*next)[1:]
	}
	out := client.Outcome[client.Lock]{Verdict: verdict, Err: o.err, Alarm: o.alarm}
	if verdict.Final() {
		out.Err, out.Answer = nil, client.Lock{ID: id, Code: "card-not-lockable"}
	}
	return out
}

// desk is nobody's: it counts how often it was told that a record failed.
type desk struct{ halted int }

func (*desk) Staff() string { return "1001" }
func (d *desk) Halted()     { d.halted++ }

// counter is an outbox with pings, over a journal in memory.
type counter struct {
	*outboxtest.Ping
	out    *outbox.Outbox
	office *office
	kept   *flowtest.Journal
	tasks  *flowtest.Held
	looks  bool
}

func open(t *testing.T, o *office, kept *flowtest.Journal) *counter {
	t.Helper()
	c := &counter{office: o, kept: kept, tasks: &flowtest.Held{}, looks: true}
	n := len(kept.Records)
	newID := func() string { n++; return idOf(n) }
	c.out = outbox.New(outbox.Needs{
		Journal: kept, Tasks: c.tasks, Desk: "DESK-1", Now: func() time.Time { return flowtest.Start }, NewID: newID,
	}, &desk{})
	c.Ping = outboxtest.New(c.out, o, "DESK-1", newID)
	c.Looks = func() bool { return c.looks }
	if err := c.Recover(); err != nil {
		t.Fatal(err)
	}
	return c
}

// pinged is a counter with a ping on the screen that came to a stage.
func pinged(t *testing.T, verdict client.Verdict) *counter {
	t.Helper()
	c := open(t, &office{puts: []client.Verdict{verdict}}, &flowtest.Journal{})
	c.Send(card, "1001")
	c.tasks.Release()
	return c
}

func stands(t *testing.T, i *outboxtest.Item, want outbox.Stage) {
	t.Helper()
	if i.Stage != want {
		t.Fatalf("it stands at %s, want %s; %v", i.Stage, want, i.Err)
	}
}

func holds(t *testing.T, kept *flowtest.Journal, want ...journal.Kind) {
	t.Helper()
	if got := kept.Kinds(); !slices.Equal(got, want) {
		t.Errorf("the journal holds %v, want %v", got, want)
	}
}

// The whole table: what every verdict makes of a first attempt, and what is on disk by then.
func TestAWriteIsBegunSentAndEnded(t *testing.T) {
	for verdict, want := range map[client.Verdict]struct {
		stage outbox.Stage
		kinds []journal.Kind
	}{
		client.Posted:    {outbox.Posted, []journal.Kind{journal.Intent, journal.Sending, journal.Posted}},
		client.Rejected:  {outbox.Rejected, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		client.Cancelled: {outbox.Cancelled, []journal.Kind{journal.Intent, journal.Sending, journal.Cancelled}},
		client.Unknown:   {outbox.Unknown, []journal.Kind{journal.Intent, journal.Sending}},
		client.NotSent:   {outbox.NotSent, []journal.Kind{journal.Intent, journal.Sending}},
	} {
		t.Run(string(verdict), func(t *testing.T) {
			c := pinged(t, verdict)
			stands(t, c.Shown(), want.stage)
			holds(t, c.kept, want.kinds...)
			if len(c.office.sent) != 1 || !c.office.sent[0].First {
				t.Errorf("sent %+v", c.office.sent)
			}
		})
	}
}

// A stage carries its own permissions: what it does not permit asks the office nothing and writes nothing.
func TestAStageRefusesWhatItDoesNotPermit(t *testing.T) {
	for verdict, may := range map[client.Verdict]struct{ check, again, giveBack bool }{
		client.Posted: {}, client.Rejected: {}, client.Cancelled: {},
		client.NotSent: {again: true, giveBack: true},
		client.Unknown: {check: true, again: true}, // a ping has no tombstone
	} {
		for name, act := range map[string]struct {
			do  func(*outboxtest.Item)
			may bool
		}{
			"check":     {(*outboxtest.Item).Check, may.check},
			"again":     {(*outboxtest.Item).SendAgain, may.again},
			"give back": {(*outboxtest.Item).GiveBack, may.giveBack},
			"send": {func(i *outboxtest.Item) {
				i.Send(i.Write, func(int64, string) ([]byte, error) { return []byte("{}"), nil }, func(error) {})
			}, false},
		} {
			t.Run(string(verdict)+", "+name, func(t *testing.T) {
				c := pinged(t, verdict)
				records := len(c.kept.Records)
				act.do(c.Shown())
				if got := c.tasks.Waiting() > 0; got != act.may {
					t.Errorf("it did something: %t", got)
				}
				if len(c.kept.Records) != records {
					t.Error("it wrote something at once")
				}
			})
		}
	}
}

// A double press, and a press while the answer is on its way, ask once.
func TestWhileAnAnswerIsAwaitedNothingElseIsAsked(t *testing.T) {
	c := pinged(t, client.Unknown)
	i := c.Shown()
	i.Check()
	i.Check()
	i.SendAgain()
	i.GiveBack()
	if c.tasks.Waiting() != 1 || i.Asking != outbox.AskCheck {
		t.Errorf("%d questions, %s", c.tasks.Waiting(), i.Asking)
	}
}

func TestEveryAttemptHasTheSameIDAndTheSameBytes(t *testing.T) {
	c := pinged(t, client.Unknown)
	for range 3 {
		c.Shown().SendAgain()
		c.tasks.Release()
	}
	first := c.office.sent[0]
	for _, s := range c.office.sent[1:] {
		if s.ID != first.ID || string(s.Body) != string(first.Body) || s.First {
			t.Errorf("%+v after %+v", s, first)
		}
	}
	holds(t, c.kept, journal.Intent, journal.Sending, journal.Sending, journal.Sending, journal.Sending)
}

// A question has a read's time limit, an attempt a write's, whoever asks it.
func TestAQuestionMayNotTakeAsLongAsAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where no time passes by itself
		c := pinged(t, client.Unknown)
		c.Shown().Check()
		c.tasks.Release()
		c.Park()
		c.CheckParked()
		c.tasks.Release()
		want := []time.Duration{outbox.WriteLimit, outbox.ReadLimit, outbox.ReadLimit}
		if !slices.Equal(c.office.limits, want) {
			t.Errorf("limits %v, want %v", c.office.limits, want)
		}
	})
}

// The longer an outcome is not known, the more seldom the office is asked; after a sign-in at once.
func TestAParkedItemIsAskedAboutMoreAndMoreSeldom(t *testing.T) {
	c := pinged(t, client.Unknown)
	c.Park()
	asked := len(c.office.limits)
	const looks = 20
	for range looks {
		c.CheckParked()
		c.tasks.Release()
	}
	if n := len(c.office.limits) - asked; n < looks/4 || n > looks/2 {
		t.Errorf("asked %d times in %d looks", n, looks)
	}
	asked = len(c.office.limits)
	c.CheckSoon()
	c.CheckParked()
	c.tasks.Release()
	if len(c.office.limits) != asked+1 {
		t.Error("not asked at once")
	}
}

func TestOtherBytesUnderTheIDRaiseAnAlarm(t *testing.T) {
	c := pinged(t, client.Unknown)
	c.office.alarm = true
	c.Shown().SendAgain()
	c.tasks.Release()
	if i := c.Shown(); !i.Alarm || i.Stage != outbox.Unknown {
		t.Errorf("%+v", i.Status)
	}
	c.office.alarm, c.office.asks = false, []client.Verdict{client.Posted}
	c.Shown().Check()
	c.tasks.Release()
	if i := c.Shown(); i.Alarm || i.Stage != outbox.Posted {
		t.Errorf("%+v", i.Status)
	}
}

// The giving up takes as long as the disk does: what is being given up stays where it is, and leaves nothing behind.
func TestWhatIsBeingGivenUpIsNotParked(t *testing.T) {
	c := pinged(t, client.NotSent)
	i := c.Shown()
	i.GiveBack()
	c.Park()
	if len(c.Parked()) > 0 || c.Shown() != i {
		t.Fatal("it was parked")
	}
	c.tasks.Release()
	stands(t, i, outbox.Cancelled)
	holds(t, c.kept, journal.Intent, journal.Sending, journal.Cancelled)
	lists(t, c)
}

// A form, an attempt on its way and a halted item can't be put away.
func TestOnlyWhatMayWaitIsParked(t *testing.T) {
	c := open(t, &office{}, &flowtest.Journal{})
	c.Park()
	c.Send(card, "1001")
	c.Park()
	if len(c.Parked()) > 0 {
		t.Errorf("parked: %s", c.Parked()[0].Stage)
	}
}

// What can't be written any more says why: whoever starts a desk on a sick disk must hear of the disk, whichever record met it.
func TestAHaltedOutboxNamesWhatHaltedIt(t *testing.T) {
	c := open(t, &office{}, &flowtest.Journal{})
	sick := errors.New("the disk is sick")
	c.kept.Err = sick
	w := outbox.Write{Task: "ping", ID: idOf(1), MokID: card, Staff: "1001"}
	if err := c.out.Begin(w); !errors.Is(err, sick) {
		t.Errorf("the first says %v", err)
	}
	c.kept.Err = nil
	if err := c.out.Abandon(w, outbox.WhyCrash); !errors.Is(err, sick) || !errors.Is(err, outbox.ErrUnwritten) || c.out.Refused(err) {
		t.Errorf("the next says %v", err)
	}
}

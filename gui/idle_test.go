package gui

import (
	"testing"
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// clocks is what a PC shows after from, when its wall clock and the one that only goes on while it is awake have gone different ways: it
// slept, or somebody set it.
func clocks(t *testing.T, from time.Time, wall, awake time.Duration) time.Time {
	t.Helper()
	now := from.Add(wall)
	layout := (*struct {
		wall uint64
		ext  int64 // the monotonic reading, of a time that has one
		loc  *time.Location
	})(unsafe.Pointer(&now))
	layout.ext += int64(awake - wall)
	if now.Sub(from) != awake || now.Round(0).Sub(from.Round(0)) != wall {
		t.Fatal("time.Time keeps its clocks in another way: this test must follow")
	}
	return now
}

// atClock sits down at a PC, signed in and with a card, and gives the hands of its clock.
func atClock(t *testing.T, start time.Time) (c *clerk, set func(time.Time)) {
	t.Helper()
	now := start
	c = sitDownAt(t, func() time.Time { return now }, posted)
	c.signIn().types("100000014").enter().enter().types("481205").enter().step(topup.AskingAmount)
	return c, func(t time.Time) { now = t }
}

// strikes presses a key and lets it go, as the keyboard tells it; what it types does not arrive.
func (c *clerk) strikes(key fyne.KeyName) {
	on := c.w.Canvas().Focused().(desktop.Keyable)
	on.KeyDown(&fyne.KeyEvent{Name: key})
	on.KeyUp(&fyne.KeyEvent{Name: key})
}

func (c *clerk) covered() bool { return !c.w.counter.State().SignedIn }

func TestTheTimeUnusedGoesByTheWallClock(t *testing.T) {
	for name, at := range map[string]struct {
		wall, awake time.Duration
		covered     bool
	}{
		"a pause":                              {4 * time.Minute, 4 * time.Minute, false},
		"a long pause":                         {5 * time.Minute, 5 * time.Minute, true},
		"slept a minute":                       {time.Minute, time.Second, false},
		"slept an hour":                        {time.Hour, time.Second, true},
		"clock set back in a pause":            {-56 * time.Minute, 4 * time.Minute, false},
		"clock set back in a long pause":       {-55 * time.Minute, 5 * time.Minute, true},
		"clock set back a little, long pause":  {4 * time.Minute, 6 * time.Minute, true},
		"clock set back while the clerk works": {-time.Hour, 0, false},
	} {
		start := time.Now()
		c, set := atClock(t, start)
		set(clocks(t, start, at.wall, at.awake))
		c.tasks.Tick()
		if c.covered() != at.covered {
			t.Errorf("%s: covered is %v", name, !at.covered)
		}
	}
}

func TestAClockWithoutASecondHandThatIsSetBackBeginsAnew(t *testing.T) {
	start := time.Now().Round(0)
	c, set := atClock(t, start)
	for _, at := range []time.Duration{-time.Hour, -time.Hour + 4*time.Minute} {
		set(start.Add(at))
		c.tasks.Tick()
		if c.covered() {
			t.Fatalf("covered at %v", at)
		}
	}
	set(start.Add(-55 * time.Minute))
	c.tasks.Tick()
	if !c.covered() {
		t.Error("a clock that was set back leaves the counter open")
	}
}

func TestTheFirstUseAfterASleepOpensNothing(t *testing.T) {
	for name, use := range map[string]func(*clerk){
		"key":       func(c *clerk) { c.strikes(fyne.KeyReturn) },
		"any other": func(*clerk) { field.Used() },
	} {
		start := time.Now()
		c, set := atClock(t, start)
		set(clocks(t, start, time.Hour, time.Second))
		if use(c); !c.covered() {
			t.Errorf("%s: a PC that slept is open", name)
		}
		c.sees("Okence se je zaklenilo")
	}
}

func TestAUseKeepsTheCounterOpen(t *testing.T) {
	for name, use := range map[string]func(*clerk){
		"key":        func(c *clerk) { c.strikes(fyne.KeyF5) },
		"typed text": func(c *clerk) { c.types("5") },
		"menu":       func(c *clerk) { c.ctrl(fyne.Key8); c.ctrl(fyne.Key8) },
		"any other":  func(*clerk) { field.Used() },
	} {
		start := time.Now()
		c, set := atClock(t, start)
		set(start.Add(4 * time.Minute))
		use(c)
		set(start.Add(8 * time.Minute))
		if c.tasks.Tick(); c.covered() {
			t.Errorf("%s: the counter is covered while it is used", name)
		}
		set(start.Add(9 * time.Minute))
		if c.tasks.Tick(); !c.covered() {
			t.Errorf("%s: the counter stays open for ever", name)
		}
	}
}

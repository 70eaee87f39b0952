package field

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field/reading"
)

// Readings is what a window does about hand readers, which are keyboards to the system. All keys of all controls of ours go through one
// gate then: what a reader types comes as one text, whatever has the focus, and no control gets any of it.
type Readings struct {
	Canvas fyne.Canvas
	Now    func() time.Time
	// Read gets a whole reading.
	Read func(text string)
	// Unfinished tells whether a text is the beginning of a code that isn't whole.
	Unfinished func(text string) bool
	// Loose is where characters belong that are typed while nothing has the focus; nil is nowhere.
	Loose func() fyne.Focusable
	// NoNumbers is told that a key of the keypad wrote nothing, for NumLock is off.
	NoNumbers func()
}

// soon is how long a step that the clerk has not asked for takes no Return: what is pressed so soon was meant for the step before.
const soon = 300 * time.Millisecond

// gate is what every key goes through.
type gate struct {
	Readings
	watch   *reading.Watch
	passing bool // what goes through now is a hand's, and has waited long enough
	kept    []shownTo
	waiting []*press  // of keys that wait, in their order
	touched bool      // a hand did something since the last beat
	unasked time.Time // when the last step began that the clerk has not asked for
	presses int       // since the last character
	written rune      // the last character
	number  bool      // a digit of the keypad came since the last beat, and no character yet
}

// shownTo takes back what a control has shown of a burst of keys.
type shownTo struct {
	on   fyne.Focusable
	back func()
}

// watching is the gate. There is one window, so there is one; nil means that every key is a hand's.
var watching *gate

// WatchReadings puts the gate up on a window, before anything has the focus there. The function it gives must be called again and
// again, each time just after keys may have arrived; see Pulse.
func WatchReadings(r Readings) (beat func()) {
	g := &gate{Readings: r}
	g.watch = reading.New(g)
	watching = g
	r.Canvas.SetOnTypedKey(func(ev *fyne.KeyEvent) { g.looseKey(ev) })
	r.Canvas.SetOnTypedRune(g.looseRune)
	if on, ok := r.Canvas.(desktop.Canvas); ok {
		on.SetOnKeyDown(func(ev *fyne.KeyEvent) { keyDown(nil, ev.Name) })
		on.SetOnKeyUp(func(ev *fyne.KeyEvent) { keyUp(ev.Name) })
	}
	for letter := 'A'; letter <= 'Z'; letter++ { // what comes while a button has the focus
		chord := &desktop.CustomShortcut{KeyName: fyne.KeyName(letter), Modifier: fyne.KeyModifierControl}
		r.Canvas.AddShortcut(chord, func(s fyne.Shortcut) { gateShortcut(nil, s) })
	}
	return g.beat
}

// WatchNothing takes the gate away.
func WatchNothing() { watching = nil }

// Pulse calls beat after each time that the toolkit has looked for keys, for ever, also where the system wants no animations. It draws
// nothing.
func Pulse(beat func()) {
	pulse := fyne.NewAnimation(time.Hour, func(float32) { beat() })
	pulse.RepeatCount = fyne.AnimationRepeatForever
	pulse.Start()
}

func (g *gate) beat() {
	g.watch.Beat(g.Now())
	if g.number {
		g.number = false
		g.pass(g.NoNumbers)
	}
	g.touched = false
}

// pass does what a hand has asked for.
func (g *gate) pass(do func()) {
	before := g.passing
	g.passing = true
	defer func() { g.passing = before }()
	do()
}

// Keep is reading.Host's.
func (g *gate) Keep() { g.kept = nil }

// Back is reading.Host's.
func (g *gate) Back() {
	kept := g.kept
	g.kept = nil
	g.pass(func() {
		for _, s := range kept {
			s.back()
		}
	})
}

// Read is reading.Host's.
func (g *gate) Read(text string) { g.pass(func() { g.Readings.Read(text) }) }

// Unfinished is reading.Host's.
func (g *gate) Unfinished(text string) bool { return g.Readings.Unfinished(text) }

// keeper is a control that shows characters, and can take them back.
type keeper interface {
	// keep gives what brings the control back to where it is now.
	keep() (back func())
	Disabled() bool
}

// keep notes how a control is before it shows the first character of a burst.
func (g *gate) keep(on fyne.Focusable) {
	for _, s := range g.kept {
		if s.on == on {
			return
		}
	}
	if k, ok := on.(keeper); ok {
		g.kept = append(g.kept, shownTo{on, k.keep()})
	}
}

// touch notes that a hand did something that no key says, such as a click.
func touch() {
	if watching != nil {
		watching.touched = true
	}
}

// Stepped tells that the window shows another step. When no key or click has asked for it, it takes no Return for a moment.
func Stepped() {
	if g := watching; g != nil && !g.touched && !g.passing {
		g.unasked = g.Now()
	}
}

// tooSoon tells whether a key was pressed before anybody can have seen the present step.
func (g *gate) tooSoon(pressed time.Time) bool {
	return !g.unasked.IsZero() && pressed.Sub(g.unasked) < soon
}

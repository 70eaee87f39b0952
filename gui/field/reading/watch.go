package reading

import (
	"time"
)

const (
	// pause ends a burst: no reader pauses so long between two keys, and no clerk sees that a Return waits so long. Beats come 60 times a
	// second, so it ends at the fourth after the key, at 67 ms. The fifth, at 83, would be later than the 80 ms that a Return may wait.
	pause = 60 * time.Millisecond
	// silence ends a reading. It is longer than a pause, for between two lines a reader and the system may take their time.
	silence = 100 * time.Millisecond
	// patience ends a reading whose text is the beginning of a code that isn't whole: half of it is of no use to anybody.
	patience = 600 * time.Millisecond
	// tail is how long after a reading what ends lines still belongs to it. In that time nobody has read what the reading has shown.
	tail = 300 * time.Millisecond
	// suspense is how long a key waits at most for a burst that goes on and may still turn out to be a reading.
	suspense = 400 * time.Millisecond
	// mostText bounds a reading, in characters. The largest QR code has 4,296 letters; a payment code some 400.
	mostText = 4500
)

// Kind is what a key does.
type Kind int

// The kinds of keys.
const (
	Shows Kind = iota // a character that a field shows: it goes on at once, and is taken back if it belongs to a reading
	Acts              // Return, Tab, Escape, a chord with Ctrl, Space on a button: it waits
	Moves             // an arrow, Backspace and other keys that are a hand's alone
)

// Key is a key that has arrived.
type Key struct {
	Kind   Kind
	Rune   rune // what it means in a reading's text; 0 for nothing
	Repeat bool // nobody pressed it: the system repeats a key that is held
	Stray  bool // typed at a control that takes no characters
	Secret bool // typed at a PIN, of which there are few tries
	Do     func()
}

// Host is whom a Watch tells.
type Host interface {
	// Back takes back what was shown of the present burst, which is a reading.
	Back()
	// Keep notes that what was shown so far stays, and what is shown from now on may have to be taken back.
	Keep()
	// Read gets a whole reading: its characters, with \r, \n or \t where a line ends.
	Read(text string)
	// Unfinished tells whether a text is the beginning of a code that isn't whole.
	Unfinished(text string) bool
}

// Watch stands above all fields: each key goes through it, and it does the key when it is a hand's. Before the first Beat it only
// lets through. It is used on one goroutine.
type Watch struct {
	host  Host
	beats bool
	since time.Time // the queue was empty then
	poll  time.Time // when the first key came since the last beat; zero for none
	last  time.Time // when the last key came

	burst burst
	held  []waiting
	sure  bool
	ended time.Time // when the last reading ended

	strays int
	stray  time.Time // when the last of them came
}

type waiting struct {
	Key
	at  time.Time
	nth int // of the burst
}

// New makes one.
func New(host Host) *Watch { return &Watch{host: host} }

// Key takes a key that has arrived.
func (w *Watch) Key(k Key, at time.Time) {
	if !w.beats {
		k.Do()
		return
	}
	if w.poll.IsZero() {
		w.poll = at
	}
	w.last = at
	if k.Kind == Moves {
		w.move(k, at)
		return
	}
	if w.burst.keys == 0 && k.Kind == Acts && at.Sub(w.ended) < tail {
		return
	}
	w.countStrays(k, at)
	w.burst.add(k, w.since, at)
	switch {
	case w.sure:
	case w.burst.isReading(k):
		w.sure, w.held = true, nil
		w.host.Back()
	case k.Kind == Acts || len(w.held) > 0:
		w.held = append(w.held, waiting{k, at, w.burst.keys})
	default:
		k.Do()
	}
}

// move does a key that is a hand's alone, in its turn.
func (w *Watch) move(k Key, at time.Time) {
	switch {
	case w.sure:
	case len(w.held) > 0:
		w.held = append(w.held, waiting{k, at, w.burst.keys})
	default:
		w.forget()
		k.Do()
	}
}

// Beat tells that the queue of keys was empty just now: all that was pressed before has arrived. It must come again and again, a
// moment after each time that keys may have arrived.
func (w *Watch) Beat(at time.Time) {
	quiet := time.Duration(0)
	if w.poll.IsZero() {
		w.since, quiet = at, at.Sub(w.last)
	} else {
		w.since = w.poll // what was pressed while those keys were being done has perhaps not arrived
	}
	w.poll, w.beats = time.Time{}, true
	switch {
	case w.sure && quiet >= w.wait():
		w.finish(at)
	case w.sure:
	case quiet >= pause && len(w.held)+len(w.burst.text)+w.burst.keys > 0:
		w.release()
		w.forget()
	default:
		w.releaseDue(at)
	}
}

// wait is the silence that ends the present reading.
func (w *Watch) wait() time.Duration {
	if w.host.Unfinished(string(w.burst.text)) {
		return patience
	}
	return silence
}

func (w *Watch) finish(at time.Time) {
	text := string(w.burst.text)
	w.forget()
	w.ended = at
	w.host.Read(text)
}

// forget ends the burst. Nothing of it stays: it may have been a PIN.
func (w *Watch) forget() {
	clear(w.burst.text[:cap(w.burst.text)])
	w.burst = burst{text: w.burst.text[:0], marks: w.burst.marks[:0]}
	w.sure = false
	w.host.Keep()
}

// Reading tells whether a reading is on its way.
func (w *Watch) Reading() bool { return w.sure }

// release does all that waits, for it was a hand's.
func (w *Watch) release() {
	for len(w.held) > 0 {
		w.do()
	}
}

// releaseDue does what has waited long enough, and the characters behind it.
func (w *Watch) releaseDue(at time.Time) {
	for len(w.held) > 0 {
		next := w.held[0]
		waited := at.Sub(next.at)
		if next.Kind == Acts && (waited < pause || waited < suspense && w.burst.suspicious(next.nth)) {
			return
		}
		w.do()
	}
}

func (w *Watch) do() {
	next := w.held[0]
	w.held[0] = waiting{} // nothing of what was typed stays
	w.held = w.held[1:]
	if next.Kind == Acts && next.Stray && w.strays >= fewStrays && next.at.Sub(w.stray) < tail {
		return
	}
	next.Do()
}

// fewStrays are characters typed at a button: whoever types so many means a field, and their Return must not push it.
const fewStrays = 2

func (w *Watch) countStrays(k Key, at time.Time) {
	if at.Sub(w.stray) >= tail {
		w.strays = 0
	}
	if k.Stray && k.Kind == Shows && !k.Repeat {
		w.strays, w.stray = w.strays+1, at
	}
}

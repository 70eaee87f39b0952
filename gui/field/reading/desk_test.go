package reading

import (
	"strings"
	"time"
)

// press is a key that is pressed after a time.
type press struct {
	after time.Duration
	key   Key
}

// desk is a window that gets keys when it has drawn a frame.
type desk struct {
	w     *Watch
	now   time.Time
	shown string   // what stands in the field
	kept  string   // what stood there when the burst began
	free  bool     // nothing was shown since
	did   []string // what has acted: the shown text and the key, such as "50\r"
	acted time.Time
	late  time.Duration // the longest that a key that acts has waited since it arrived
	read  []string
	more  func(string) bool
}

func newDesk() *desk {
	d := &desk{now: start, free: true, more: func(string) bool { return false }}
	d.w = New(d)
	d.frame(0)
	return d
}

func (d *desk) Keep()                       { d.kept, d.free = d.shown, true }
func (d *desk) Back()                       { d.shown = d.kept }
func (d *desk) Read(text string)            { d.read = append(d.read, text) }
func (d *desk) Unfinished(text string) bool { return d.more(text) }

// frame lets a frame go by in which some keys come.
func (d *desk) frame(long time.Duration, keys ...Key) {
	d.now = d.now.Add(long)
	for _, k := range keys {
		at := d.now
		k.Do = func() {
			if k.Kind == Shows {
				if d.free {
					d.kept, d.free = d.shown, false
				}
				d.shown += string(k.Rune)
				return
			}
			d.did, d.acted = append(d.did, d.shown+string(k.Rune)), d.now
			d.late = max(d.late, d.now.Sub(at))
			if k.Rune == '\r' {
				d.shown = ""
			}
		}
		d.w.Key(k, d.now)
	}
	d.w.Beat(d.now)
}

func quick(int) time.Duration { return 16 * time.Millisecond }

// play plays presses at the speed at which they were made, while frames take as long as frame says.
func (d *desk) play(presses []press, frame func(keys int) time.Duration) {
	var times []time.Time
	at := d.now
	for _, p := range presses {
		at = at.Add(p.after)
		times = append(times, at)
	}
	end := at.Add(2 * time.Second)
	came := 0
	for next := 0; d.now.Before(end); {
		long := frame(came)
		var keys []Key
		for next < len(presses) && !times[next].After(d.now.Add(long)) {
			keys = append(keys, presses[next].key)
			next++
		}
		d.frame(long, keys...)
		came = len(keys)
	}
}

// ending is how a reader is set to end lines.
type ending string

const (
	cr   ending = "\r"
	lf   ending = "\n" // as Ctrl+J
	crlf ending = "\r\n"
	tab  ending = "\t"
	none ending = ""
)

func isEnd(r rune) bool { return strings.ContainsRune("\r\n\t\x1b", r) }

// keysOf is a text as keys; each comes after one before by a time.
func keysOf(text string, apart func(i int) time.Duration) (keys []press) {
	for i, r := range []rune(text) {
		k := Key{Kind: Shows, Rune: r}
		if isEnd(r) {
			k.Kind = Acts
		}
		keys = append(keys, press{apart(i), k})
	}
	return keys
}

// code is a UPN code of twenty lines.
const code = "UPNQR\n\n\n\n\nAna Zagar\nGlavni trg 1\n4000 Kranj\n00000005000\n\n\nOTHR\nPolnitev kartice CeKR\n\n" +
	"SI56029000000200020\nSI058074720-100000014-200\nNLB d.d.\nTrg republike 2\n1000 Ljubljana\n172"

package windowtest

import (
	"strings"
	"time"
)

// Read plays a hand reader: the code's characters one after the other at a pace, and end, a key or a chord as xdotool writes it
// ("Return", "ctrl+j"), where a line ends.
func (p *Program) Read(code string, pace time.Duration, end string) {
	p.d.t.Helper()
	var keys []stroke
	for line := range strings.Lines(code) {
		if text := strings.TrimSuffix(line, "\n"); text != "" {
			keys = append(keys, stroke{text: text})
		}
		if strings.HasSuffix(line, "\n") {
			keys = append(keys, stroke{chord: end})
		}
	}
	p.d.play(pace, keys...)
}

// Changes does something and waits until the screen shows another thing than before.
func (p *Program) Changes(do func()) {
	p.d.t.Helper()
	before := p.d.look()
	do()
	p.Until("another screen", func() bool {
		now := p.d.look()
		return len(now) == len(before) && differing(now, before) > much
	})
	p.Still()
}

// much is how many bytes of a picture change at least when something is said, and more than a number in the status line.
const much = 20000

// differing is in how many bytes two pictures of one size differ.
func differing(a, b []byte) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

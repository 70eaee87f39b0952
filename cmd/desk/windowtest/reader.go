package windowtest

import (
	"strconv"
	"strings"
	"time"
)

// Read plays a hand reader: the code's characters one after the other at a pace, and end, a key or a chord as xdotool writes it
// ("Return", "ctrl+j"), where a line ends.
func (p *Program) Read(code string, pace time.Duration, end string) {
	p.d.t.Helper()
	delay := strconv.FormatInt(pace.Milliseconds(), 10)
	var keys []string
	for line := range strings.Lines(code) {
		if text := strings.TrimSuffix(line, "\n"); text != "" {
			keys = append(keys, "type", "--args", "1", "--delay", delay, text)
		}
		if strings.HasSuffix(line, "\n") {
			keys = append(keys, "key", "--delay", delay, end)
		}
	}
	p.d.must(keys...)
}

package cashtest

import (
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/count"
)

// counted holds a desk's counts against the office: it keeps those that are posted on disk, each once, and no others.
func (f *Found) counted(b *Books, kept *journal.Journal, a *auditor) {
	posted := map[string]int{}
	for _, s := range kept.Settled() {
		if s.Ending.Task == count.Task && s.Ending.Kind == journal.Posted {
			posted[s.Ending.Session]++
		}
	}
	for session := range b.sessions {
		var report struct{ Counts []struct{ ID string } }
		if err := a.ask("/v1/drawer-sessions/"+session+"/report?kind=x", &report); err != nil {
			f.add(&f.Other, "%w", err)
			continue
		}
		if len(report.Counts) != posted[session] {
			f.add(&f.Other, "desk %s: %d counts are posted on disk, the office has %d", b.Desk, posted[session], len(report.Counts))
		}
	}
}

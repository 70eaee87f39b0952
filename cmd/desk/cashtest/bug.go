package cashtest

import (
	"net/http"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Bug is a fault seeded into a counter or its office, to see whether a trial finds it. The zero Bug is none.
type Bug struct {
	Name  string
	Shape *Shape // of the days on which it shows; nil for any

	Disk      func(journal.FS) journal.FS                    // below the journal
	Journal   func(outbox.Journal) outbox.Journal            // between flow and journal
	Office    func(flow.Office) flow.Office                  // between flow and client
	Transport func(http.RoundTripper) http.RoundTripper      // between client and network
	Branch    func(office http.Handler) (buggy http.Handler) // between network and office
}

func (b Bug) disk(fs journal.FS) journal.FS {
	if b.Disk == nil {
		return fs
	}
	return b.Disk(fs)
}

func (b Bug) journal(j outbox.Journal) outbox.Journal {
	if b.Journal == nil {
		return j
	}
	return b.Journal(j)
}

func (b Bug) office(o flow.Office) flow.Office {
	if b.Office == nil {
		return o
	}
	return b.Office(o)
}

func (b Bug) transport(t http.RoundTripper) http.RoundTripper {
	if b.Transport == nil {
		return t
	}
	return b.Transport(t)
}

func (b Bug) branch(office http.Handler) http.Handler {
	if b.Branch == nil {
		return office
	}
	return b.Branch(office)
}

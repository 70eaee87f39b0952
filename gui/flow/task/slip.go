package task

import "cekr.kranj.si/desk/client/upn"

// Slip is one paper to hand out. Each is a type of the flow that makes it: what stands on it, and the letterhead. What it looks like is
// nothing to a flow.
type Slip interface {
	// Kind tells it from every other type of slip.
	Kind() SlipKind
	// Number tells it from others of its kind, as in its file's name: never a person. Empty: nothing does.
	Number() string
	// Head is its letterhead.
	Head() Letterhead
}

// SlipKind names a type of slip; its word in a file's name is slip.file.<kind>.
type SlipKind string

// Letterhead is what every slip bears besides its content: who hands it out and where, how it is printed, and which print it is. A slip
// embeds it.
type Letterhead struct {
	Clerk   string // alias
	Office  string
	Choices Choices // printer, folder, paper and language
	// Account is whom the office is paid through, as it has told; zero while it has not.
	Account upn.Account
	Copy    int // counts from 1 for reprints; 0 is the original
	// Practice says that the office is one for practice: the slip is stamped.
	Practice bool
	Draft    bool // it can't be printed yet; only a picture is made of it
}

// Head is the letterhead itself.
func (l Letterhead) Head() Letterhead { return l }

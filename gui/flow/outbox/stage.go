package outbox

import "cekr.kranj.si/desk/client"

// Stage is where a write stands.
type Stage string

// The stages of a write, in the order of its life.
const (
	Forming   Stage = "forming" // nothing is on disk: the clerk fills a form
	Begun     Stage = "begun"   // the intention is on disk; nothing was sent
	Sending   Stage = "sending" // the first attempt is on its way
	NotSent   Stage = "notSent" // its bytes are on disk and certainly never left this PC
	Unknown   Stage = "unknown" // it may have been done, and it may yet be done
	Posted    Stage = "posted"
	Rejected  Stage = "rejected"
	Cancelled Stage = "cancelled" // it will never be done
	NeverSent Stage = "neverSent" // a crash left the intention alone
	Halted    Stage = "halted"    // the journal failed at it: a restart finds out
)

// permission is what a stage lets happen.
type permission struct {
	check, again, giveBack bool // the three ways out of an unknown outcome
	park                   bool // it may leave the screen and stays among the open items
	inFlight               bool // it may be on its way: what hangs on it is not settled
	ended                  bool // the office has the last word, or there will be none
}

var permissions = map[Stage]permission{
	Forming:   {},
	Begun:     {},
	Sending:   {inFlight: true},
	NotSent:   {inFlight: true, again: true, giveBack: true, park: true},
	Unknown:   {inFlight: true, check: true, again: true, giveBack: true, park: true},
	Posted:    {ended: true, park: true},
	Rejected:  {ended: true, park: true},
	Cancelled: {ended: true, park: true},
	NeverSent: {park: true},
	Halted:    {},
}

// MayCheck reports that the office can be asked what became of it.
func (s Stage) MayCheck() bool { return permissions[s].check }

// MaySendAgain reports that the same bytes may be sent once more.
func (s Stage) MaySendAgain() bool { return permissions[s].again }

// MayGiveBack reports that a clerk may ask for it never to be done.
func (s Stage) MayGiveBack() bool { return permissions[s].giveBack }

// MayPark reports that it may leave the screen and wait among the open items.
func (s Stage) MayPark() bool { return permissions[s].park }

// InFlight reports that it may be on its way.
func (s Stage) InFlight() bool { return permissions[s].inFlight }

// Ended reports an ending.
func (s Stage) Ended() bool { return permissions[s].ended }

// MayCheck reports that the office can be asked now: what became of it, or what the journal doesn't keep of its ending.
func (s Status[A]) MayCheck() bool {
	return s.Asking == AskNothing && (s.Stage.MayCheck() || s.mayLearn())
}

// MaySendAgain reports that the same bytes may be sent once more now.
func (s Status[A]) MaySendAgain() bool { return s.Asking == AskNothing && s.Stage.MaySendAgain() }

// MayGiveBack reports that a clerk may ask now for it never to be done.
func (s Status[A]) MayGiveBack() bool { return s.Asking == AskNothing && s.Stage.MayGiveBack() }

// MayPark reports that it may leave the screen now, and no ending of it is on its way to the disk.
func (s Status[A]) MayPark() bool {
	return s.Stage.MayPark() && (s.Stage != NotSent || s.Asking != AskGiveBack)
}

// mayLearn reports that the office knows more of its ending than the journal, and can be asked for it now.
func (s Status[A]) mayLearn() bool {
	return s.Asking == AskNothing && s.Stage.Ended() && s.Stage != Cancelled && !s.Known()
}

// endings are the stages of the final verdicts.
var endings = map[client.Verdict]Stage{client.Posted: Posted, client.Rejected: Rejected, client.Cancelled: Cancelled}

// Ask names the question about a write that is under way.
type Ask string

// The three ways out of an unknown outcome, and the wait for the disk.
const (
	AskNothing  Ask = ""
	AskCheck    Ask = "check"
	AskAgain    Ask = "again"
	AskGiveBack Ask = "giveBack"
	AskDrop     Ask = "drop" // not the office: the abandoned intention is on its way to disk
)

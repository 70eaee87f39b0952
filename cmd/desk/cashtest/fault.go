package cashtest

// Fault is what a network does to one request.
type Fault string

// The faults. After those marked "delivered" the office has had the request.
const (
	Refused      Fault = "refused"       // no connection comes about
	Unreachable  Fault = "unreachable"   // nothing answers a dial
	LostBefore   Fault = "lost-before"   // the connection is cut; the office never had the request
	LostAfter    Fault = "lost-after"    // delivered; the connection is cut before the answer
	SilentBefore Fault = "silent-before" // no answer, ever; the office never had the request
	SilentAfter  Fault = "silent-after"  // delivered; no answer, ever
	Late         Fault = "late"          // the connection is cut; delivered minutes later
	LateSilent   Fault = "late-silent"   // no answer; delivered when the desk has given up
	Duplicate    Fault = "duplicate"     // delivered, answered, and delivered again later
	Twice        Fault = "twice"         // delivered twice before the answer
	Slow         Fault = "slow"          // delivered after a wait
	SlowAnswer   Fault = "slow-answer"   // delivered at once; the answer waits, and is old when it comes
	Commit500    Fault = "commit-500"    // delivered; a problem of the contract, 500
	Status500    Fault = "status-500"    // a problem of the contract, 500
	Status502    Fault = "status-502"    // a proxy's page
	Status503    Fault = "status-503"    // a proxy's page with Retry-After
	Status407    Fault = "status-407"    // a proxy asks who is there
	Status401    Fault = "status-401"    // the office says that the token is no longer good
	Commit401    Fault = "commit-401"    // delivered; the same
	Commit409    Fault = "commit-409"    // delivered; in flight
	Commit422    Fault = "commit-422"    // delivered; other bytes
	Portal       Fault = "portal"        // 200 and somebody's page
	PortalJSON   Fault = "portal-json"   // 200 and somebody's JSON
	Redirect     Fault = "redirect"      // 307 to another host
	CutBody      Fault = "cut-body"      // delivered; half of the answer
	Garbage      Fault = "garbage"       // delivered; bytes that are no JSON
	OtherID      Fault = "other-id"      // delivered; the answer speaks of another id
	OtherAmount  Fault = "other-amount"  // delivered; the answer speaks of another amount
)

// Faults are all of them but those that no connection comes about, which are faults of a dial.
func Faults() []Fault {
	return []Fault{LostBefore, LostAfter, SilentBefore, SilentAfter, Late, LateSilent, Duplicate, Twice, Slow, SlowAnswer,
		Commit500, Status500, Status502, Status503, Status407, Status401, Commit401, Commit409, Commit422, Portal, PortalJSON, Redirect,
		CutBody, Garbage, OtherID, OtherAmount}
}

// delivered tells whether the office has the request before the desk learns anything.
func (f Fault) delivered() bool {
	switch f {
	case LostAfter, SilentAfter, Duplicate, Twice, SlowAnswer, Commit500, Commit401, Commit409, Commit422, CutBody, Garbage,
		OtherID, OtherAmount, "":
		return true
	}
	return false
}

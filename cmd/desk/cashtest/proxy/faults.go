package proxy

import (
	"slices"
	"time"
)

// Kind is a thing that a network, or whoever stands in it, does to a request.
type Kind string

// The kinds. Those that replace the answer do it whether or not the request was delivered; Fault.Delivered
// says which.
const (
	Pass          Kind = "pass"           // delivered, and answered by the office
	HungUp        Kind = "hung-up"        // the connection ends before the TLS handshake: nothing was sent
	Reset         Kind = "reset"          // the connection is reset inside the request; not delivered
	LostBefore    Kind = "lost-before"    // not delivered, and no answer
	LostAfter     Kind = "lost-after"     // delivered, and no answer
	Late          Kind = "late"           // no answer; delivered when the desk has long given up
	AfterCancel   Kind = "after-cancel"   // no answer; delivered when the office has answered a cancellation of it
	Slow          Kind = "slow"           // delivered, and answered after the desk's patience
	Twice         Kind = "twice"          // delivered twice, one after the other; answered by the second
	TwiceAtOnce   Kind = "twice-at-once"  // delivered twice at the same moment; answered by either
	Error500      Kind = "500"            // answered 500, in JSON of nobody's contract
	BadGateway    Kind = "502"            // answered 502 by a proxy
	Away          Kind = "503"            // answered 503 by a proxy
	ProxyAuth     Kind = "407"            // answered 407 by a proxy
	Portal        Kind = "portal"         // answered 200 with a portal's page
	Redirect      Kind = "redirect"       // answered 301 to 308, to another host
	Cut           Kind = "cut"            // half of the answer, then the end
	Garbage       Kind = "garbage"        // answered 200, JSON by name, not in fact
	Another       Kind = "another-id"     // answered with the office's true word on another id
	AnotherAmount Kind = "another-amount" // answered with the id and another amount
)

// Kinds are all of them but Pass.
func Kinds() []Kind {
	return []Kind{
		HungUp, Reset, LostBefore, LostAfter, Late, AfterCancel, Slow, Twice, TwiceAtOnce, Error500, BadGateway,
		Away, ProxyAuth, Portal, Redirect, Cut, Garbage, Another, AnotherAmount,
	}
}

// Fault is what happens to one request.
type Fault struct {
	Kind Kind
	// Delivered says, of the kinds that replace the answer, whether the office got the request before.
	Delivered bool
	// Delay is how long a late copy is under way and a slow answer is held. AfterCancel waits for no longer.
	Delay time.Duration
}

// Deliveries is how often the office gets the request.
func (f Fault) Deliveries() int {
	switch f.Kind {
	case Pass, LostAfter, Late, AfterCancel, Slow, Cut, Another, AnotherAmount:
		return 1
	case Twice, TwiceAtOnce:
		return 2
	}
	if f.Replaces() && f.Delivered {
		return 1
	}
	return 0
}

// Replaces says that the office's answer, if there is one, is thrown away for another's.
func (f Fault) Replaces() bool {
	return slices.Contains([]Kind{Error500, BadGateway, Away, ProxyAuth, Portal, Redirect, Garbage}, f.Kind)
}

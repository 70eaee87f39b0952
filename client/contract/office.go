package contract

import (
	"net/http"
	"time"
)

// Staff is a clerk of the office under test.
type Staff struct{ Number, PIN string }

// Card is a card of the office under test. Last6 is empty where the suite does not need it.
type Card struct{ MokID, Last6 string }

// Office is an office under test, and what the suite may do to it. The zero value of an
// optional field leaves out the tests that need it, with a sentence.
type Office struct {
	// BaseURL is where the paths of the contract begin, without a slash at its end.
	BaseURL string
	// Transport carries the requests; nil is a plain one. Redirects are never followed.
	Transport http.RoundTripper
	// Header goes with every request, e.g. the embedded office's secret.
	Header http.Header

	// Clerk has card.read, top-up, drawer and lock. The suite mistypes his PIN once at a time, never twice in a row.
	Clerk Staff
	// Card is active, costs no fee and has room for sixty top-ups of the smallest amount.
	Card Card

	// Second is another clerk with the same capabilities. Optional.
	Second Staff
	// Minimal is a clerk with card.minimal and lock, without card.read, top-up and drawer. Optional.
	Minimal Staff
	// Supervisor is a clerk with audit and approve. Optional.
	Supervisor Staff
	// Lockable is a clerk whose PIN gets locked. Optional.
	Lockable Staff

	// OtherCard is another active card. Optional.
	OtherCard Card
	// MatchLockable is a card whose matching gets locked. Optional.
	MatchLockable Card
	// Unloadable is a card that cannot be loaded. Optional.
	Unloadable Card
	// NearLimit is a card whose balance leaves room for one smallest top-up, but not for a hundred. Optional.
	NearLimit Card
	// FeeCard is a card whose top-ups cost a fee. Optional.
	FeeCard Card
	// Stoppable are active cards that are locked for good, for to unlock one takes a second person. That comes at the end of the run,
	// so they may stand above, too, except Card. The first one has room for a smallest top-up and costs no fee. Four are enough. Optional.
	Stoppable []Card
	// States are cards and the state that the clerk's view must show. Optional.
	States map[string]string

	// PayerFrom is an amount in cents within all limits that needs a payer's name. Optional, 0 is none.
	PayerFrom int64
	// Advance moves the office's clock forward. Optional.
	Advance func(time.Duration)
	// Hold makes the office take a while over a write of this route ("PUT /v1/top-ups/{id}") while it
	// works on it, until the function that it gives back is called. Optional.
	Hold func(route string) (release func())
	// Alone says that nobody else works at the office during the run, so that numbers can be counted.
	Alone bool
}

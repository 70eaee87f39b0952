package contract

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// suite is one run against one office.
type suite struct {
	office Office
	spec   *spec
	http   *http.Client
	seen   *seen
	run    string // random letters, part of every desk's name
	rules  rules

	tokens  map[Staff]string // of desks that only read
	leftOut []string
}

// rules are those of the house, read once.
type rules struct {
	Min, Max             int64
	Practice, BlindClose bool
	Capabilities         []string // of the clerk
}

// Report is what a run met and what it left out.
type Report struct {
	// Whole says that no part was left out by a pattern of -run.
	Whole bool
	// LeftOut are the tests that the office could not be asked for, each with the reason.
	LeftOut []string
	// Problems and Rejections are the codes that were met.
	Problems, Rejections []string
}

// part is one named group of checks.
type part struct {
	name string
	run  func(*suite, *testing.T)
}

// parts are the whole suite, in the order in which it runs.
func parts() []part {
	return slices.Concat(
		[]part{{"Health", (*suite).health}},
		signinParts(), cardParts(), lookUpParts(), orderParts(), drawerParts(), movementParts(), countParts(), historyParts(), personParts(), custodyParts(),
		quoteParts(), topupParts(), lateParts(), cancellationParts(), deskParts(), senderParts(), concurrentParts(),
		[]part{
			{"Bodies", (*suite).bodies},
			{"Routes", (*suite).routes},
			{"LaterRoutes", (*suite).laterRoutes},
		},
		houseParts(), undoParts(),
		lockParts(), // at the end, for they use cards up
		[]part{{"Unlock", (*suite).unlocks}},
	)
}

// Run runs the whole suite against an office, each part as a subtest. It ends the test at
// once only if the contract can't be read or nobody can sign in.
func Run(t *testing.T, office Office) Report {
	t.Helper()
	s, err := newSuite(office)
	if err != nil {
		t.Fatal(err)
	}
	s.readRules(t)
	before := s.balance(t, office.Card.MokID)
	all := parts()
	ran := 0 // a pattern of -run may leave parts out
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			ran++
			p.run(s, t)
		})
	}
	if ran == len(all) {
		s.everyRouteTried(t)
	}
	for _, why := range s.leftOut {
		t.Logf("left out: %s", why)
	}
	t.Logf("the card went up by %d smallest top-ups", (s.balance(t, office.Card.MokID)-before)/s.rules.Min)
	return s.report(ran == len(all))
}

func newSuite(office Office) (*suite, error) {
	spec, err := loadSpec()
	if err != nil {
		return nil, err
	}
	office.BaseURL = strings.TrimSuffix(office.BaseURL, "/")
	return &suite{
		office: office,
		spec:   spec,
		seen:   newSeen(),
		run:    strings.ToLower(rand.Text()[:6]),
		tokens: map[Staff]string{},
		http: &http.Client{
			Transport:     office.Transport,
			Timeout:       30 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// readRules signs the clerk in and reads the house's limits.
func (s *suite) readRules(t *testing.T) {
	t.Helper()
	m, _ := s.readMe(t, s.office.Clerk)
	largest := max(m.Limits.TopUpMax.Amount, m.Limits.TopUpApprovedMax.Amount)
	s.rules = rules{m.Limits.TopUpMin.Amount, largest, m.Practice, m.BlindClose, m.Capabilities}
	if s.rules.Min < 1 {
		s.rules.Min = 1
	}
}

func (s *suite) report(whole bool) Report {
	r := Report{Whole: whole, LeftOut: s.leftOut}
	for code := range s.seen.problems {
		r.Problems = append(r.Problems, code)
	}
	for code := range s.seen.rejections {
		r.Rejections = append(r.Rejections, code)
	}
	slices.Sort(r.Problems)
	slices.Sort(r.Rejections)
	return r
}

// needs leaves the test out, with a sentence, unless the office offers what it needs.
func (s *suite) needs(t *testing.T, have bool, what string) {
	t.Helper()
	if have {
		return
	}
	s.leftOut = append(s.leftOut, t.Name()+" needs "+what)
	t.Skipf("left out: needs %s", what)
}

// each runs a table of checks as subtests.
func each(t *testing.T, checks ...check) {
	t.Helper()
	for _, c := range checks {
		t.Run(c.name, c.run)
	}
}

// check is one sentence about an office and how to try it.
type check struct {
	name string
	run  func(*testing.T)
}

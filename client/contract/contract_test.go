package contract

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
)

// The flags of the package's documentation.
var (
	officeURL  = flag.String("office", "", "base URL of the office to try; empty is the embedded office")
	officeCA   = flag.String("office-ca", "", "PEM file of the CA that signed the office's certificate; empty is the system's")
	officeCert = flag.String("office-cert", "", "PEM file of the desk's client certificate")
	officeKey  = flag.String("office-key", "", "PEM file of the client certificate's key")
	clockURL   = flag.String("office-clock", "", "address that moves a test office's clock on by ?by=90s")

	staff, pin                 = staffFlags("staff", "pin", "a clerk with card.read, top-up, drawer and lock")
	staff2, pin2               = staffFlags("staff2", "pin2", "a second clerk of the same kind")
	staffMinimal, pinMinimal   = staffFlags("staff-minimal", "pin-minimal", "a clerk with card.minimal and lock, without card.read")
	staffSupervisor, pinSuper  = staffFlags("staff-supervisor", "pin-supervisor", "a clerk with audit")
	staffLockable, pinLockable = staffFlags("staff-lockable", "pin-lockable", "a clerk whose PIN may be locked")

	cardID, last6                 = cardFlags("card", "last6", "an active card without a fee, with room for sixty smallest top-ups")
	card2, last62                 = cardFlags("card2", "last62", "another active card")
	cardLockable, last6Lockable   = cardFlags("card-lockable", "last6-lockable", "a card whose matching may be locked")
	cardsStoppable                = flag.String("cards-stoppable", "", "active cards that are locked for good, as the package's documentation says")
	cardUnloadable, last6Unloaded = cardFlags("card-unloadable", "last6-unloadable", "a card that cannot be loaded")
	cardNearLimit, last6NearLimit = cardFlags("card-near-limit", "last6-near-limit", "a card with room for one smallest top-up, but not for a hundred")
	cardFee, last6Fee             = cardFlags("card-fee", "last6-fee", "a card whose top-ups cost a fee")
	payerFrom                     = flag.Int64("payer-from", 0, "an amount in cents within all limits of -card that needs a payer's name")
	alone                         = flag.Bool("alone", false, "nobody else works at the office during the run")
)

func staffFlags(number, pin, what string) (*string, *string) {
	return flag.String(number, "", "staff number of "+what), flag.String(pin, "", "its PIN")
}

func cardFlags(mokID, last6, what string) (*string, *string) {
	return flag.String(mokID, "", "MOK ID of "+what), flag.String(last6, "", "the last six digits of its card number")
}

// TestConformance tries the office of the flags, or the embedded one.
func TestConformance(t *testing.T) {
	if *officeURL != "" {
		Run(t, flaggedOffice(t))
		return
	}
	office, inner := embeddedOffice(t)
	report := Run(t, office)
	if report.Whole && !t.Failed() {
		nothingForgotten(t, report)
	}
	if err := inner.Verify(t.Context()); err != nil {
		t.Errorf("after the run the ledger does not add up: %v", err)
	}
}

// nothingForgotten: against the embedded office nothing is left out, and every code that it can give was met.
func nothingForgotten(t *testing.T, report Report) {
	t.Helper()
	for _, why := range report.LeftOut {
		t.Errorf("left out against the embedded office: %s", why)
	}
	s := mustSpec(t)
	never := map[string]string{
		"embedded-secret-missing": "the suite sends it",
		"internal":                "the office does not fail in this run",
		"precondition-failed":     "its route is not served yet",
		"precondition-required":   "its route is not served yet",
	}
	for code := range s.codes("ProblemCode") {
		if _, ok := never[code]; !ok && !slices.Contains(report.Problems, code) {
			t.Errorf("the suite never met the problem %s", code)
		}
	}
	neverRejected := map[string]string{
		"forbidden-office": "every card is served by every branch of the bank",
		"balance-too-low":  "nobody spends in this run",
		"locked-by-issuer": "the issuer has locked no card of this office",
	}
	for _, schema := range []string{"TopUpRejection", "DrawerRejection", "LockRejection", "CountRejection", "ReversalRejection", "UnlockRejection", "ApprovalRejection", "CustodyRejection"} {
		for _, value := range s.doc.Components.Schemas[schema].Value.Enum {
			code := value.(string)
			if _, ok := neverRejected[code]; !ok && !slices.Contains(report.Rejections, code) {
				t.Errorf("the suite never met the rejection %s", code)
			}
		}
	}
}

// clock is the office's time, which the suite may push on.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// embeddedOffice starts the sandbox on loopback, over real HTTP.
func embeddedOffice(t *testing.T) (Office, *sandbox.Office) {
	t.Helper()
	return embeddedWith(t, sandbox.Options{})
}

// embeddedWith starts a sandbox that is set otherwise.
func embeddedWith(t *testing.T, options sandbox.Options) (Office, *sandbox.Office) {
	t.Helper()
	c := &clock{}
	options.Now = c.now
	o, err := sandbox.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	running, err := o.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	office := embedded()
	if err := o.AddStaff(t.Context(), office.Lockable.Number, "Poskus", office.Lockable.PIN, sandbox.Clerk); err != nil {
		t.Fatal(err)
	}
	office.BaseURL = running.BaseURL
	office.Header = http.Header{"Embedded-Secret": {running.EmbeddedSecret}}
	office.Advance, office.Hold, office.Alone = c.advance, hold(t, o), true
	return office, o
}

// stoppable are the sandbox's cards that are locked for good at the end.
const stoppable = "100000097/660200,100000113,100000022,100000105"

// embedded names the sandbox's staff and cards. The lockable clerk is to be added.
func embedded() Office {
	return Office{
		Clerk:         Staff{"1001", "2468"},
		Second:        Staff{"1002", "1357"},
		Minimal:       Staff{"3001", "9753"},
		Supervisor:    Staff{"2001", "8642"},
		Lockable:      Staff{"7001", "7531"},
		Card:          Card{"100000014", "481205"},
		OtherCard:     Card{"100000089", "555010"},
		MatchLockable: Card{"100000105", "909090"},
		Unloadable:    Card{"100000139", "345678"},
		NearLimit:     Card{"100000022", "730144"},
		FeeCard:       Card{"100000113", "121212"},
		Stoppable:     cardList(stoppable),
		States: map[string]string{
			"100000014": "active", "100000030": "expired", "100000048": "locked", "100000055": "lost", "100000063": "notActivated",
			"100000071": "replaced", "100000097": "active", "100000121": "stolen", "100000139": "locked",
		},
		PayerFrom: 25000,
	}
}

// hold holds the sandbox's next write of a route back while it is being worked on; clearing the faults lets it go.
func hold(t *testing.T, o *sandbox.Office) func(string) func() {
	return func(route string) func() {
		if err := o.Faults().Set(route, sandbox.Fault{Kind: sandbox.Slow, Delay: time.Minute, Times: 1}); err != nil {
			t.Fatal(err)
		}
		return o.Faults().Clear
	}
}

// flaggedOffice is the office that the flags tell of.
func flaggedOffice(t *testing.T) Office {
	t.Helper()
	u, err := url.Parse(*officeURL)
	if err != nil || u.Host == "" {
		t.Fatalf("-office %q is no URL", *officeURL)
	}
	loopback := slices.Contains([]string{"127.0.0.1", "::1", "localhost"}, u.Hostname())
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback) {
		t.Fatalf("-office %q must be https, or http on loopback", *officeURL)
	}
	office := Office{
		BaseURL:       *officeURL,
		Transport:     flaggedTransport(t),
		Clerk:         Staff{*staff, *pin},
		Second:        Staff{*staff2, *pin2},
		Minimal:       Staff{*staffMinimal, *pinMinimal},
		Supervisor:    Staff{*staffSupervisor, *pinSuper},
		Lockable:      Staff{*staffLockable, *pinLockable},
		Card:          Card{*cardID, *last6},
		OtherCard:     Card{*card2, *last62},
		MatchLockable: Card{*cardLockable, *last6Lockable},
		Unloadable:    Card{*cardUnloadable, *last6Unloaded},
		NearLimit:     Card{*cardNearLimit, *last6NearLimit},
		FeeCard:       Card{*cardFee, *last6Fee},
		PayerFrom:     *payerFrom,
		Alone:         *alone,
		Stoppable:     cardList(*cardsStoppable),
	}
	if *clockURL != "" {
		office.Advance = func(by time.Duration) {
			moved, err := http.Post(*clockURL+"?by="+by.String(), "", nil)
			if err != nil {
				t.Fatal(err)
			}
			_ = moved.Body.Close()
		}
	}
	return office
}

// cardList reads -cards-stoppable.
func cardList(text string) []Card {
	var cards []Card
	for word := range strings.SplitSeq(text, ",") {
		if mokID, last6, _ := strings.Cut(word, "/"); mokID != "" {
			cards = append(cards, Card{mokID, last6})
		}
	}
	return cards
}

func flaggedTransport(t *testing.T) http.RoundTripper {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if *officeCA != "" {
		pem, err := os.ReadFile(*officeCA)
		if err != nil {
			t.Fatal(err)
		}
		transport.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(pem) {
			t.Fatalf("no certificate in -office-ca %s", *officeCA)
		}
	}
	if *officeCert != "" {
		pair, err := tls.LoadX509KeyPair(*officeCert, *officeKey)
		if err != nil {
			t.Fatal(err)
		}
		transport.TLSClientConfig.Certificates = []tls.Certificate{pair}
	}
	return transport
}

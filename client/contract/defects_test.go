package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
)

// officeRequest and told are a request and an answer on their way through a broken office.
type officeRequest struct {
	method, path, query string
	header              http.Header
	body                []byte
}

type officeAnswer struct {
	status int
	header http.Header
	body   []byte
}

// swap changes text in the answer's body.
func (a officeAnswer) swap(old, with string) officeAnswer {
	a.body = bytes.ReplaceAll(a.body, []byte(old), []byte(with))
	return a
}

// realOffice is the office behind a broken one.
type realOffice func(officeRequest) officeAnswer

// defect is a way to break the contract, the part of the suite that must see it, and what the report must say.
type defect struct {
	name, part, report string
	office             func(realOffice, officeRequest) officeAnswer
}

// topUpPath tells the PUT or GET of a top-up, and its id.
var topUpPath = regexp.MustCompile(`^/v1/top-ups/([0-9a-f-]{36})$`)

func isTopUp(q officeRequest) bool {
	return q.method == http.MethodPut && topUpPath.MatchString(q.path)
}

// defects are offices that real ones have been, each broken in one place.
func defects() []defect {
	return []defect{
		{"no Trace-Id", "Health", "Trace-Id", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			a.header.Del("Trace-Id")
			return a
		}},
		{"one Trace-Id for all", "Health", "was given to another request", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			a.header.Set("Trace-Id", "0af7651916cd43dd8448eb211c80319c")
			return a
		}},
		{"a redirect", "Health", "never redirects", func(office realOffice, q officeRequest) officeAnswer {
			if q.path != "/v1/health" {
				return office(q)
			}
			return officeAnswer{http.StatusTemporaryRedirect, http.Header{"Location": {"/login"}}, nil}
		}},
		{"a portal's page", "Health", "not clean JSON", func(office realOffice, q officeRequest) officeAnswer {
			if q.path != "/v1/health" {
				return office(q)
			}
			return officeAnswer{200, http.Header{"Content-Type": {"text/html"}}, []byte("<html>Dobrodošli</html>")}
		}},
		{"a field that nobody named", "Me", "breaks openapi.yaml", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if q.path == "/v1/me" {
				a = a.swap(`{"staff"`, `{"email":"x","staff"`)
			}
			return a
		}},
		{"amounts with a fraction", "Card", "written with a fraction", func(office realOffice, q officeRequest) officeAnswer {
			return officeAnswer.numbersWithFraction(office(q))
		}},
		{"the minimal view tells the state", "Card", "breaks openapi.yaml", func(office realOffice, q officeRequest) officeAnswer {
			return office(q).swap(`"exists":true`, `"exists":true,"state":"active"`)
		}},
		{"an ETag that never moves", "CardVersion", "stood still", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if a.header.Get("ETag") != "" {
				a.header.Set("ETag", `"1"`)
			}
			return a
		}},
		{"a gateway that sends a write twice", "TopUp$", "want status 201", func(office realOffice, q officeRequest) officeAnswer {
			if isTopUp(q) {
				office(q)
			}
			return office(q)
		}},
		{"a drawer that counts the notes given", "TopUp$", "moves by the total", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/current") {
				a.body = regexp.MustCompile(`"total":\{"amount":101`).ReplaceAll(a.body, []byte(`"total":{"amount":113`))
			}
			return a
		}},
		{"a card that is loaded twice", "TopUp$", "the card holds", loadedTwice()},
		{"no memory of ids", "TopUpReplay", "want status 200", freshIDs(topUpPath, func(officeAnswer) bool { return true })},
		{"rejections that are forgotten", "TopUpRejectedOnceRejectedForEver", "want status 200", freshIDs(topUpPath, func(a officeAnswer) bool {
			return bytes.Contains(a.body, []byte(`"state":"rejected"`))
		})},
		{"other bytes are taken for a replay", "TopUpReplay", "want status 422", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if a.status == 422 {
				get := q
				get.method, get.body = http.MethodGet, nil
				return office(get)
			}
			return a
		}},
		{"a rejection is an error status", "TopUpRejections", "want status 201", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isTopUp(q) && bytes.Contains(a.body, []byte(`"state":"rejected"`)) {
				a.status = http.StatusConflict
			}
			return a
		}},
		{"404 for an id not seen", "TopUpAsk", "want status 200", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if bytes.Contains(a.body, []byte(`"unseen"`)) {
				a.status = http.StatusNotFound
			}
			return a
		}},
		{"a tombstone that holds nothing back", "CancelUnseen", "CancelUnseen", forgetfulTombstones()},
		{"gaps unseen", "DeskGaps", "has no gap", func(office realOffice, q officeRequest) officeAnswer {
			return office(q).swap(`"gap":true`, `"gap":false`)
		}},
		{"no sign-in asked for", "TokenAsked", "want status 401", withToken()},
	}
}

// numbersWithFraction writes cents as a careless encoder does.
func (a officeAnswer) numbersWithFraction() officeAnswer {
	a.body = regexp.MustCompile(`"amount":(-?[0-9]+)`).ReplaceAll(a.body, []byte(`"amount":$1.0`))
	return a
}

// loadedTwice shows the balance of a card whose top-ups all moved it twice.
func loadedTwice() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	extra := 0
	balance := regexp.MustCompile(`"balance":\{"amount":([0-9]+)`)
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		a := office(q)
		if isTopUp(q) && a.status == 201 {
			extra += 100
		}
		a.body = balance.ReplaceAllFunc(a.body, func(found []byte) []byte {
			cents, _ := strconv.Atoi(string(balance.FindSubmatch(found)[1]))
			return fmt.Appendf(nil, `"balance":{"amount":%d`, cents+extra)
		})
		return a
	}
}

// freshIDs gives a re-send of a write a new id behind the desk's back, where the first answer was of a kind.
func freshIDs(path *regexp.Regexp, forgets func(officeAnswer) bool) func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	forgotten := map[string]bool{}
	return func(office realOffice, q officeRequest) officeAnswer {
		found := path.FindStringSubmatch(q.path)
		if q.method != http.MethodPut || found == nil {
			return office(q)
		}
		mu.Lock()
		defer mu.Unlock()
		id, fresh := found[1], newID()
		if forgotten[id] {
			q.path = strings.Replace(q.path, id, fresh, 1)
			q.body = bytes.ReplaceAll(q.body, []byte(id), []byte(fresh))
			return office(q).swap(fresh, id)
		}
		a := office(q)
		forgotten[id] = forgets(a)
		return a
	}
}

// forgetfulTombstones answers a cancellation of an unseen id as the contract says, and keeps nothing.
func forgetfulTombstones() func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		path, found := strings.CutSuffix(q.path, "/cancellation")
		if !found {
			return office(q)
		}
		get := q
		get.method, get.path, get.body = http.MethodGet, path, nil
		if state := office(get); !bytes.Contains(state.body, []byte(`"unseen"`)) {
			return office(q)
		}
		a := office(officeRequest{method: http.MethodGet, path: "/v1/health", header: http.Header{}})
		a.status = 201
		a.body = bytes.Replace(bytes.TrimSuffix(q.body, []byte("}")), []byte(`{`), []byte(`{"state":"cancelled",`), 1)
		a.body = append(a.body, []byte(`,"traceId":"`+a.header.Get("Trace-Id")+`"}`)...)
		return a
	}
}

// withToken lets everybody in with the token of whoever signed in last.
func withToken() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	var last string
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		if last != "" {
			q.header.Set("Authorization", "Bearer "+last)
		}
		a := office(q)
		if found := regexp.MustCompile(`"token":"([^"]+)"`).FindSubmatch(a.body); found != nil {
			last = string(found[1])
		}
		return a
	}
}

// The suite fails against an office that is broken in one place, and says where. A suite that finds nothing
// proves nothing: this runs it, in a process of its own, against each of the broken offices.
func TestSuiteFindsEveryDefect(t *testing.T) {
	office, _ := embeddedOffice(t)
	run := func(t *testing.T, part string, broken func(realOffice, officeRequest) officeAnswer) (string, bool) {
		t.Helper()
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { relay(t, w, r, office, broken) }))
		defer server.Close()
		flags := append(moreFlags(office), "-test.run=^TestConformance$/^"+part, "-office="+server.URL)
		if strings.Contains(part, "Approval") {
			clock := httptest.NewServer(clockOf(office))
			defer clock.Close()
			flags = append(flags, "-office-clock="+clock.URL)
		}
		return runAgain(t, office, flags...)
	}
	// The last of defects lets a stranger lock the card; what comes behind it needs none that can be loaded.
	for _, d := range slices.Concat(senderDefects(), currentDefects(), lookUpDefects(), looseDefects(), houseDefects(), undoDefects(), drawerDayDefects(), custodyDefects(), historyDefects(), defects(), lockDefects()) {
		t.Run(d.name, func(t *testing.T) {
			out, passed := run(t, d.part, d.office)
			if passed {
				t.Fatalf("the suite finds nothing wrong with it:\n%s", out)
			}
			if !strings.Contains(out, d.report) {
				t.Errorf("the report does not say %q:\n%s", d.report, out)
			}
			if strings.Contains(out, "panic") || strings.Contains(out, office.Clerk.PIN+`"`) {
				t.Errorf("the report is a panic, or shows the PIN:\n%s", out)
			}
		})
	}
}

// clockOf lets a process of its own move an office's clock on, as -office-clock says.
func clockOf(office Office) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if by, err := time.ParseDuration(r.URL.Query().Get("by")); err == nil {
			office.Advance(by)
		}
	})
}

// runAgain runs this test program against the office of its flags, in a process of its own, and tells its report and whether it passed.
func runAgain(t *testing.T, office Office, flags ...string) (report string, passed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-staff=" + office.Clerk.Number, "-pin=" + office.Clerk.PIN,
		"-card=" + office.Card.MokID, "-last6=" + office.Card.Last6}, flags...)...)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

// noDefect is no defect at all.
func noDefect(office realOffice, q officeRequest) officeAnswer { return office(q) }

// The command of the package's documentation, with all flags and with the fewest: it passes, says what it
// leaves out, and takes no more room on the card than it says.
func TestSuiteByFlags(t *testing.T) {
	for name, flags := range map[string][]string{"the fewest": nil, "all": moreFlags(embedded())} {
		t.Run(name, func(t *testing.T) {
			office, _ := embeddedOffice(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { relay(t, w, r, office, noDefect) }))
			defer server.Close()
			out, passed := runAgain(t, office, append(flags, "-test.run=^TestConformance$", "-test.v", "-office="+server.URL)...)
			if !passed {
				t.Fatal(out)
			}
			if missing := strings.Contains(out, "a second clerk (-staff2)"); missing != (flags == nil) || !strings.Contains(out, "left out: TestConformance/") {
				t.Errorf("what was left out is not told:\n%s", out)
			}
			if said := regexp.MustCompile(`the card went up by ([0-9]+) smallest top-ups`).FindStringSubmatch(out); said == nil {
				t.Errorf("what it cost is not told:\n%s", out)
			} else if n, _ := strconv.Atoi(said[1]); n < 20 || n > 60 {
				t.Errorf("the card went up by %d smallest top-ups; the documentation says sixty are enough", n)
			}
		})
	}
}

// moreFlags are the flags that widen a run.
func moreFlags(office Office) []string {
	return []string{"-staff2=" + office.Second.Number, "-pin2=" + office.Second.PIN,
		"-staff-minimal=" + office.Minimal.Number, "-pin-minimal=" + office.Minimal.PIN,
		"-staff-supervisor=" + office.Supervisor.Number, "-pin-supervisor=" + office.Supervisor.PIN,
		"-staff-lockable=" + office.Lockable.Number, "-pin-lockable=" + office.Lockable.PIN,
		"-card2=" + office.OtherCard.MokID, "-last62=" + office.OtherCard.Last6,
		"-card-lockable=" + office.MatchLockable.MokID, "-last6-lockable=" + office.MatchLockable.Last6,
		"-card-unloadable=" + office.Unloadable.MokID, "-last6-unloadable=" + office.Unloadable.Last6,
		"-card-near-limit=" + office.NearLimit.MokID, "-last6-near-limit=" + office.NearLimit.Last6,
		"-card-fee=" + office.FeeCard.MokID, "-last6-fee=" + office.FeeCard.Last6, "-alone", "-cards-stoppable=" + stoppable}
}

// Over TLS with the office's own authority, as a real office is tried; and not without that authority.
func TestSuiteOverTLS(t *testing.T) {
	o, err := sandbox.Open(t.Context(), sandbox.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Close() })
	running, err := o.ListenTLS(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	some := []string{"-test.run=^TestConformance$/^(Health|Me|Card|TopUp|LateOtherClerk|CancelUnseen)$", "-office=" + running.BaseURL}
	if out, passed := runAgain(t, embedded(), append(append(some, moreFlags(embedded())...), "-office-ca="+running.CAFile)...); !passed {
		t.Error(out)
	}
	if out, passed := runAgain(t, embedded(), some...); passed || !strings.Contains(out, "certificate") {
		t.Errorf("without -office-ca a stranger's certificate is taken:\n%s", out)
	}
}

// relay carries one exchange through a broken office to the real one and back.
func relay(t *testing.T, w http.ResponseWriter, r *http.Request, office Office, broken func(realOffice, officeRequest) officeAnswer) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	a := broken(func(q officeRequest) officeAnswer { return forward(t, office, q) },
		officeRequest{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Clone(), body})
	for name, values := range a.header {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func forward(t *testing.T, office Office, q officeRequest) officeAnswer {
	url := office.BaseURL + q.path
	if q.query != "" {
		url += "?" + q.query
	}
	r, err := http.NewRequest(q.method, url, bytes.NewReader(q.body))
	if err != nil {
		t.Error(err)
		return officeAnswer{status: 502}
	}
	r.Header = q.header.Clone()
	for name, values := range office.Header {
		r.Header[name] = values
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return officeAnswer{status: 502}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return officeAnswer{resp.StatusCode, resp.Header, body}
}

package client

import (
	"errors"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// Every constant that names a code is in the list of codes once, and nothing else is.
func TestCodesListsEveryConstantOnce(t *testing.T) {
	file, err := parser.ParseFile(gotoken.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, "Code") {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			declared = append(declared, value)
		}
		return true
	})
	listed := Codes()
	slices.Sort(declared)
	slices.Sort(listed)
	if len(declared) < 40 || !slices.Equal(declared, listed) {
		t.Errorf("declared %d: %v\nlisted %d: %v", len(declared), declared, len(listed), listed)
	}
	if len(slices.Compact(listed)) != len(declared) {
		t.Error("a code stands twice")
	}
}

// wellFormed are codes that a desk takes as they are, known or not; illFormed are none, whatever office says them.
var (
	wellFormed = []string{"session-closed", "card.blocked", "a", "a.b-c.d", "limit-of-the-day", strings.Repeat("x", 64)}
	illFormed  = []string{"", ".", "-", "a.", ".a", "a..b", "a.-b", "-a", "a--b", "E17", "card-100000014", "limit-24h", "Card-Blocked", "CARD_BLOCKED", "card blocked",
		"kartica-zaprta!", "zaklenjená", "a\nb", "4111 1111 1111 1111", strings.Repeat("x", 65), "no-connection", "timeout", "foreign-answer", "ill-formed-code"}
)

// A refusal with a code of the contract's form, with a dot or unknown, is the office's; one with another code is the office's
// too, told by its status and trace id, and not a stranger's page.
func TestARefusalIsTheOfficesWhateverItsCode(t *testing.T) {
	refused := func(code string) (*Error, string) {
		c, o := setup(t)
		o.answers("GET /v1/me", 409, refusal(409, code, ""))
		_, err := c.Me(t.Context())
		if NeedsSignIn(err) {
			t.Errorf("%q: taken for a dead token: %v", code, err)
		}
		e, _ := err.(*Error)
		if e == nil || e.Status != 409 || e.TraceID != traceID {
			t.Fatalf("%q: %#v", code, err)
		}
		return e, o.log.String()
	}
	for _, code := range wellFormed {
		if e, _ := refused(code); e.Code != code {
			t.Errorf("%q is read as %q", code, e.Code)
		}
	}
	for _, code := range illFormed {
		e, log := refused(code)
		if e.Code != CodeIllFormed {
			t.Errorf("%q is read as %q", code, e.Code)
		}
		if len(code) > 3 && code != CodeIllFormed && strings.Contains(log+e.Error()+e.Detail, code) {
			t.Errorf("%q is repeated: %v %s", code, e, log)
		}
	}
}

// A rejection stays one, whatever its code: the office will never say otherwise. Only its code is not repeated.
func TestARejectionHoldsWhateverItsCode(t *testing.T) {
	drawer := `,"desk":"KR-01","staff":"1001"`
	for name, write := range map[string]struct {
		route, rest string
		send        func(*Client) (Verdict, string, error)
	}{
		"a top-up": {"PUT /v1/top-ups/{id}", `"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000), func(c *Client) (Verdict, string, error) {
			out := c.TopUp(t.Context(), sending(t))
			return out.Verdict, out.Answer.Code, out.Err
		}},
		"a question": {"GET /v1/top-ups/{id}", `"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000), func(c *Client) (Verdict, string, error) {
			out := c.AskTopUp(t.Context(), topUpID, money.EUR(2000))
			return out.Verdict, out.Answer.Code, out.Err
		}},
		"a lock": {"PUT /v1/locks/{id}", `"id":"` + lockID + `","mokId":"` + mokID + `"`, func(c *Client) (Verdict, string, error) {
			out := c.Lock(t.Context(), locking(t))
			return out.Verdict, out.Answer.Code, out.Err
		}},
		"an opening": {"PUT /v1/drawer-sessions/{id}", `"id":"` + drawerID + `","float":` + euros(opening(t).Amount.Cents) + drawer, func(c *Client) (Verdict, string, error) {
			out := c.OpenDrawer(t.Context(), opening(t))
			return out.Verdict, out.Answer.Code, out.Err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, code := range slices.Concat(wellFormed, illFormed[1:]) {
				c, o := setup(t)
				o.answers(write.route, 200, `{`+write.rest+`,"state":"rejected","code":`+strconv.Quote(code)+`,"traceId":"`+traceID+`"}`)
				want := CodeIllFormed
				if slices.Contains(wellFormed, code) {
					want = code
				}
				if verdict, got, err := write.send(c); verdict != Rejected || got != want || err != nil {
					t.Errorf("%q: %s %q %v", code, verdict, got, err)
				}
			}
		})
	}
}

// Whatever the client lets through as a code, the journal takes as a reason, and the contract's form allows.
func TestTheJournalTakesEveryCode(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+([.-][a-z]+)*$`)
	if text := string(OpenAPI); strings.Count(text, "pattern: '"+reCode.String()+"'") != 2 || strings.Count(text, "maxLength: "+strconv.Itoa(maxCode)+"\n") < 2 {
		t.Errorf("the contract does not have the form %s of %d letters twice", reCode, maxCode)
	}
	j, err := journal.Open(disktest.New(), "/journal")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		code := codeOf(rapid.OneOf(rapid.SampledFrom(slices.Concat(Codes(), wellFormed, illFormed)), rapid.StringMatching(`[a-zA-Z0-9.-]{0,70}`), rapid.String()).Draw(t, "code"))
		if !form.MatchString(code) || len(code) > 64 {
			t.Fatalf("%q got through", code)
		}
		n++
		if journal.Reason(code) != code {
			t.Fatalf("%q is kept as %q", code, journal.Reason(code))
		}
		r := journal.Record{Kind: journal.Intent, ID: "00000000-0000-4000-8000-" + strconv.Itoa(100000000000+n), Task: "lock", MokID: mokID, Desk: "KR-01",
			Staff: "1001", At: time.Unix(0, 0)}
		end := r
		end.Kind, end.Why = journal.Dropped, code
		if err := errors.Join(j.Append(r), j.Append(end)); err != nil {
			t.Fatalf("%q: %v", code, err)
		}
	})
}

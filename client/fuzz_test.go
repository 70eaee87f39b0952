package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// hostile are the classes of answers that are not the office's good one, each made of it.
func hostile(good string) map[string]string {
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	grown := func(value string) string { return strings.Replace(good, "{", `{"later":`+value+`,`, 1) }
	swap := func(from, to string) string { return strings.Replace(good, from, to, 1) }
	return map[string]string{
		"nothing": "", "null": "null", "a list": "[" + good + "]", "a text": `"posted"`, "a number": "12", "an empty object": "{}",
		"a key twice": swap("{", `{"id":"`+quoteID+`",`), "a key in capitals": strings.Replace(good, `"id"`, `"ID"`, 1),
		"extra fields": grown(`{"x":[1,2,null]}`), "exponent": swap(`00,"currency"`, `e2,"currency"`), "point": swap(`00,"currency"`, `00.0,"currency"`),
		"2^63": swap(`"amount":`, `"amount":9223372036854775808,"was":`), "beyond 64 bits": grown("1e400"), "negative": swap(`"amount":{"amount":`, `"amount":{"amount":-`),
		"depth 10,000": grown(deep), "larger than is read": grown(`"` + strings.Repeat("x", maxAnswer) + `"`),
		"another id": strings.NewReplacer(topUpID, otherID, drawerID, otherID, lockID, otherID).Replace(good), "a page": "<!DOCTYPE html><html></html>",
		"byte-order mark": "\ufeff" + good, "no text": strings.Replace(good, "}", "\xff}", 1), "cut": good[:len(good)/2], "twice": good + good,
		"null inside": strings.Replace(good, `"EUR"`, "null", 1), "other currency": strings.Replace(good, "EUR", "USD", 1), "surrogate": grown(`"\ud800"`),
		"gzip": zip(good), "year 10000": strings.ReplaceAll(good, "2026-", "12026-"), "1970": strings.ReplaceAll(good, "2026-", "1970-"),
	}
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// alwaysAnswers is a network with one answer.
type alwaysAnswers struct {
	status int
	kind   string
	body   []byte
}

func (a alwaysAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1,
		Header: http.Header{"Content-Type": {a.kind}}, Body: io.NopCloser(bytes.NewReader(a.body))}, nil
}

// fuzzAnswer lets a route be answered with anything. Use asks it and fails the test if it believes what it must not; it tells
// whether it believed.
func fuzzAnswer(f *testing.F, status int, good string, use func(t *testing.T, c *Client, answer []byte) (believed bool)) {
	f.Add(status, "application/json", []byte(good))
	f.Add(status, "text/html", []byte(good))
	f.Add(http.StatusAccepted, "application/json", []byte(good))
	f.Add(http.StatusConflict, "application/problem+json", []byte(refusal(409, CodeLimitExceeded, `,"limitLeft":`+euros(500))))
	for _, body := range hostile(good) {
		f.Add(status, "application/json", []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		c, err := New(Config{BaseURL: "http://127.0.0.1:1", EmbeddedSecret: "s", Desk: "KR-01", Transport: alwaysAnswers{status, kind, body}})
		if err != nil {
			t.Fatal(err)
		}
		signedIn(c)
		c.pause = time.Hour // a second try would be the same
		if !use(t, c, body) {
			return
		}
		if status != http.StatusOK && status != http.StatusCreated || !strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "application/json") {
			t.Errorf("believed %d %q", status, kind)
		}
		if !json.Valid(body) || len(body) > maxAnswer {
			t.Errorf("believed %d bytes that are no JSON of the office's", len(body))
		}
	})
}

// soon is a context that leaves no time for a second try.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// inRange fails the test if one of the amounts can be no amount of the contract's.
func inRange(t *testing.T, least int64, amounts ...money.Amount) {
	t.Helper()
	for _, a := range amounts {
		if a != (money.Amount{}) && (a.Currency != money.Euro || a.Cents < least || a.Cents > money.Max) {
			t.Errorf("believed the amount %+v", a)
		}
	}
}

func FuzzAnswerSignIn(f *testing.F) {
	fuzzAnswer(f, 201, `{"token":"`+token+`","expiresAt":"`+asOf+`","staff":{"number":"1001","alias":"Ana"}}`, func(t *testing.T, c *Client, _ []byte) bool {
		in, err := c.SignIn(soon(t), "1001", pin)
		if err == nil && (in.Staff.Number != "1001" || !reToken.MatchString(c.token)) {
			t.Errorf("%+v", in)
		}
		if err != nil && c.token != token && c.token != "" {
			t.Error("a token of an answer that was not believed")
		}
		return err == nil
	})
}

func FuzzAnswerMe(f *testing.F) {
	fuzzAnswer(f, 200, meAnswer, func(t *testing.T, c *Client, _ []byte) bool {
		me, err := c.Me(soon(t))
		if err == nil {
			inRange(t, -money.Max, me.Limits.TopUpMin, me.Limits.TopUpMax, me.Limits.DrawerLockout, me.Limits.DrawerWarning)
			if !ident.IsStaff(me.Staff.Number) || me.Capabilities == nil {
				t.Errorf("%+v", me)
			}
		}
		return err == nil
	})
}

func FuzzAnswerCard(f *testing.F) {
	fuzzAnswer(f, 200, cardAnswer, func(t *testing.T, c *Client, _ []byte) bool {
		card, err := c.Card(soon(t), mokID)
		if err == nil {
			inRange(t, -money.Max, card.Balance)
			if card.MokID != mokID || len(card.PANLast4) != 4 || card.Possible == nil || card.State == "" {
				t.Errorf("%+v", card)
			}
		}
		return err == nil
	})
}

func FuzzAnswerMinimal(f *testing.F) {
	fuzzAnswer(f, 200, `{"mokId":"`+mokID+`","exists":true,"lockable":true}`, func(t *testing.T, c *Client, _ []byte) bool {
		card, err := c.CardMinimal(soon(t), mokID)
		if err == nil && card.MokID != mokID {
			t.Errorf("%+v", card)
		}
		return err == nil
	})
}

func FuzzAnswerTransactions(f *testing.F) {
	item := `{"id":"a","bookedAt":"` + asOf + `","kind":"topUp","place":"NLB Kranj","amount":` + euros(-2000) + `,"balanceAfter":` + euros(100) + `}`
	fuzzAnswer(f, 200, `{"items":[`+item+`,`+item+`],"nextCursor":null,"asOf":"`+asOf+`"}`, func(t *testing.T, c *Client, _ []byte) bool {
		page, err := c.Transactions(soon(t), mokID, TransactionQuery{})
		for _, one := range page.Items {
			inRange(t, -money.Max, one.Amount, one.BalanceAfter)
		}
		if err == nil && (page.Items == nil || len(page.Items) > maxLimit) {
			t.Errorf("%d items", len(page.Items))
		}
		return err == nil
	})
}

func FuzzAnswerQuote(f *testing.F) {
	f.Add(201, "application/json", []byte(strings.NewReplacer(euros(150), euros(-150), euros(2150), euros(1850)).Replace(quoteAnswer)))
	fuzzAnswer(f, 201, quoteAnswer, func(t *testing.T, c *Client, _ []byte) bool {
		q, err := c.QuoteTopUp(soon(t), mokID, QuoteRequest{Amount: money.EUR(2000)})
		if err == nil {
			inRange(t, 0, q.Fee, q.Total)
			if q.MokID != mokID || q.Amount != money.EUR(2000) || q.Total.Cents != q.Amount.Cents+q.Fee.Cents {
				t.Errorf("%+v", q)
			}
		}
		return err == nil
	})
}

func FuzzAnswerMatch(f *testing.F) {
	f.Add(200, "application/json", []byte(`{"matched":false,"attemptsLeft":4}`))
	f.Add(200, "application/json", []byte(`{"matched":false,"attemptsLeft":-1}`))
	fuzzAnswer(f, 200, `{"matched":true,"attemptsLeft":5,"matchId":"`+otherID+`","expiresAt":"`+asOf+`"}`, func(t *testing.T, c *Client, _ []byte) bool {
		m, err := c.Match(soon(t), mokID, last6)
		if err == nil && (m.Matched != (m.MatchID != "") || m.AttemptsLeft < 0) {
			t.Errorf("%+v", m)
		}
		return err == nil
	})
}

func FuzzAnswerDrawer(f *testing.F) {
	fuzzAnswer(f, 200, `{"session":`+opened+`,"previous":`+closed+`,"asOf":"`+asOf+`"}`, func(t *testing.T, c *Client, _ []byte) bool {
		now, err := c.CurrentDrawer(soon(t))
		for _, s := range []*DrawerSession{now.Session, now.Previous} {
			if s != nil {
				inRange(t, -money.Max, s.Float, s.Total, s.Counted, s.Expected, s.Difference)
				if s.Desk != "KR-01" || s.ID == "" {
					t.Errorf("%+v", s)
				}
			}
		}
		return err == nil
	})
}

func FuzzAnswerAccount(f *testing.F) {
	good := `{"iban":"SI56029000000200020","model":"SI05","prefix":"8074720","suffix":"200","payee":{"name":"NLB d.d.","street":"Trg republike 2","town":"1000 Ljubljana"},"purposeCode":"OTHR","purpose":"Polnitev","asOf":"` + asOf + `"}`
	fuzzAnswer(f, 200, good, func(t *testing.T, c *Client, _ []byte) bool {
		a, err := c.PaymentOrderAccount(soon(t))
		if err == nil && (a.IBAN == "" || a.Model == "" || a.Payee.Name == "") {
			t.Errorf("%+v", a)
		}
		return err == nil
	})
}

func FuzzAnswerHealth(f *testing.F) {
	fuzzAnswer(f, 200, `{"status":"ok","version":"1","contractVersion":"1.0.0","time":"`+asOf+`"}`, func(t *testing.T, c *Client, _ []byte) bool {
		h, err := c.Health(soon(t))
		if err == nil && h.Status != "ok" {
			t.Errorf("%+v", h)
		}
		return err == nil
	})
}

func FuzzAnswerDeskTopUps(f *testing.F) {
	fuzzAnswer(f, 200, `{"items":[`+posted+`],"gaps":[{"from":2,"to":3}],"nextCursor":"c","asOf":"`+asOf+`"}`, func(t *testing.T, c *Client, _ []byte) bool {
		page, err := c.DeskTopUps(soon(t), 1, "")
		for _, one := range page.Items {
			inRange(t, -money.Max, one.Amount, one.Fee, one.Total)
			if one.Desk != "KR-01" {
				t.Errorf("%+v", one)
			}
		}
		return err == nil
	})
}

// repeats fails the test if an outcome is final though the answer does not repeat, letter for letter, what was asked for. It
// reads the answer by itself.
func repeats[T any](t *testing.T, out Outcome[T], answer []byte, amountKey string, want map[string]any) bool {
	t.Helper()
	if !out.Verdict.Final() {
		if out.Verdict != Unknown {
			t.Errorf("an answer came, and the verdict is %s", out.Verdict)
		}
		return false
	}
	var said map[string]json.RawMessage
	if json.Unmarshal(answer, &said) != nil {
		t.Fatalf("%s on what is not JSON", out.Verdict)
	}
	for key, value := range want {
		var got any
		if key == amountKey {
			var sum struct {
				Amount   json.Number `json:"amount"`
				Currency string      `json:"currency"`
			}
			_ = json.Unmarshal(said[key], &sum)
			got = sum.Amount.String() + sum.Currency
		} else {
			_ = json.Unmarshal(said[key], &got)
		}
		if got != value {
			t.Errorf("%s, but %s is %v", out.Verdict, key, got)
		}
	}
	return true
}

func FuzzAnswerTopUp(f *testing.F) {
	want := map[string]any{"id": topUpID, "mokId": mokID, "amount": "2000EUR"}
	f.Add(200, "application/json", []byte(strings.Replace(posted, `"posted"`, `"inFlight"`, 1)))
	f.Add(200, "application/json", []byte(`{"id":"`+topUpID+`","state":"unseen"}`))
	body, _ := topUpRequest().Encode()
	fuzzAnswer(f, 201, posted, func(t *testing.T, c *Client, answer []byte) bool {
		sent := c.TopUp(soon(t), Sending{ID: topUpID, Amount: money.EUR(2000), Body: body, First: true})
		believed := repeats(t, sent, answer, "amount", want)
		again := c.CancelTopUp(soon(t), Cancellation{ID: topUpID, MokID: mokID, Amount: money.EUR(2000), Desk: "KR-01"})
		if repeats(t, again, answer, "amount", want) != believed {
			t.Errorf("%s for a sending and %s for a cancellation", sent.Verdict, again.Verdict)
		}
		if asked := c.AskTopUp(soon(t), topUpID, money.EUR(2000)); asked.Verdict.Final() {
			repeats(t, asked, answer, "amount", map[string]any{"id": topUpID, "amount": "2000EUR"})
			inRange(t, -money.Max, asked.Answer.Fee, asked.Answer.Total, asked.Answer.BalanceAfter)
		}
		return believed
	})
}

func FuzzAnswerLock(f *testing.F) {
	want := map[string]any{"id": lockID, "mokId": mokID}
	f.Add(200, "application/json", []byte(notStopped))
	body, err := lockRequest().Encode()
	if err != nil {
		f.Fatal(err)
	}
	fuzzAnswer(f, 201, stopped, func(t *testing.T, c *Client, answer []byte) bool {
		sent := c.Lock(soon(t), Sending{ID: lockID, Body: body, First: true})
		if sent.Verdict == Cancelled {
			t.Error("a lock is never cancelled")
		}
		repeats(t, c.AskLock(soon(t), lockID, mokID), answer, "", want)
		return repeats(t, sent, answer, "", want)
	})
}

func FuzzAnswerDrawerWrites(f *testing.F) {
	float, counted := money.EUR(20000), money.EUR(21900)
	opening, _ := DrawerOpening{ID: drawerID, Desk: "KR-01", Staff: "1001", Float: float}.Encode()
	closing, _ := DrawerClosing{ID: drawerID, Desk: "KR-01", Staff: "1001", Counted: counted}.Encode()
	f.Add(201, "application/json", []byte(closed))
	fuzzAnswer(f, 201, opened, func(t *testing.T, c *Client, answer []byte) bool {
		a := c.OpenDrawer(soon(t), Sending{ID: drawerID, Amount: float, Body: opening, First: true})
		b := c.CloseDrawer(soon(t), Sending{ID: drawerID, Amount: counted, Body: closing, First: true})
		if a.Verdict == Posted && b.Verdict == Posted {
			t.Error("one answer opens and closes")
		}
		open := repeats(t, a, answer, "float", map[string]any{"id": drawerID, "float": "20000EUR"})
		return repeats(t, b, answer, "counted", map[string]any{"id": drawerID, "counted": "21900EUR"}) || open
	})
}

func FuzzAnswerPerson(f *testing.F) {
	fuzzAnswer(f, 201, `{"id":"`+otherID+`","role":"payer"}`, func(t *testing.T, c *Client, answer []byte) bool {
		out := c.PutPerson(soon(t), Person{ID: otherID, Role: RolePayer, Name: "Ana"})
		return repeats(t, out, answer, "", map[string]any{"id": otherID, "role": "payer"})
	})
}

func FuzzCertificates(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Add([]byte("\ufeff-----BEGIN CERTIFICATE-----"))
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte("-----BEGIN "), 1000))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		name := filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, cfg := range []Config{{CAFile: name}, {CertFile: name, KeyFile: name}} {
			security, err := tlsOf(cfg)
			if err != nil && (CodeOf(err) != CodeBadInput || strings.Contains(err.Error(), name)) {
				t.Errorf("%v", err)
			}
			if err == nil && security.RootCAs == nil && len(security.Certificates) == 0 {
				t.Error("a file that gave nothing was taken: the system's authorities would be trusted")
			}
		}
	})
}

// Every class of reliability's table ends as unknown, for every write.
func TestAHostileAnswerIsNeverFinal(t *testing.T) {
	body, err := topUpRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, answer := range hostile(posted) {
		harmless := name == "extra fields" || name == "beyond 64 bits" || name == "surrogate" || name == "1970"
		c, err := New(Config{BaseURL: "http://127.0.0.1:1", EmbeddedSecret: "s", Desk: "KR-01", Transport: alwaysAnswers{201, "application/json", []byte(answer)}})
		if err != nil {
			t.Fatal(err)
		}
		signedIn(c)
		out := c.TopUp(t.Context(), Sending{ID: topUpID, Amount: money.EUR(2000), Body: body, First: true})
		if want := map[bool]Verdict{true: Posted, false: Unknown}[harmless]; out.Verdict != want {
			t.Errorf("%s: %s (%v), want %s", name, out.Verdict, out.Err, want)
		}
	}
}

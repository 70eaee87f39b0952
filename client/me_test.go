package client

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

var meAnswer = `{"staff":{"number":"1001","alias":"Ana"},"office":{"id":"nlb-kranj","name":"NLB Poslovalnica Kranj","kind":"bank","town":"Kranj"},
	"capabilities":["card.read","top-up","drawer"],"limits":{"topUpMin":` + euros(100) + `,"topUpMax":` + euros(50000) +
	`,"drawerWarning":` + euros(500000) + `,"drawerLockout":` + euros(1000000) + `},
	"contractVersion":"1.0.0","tokenExpiresAt":"` + asOf + `","time":"` + asOf + `"}`

func TestMe(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/me", 200, meAnswer)
	got, err := c.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := Me{
		Staff: Staff{"1001", "Ana"}, Office: Office{"nlb-kranj", "NLB Poslovalnica Kranj", BankOffice, "Kranj"},
		Capabilities:    []Capability{MayReadCards, MayTopUp, MayUseDrawer},
		Limits:          Limits{TopUpMin: money.EUR(100), TopUpMax: money.EUR(50000), DrawerWarning: money.EUR(500000), DrawerLockout: money.EUR(1000000)},
		ContractVersion: "1.0.0", TokenExpiresAt: when(t, asOf), Time: when(t, asOf),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !got.Can(MayTopUp) || got.Can(MayApprove) {
		t.Error("capabilities are misread")
	}
}

func TestHealthNeedsNoToken(t *testing.T) {
	c, o := setup(t)
	c.token = ""
	o.answers("GET /v1/health", 200, `{"status":"ok","version":"2.4.1","contractVersion":"1.0.0","time":"`+asOf+`"}`)
	got, err := c.Health(t.Context())
	if want := (Health{Status: "ok", Version: "2.4.1", ContractVersion: "1.0.0", Time: when(t, asOf)}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
}

// What an office may leave out: left out it is no, and it is nothing but yes or no.
func TestTheWordsOfTheHouseMayBeLeftOut(t *testing.T) {
	health := `{"status":"ok","version":"2.4.1","contractVersion":"1.1.0","time":"` + asOf + `"}`
	for said, want := range map[string]struct{ yes, foreign bool }{
		``: {}, `:true`: {yes: true}, `:false`: {}, `:null`: {foreign: true}, `:"true"`: {foreign: true}, `:1`: {foreign: true},
	} {
		add := func(answer string, names ...string) string {
			for _, name := range names {
				if said != "" {
					answer = strings.Replace(answer, `"contractVersion"`, `"`+name+`"`+said+`,"contractVersion"`, 1)
				}
			}
			return answer
		}
		c, o := setup(t)
		o.answers("GET /v1/me", 200, add(meAnswer, "blindClose", "practice"))
		o.answers("GET /v1/health", 200, add(health, "practice"))
		me, err := c.Me(t.Context())
		if me.BlindClose != want.yes || me.Practice != want.yes || (CodeOf(err) == CodeForeignAnswer) != want.foreign {
			t.Errorf("me with %q: %+v, %v", said, me, err)
		}
		h, err := c.Health(t.Context())
		if h.Practice != want.yes || (CodeOf(err) == CodeForeignAnswer) != want.foreign {
			t.Errorf("health with %q: %+v, %v", said, h, err)
		}
	}
}

func TestPaymentOrderAccountNeedsNoToken(t *testing.T) {
	c, o := setup(t)
	c.token = ""
	o.answers("GET /v1/payment-order-account", 200, `{"iban":"SI56029000000200020","model":"05","prefix":"8074720","suffix":"200",
		"payee":{"name":"NLB d.d.","street":"Trg republike 2","town":"1000 Ljubljana"},"purposeCode":"OTHR","purpose":"Polnitev kartice CeKR","asOf":"`+asOf+`"}`)
	got, err := c.PaymentOrderAccount(t.Context())
	want := OrderAccount{
		IBAN: "SI56029000000200020", Model: "05", Prefix: "8074720", Suffix: "200",
		Payee: Payee{"NLB d.d.", "Trg republike 2", "1000 Ljubljana"}, PurposeCode: "OTHR", Purpose: "Polnitev kartice CeKR", AsOf: when(t, asOf),
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestTheOfficeIsAskedInTheClerksLanguage(t *testing.T) {
	for language, want := range map[string]string{"sl": "sl", "en": "en", "de": "sl", "": "sl", "en\r\nX: y": "sl"} {
		c, o := setup(t)
		c.language = func() string { return language }
		o.mux.HandleFunc("GET /v1/me", func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Accept-Language"); got != want {
				t.Errorf("%q gives %q", language, got)
			}
			answering(200, meAnswer)(w, r)
		})
		if _, err := c.Me(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestTheTimeIsTheOffices(t *testing.T) {
	c, o := setup(t)
	if _, _, ok := c.OfficeTime(); ok {
		t.Error("a time before any answer")
	}
	o.mux.HandleFunc("GET /v1/me", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Mon, 02 Mar 2026 08:15:30 GMT")
		answering(500, refusal(500, "internal", ""))(w, r)
	})
	c.Me(t.Context())
	office, skew, ok := c.OfficeTime()
	if past := office.Sub(when(t, asOf)); !ok || past < 0 || past.Minutes() > 1 {
		t.Errorf("%v, %v", office, ok)
	}
	if near := office.Sub(time.Now().Add(skew)); near.Abs().Seconds() > 1 {
		t.Errorf("skew %v", skew)
	}
	c.takeDate(reply{status: 200, tls: true, header: http.Header{"Date": {"yesterday"}}})
	c.takeDate(reply{status: 200, header: http.Header{"Date": {"Mon, 02 Mar 2020 08:15:30 GMT"}}})
	if again, _, _ := c.OfficeTime(); again.Before(office) {
		t.Errorf("a stranger set the time to %v", again)
	}
}

func TestReadsThatBreakTheContractAreForeign(t *testing.T) {
	for name, body := range map[string]string{
		"no staff":         strings.Replace(meAnswer, `"number":"1001"`, `"number":""`, 1),
		"key in capitals":  strings.Replace(meAnswer, `"staff"`, `"Staff"`, 1),
		"null list":        strings.Replace(meAnswer, `["card.read","top-up","drawer"]`, `null`, 1),
		"a limit missing":  strings.Replace(meAnswer, `"topUpMin":`+euros(100)+`,`, ``, 1),
		"a limit as text":  strings.Replace(meAnswer, `100,`, `"100",`, 1),
		"a broken limit":   strings.Replace(meAnswer, `100,`, `100.0,`, 1),
		"a local time":     strings.Replace(meAnswer, `"time":"`+asOf, `"time":"2026-03-02T09:15:30`, 1),
		"something behind": meAnswer + "{}",
	} {
		c, o := setup(t)
		o.answers("GET /v1/me", 200, body)
		if got, err := c.Me(t.Context()); CodeOf(err) != CodeForeignAnswer || got.Office.ID != "" {
			t.Errorf("%s: %v", name, err)
		}
		if o.seen("GET /v1/me") != 1 {
			t.Errorf("%s: asked %d times", name, o.seen("GET /v1/me"))
		}
	}
}

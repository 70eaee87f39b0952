package client

import (
	"encoding/json"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

// told gives an answer a sender.
func told(answer, sender string) string {
	return strings.Replace(answer, "{", `{"sentBy":"`+sender+`",`, 1)
}

// Whoever sent a write first is told where the office tells it. An office of contract 1.0 doesn't, and its answers are as good.
func TestTheSenderOfAWriteIsToldOrNot(t *testing.T) {
	for _, a := range attempts(t) {
		for answer, want := range map[string]string{a.good: "", told(a.good, "1002"): "1002", told(a.good, "4111111111111111"): "", told(a.good, "Ana"): ""} {
			c, o := setup(t)
			o.answers("/", 201, answer)
			if got := a.send(t.Context(), c, true); !got.Verdict.Final() || got.Err != nil {
				t.Errorf("%s, %s: %+v", a.name, answer, got)
			}
			for _, sender := range senders(t, answer) {
				if sender != want {
					t.Errorf("%s: sent by %q, want %q", a.name, sender, want)
				}
			}
		}
	}
}

// senders reads an answer as every kind of answer that has a sender; those it does not fit are left out.
func senders(t *testing.T, answer string) (all []string) {
	t.Helper()
	if a, err := decode[TopUp]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if a, err := decode[Lock]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if a, err := decode[Reversal]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if a, err := decode[Unlock]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if a, err := decode[DrawerSession]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if a, err := decode[PersonRef]([]byte(answer)); err == nil {
		all = append(all, a.SentBy)
	}
	if len(all) == 0 {
		t.Errorf("no answer to a write: %s", answer)
	}
	return all
}

// Also where an ending stands in a list, or a session in what is open now, sender and code are put right.
func TestSendersInsideOtherAnswers(t *testing.T) {
	item := told(posted, "1002")
	c, o := setup(t)
	o.answers("GET /v1/desks/{desk}/top-ups", 200, `{"items":[`+item+`,`+told(posted, "x")+`],"gaps":[],"nextCursor":null,"asOf":"`+asOf+`"}`)
	page, err := c.DeskTopUps(t.Context(), 1, "")
	if err != nil || len(page.Items) != 2 || page.Items[0].SentBy != "1002" || page.Items[1].SentBy != "" {
		t.Errorf("%+v %v", page, err)
	}
	o.answers("GET /v1/drawer-sessions/current", 200, `{"session":`+told(opened, "1002")+`,"previous":`+told(closed, "x")+`,"asOf":"`+asOf+`"}`)
	now, err := c.CurrentDrawer(t.Context())
	if err != nil || now.Session == nil || now.Session.SentBy != "1002" || now.Previous == nil || now.Previous.SentBy != "" {
		t.Errorf("%+v %v", now, err)
	}
}

// A desk works with every office of the same major number: with one of 1.0, and with later ones whose answers, and whose
// capabilities, say more than this program knows.
func TestAnOfficeOfAnotherMinorVersionIsWorkedWith(t *testing.T) {
	for _, version := range []string{"1.0.0", "1.0.7", ContractVersion, "1.9.0"} {
		more := ""
		if version == "1.9.0" {
			more = `"since":{"a":[1]},`
		}
		c, o := setup(t)
		o.answers("GET /v1/health", 200, `{`+more+`"status":"ok","version":"2","contractVersion":"`+version+`","time":"`+asOf+`"}`)
		if got, err := c.Health(t.Context()); err != nil || got.ContractVersion != version {
			t.Errorf("health of %s: %+v %v", version, got, err)
		}
		var me map[string]json.RawMessage
		if err := json.Unmarshal([]byte(meAnswer), &me); err != nil {
			t.Fatal(err)
		}
		me["contractVersion"] = json.RawMessage(`"` + version + `"`)
		me["capabilities"] = json.RawMessage(`["top-up","something-new"]`)
		body, _ := json.Marshal(me)
		o.answers("GET /v1/me", 200, strings.Replace(string(body), "{", "{"+more, 1))
		if got, err := c.Me(t.Context()); err != nil || got.ContractVersion != version || !got.Can(MayTopUp) || got.Can(MayAudit) {
			t.Errorf("me of %s: %+v %v", version, got, err)
		}
		o.answers("PUT /v1/top-ups/{id}", 201, strings.Replace(posted, "{", "{"+more, 1))
		if got := c.TopUp(t.Context(), sending(t)); got.Verdict != Posted || got.Answer.Amount != money.EUR(2000) {
			t.Errorf("a top-up of %s: %+v", version, got)
		}
	}
}

package flow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestTheOfficeWantsToKnowThePayer(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.Required = []client.Requirement{client.NeedsPayerName}
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	quote(c, "50")
	at(t, c, topup.AskingPayer)
	c.TopUp.NamePayer(topup.Payer{Name: "  "})
	says(t, c.TopUp.State().Problem, "topup.payer.name")

	office.Person = client.Outcome[client.PersonRef]{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}
	c.TopUp.NamePayer(topup.Payer{Name: "Žiga Čuk"})
	at(t, c, topup.AskingPayer)
	if c.TopUp.State().Payer.Name != "Žiga Čuk" {
		t.Error("the name typed is lost")
	}

	office.Person = client.Outcome[client.PersonRef]{Verdict: client.Posted}
	c.TopUp.NamePayer(topup.Payer{Name: "Žiga Čuk"})
	at(t, c, topup.ReadBack)
	c.TopUp.Tender("")
	c.TopUp.Confirm()
	var body client.TopUpRequest
	if err := json.Unmarshal(office.Sent[0], &body); err != nil {
		t.Fatal(err)
	}
	if body.PayerID != office.LastPerson.ID {
		t.Errorf("the top-up names payer %q, the office knows %q", body.PayerID, office.LastPerson.ID)
	}
	for _, r := range kept.Records {
		if raw, _ := json.Marshal(r); strings.Contains(string(raw)+string(r.Body), "Čuk") {
			t.Error("a name stands in the journal")
		}
	}
}

func TestTheOfficesRequirementsAreAskedFor(t *testing.T) {
	b := newBench(t)
	b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsDocument, client.NeedsApproval}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	at(t, b.Counter, topup.AskingPayer)
	for _, p := range []topup.Payer{{Name: "Ana"}, {Name: "Ana", Document: client.DocumentPassport}, {Name: "Ana", Document: client.DocumentPassport, Last3: "12"},
		{Name: "Ana", Document: client.DocumentPassport, Last3: "1234"}, {Name: "Ana", Last3: "123"}} {
		b.to(func() { b.TopUp.NamePayer(p) })
		at(t, b.Counter, topup.AskingPayer)
		says(t, b.TopUp.State().Problem, "topup.payer.document")
	}
	b.to(func() {
		b.TopUp.NamePayer(topup.Payer{Name: " Ana ", Document: client.DocumentPassport, Last3: " 123 "})
	})
	at(t, b.Counter, topup.ReadBack)
	if d := b.office.LastPerson.Document; d == nil || d.Last3 != "123" || b.office.LastPerson.Name != "Ana" {
		t.Errorf("sent %+v", b.office.LastPerson)
	}
}

// A name copied from elsewhere may come with its accents apart; the office keeps names composed.
func TestAPayersNameIsComposed(t *testing.T) {
	b := newBench(t)
	b.office.QuoteAnswer.Required = []client.Requirement{client.NeedsPayerName}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, func() { b.TopUp.NamePayer(topup.Payer{Name: "Z\u030ciga C\u030cuk "}) })
	at(t, b.Counter, topup.ReadBack)
	if got := b.office.LastPerson.Name; got != "Žiga Čuk" {
		t.Errorf("sent %q", got)
	}
}

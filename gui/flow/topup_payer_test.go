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
	c.Do(flow.CommandTopUp)
	c.TopUp.Match("481205")
	c.TopUp.Quote("50")
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

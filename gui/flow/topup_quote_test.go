package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestAmountsThatAreNotClear(t *testing.T) {
	for typed, key := range map[string]string{
		"": "amount.empty", "0": "amount.zero", "1.250": "amount.ambiguous", "50,5": "amount.ambiguous",
		"-5": "amount.negative", "abc": "amount.notANumber",
	} {
		office := flowtest.NewOffice()
		c, _, _ := counter(t, office)
		quote(c, typed)
		at(t, c, topup.AskingAmount)
		says(t, c.TopUp.State().Problem, key)
		if c.TopUp.State().Field != task.FieldAmount || c.TopUp.State().Typed != typed {
			t.Errorf("%q: what was typed is lost or the problem has no field", typed)
		}
		if office.Asked["quote"] != 0 {
			t.Errorf("%q was sent to the office", typed)
		}
	}
}

func TestTheOfficesRefusalOfAQuote(t *testing.T) {
	left := money.EUR(500)
	for name, tt := range map[string]struct {
		err  error
		step topup.Step
		says string
	}{
		"limit":   {&client.Error{Status: 409, Code: "limit-exceeded", LimitLeft: &left}, topup.AskingAmount, "problem.limit-left"},
		"lapsed":  {&client.Error{Status: 409, Code: "match-required"}, topup.AskingMatch, "problem.match-required"},
		"offline": {&client.Error{Code: client.CodeNoConnection}, topup.AskingAmount, "problem.no-connection"},
		"unknown": {&client.Error{Status: 418, Code: "teapot", TraceID: "aa"}, topup.AskingAmount, "problem.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.QuoteErr = tt.err
			c, _, _ := counter(t, office)
			quote(c, "50")
			at(t, c, tt.step)
			says(t, c.TopUp.State().Problem, tt.says)
			if c.TopUp.State().Typed != "50" {
				t.Error("the amount typed is lost")
			}
		})
	}
}

func TestAQuoteAboutToEndIsRenewedUnderTheSameIntention(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.ExpiresAt = flowtest.Start.Add(10 * time.Second)
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	office.QuoteAnswer.QuoteID, office.QuoteAnswer.ExpiresAt = "00000000-0000-4000-8000-0000000000a2", flowtest.Start.Add(10*time.Minute)
	c.TopUp.Confirm()
	at(t, c, topup.ReadBack)
	says(t, c.TopUp.State().Problem, "topup.quote-renewed")
	c.TopUp.Tender("100")
	c.TopUp.Confirm()
	at(t, c, topup.Posted)
	kinds(t, kept, whole...)
}

func TestAQuoteThatCannotBeRenewedDropsTheIntention(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.ExpiresAt = flowtest.Start
	c, kept, _ := counter(t, office)
	confirming(t, c)
	office.QuoteErr = &client.Error{Status: 409, Code: client.CodeCardNotLoadable}
	c.TopUp.Confirm()
	at(t, c, topup.AskingAmount)
	says(t, c.TopUp.State().Problem, "problem.card-not-loadable")
	kinds(t, kept, journal.Intent, journal.Dropped)
}

// Cash lies on the counter under an intention when its quote is renewed, and the office wants more than before: what was
// read back isn't valid any more, and the next read-back has an intention of its own. Of a second person it is asked later.
func TestARenewedQuoteThatRequiresMore(t *testing.T) {
	for name, tt := range map[string]struct {
		required client.Requirement
		step     topup.Step
		stands   bool
	}{
		"approval":       {client.NeedsApproval, topup.ReadBack, true},
		"a payer's name": {client.NeedsPayerName, topup.AskingPayer, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := renewing(t)
			b.office.QuoteAnswer.Required = []client.Requirement{tt.required}
			b.held.Release()
			at(t, b.Counter, tt.step)
			if st := b.TopUp.State(); (st.ID != "") != tt.stands || st.NeedsApproval() != tt.stands {
				t.Errorf("%q, %+v", st.ID, st.Problem)
			}
			b.to(b.TopUp.Leave)
			at(t, b.Counter, topup.Idle)
			kinds(t, b.kept, journal.Intent, journal.Dropped)
		})
	}
}

func TestWhoLeavesTwiceWhileAQuoteIsRenewedDropsTheIntentionOnce(t *testing.T) {
	b := renewing(t)
	b.TopUp.Leave()
	b.TopUp.Leave()
	b.held.Release()
	at(t, b.Counter, topup.Idle)
	kinds(t, b.kept, journal.Intent, journal.Dropped)
}

package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

var quoteAnswer = `{"quoteId":"` + quoteID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"fee":` + euros(150) + `,"total":` + euros(2150) +
	`,"balanceAfter":` + euros(6230) + `,"limitsLeft":{"balance":` + euros(245770) + `,"day":` + euros(100000) + `,"month":` + euros(300000) +
	`},"required":["payerName"],"expiresAt":"` + asOf + `","otherOpenQuote":null,"similar":null}`

func TestQuote(t *testing.T) {
	c, o := setup(t)
	o.answers("POST /v1/cards/{mokId}/top-up-quotes", 201, quoteAnswer)
	got, err := c.QuoteTopUp(t.Context(), mokID, QuoteRequest{Amount: money.EUR(2000), MatchID: otherID})
	want := Quote{
		QuoteID: quoteID, MokID: mokID, Amount: money.EUR(2000), Fee: money.EUR(150), Total: money.EUR(2150), BalanceAfter: money.EUR(6230),
		LimitsLeft: LimitsLeft{money.EUR(245770), money.EUR(100000), money.EUR(300000)},
		Required:   []Requirement{NeedsPayerName}, ExpiresAt: when(t, asOf),
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	sameJSON(t, o.body("POST /v1/cards/"+mokID+"/top-up-quotes"), `{"amount":`+euros(2000)+`,"matchId":"`+otherID+`"}`)
}

func TestQuoteWarnsOfOtherDesks(t *testing.T) {
	c, o := setup(t)
	body := strings.Replace(quoteAnswer, `"otherOpenQuote":null,"similar":null`, `"otherOpenQuote":{"desk":"KR-02","amount":`+euros(500)+`,"since":"`+asOf+
		`"},"similar":{"receiptNumber":"KR-2026-000122","amount":`+euros(2000)+`,"at":"`+asOf+`"}`, 1)
	o.answers("POST /v1/cards/{mokId}/top-up-quotes", 201, body)
	got, err := c.QuoteTopUp(t.Context(), mokID, QuoteRequest{Amount: money.EUR(2000), MatchID: otherID})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&OpenQuote{"KR-02", money.EUR(500), when(t, asOf)}, got.OtherOpenQuote); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&SimilarTopUp{"KR-2026-000122", money.EUR(2000), when(t, asOf)}, got.Similar); diff != "" {
		t.Error(diff)
	}
}

func TestAQuoteMustAddUpAndSpeakOfOurAmount(t *testing.T) {
	for name, body := range map[string]string{
		"another card":   strings.Replace(quoteAnswer, mokID, "100000022", 1),
		"another amount": strings.NewReplacer(euros(2000), euros(2001), euros(2150), euros(2151)).Replace(quoteAnswer),
		"a wrong total":  strings.Replace(quoteAnswer, euros(2150), euros(2149), 1),
		"no id":          strings.Replace(quoteAnswer, quoteID, "", 1),
		"no requirement": strings.Replace(quoteAnswer, `["payerName"]`, `null`, 1),
		"dollars":        strings.Replace(quoteAnswer, "EUR", "USD", 1),
	} {
		c, o := setup(t)
		o.answers("POST /v1/cards/{mokId}/top-up-quotes", 201, body)
		if _, err := c.QuoteTopUp(t.Context(), mokID, QuoteRequest{Amount: money.EUR(2000), MatchID: otherID}); CodeOf(err) != CodeForeignAnswer {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestQuoteRefusals(t *testing.T) {
	for _, code := range []string{CodeMatchRequired, CodeCardNotLoadable, CodeLimitExceeded, CodeAmountTooSmall} {
		more := ""
		if code == CodeLimitExceeded {
			more = `,"limitLeft":` + euros(500)
		}
		c, o := setup(t)
		o.answers("POST /v1/cards/{mokId}/top-up-quotes", 409, refusal(409, code, more))
		_, err := c.QuoteTopUp(t.Context(), mokID, QuoteRequest{Amount: money.EUR(2000)})
		e, _ := err.(*Error)
		if e == nil || e.Code != code || (e.LimitLeft != nil) != (more != "") || more != "" && *e.LimitLeft != money.EUR(500) {
			t.Errorf("%s: %v", code, err)
		}
		sameJSON(t, o.body("POST /v1/cards/"+mokID+"/top-up-quotes"), `{"amount":`+euros(2000)+`}`)
	}
}

func TestQuoteSendsNothingMalformed(t *testing.T) {
	c, o := setup(t)
	for _, bad := range []QuoteRequest{{}, {Amount: money.EUR(0)}, {Amount: money.EUR(-5)}, {Amount: money.EUR(5), MatchID: "x"}} {
		if _, err := c.QuoteTopUp(t.Context(), mokID, bad); CodeOf(err) != CodeBadInput {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
}

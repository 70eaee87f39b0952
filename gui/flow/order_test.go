package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
)

func ordering(t *testing.T) (*flow.Counter, *flowtest.Papers) {
	t.Helper()
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, papers
}

var fullOrder = order.Form{
	MokID: "100000014", Amount: "50", Name: "Žiga Čuk", Street: "Šišenska cesta 1", Town: "1000 Ljubljana",
}

func TestAnOrderNeedsNobodySignedIn(t *testing.T) {
	c, papers := ordering(t)
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, fullOrder)
	if len(papers.Printed) != 1 {
		t.Fatalf("nothing is printed: %+v", c.Order.State())
	}
	slip := papers.Printed[0].(order.Slip)
	if slip.Verified || !slip.Assumed || slip.Draft {
		t.Errorf("an order made without the office says it is verified: %+v", slip)
	}
	if got := slip.Order; string(got.PayeeReference) != "SI058074720-100000014-200" || got.Amount != money.EUR(5000) {
		t.Errorf("%+v", got)
	}
	if !c.Order.State().WithCode {
		t.Error("a whole order has no code")
	}
}

func TestAnOrderFromTheCardOnTheScreenIsVerified(t *testing.T) {
	office := flowtest.NewOffice()
	office.Account = client.OrderAccount{
		IBAN: "SI56029000000200020", Model: "05", Prefix: "8074720", Suffix: "200", PurposeCode: "OTHR",
		Purpose: "Polnitev", Payee: client.Payee{Name: "NLB d.d.", Street: "Trg republike 2", Town: "1000 Ljubljana"},
	}
	c, _, papers := counter(t, office)
	c.Do(flow.CommandOrder)
	form := fullOrder
	form.MokID = c.Order.State().Form.MokID
	c.Order.Hand(task.PaperSave, form)
	if s := papers.Saved[0].(order.Slip); !s.Verified || s.Assumed {
		t.Errorf("%+v", s)
	}
	form.MokID = "100000022"
	c.Order.Hand(task.PaperSave, form)
	if papers.Saved[1].(order.Slip).Verified {
		t.Error("another MOK ID than the card's counts as verified")
	}
}

func TestAnOrderMayLeavePayerAndAmountOpen(t *testing.T) {
	c, papers := ordering(t)
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperOpen, order.Form{MokID: "100 000 014"})
	if len(papers.Opened) != 1 || c.Order.State().WithCode {
		t.Errorf("%+v", c.Order.State())
	}
}

func TestWhatIsWrongInAnOrderIsSaidAtItsField(t *testing.T) {
	long := strings.Repeat("a", 34)
	for name, tt := range map[string]struct {
		form  order.Form
		field task.Field
		says  string
	}{
		"no MOK ID":        {order.Form{}, task.FieldMokID, "order.mok-id.missing"},
		"the last six":     {order.Form{MokID: "481205"}, task.FieldMokID, "recognise.lastSix"},
		"a PAN":            {order.Form{MokID: "4111111111111111"}, task.FieldMokID, "recognise.pan"},
		"amount":           {order.Form{MokID: "100000014", Amount: "1.250"}, task.FieldAmount, "amount.ambiguous"},
		"nothing to pay":   {order.Form{MokID: "100000014", Amount: "0,00"}, task.FieldAmount, "amount.zero"},
		"a lost letter":    {order.Form{MokID: "100000014", Name: "Ana ?agar"}, task.FieldPayer, "order.line.lost"},
		"a PAN for a name": {order.Form{MokID: "100000014", Name: "4111111111111111"}, task.FieldPayer, "field.card-number"},
		"a long name":      {order.Form{MokID: "100000014", Name: long}, task.FieldPayer, "order.proposal"},
		"a hidden letter":  {order.Form{MokID: "100000014", Town: "Kranj\u202e"}, task.FieldTown, "order."},
		"Cyrillic":         {order.Form{MokID: "100000014", Street: "Цеста 1"}, task.FieldStreet, "order.line.charset"},
	} {
		t.Run(name, func(t *testing.T) {
			c, papers := ordering(t)
			c.Do(flow.CommandOrder)
			c.Order.Hand(task.PaperPrint, tt.form)
			st := c.Order.State()
			if m := st.Problems[tt.field]; m == nil || !strings.HasPrefix(m.Key, tt.says) || st.First() != tt.field {
				t.Errorf("it says %v at %s, want %s at %s", m, st.First(), tt.says, tt.field)
			}
			if len(papers.Printed) != 0 {
				t.Error("it is printed all the same")
			}
			if strings.Contains(st.Form.MokID, "4111") {
				t.Error("a PAN is kept")
			}
		})
	}
}

func TestAProposalIsAcceptedByTheClerkOnly(t *testing.T) {
	c, papers := ordering(t)
	c.Do(flow.CommandOrder)
	form := fullOrder
	form.Name = "Maksimilijan Aleksander Podgoršek Novak"
	c.Order.Hand(task.PaperPrint, form)
	if len(papers.Printed) != 0 || c.Order.State().Proposals[task.FieldPayer] == "" {
		t.Fatalf("%+v", c.Order.State())
	}
	c.Order.Accept(form)
	c.Order.Hand(task.PaperPrint, c.Order.State().Form)
	if len(papers.Printed) != 1 || len([]rune(papers.Printed[0].(order.Slip).Order.Payer.Name)) > 33 {
		t.Errorf("%+v", c.Order.State())
	}
}

func TestLeavingAnOrderForgetsThePayer(t *testing.T) {
	c, _ := ordering(t)
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, fullOrder)
	c.LeaveFree()
	if c.Order.State().Form != (order.Form{}) || c.State().Panel != flow.PanelCard {
		t.Errorf("%+v", c.Order.State())
	}
}

func TestAnAdministratorsPayeeStandsInForTheOffices(t *testing.T) {
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	needs.Account.Payee.Name, needs.Assumed = "Banka d.d.", false
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, fullOrder)
	if s := papers.Printed[0].(order.Slip); s.Order.Payee.Name != "Banka d.d." || s.Assumed {
		t.Errorf("%+v", s)
	}
}

// What the window prints, a list makes too, and what it refuses, a list refuses: there is one check of an order.
func TestAnOrderIsJudgedAlikeWhereverItIsTyped(t *testing.T) {
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for _, field := range order.Fields() {
		for _, typed := range hostileTexts {
			form := fullOrder
			*form.At(field) = typed
			checked := order.Check(form, upn.DefaultAccount())
			for _, p := range checked.Problems {
				if strings.Contains(fmt.Sprint(p.Message), "4111") || p.Field != field && p.Field != task.FieldNone {
					t.Errorf("%q as %s: %+v", typed, field, p)
				}
			}
			c.Do(flow.CommandOrder)
			before := len(papers.Printed)
			c.Order.Hand(task.PaperPrint, form)
			if printed := len(papers.Printed) > before; printed != (len(checked.Problems) == 0) || printed && checked.Order.ValidateForm() != nil {
				t.Errorf("%q as %s: printed %v, but %+v", typed, field, printed, checked.Problems)
			}
			c.Order.Close()
			c.LeaveFree()
		}
	}
}

package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

func TestRecogniserTellsWhatItGot(t *testing.T) {
	payload := "UPNQR\n\n\n\n\nŽiga Čuk\nŠišenska cesta 1\n1000 Ljubljana\n00000005000\n\n\nOTHR\nPolnitev kartice CeKR\n\n" +
		"SI56029000000200020\nSI058074720-100000014-200\nNLB d.d.\nTrg republike 2\n1000 Ljubljana\n"
	for _, tt := range []struct {
		name, typed string
		got         flow.Got
		id          string
	}{
		{"nine digits", "100000014", flow.GotMokID, "100000014"},
		{"in groups", "100 000 014", flow.GotMokID, "100000014"},
		{"with dashes", "100-000-014", flow.GotMokID, "100000014"},
		{"a reader's CR", "100000014\r", flow.GotMokID, "100000014"},
		{"a reader's CR LF", "100000014\r\n", flow.GotMokID, "100000014"},
		{"pasted with hidden marks", "\u200b100\u00a0000\u202f014\ufeff", flow.GotMokID, "100000014"},
		{"leading zeros", "000000014", flow.GotMokID, "000000014"},
		{"nothing", "", flow.GotNothing, ""},
		{"only spaces", " \t ", flow.GotNothing, ""},
		{"six digits", "481205", flow.GotLastSix, ""},
		{"six digits with a space", "481 205", flow.GotLastSix, ""},
		{"a PAN", "4111 1111 1111 1111", flow.GotPAN, ""},
		{"twelve digits", "123456789012", flow.GotPAN, ""},
		{"nineteen digits", "1234567890123456789", flow.GotPAN, ""},
		{"two scans in one", "100000014100000014", flow.GotPAN, ""},
		{"a PAN in a sentence", "kartica 4111111111111111", flow.GotPAN, ""},
		{"more digits than any card", "12345678901234567890123", flow.GotPAN, ""},
		{"a reference", "SI05 8074720-100000014-200", flow.GotReference, "100000014"},
		{"a reference in one word", "SI058074720-100000014-200", flow.GotReference, "100000014"},
		{"a reference without its model", "8074720-100000014-200", flow.GotReference, "100000014"},
		{"as the public page prints it", "05 8074720-100000014-200", flow.GotReference, "100000014"},
		{"another card's reference", "SI05 9074732-100000014-030", flow.GotForeign, ""},
		{"another kind of reference", "RF45SBO2010", flow.GotForeign, ""},
		{"a UPN code", payload, flow.GotOrder, "100000014"},
		{"a UPN code in one line", "UPNQR     Žiga Čuk Šišenska cesta 1 1000 Ljubljana 00000005000   OTHR Polnitev  SI56029000000200020 SI058074720-100000014-200 NLB d.d.", flow.GotOrder, "100000014"},
		{"eight digits", "10000001", flow.GotUnclear, ""},
		{"ten digits", "1000000141", flow.GotUnclear, ""},
		{"O for 0", "1OOOOOO14", flow.GotUnclear, ""},
		{"full-width digits", "１００００００１４", flow.GotUnclear, ""},
		{"Arabic digits", "١٠٠٠٠٠٠١٤", flow.GotUnclear, ""},
		{"a path", "../../etc", flow.GotUnclear, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := flow.Recognise(tt.typed, upn.DefaultAccount())
			if r.Got != tt.got || r.MokID != tt.id {
				t.Errorf("%q is %s %q, want %s %q", tt.typed, r.Got, r.MokID, tt.got, tt.id)
			}
		})
	}
}

// Whatever is typed: a MOK ID is nine ASCII digits, and a run of 12 to 19 digits never becomes one.
func FuzzRecognise(f *testing.F) {
	for _, s := range []string{"100000014", "4111111111111111", "SI05 8074720-100000014-200", "UPNQR\n", "1 2 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		r := flow.Recognise(typed, upn.DefaultAccount())
		if r.MokID != "" && (len(r.MokID) != 9 || !ascii(r.MokID)) {
			t.Errorf("%q gives the MOK ID %q", typed, r.MokID)
		}
		if (r.MokID != "") != (r.Got == flow.GotMokID || r.Got == flow.GotReference || r.Got == flow.GotOrder) {
			t.Errorf("%q: %+v", typed, r)
		}
	})
}

func ascii(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func TestACardIsShownAndThenItsTransactions(t *testing.T) {
	office := flowtest.NewOffice()
	office.Pages = []client.TransactionPage{
		{Items: []client.Transaction{{ID: "2", Amount: money.EUR(-100)}}, NextCursor: "more", AsOf: flowtest.Start},
		{Items: []client.Transaction{{ID: "1", Amount: money.EUR(500)}}, AsOf: flowtest.Start},
	}
	c, _, _ := counter(t, office)
	st := c.Card.State()
	if st.Card.PANLast4 != "1205" || len(st.Items) != 1 || st.List != flow.ListKnown {
		t.Fatalf("%+v", st)
	}
	c.Card.MoreTransactions()
	c.Card.MoreTransactions()
	if st = c.Card.State(); len(st.Items) != 2 || st.Next != "" || office.Asked["transactions"] != 2 {
		t.Errorf("%d transactions after %d questions", len(st.Items), office.Asked["transactions"])
	}
}

func TestALookUpThatFindsNothing(t *testing.T) {
	for _, tt := range []struct {
		name, typed, says string
		err               error
		wipe              bool
	}{
		{name: "no such card", typed: "999999999", says: "problem.card-not-found"},
		{name: "office away", typed: "100000014", err: &client.Error{Code: client.CodeNoConnection}, says: "problem.no-connection"},
		{name: "the last six", typed: "481205", says: "recognise.lastSix"},
		{name: "a PAN is wiped", typed: "4111111111111111", says: "recognise.pan", wipe: true},
		{name: "too short", typed: "1234", says: "recognise.unclear"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.CardErr = tt.err
			needs, _, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.LookUp(tt.typed)
			st := c.Card.State()
			says(t, st.Problem, tt.says)
			if st.Step != flow.CardEmpty || st.Wipe != tt.wipe {
				t.Errorf("%+v", st)
			}
		})
	}
}

func TestAnAnswerForAnEarlierCardIsDropped(t *testing.T) {
	office := flowtest.NewOffice()
	other := office.Cards["100000014"]
	other.MokID = "100000022"
	office.Cards["100000022"] = other
	needs, _, _ := flowtest.Needs(office)
	held := &flowtest.Held{}
	needs.Tasks = held
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit("1001", "2468")
	held.Release()
	c.LookUp("100000014")
	c.LookUp("100000022")
	held.Release()
	if got := c.Card.State().Card.MokID; got != "100000022" {
		t.Errorf("the screen shows %s", got)
	}
}

func TestAListIsEmptyOnlyWhenTheOfficeSaysSo(t *testing.T) {
	office := flowtest.NewOffice()
	office.ListErr = &client.Error{Code: client.CodeTimeout}
	c, _, _ := counter(t, office)
	if st := c.Card.State(); st.List != flow.ListFailed || st.ListProblem == nil {
		t.Errorf("a list that failed shows as %s", st.List)
	}
}

func TestAMunicipalCounterSeesOnlyThatACardExists(t *testing.T) {
	office := flowtest.NewOffice()
	office.MeAnswer.Capabilities = []client.Capability{client.MaySeeMinimal, client.MayLock}
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	st := c.Card.State()
	if st.Step != flow.CardMinimal || !st.Minimal.Exists || st.Card.MokID != "" || office.Asked["card"] != 0 {
		t.Errorf("%+v, asked %v", st, office.Asked)
	}
}

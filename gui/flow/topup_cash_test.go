package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestCashThatIsNotEnough(t *testing.T) {
	c, _, _ := counter(t, flowtest.NewOffice())
	readBack(t, c)
	c.TopUp.Tender("49,99")
	at(t, c, topup.ReadBack)
	says(t, c.TopUp.State().Problem, "topup.tendered.too-small")
	c.TopUp.Tender("")
	at(t, c, topup.Confirming)
	if st := c.TopUp.State(); !st.Change.IsZero() || st.Tendered != money.EUR(5000) {
		t.Errorf("an empty field means the exact total; got %+v", st)
	}
}

// Nobody gives a note too many: what is read or typed twice for the cash is asked for again.
func TestCashOfWhichAWholeNoteWouldComeBackIsAskedForAgain(t *testing.T) {
	for typed, change := range map[string]int64{"549,99": 49999, "100": 5000, "550": -1, "38300012": -1, "500500": -1} {
		needs, kept, _ := flowtest.Needs(flowtest.NewOffice())
		c := start(t, needs)
		c.LookUp("100000014")
		readBack(t, c)
		records := len(kept.Records)
		c.TopUp.Tender(typed)
		st := c.TopUp.State()
		if change >= 0 {
			if at(t, c, topup.Confirming); st.Change.Cents != change {
				t.Errorf("%s: the change is %v", typed, st.Change)
			}
			continue
		}
		at(t, c, topup.ReadBack)
		says(t, st.Problem, "topup.tendered.too-large")
		if st.Field != task.FieldTendered || !st.Tendered.IsZero() || len(kept.Records) != records {
			t.Errorf("%s: %+v", typed, st)
		}
		c.TopUp.Tender("60")
		at(t, c, topup.Confirming)
	}
}

func TestATokenThatEndsSoonIsRenewedBeforeCash(t *testing.T) {
	office := flowtest.NewOffice()
	office.Lifetime = 4 * time.Minute
	c, kept, _ := counter(t, office)
	quote(c, "50")
	if len(kept.Records) != 0 || c.State().SignedIn {
		t.Fatal("cash would be taken on a token that ends in four minutes")
	}
	office.Lifetime = 8 * time.Hour
	c.SignIn.Submit("1001", "2468")
	at(t, c, topup.AskingAmount)
	c.TopUp.Quote(c.TopUp.State().Typed)
	at(t, c, topup.ReadBack)
}

func TestCashThatIsNotAnAmount(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote)
	for _, typed := range []string{"50,5", "1.000", "sto", "-50"} {
		b.TopUp.Tender(typed)
		at(t, b.Counter, topup.ReadBack)
		if st := b.TopUp.State(); st.Problem == nil || st.Field != task.FieldTendered {
			t.Errorf("%q: %+v", typed, st.Problem)
		}
	}
}

package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func posted(o *flowtest.Office) {
	o.TopUps = flowtest.Final(client.Posted, client.TopUp{
		ReceiptNumber: "2026-000123", Total: money.EUR(5000), Tendered: money.EUR(10000), Change: money.EUR(5000),
		BalanceAfter: money.EUR(9230), BookedAt: flowtest.Start,
	})
}

func TestFromTheEmptyWindowToTheReceiptByKeyboardAlone(t *testing.T) {
	c := sitDown(t, posted)
	c.signIn().types("100000014").enter()
	c.sees("AKTIVNA", "42,30 €", "•••• 1205", "J••• N•••")
	c.groups = 0
	c.enter().step(topup.AskingMatch)
	c.types("481205").enter().step(topup.AskingAmount)
	c.types("50").enter().step(topup.ReadBack)
	c.sees("petdeset evrov", "100 000 014", "50,00 €")
	c.types("100").enter().step(topup.Confirming).sees("Vrnite stranki")
	c.enter().step(topup.Posted).sees("2026-000123")
	c.enter()
	if len(c.papers.Printed) != 1 {
		t.Fatal("the receipt is not printed")
	}
	if c.groups > 6 {
		t.Errorf("from known card to printed receipt took %d keystroke groups, want at most 6", c.groups)
	}
	t.Logf("from known card to printed receipt: %d keystroke groups", c.groups)
	c.enter()
	if c.w.counter.Card.State().Step != card.Empty {
		t.Error("the next Enter does not lead to the next customer")
	}
	c.types("100000014").enter().sees("AKTIVNA")
}

func TestTheFieldOfTheNextStepHasTheFocus(t *testing.T) {
	c := sitDown(t)
	where := func() fyne.Focusable { return c.w.Canvas().Focused() }
	if where() == nil {
		t.Fatal("nothing has the focus at the start")
	}
	number := where()
	c.signIn()
	if where() == nil || where() == number {
		t.Fatal("after signing in the focus is not in the MOK ID field")
	}
	c.types("999999999").enter().sees("Kartice s tem MOK ID ni.")
	c.types("100000014")
	c.enter().sees("AKTIVNA")
}

func TestEscapeGoesBackStepByStep(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().enter()
	c.types("481205").enter().types("50").enter().step(topup.ReadBack)
	c.types("100").enter().step(topup.Confirming)
	for _, want := range []topup.Step{
		topup.ReadBack, topup.AskingAmount, topup.AskingMatch, topup.Idle,
	} {
		c.press(fyne.KeyEscape).step(want)
		if c.w.Canvas().Focused() == nil {
			t.Fatalf("the focus is lost at %s", want)
		}
	}
	c.sees("AKTIVNA")
}

func TestBothEntersWork(t *testing.T) {
	c := sitDown(t, posted)
	c.signIn().types("100000014").press(fyne.KeyEnter).press(fyne.KeyEnter)
	c.types("481205").press(fyne.KeyEnter).types("50").press(fyne.KeyEnter).press(fyne.KeyEnter)
	c.step(topup.Confirming).press(fyne.KeyEnter).step(topup.Posted)
}

func TestRejectedUnknownAndNotSentSayWhatToDo(t *testing.T) {
	for name, tt := range map[string]struct {
		answer []client.Outcome[client.TopUp]
		says   []string
	}{
		"rejected": {
			flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"}),
			[]string{"Polnitev je zavrnjena", "Stranki vrnite vso prejeto gotovino: 100,00 €; če ste ji drobiž 50,00 € že dali, pa 50,00 €.", "presega omejitev"},
		},
		"unknown": {
			flowtest.NotKnown(client.Unknown, client.CodeTimeout),
			[]string{"Izid ni znan", "Ne vračajte je in ne polnite znova.", "Preveri zdaj", "Pošlji znova", "Vrni gotovino"},
		},
		"not sent": {
			flowtest.NotKnown(client.NotSent, client.CodeNoConnection),
			[]string{"Nič ni bilo poslano", "Pošlji znova", "Vrni gotovino"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := sitDown(t, func(o *flowtest.Office) { o.TopUps = tt.answer })
			c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
			c.sees(tt.says...)
			if c.w.Canvas().Focused() == nil {
				t.Error("the focus is lost")
			}
		})
	}
}

func TestACardNumberTypedIntoTheMokIDFieldIsWiped(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("4111111111111111").enter().sees("cela številka kartice")
	if words := strings.Join(visibleWords(c.screen()), " "); strings.Contains(words, "4111") {
		t.Error("the card number is still on the screen")
	}
}

func TestTheDrawerIsOpenedAndClosedByKeyboard(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) {
		o.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
		o.Opens = []client.Outcome[client.DrawerSession]{{Verdict: client.Posted, Answer: client.DrawerSession{
			ID: flowtest.Drawer, Staff: "1001", State: "open", Float: money.EUR(20000), Total: money.EUR(20000),
		}}}
		o.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Posted, Answer: client.DrawerSession{
			ID: flowtest.Drawer, Staff: "1001", State: "closed", Expected: money.EUR(20000), Counted: money.EUR(19990),
			Difference: money.EUR(-10), CloseNumber: 7,
		}}}
	})
	c.signIn().ctrl(fyne.KeyB).types("200").enter().sees("Blagajna je odprta", "Blagajna 200,00 €")
	c.office.DrawerNow.Session = &client.DrawerSession{
		ID: flowtest.Drawer, Staff: "1001", State: "open", Float: money.EUR(20000), Total: money.EUR(20000),
	}
	c.ctrl(fyne.KeyK)
	if strings.Contains(strings.Join(visibleWords(c.screen()), " "), "V blagajni mora biti") {
		t.Error("the clerk sees what is expected while counting")
	}
	c.types("199,90").enter().sees("Ali prešteta vsota drži?", "199,90 €", "sto devetindevetdeset evrov in devetdeset centov")
	c.enter().sees("Blagajna je zaključena", "−0,10 €")
}

func TestATopUpWithoutADrawerLeadsToTheDrawer(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.DrawerNow = client.DrawerNow{AsOf: flowtest.Start} })
	c.signIn().types("100000014").enter().enter().sees("Najprej odprite blagajno.", "Začetno stanje blagajne")
}

func withName(o *flowtest.Office, masked string) client.Card {
	card := o.Cards["100000014"]
	card.Holder = &client.Holder{Masked: masked}
	return card
}

func TestACardIsLockedByKeyboard(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) {
		o.Locks = []client.Outcome[client.Lock]{{Verdict: client.Posted, Answer: client.Lock{
			LockNumber: "Z-2026-000007", LockedAt: flowtest.Start, ReportNeeded: true,
		}}}
	})
	c.signIn().types("100000014").enter()
	c.groups = 0
	c.ctrl(fyne.KeyL).sees("Zaklep kartice 100 000 014", "Izgubljena")
	c.types("1").enter().types("1").enter().types("4").enter().sees("Kartica bo takoj ustavljena", "Izgubljena", "Imetnik osebno")
	c.enter().sees("Kartica je zaklenjena", "Z-2026-000007", "01 477 20 00")
	if c.groups > 5 {
		t.Errorf("from known card to locked took %d keystroke groups, want at most 5", c.groups)
	}
	c.enter()
	if c.w.counter.Card.State().Step != card.Empty {
		t.Error("the next Enter does not lead to the next customer")
	}
}

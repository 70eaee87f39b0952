package gui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
)

// clerk is a pair of hands on the keyboard of a window over an office in memory.
type clerk struct {
	t      *testing.T
	w      *Window
	office *flowtest.Office
	papers *flowtest.Papers
	lists  *flowtest.Lists
	tasks  *flowtest.AtOnce
	groups int // keystroke groups: each is some typing ended by one key that acts
}

func sitDown(t *testing.T, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	return sitDownAt(t, func() time.Time { return flowtest.Start }, set...)
}

// sitDownAt sits down at a window whose PC has that clock.
func sitDownAt(t *testing.T, now func() time.Time, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	office := flowtest.NewOffice()
	for _, s := range set {
		s(office)
	}
	needs, _, papers := flowtest.Needs(office)
	needs.Now, needs.Pictures = now, drawn{papers}
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true, Version: "test", IdleLock: 5 * time.Minute})
	t.Cleanup(func() { text.Use("sl") })
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	return &clerk{t: t, w: w, office: office, papers: papers, lists: needs.Lists.(*flowtest.Lists), tasks: needs.Tasks.(*flowtest.AtOnce)}
}

// types types into whatever has the focus; only focus says where it goes.
func (c *clerk) types(s string) *clerk {
	c.t.Helper()
	focused := c.w.Canvas().Focused()
	if focused == nil {
		c.t.Fatalf("nothing has the focus to type %q into", s)
	}
	test.Type(focused, s)
	return c
}

func (c *clerk) press(key fyne.KeyName) *clerk {
	c.t.Helper()
	focused := c.w.Canvas().Focused()
	if focused == nil {
		c.t.Fatalf("nothing has the focus for %s", key)
	}
	c.groups++
	focused.TypedKey(&fyne.KeyEvent{Name: key})
	return c
}

func (c *clerk) enter() *clerk { return c.press(fyne.KeyReturn) }

// ctrl fires a shortcut of the menu; the test driver has no menu bar of its own.
func (c *clerk) ctrl(key fyne.KeyName) *clerk {
	c.t.Helper()
	c.groups++
	for _, menu := range c.w.window.MainMenu().Items {
		for _, item := range menu.Items {
			if s, ok := item.Shortcut.(*desktop.CustomShortcut); ok && s.KeyName == key {
				item.Action()
				return c
			}
		}
	}
	c.t.Fatalf("no command has Ctrl+%s", key)
	return c
}

// signIn signs Ana in.
func (c *clerk) signIn() *clerk { return c.types("1001").enter().types("2468").enter() }

func (c *clerk) sees(want ...string) *clerk {
	c.t.Helper()
	screen := strings.Join(visibleWords(c.w.window.Content()), "\n")
	for _, w := range want {
		if !strings.Contains(screen, w) && !strings.Contains(strings.ReplaceAll(screen, "\n", " "), w) { // a paragraph may wrap
			c.t.Errorf("the screen doesn't say %q; it says:\n%s", w, screen)
		}
	}
	return c
}

func (c *clerk) step(want flow.TopUpStep) *clerk {
	c.t.Helper()
	if st := c.w.counter.TopUp.State(); st.Step != want {
		c.t.Fatalf("the top-up is at %s, want %s (%v)", st.Step, want, st.Problem)
	}
	return c
}

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
	c.enter().step(flow.TopUpAskingMatch)
	c.types("481205").enter().step(flow.TopUpAskingAmount)
	c.types("50").enter().step(flow.TopUpReadBack)
	c.sees("petdeset evrov", "100 000 014", "50,00 €")
	c.types("100").enter().step(flow.TopUpConfirming).sees("Vrnite stranki")
	c.enter().step(flow.TopUpPosted).sees("2026-000123")
	c.enter()
	if len(c.papers.Printed) != 1 {
		t.Fatal("the receipt is not printed")
	}
	if c.groups > 6 {
		t.Errorf("from known card to printed receipt took %d keystroke groups, want at most 6", c.groups)
	}
	t.Logf("from known card to printed receipt: %d keystroke groups", c.groups)
	c.enter()
	if c.w.counter.Card.State().Step != flow.CardEmpty {
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
	c.types("481205").enter().types("50").enter().step(flow.TopUpReadBack)
	c.types("100").enter().step(flow.TopUpConfirming)
	for _, want := range []flow.TopUpStep{
		flow.TopUpReadBack, flow.TopUpAskingAmount, flow.TopUpAskingMatch, flow.TopUpIdle,
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
	c.step(flow.TopUpConfirming).press(fyne.KeyEnter).step(flow.TopUpPosted)
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

func TestATokenThatEndsInMidFormKeepsWhatWasTyped(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().enter().types("481205").enter()
	c.office.QuoteErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	c.types("50").enter().sees("Prijava je potekla")
	c.office.QuoteErr = nil
	c.types("2468").enter().step(flow.TopUpAskingAmount)
	c.enter().step(flow.TopUpReadBack)
}

func TestACardNumberTypedIntoTheMokIDFieldIsWiped(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("4111111111111111").enter().sees("cela številka kartice")
	if words := strings.Join(visibleWords(c.w.window.Content()), " "); strings.Contains(words, "4111") {
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
	if strings.Contains(strings.Join(visibleWords(c.w.window.Content()), " "), "V blagajni mora biti") {
		t.Error("the clerk sees what is expected while counting")
	}
	c.types("199,90").enter().sees("Blagajna je zaključena", "−0,10 €")
}

func TestATopUpWithoutADrawerLeadsToTheDrawer(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.DrawerNow = client.DrawerNow{AsOf: flowtest.Start} })
	c.signIn().types("100000014").enter().enter().sees("Najprej odprite blagajno.", "Začetno stanje blagajne")
}

func TestTheLanguageSwitchesAtOnceAndKeepsTheJob(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter()
	c.ctrl(fyne.KeyJ).step(flow.TopUpReadBack).sees("fifty euros", "Cash given", "TRAINING COUNTER")
	c.ctrl(fyne.KeyJ).sees("petdeset evrov")
}

func TestClosingWithMoneyOnItsWayAsks(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) })
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	c.step(flow.TopUpUnknown)
	c.ctrl(fyne.KeyQ)
	if c.w.Canvas().Overlays().Top() == nil {
		t.Fatal("the window closes without a word")
	}
	c.press(fyne.KeyEscape).step(flow.TopUpUnknown)
	if c.w.Canvas().Overlays().Top() != nil || c.w.Canvas().Focused() == nil {
		t.Error("Escape does not bring the clerk back to the screen")
	}
}

func TestEveryCommandHasItsOwnKeyAndWords(t *testing.T) {
	sitDown(t)
	seen := map[fyne.KeyName]string{}
	for _, cmd := range commands() {
		if other, taken := seen[cmd.Key]; taken {
			t.Errorf("%s and %s have the same key %s", other, cmd.Name, cmd.Key)
		}
		seen[cmd.Key] = cmd.Name
		if strings.Contains("ACVXZY", string(cmd.Key)) || len(cmd.Key) != 1 {
			t.Errorf("%s has the key %s, which belongs to the fields or isn't a letter", cmd.Name, cmd.Key)
		}
		for _, lang := range text.Languages() {
			for _, k := range []string{"menu." + cmd.Menu, "command." + cmd.Name, "command." + cmd.Name + ".help"} {
				if !text.In(lang).Has(k) {
					t.Errorf("no words for %s in %s", k, lang)
				}
			}
		}
	}
}

// The office is asked every few seconds and the screen is drawn anew each time, whatever the clerk is doing.
func TestADrawingWhileTheClerkTypesDisturbsNothing(t *testing.T) {
	tick := func(c *clerk) *clerk { c.w.counter.Redraw(); return c }
	c := sitDown(t, posted)
	c.types("10")
	tick(c).types("01").enter()
	c.types("24")
	tick(c).types("68").enter()
	c.types("9999")
	tick(c).types("99999").enter().sees("Kartice s tem MOK ID ni.")
	c.types("1000000")
	tick(c).types("14").enter().sees("AKTIVNA").enter()
	c.types("48")
	tick(c).types("1205").enter().types("1.250").enter().sees("ni enoumen")
	c.types("5")
	tick(c).types("0").enter().step(flow.TopUpReadBack)
	c.types("1").enter().sees("Premalo gotovine")
	c.types("10")
	tick(c).types("0").enter().step(flow.TopUpConfirming)
}

func TestAnOrderIsMadeByKeyboardWithNobodySignedIn(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyI).sees("Nalog UPN", "nepreverjen")
	c.types("100000014").enter().types("50").enter().types("Žiga Čuk").enter().types("Cesta 1").enter().types("4000 Kranj").enter()
	if len(c.papers.Printed) != 1 {
		t.Fatalf("nothing is printed: %+v", c.w.counter.Order.State())
	}
	c.press(fyne.KeyEscape).sees("Prijava na okence")
	c.signIn().sees("MOK ID")
}

func TestACounterThatNobodyTouchesIsCovered(t *testing.T) {
	now := flowtest.Start
	c := sitDownAt(t, func() time.Time { return now }, func(o *flowtest.Office) { o.Cards["100000014"] = withName(o, "Ž••• Č•••") })
	c.signIn().types("100000014").enter().enter().types("481205").enter()
	now = now.Add(4 * time.Minute)
	c.tasks.Tick()
	c.sees("Znesek polnitve")
	now = now.Add(time.Minute)
	c.tasks.Tick()
	c.sees("Okence se je zaklenilo")
	if words := strings.Join(visibleWords(c.w.window.Content()), " "); strings.Contains(words, "Č•••") || strings.Contains(words, "42,30") {
		t.Error("a covered counter shows the card")
	}
	c.types("2468").enter().step(flow.TopUpAskingAmount)
}

func TestAnIdleCounterWaitsForMoneyOnItsWay(t *testing.T) {
	now := flowtest.Start
	c := sitDownAt(t, func() time.Time { return now }, func(o *flowtest.Office) {
		o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	})
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	c.step(flow.TopUpUnknown)
	now = now.Add(time.Hour)
	c.tasks.Tick()
	c.types("2468").enter().step(flow.TopUpUnknown).sees("Izid ni znan")
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
	if c.w.counter.Card.State().Step != flow.CardEmpty {
		t.Error("the next Enter does not lead to the next customer")
	}
}

func TestSettingsAreChangedByKeyboardAndHoldAtOnce(t *testing.T) {
	c := sitDown(t)
	kept := flow.Choices{}
	c.w.changed = func(chosen flow.Choices) { kept = chosen }
	c.ctrl(fyne.KeyE).sees("Nastavitve tega okenca", "Pult-2", "/var/log/desk", client.ContractVersion)
	c.types("2").enter().types("1").enter()
	for range 7 {
		c.enter()
	}
	c.enter().sees("The settings hold.", "Settings of this counter")
	if kept.Language != "en" || kept.PaperLanguage != "sl" {
		t.Errorf("kept %+v", kept)
	}
	c.press(fyne.KeyEscape).sees("Sign in to the counter")
}

// In large text a form is longer than the window; the control that has the focus is in sight all the same.
func TestWhatHasTheFocusIsInSightInTheLargestText(t *testing.T) {
	c := sitDown(t)
	c.w.window.Resize(smallest)
	c.w.counter.Settings.Change(func(s *flow.Choices) { s.Scale = 200 })
	inSight := func(where string) {
		t.Helper()
		focused := c.w.Canvas().Focused().(fyne.CanvasObject)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused).Y
		if foot := top + focused.Size().Height; top < 0 || foot > smallest.Height {
			t.Errorf("%s: what has the focus lies from %v to %v", where, top, foot)
		}
	}
	for _, panel := range []fyne.KeyName{fyne.KeyI, fyne.KeyE, fyne.KeyF} {
		c.ctrl(panel)
		first := c.w.Canvas().Focused()
		for n := 0; n < 40; n++ {
			inSight(fmt.Sprintf("Ctrl+%s, %d", panel, n))
			c.w.Canvas().FocusNext()
			if c.w.Canvas().Focused() == first {
				break
			}
		}
	}
}

func TestEachPrinterHasItsOwnOffset(t *testing.T) {
	c := sitDown(t)
	kept := flow.Choices{}
	c.w.changed = func(chosen flow.Choices) { kept = chosen }
	c.ctrl(fyne.KeyE)
	for range 5 {
		c.enter()
	}
	c.types("3").enter().enter() // Pult-2, and past the paper for orders
	c.types("1,5").enter().types("11").enter().enter().sees("od -10 do 10")
	if kept != (flow.Choices{}) {
		t.Fatalf("a wrong offset is kept: %+v", kept)
	}
	c.press(fyne.KeyUp).types("-0,7").enter().enter().sees("Nastavitve veljajo.")
	if kept.Printer != "Pult-2" || kept.Offset != (flow.Offset{Right: 15, Down: -7}) {
		t.Errorf("kept %+v", kept)
	}
}

// Who tries a printer has not kept it yet: the page that shows its offset comes out of the printer that the form names.
func TestTheCalibrationPageIsPrintedAsTheFormStands(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyE)
	for range 5 {
		c.enter()
	}
	c.types("3").enter().enter().types("1,5").enter()
	c.w.Canvas().Focus(buttonOf(t, c, "Natisni umeritveno stran"))
	c.enter()
	if len(c.papers.Printed) != 1 {
		t.Fatalf("printed %+v", c.papers.Printed)
	}
	if as := c.papers.Printed[0].Choices; as.Printer != "Pult-2" || as.Offset != (flow.Offset{Right: 15}) {
		t.Errorf("printed with %+v", as)
	}
	if holds := c.w.counter.Settings.Choices(); holds.Printer != "" {
		t.Errorf("printing has kept %+v", holds)
	}
}

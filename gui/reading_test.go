package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// What a reader types wherever a clerk may stand: a bar code of the next card, a UPN code, a bar code of goods, and the last lines of a
// code with a Return too many.
func whatReadersType(t *testing.T) map[string]string {
	return map[string]string{
		"the next card": "100000022\r", "a UPN code": codeFor(t, "100000022", "\r"), "with Ctrl+J": codeFor(t, "100000022", "\n") + "\r",
		"with CR and LF": codeFor(t, "100000022", "\r\n"), "with Tab behind it": codeFor(t, "100000022", "\r") + "\t", "goods": "38300012\r", "the end of a code": "UPNQR\r172\r\r",
		"with a prefix": "]Q1" + codeFor(t, "100000022", "\r"), "with STX": "\x02100000022\r", "last six": "481205\r", "a sum": "12345,67\r",
	}
}

// The places at which a Return does something final, and how a clerk comes there.
var places = map[string]func(k *keyboard) *keyboard{
	"at the last six": func(k *keyboard) *keyboard { return k.signedIn().hand("100000014\r\r") },
	"at the amount":   func(k *keyboard) *keyboard { return k.signedIn().hand("100000014\r\r481205\r") },
	"at cash given":   func(k *keyboard) *keyboard { return k.signedIn().hand("100000014\r\r481205\r50\r") },
	"at the confirmation": func(k *keyboard) *keyboard {
		return k.signedIn().hand("100000014\r\r481205\r50\r\r")
	},
	"at the lock's questions": func(k *keyboard) *keyboard {
		k.signedIn().hand("100000014\r").chord(fyne.KeyL)
		return k.wait(time.Second)
	},
	"at the opening float": func(k *keyboard) *keyboard {
		closedDrawer(k.office)
		k.signedIn().chord(fyne.KeyB)
		return k.wait(time.Second)
	},
	"at the count": func(k *keyboard) *keyboard {
		k.signedIn().chord(fyne.KeyK)
		return k.wait(time.Second)
	},
}

func TestAReadingConfirmsNothingAndIsNoSumNoPINAndNoLastSix(t *testing.T) {
	for place, come := range places {
		for what, code := range whatReadersType(t) {
			if place == "at the last six" && what == "last six" {
				continue
			}
			t.Run(what+" "+place, func(t *testing.T) {
				k := come(sitDownWithReader(t, posted))
				before, asked, panel := k.w.counter.TopUp.State(), k.office.Asked["match"]+k.office.Asked["quote"], k.w.counter.State().Panel
				language, sent, sum := text.Lang(), len(k.office.Sent), k.w.counter.Drawer.State().Step
				k.reads(code)
				if len(k.office.Sent) != sent || k.office.Asked["match"]+k.office.Asked["quote"] != asked {
					t.Errorf("the office was asked or sent something")
				}
				if now := k.w.counter.Drawer.State().Step; now != sum {
					t.Errorf("the drawer went from %s to %s", sum, now)
				}
				if after := k.w.counter.TopUp.State(); after.Step != before.Step || after.Tendered != before.Tendered || after.Amount != before.Amount {
					t.Errorf("the top-up went from %s to %s", before.Step, after.Step)
				}
				if k.w.counter.State().Panel != panel || text.Lang() != language {
					t.Errorf("a command ran: panel %s, language %s", k.w.counter.State().Panel, text.Lang())
				}
				isCard := strings.Contains(code, "100000022")
				if asks := field.ModalOpen(k.w.Canvas()); asks != isCard {
					t.Errorf("the clerk is asked whether to leave the job: %v", asks)
				}
				if note := k.w.counter.State().Notice; !isCard && note == nil {
					t.Error("nothing says what was read")
				}
			})
		}
	}
}

func TestAClerkWhoLeavesTheJobSeesTheCardThatWasReadAndOneWhoStaysGoesOn(t *testing.T) {
	for place, come := range places {
		t.Run(place, func(t *testing.T) {
			k := come(sitDownWithReader(t, posted)).reads("100000022\r")
			k.sees()
			k.hand("\r") // the focus is on Stay
			if field.ModalOpen(k.w.Canvas()) || k.w.counter.Card.State().MokID == "100000022" {
				t.Fatal("who stays has not stayed")
			}
			k.reads(codeFor(t, "100000022", "\n")).hand("\t\r")
			if st := k.w.counter; st.Card.State().MokID != "100000022" || st.State().Panel != flow.PanelCard || st.TopUp.State().Step != topup.Idle {
				t.Errorf("the screen shows %s at %s, the top-up is at %s", st.Card.State().MokID, st.State().Panel, st.TopUp.State().Step)
			}
			if len(k.office.Sent) > 0 {
				t.Error("something was sent")
			}
		})
	}
}

func TestAnOpenQuestionIsNotAnsweredByAReading(t *testing.T) {
	k := places["at cash given"](sitDownWithReader(t, posted))
	k.chord(fyne.KeyQ)
	k.wait(time.Second).reads(codeFor(t, "100000022", "\r"))
	if !field.ModalOpen(k.w.Canvas()) || k.w.counter.Card.State().MokID != "100000014" {
		t.Error("the reading has answered")
	}
	overlay := strings.Join(visibleWords(k.w.Canvas().Overlays().Top()), " ")
	if want := text.Say("reading.question"); !strings.Contains(strings.Join(strings.Fields(overlay), " "), want) {
		t.Errorf("nothing says so: %s", overlay)
	}
}

// However slowly reader and window are: what can't be told from a hand is at most asked about, and the answer is never the reader's.
func TestASlowReaderAtABusyWindowSendsNothing(t *testing.T) {
	for place, come := range places {
		for what, code := range map[string]string{
			"goods": "38300012\r", "goods, two Returns": "38300012\r\r", "goods, CR and LF": "38300012\r\n", "goods, Tab": "38300012\t\r", "the next card": "100000022\r", "the end of a code": "UPNQR\r172\r\r",
			"a UPN code": codeFor(t, "100000022", "\r"),
		} {
			t.Run(what+" "+place, func(t *testing.T) {
				k := come(sitDownWithReader(t, posted, withLimits))
				asked, sent := k.office.Asked["match"], len(k.office.Sent)
				k.readsInLumps(code, 25*time.Millisecond, 170*time.Millisecond)
				if len(k.office.Sent) != sent || k.office.Asked["match"] != asked || k.office.Asked["drawer-open"]+k.office.Asked["drawer-close"] > 0 {
					t.Errorf("the office was asked or sent something: %v", k.office.Asked)
				}
				if st := k.w.counter.TopUp.State(); st.Tendered.Cents >= 100000 || st.Amount.Cents >= 100000 {
					t.Errorf("the top-up is of %v, cash given %v", st.Amount, st.Tendered)
				}
				if st := k.w.counter.Drawer.State(); (st.Step == drawer.SureFloat || st.Step == drawer.SureCount) && len(st.Doubts) == 0 {
					t.Errorf("at %s no doubt is said", st.Step)
				}
			})
		}
	}
}

func TestAReadingSpendsNoTryOfAPIN(t *testing.T) {
	for what, code := range whatReadersType(t) {
		t.Run(what, func(t *testing.T) {
			k := sitDownWithReader(t).signedIn()
			k.chord(fyne.KeyW)
			k.wait(time.Second)
			tries := k.office.Asked["sign-in"]
			k.reads(code)
			if k.office.Asked["sign-in"] != tries {
				t.Error("a PIN was tried")
			}
			if k.w.counter.SignIn.State().Problem == nil {
				t.Error("nothing says why")
			}
			k.hand("2468\r")
			if !k.w.counter.State().SignedIn {
				t.Error("the clerk can't sign in any more")
			}
		})
	}
}

func TestACodeThatIsReadAtTheMOKIDShowsItsCard(t *testing.T) {
	for what, code := range map[string]string{
		"a MOK ID": "100000014\r", "without an ending": "100000014", "with Tab": "100000014\t", "CR and LF": "100000014\r\n", "an identifier": "]C1100000014\r",
		"a UPN code": codeFor(t, "100000014", "\r"), "Ctrl+J": codeFor(t, "100000014", "\n"), "CR and Ctrl+J": codeFor(t, "100000014", "\r\n"),
		"two Returns a line": codeFor(t, "100000014", "\r\r"), "Ctrl+J and a Return behind it": codeFor(t, "100000014", "\n") + "\r", "a code page": `]Q2\000004` + codeFor(t, "100000014", "\r"),
		"a reference": "SI05 8074720-100000014-200\r", "a reader set to the US keyboard": "SI058074720'100000014'200\r", "Caps Lock": strings.ToLower(codeFor(t, "100000014", "\r")),
		"ISO 8859-2 shown as 1250": strings.Replace(codeFor(t, "100000014", "\r"), "Ana Zagar", "¾iga ©uka", 1),
	} {
		t.Run(what, func(t *testing.T) {
			k := sitDownWithReader(t).signedIn().reads(code)
			if st := k.w.counter.Card.State(); st.Step != card.Shown || st.MokID != "100000014" {
				t.Errorf("it shows %s %s: %+v", st.Step, st.MokID, st.Problem)
			}
			if k.office.Asked["card"] != 1 {
				t.Errorf("the office was asked %d times", k.office.Asked["card"])
			}
		})
	}
}

func TestTheNextCardIsReadWithTheFormerOneOnTheScreen(t *testing.T) {
	k := sitDownWithReader(t).signedIn().hand("100000014\r")
	if !strings.Contains(focusedText(k), "Ctrl+T") {
		t.Fatal("the top-up has not the focus")
	}
	k.reads("100000022\r").step(topup.Idle)
	if st := k.w.counter.Card.State(); st.MokID != "100000022" {
		t.Errorf("the screen shows %s", st.MokID)
	}
}

func focusedText(k *keyboard) string {
	b, ok := k.w.Canvas().Focused().(*field.Button)
	if !ok {
		return ""
	}
	return b.Text
}

func TestTheLastSixAreReadWhereTheyAreAskedFor(t *testing.T) {
	k := places["at the last six"](sitDownWithReader(t)).reads("481205\r")
	k.step(topup.AskingAmount)
	if k.office.LastSix != "481205" {
		t.Errorf("the office was asked for %q", k.office.LastSix)
	}
}

func TestWhatIsTypedWithNothingInFocusGoesToTheMOKID(t *testing.T) {
	k := sitDownWithReader(t).signedIn()
	k.w.Canvas().Unfocus()
	k.hand("100000014\r")
	if st := k.w.counter.Card.State(); st.MokID != "100000014" {
		t.Errorf("the screen shows %q", st.MokID)
	}
	k.w.Canvas().Unfocus()
	k.reads("100000022\r")
	if st := k.w.counter.Card.State(); st.MokID != "100000022" {
		t.Errorf("a reading: the screen shows %q", st.MokID)
	}
}

func TestAnotherPayeesCodeIsNamedWhereverItIsRead(t *testing.T) {
	k := places["at the amount"](sitDownWithReader(t))
	k.reads("BCD\r002\r1\rSCT\rLJBASI2X\rDrustvo Zarek\rSI56020170014356205\rEUR12.30\r").step(topup.AskingAmount).sees(text.Say("recognise.epc"))
	k.reads("4000001234567899\r").step(topup.AskingAmount).sees(text.Say("recognise.pan"))
}

func TestAReadingLeavesAFieldAsItWas(t *testing.T) {
	k := places["at the amount"](sitDownWithReader(t))
	k.hand("5")
	k.reads("38300012\r").hand("0\r").step(topup.ReadBack)
	if sum := k.w.counter.TopUp.State().Amount; sum.Cents != 5000 {
		t.Errorf("the amount is %v", sum)
	}
}

// The office's answer moves the focus; a Return that was meant for the step before comes right after it.
func TestAReturnRightAfterAStepThatNobodyAskedForDoesNothing(t *testing.T) {
	office := flowtest.NewOffice()
	needs, _, _ := flowtest.Needs(office)
	tasks, k := &flowtest.Held{}, &keyboard{now: flowtest.Start}
	needs.Tasks, needs.Now = tasks, func() time.Time { return k.now }
	k.clerk = sitDownOver(t, needs, func(beat func()) { k.beat = beat })
	k.office = office
	released := func() *keyboard { tasks.Release(); return k.wait(400 * time.Millisecond) }
	k.wait(time.Second)
	released().hand("1001\r2468\r")
	released().hand("100000014\r")
	tasks.Release()
	if !strings.Contains(focusedText(k), "Ctrl+T") {
		t.Fatal("the card isn't shown")
	}
	k.wait(50 * time.Millisecond).key('\r')
	k.wait(time.Second).step(topup.Idle)
	k.hand("\r").step(topup.AskingMatch)
}

func TestAKeypadWithoutNumLockSaysSo(t *testing.T) {
	k := sitDownWithReader(t).signedIn()
	k.down("4", 0)
	k.wait(100 * time.Millisecond)
	k.sees("NumLock")
	k.hand("100000014\r")
	if k.w.counter.Card.State().MokID != "100000014" {
		t.Error("the next number is not taken")
	}
}

func TestAHandSeesItsCommandsAndKeysActAsBefore(t *testing.T) {
	k := sitDownWithReader(t, posted).signedIn().hand("100000014\r\r481205\r20\r50\r\r")
	k.step(topup.Posted)
	k.chord(fyne.KeyH) // a reader's Backspace is no command
	k.chord(fyne.Key0)
	if k.wait(time.Second).w.counter.State().Panel != flow.PanelHelp {
		t.Error("Ctrl+0 shows no help")
	}
	k.chord(fyne.KeyG)
	k.wait(time.Second).hand("50\rAna Novak\tCesta 1\t4000 Kranj\r")
	if len(k.papers.Printed) != 1 {
		t.Errorf("printed %d", len(k.papers.Printed))
	}
}

func TestAnOrderThatWaitsForItsCardTakesTheOneThatIsRead(t *testing.T) {
	k := sitDownWithReader(t)
	k.chord(fyne.KeyG)
	k.wait(time.Second).reads(codeFor(t, "100000022", "\r"))
	if got := k.w.counter.Order.State().Form.MokID; got != "100000022" {
		t.Errorf("the order is for %q", got)
	}
	k.hand("50\rAna Novak")
	k.reads("100000014\r")
	if !field.ModalOpen(k.w.Canvas()) || k.w.counter.Order.State().Form.MokID != "100000022" {
		t.Error("what was typed is gone without a question")
	}
}

func TestAReadingSettlesNothingOfADamagedJournal(t *testing.T) {
	k := &keyboard{now: flowtest.Start}
	office := brokenOffice()
	app := test.NewTempApp(t)
	k.clerk = &clerk{t: t, w: &Window{app: app, window: app.NewWindow("")}, office: office}
	d, end := NewDamage(app, k.w.window, DamageNeeds{
		Flow:    flow.DamageNeeds{Office: office, Tasks: &flowtest.AtOnce{}, Records: broken(), Desk: "DESK-1", Path: "/home/clerk/cekr/journal", Phone: "01 477 20 00"},
		Choices: task.Choices{Language: "sl"}, Pulse: func(beat func()) { k.beat = beat }, Now: func() time.Time { return k.now },
	})
	t.Cleanup(func() { end(); text.Use("sl"); field.WatchNothing() })
	k.w.Show()
	k.wait(time.Second).reads(codeFor(t, "100000014", "\r"))
	if office.Asked["sign-in"] > 0 || d.SignIn.State().Problem == nil {
		t.Errorf("a PIN was tried %d times: %+v", office.Asked["sign-in"], d.SignIn.State())
	}
	k.signedIn()
	if !d.State().SignedIn {
		t.Fatal("a hand can't sign in")
	}
	asked := office.Asked["cancel"] + office.Asked["ask"] + office.Asked["desk-top-ups"]
	k.reads(codeFor(t, "100000014", "\r"))
	if now := office.Asked["cancel"] + office.Asked["ask"] + office.Asked["desk-top-ups"]; now != asked || field.ModalOpen(k.w.Canvas()) {
		t.Errorf("the reading has asked the office, or opened a question")
	}
	k.sees(text.Say("reading.damage"))
}

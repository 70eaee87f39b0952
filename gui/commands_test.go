package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A hand reader sends line ends as Ctrl+J or Ctrl+M, tabs as Ctrl+I and backspaces as Ctrl+H; the rest belongs to the fields.
func TestNoCommandLiesWhereAReaderOrAFieldIs(t *testing.T) {
	taken := map[fyne.KeyName]string{}
	for _, key := range []fyne.KeyName{fyne.KeyJ, fyne.KeyM, fyne.KeyI, fyne.KeyH} {
		taken[key] = "a reader's"
	}
	for _, key := range []fyne.KeyName{fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyZ, fyne.KeyY} {
		taken[key] = "the fields'"
	}
	for _, item := range flow.Menu() {
		if whose := taken[fyne.KeyName(item.Key)]; whose != "" {
			t.Errorf("Ctrl+%s, for %s, is %s", item.Key, item.Command, whose)
		}
		taken[fyne.KeyName(item.Key)] = string(item.Command) + "'s"
	}
}

// Rows of one menu that stand apart would make two menus of one name.
func TestTheRowsOfAMenuStandTogether(t *testing.T) {
	var menus []string
	for _, item := range flow.Menu() {
		if len(menus) == 0 || menus[len(menus)-1] != item.Menu {
			if slices.Contains(menus, item.Menu) {
				t.Errorf("%s stands apart from the menu %s", item.Command, item.Menu)
			}
			menus = append(menus, item.Menu)
		}
	}
}

// J3: while a question stands, no command acts behind it, whatever its shortcut, and none of the question's own keys is lost.
func TestNoShortcutActsBehindAQuestion(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) })
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter()
	c.step(topup.ReadBack).ctrl(fyne.KeyQ)
	before := c.w.counter.State()
	for _, item := range flow.Menu() {
		c.ctrl(fyne.KeyName(item.Key))
		if !field.ModalOpen(c.w.Canvas()) {
			t.Fatalf("%s takes the question away", item.Command)
		}
		if st := c.w.counter.State(); st.Panel != before.Panel || st.SignedIn != before.SignedIn || st.Notice != before.Notice {
			t.Errorf("%s acts behind the question: %s", item.Command, st.Panel)
		}
	}
	c.step(topup.ReadBack).press(fyne.KeyEscape)
	if field.ModalOpen(c.w.Canvas()) {
		t.Error("the question is not left")
	}
	c.ctrl(fyne.KeyG)
	if c.w.counter.State().Panel != flow.PanelOrder {
		t.Error("after the question the commands are dead")
	}
}

// J2: what is half typed on an order waits behind the cover, unseen, for the clerk who typed it, and for nobody else.
func TestAHalfTypedOrderSurvivesTheCover(t *testing.T) {
	typed := func(t *testing.T) *clerk {
		c := sitDown(t).signIn()
		c.ctrl(fyne.KeyG).types("100000014").enter().types("50").enter().types("Ana Novak").ctrl(fyne.KeyW)
		c.hides("Ana Novak")
		return c
	}
	t.Run("for the same clerk", func(t *testing.T) {
		c := typed(t)
		c.types("2468").enter().sees("Nalog UPN", "Ana Novak", "100 000 014")
		if c.w.counter.State().Panel != flow.PanelOrder {
			t.Errorf("the clerk is at %s", c.w.counter.State().Panel)
		}
	})
	t.Run("however long it lies there", func(t *testing.T) {
		c := typed(t)
		for range 3 {
			c.w.counter.Idle()
		}
		c.types("2468").enter().sees("Ana Novak")
	})
	t.Run("not for another clerk", func(t *testing.T) {
		c := typed(t)
		c.w.counter.SignIn.Submit("1002", "1357")
		c.ctrl(fyne.KeyG).hides("Ana Novak")
	})
	t.Run("not for whoever asks for an order of their own", func(t *testing.T) {
		c := typed(t)
		c.ctrl(fyne.KeyG).sees("Nalog UPN").hides("Ana Novak")
	})
}

package gui

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// seeing is an app that notes what asks to be drawn anew: one such object, and a real window draws all of itself.
type seeing struct {
	fyne.App
	drawn *[]string
}

type seeingDriver struct {
	fyne.Driver
	drawn *[]string
}

func (s seeing) Driver() fyne.Driver { return seeingDriver{s.App.Driver(), s.drawn} }

// CanvasForObject is what Fyne's canvas package asks to have an object drawn.
func (d seeingDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	c := d.Driver.CanvasForObject(o)
	callers := make([]uintptr, 1)
	runtime.Callers(2, callers)
	by, _ := runtime.CallersFrames(callers).Next()
	if strings.HasPrefix(by.Function, "fyne.io/fyne/v2/canvas.") && c != nil {
		*d.drawn = append(*d.drawn, fmt.Sprintf("%T", o))
	}
	return c
}

// redrawn is what is drawn anew while something happens.
func redrawn(happens func()) (drawn []string) {
	before := fyne.CurrentApp()
	fyne.SetCurrentApp(seeing{before, &drawn})
	defer fyne.SetCurrentApp(before)
	happens()
	return drawn
}

// screens are the counter's, each with the keys that lead there.
var screens = map[string]func(*clerk){
	"sign-in": func(*clerk) {},
	"welcome": func(c *clerk) { c.signIn() },
	"card":    func(c *clerk) { c.signIn().types("100000014").enter().sees("AKTIVNA") },
	"top-up":  func(c *clerk) { c.signIn().types("100000014").enter().enter().types("48") },
	"amount": func(c *clerk) {
		c.signIn().types("100000014").enter().enter().types("481205").enter().step(topup.AskingAmount)
	},
	"order":    func(c *clerk) { c.ctrl(fyne.KeyG); c.types("100000014") },
	"orders":   func(c *clerk) { c.ctrl(fyne.KeyF) },
	"open":     func(c *clerk) { c.signIn().ctrl(fyne.KeyU) },
	"drawer":   func(c *clerk) { c.signIn().ctrl(fyne.KeyB) },
	"lock":     func(c *clerk) { c.signIn().types("100000014").enter().ctrl(fyne.KeyL) },
	"help":     func(c *clerk) { c.ctrl(fyne.Key0) },
	"settings": func(c *clerk) { c.ctrl(fyne.KeyE) },
	"covered":  func(c *clerk) { c.signIn().ctrl(fyne.KeyW) },
}

// The office is asked every few seconds, in front of a clerk who does nothing.
func TestAnOfficeThatAnswersTheSameDrawsNothing(t *testing.T) {
	for name, lead := range screens {
		t.Run(name, func(t *testing.T) {
			c := sitDown(t, posted)
			lead(c)
			c.tasks.Tick()
			if drawn := redrawn(c.tasks.Tick); len(drawn) != 0 {
				t.Errorf("%d objects are drawn anew: %v", len(drawn), drawn)
			}
		})
	}
}

// A choice that has nothing to do with language, colours and size: the widgets stay as they are.
func TestAChoiceThatChangesNoLooksDrawsNoWidgetAnew(t *testing.T) {
	for name, lead := range screens {
		t.Run(name, func(t *testing.T) {
			c := sitDown(t, posted)
			lead(c)
			choose := func(folder string) func() {
				return func() { c.w.counter.Settings.Change(func(s *task.Choices) { s.Folder = folder }) }
			}
			choose("/home/ana")()
			if drawn := redrawn(choose("/home/boris")); len(drawn) != 0 {
				t.Errorf("%d objects are drawn anew: %v", len(drawn), drawn)
			}
		})
	}
}

// A flow has its whole state drawn after every change of it, and most of it is what it was.
func TestAStateThatIsDrawnTwiceIsPaintedOnce(t *testing.T) {
	for name, lead := range screens {
		t.Run(name, func(t *testing.T) {
			c := sitDown(t, posted)
			lead(c)
			desk := c.w.counter
			for flow, draw := range map[string]func(){
				"card": func() { desk.Card.Draw(desk.Card.State()) }, "top-up": func() { desk.TopUp.Draw(desk.TopUp.State()) },
				"drawer": func() { desk.Drawer.Draw(desk.Drawer.State()) }, "sign-in": func() { desk.SignIn.Draw(desk.SignIn.State()) },
				"order": func() { desk.Order.Draw(desk.Order.State()) }, "orders": func() { desk.Orders.Draw(desk.Orders.State()) },
				"page": func() { desk.Page.Draw(desk.Page.State()) }, "lock": func() { desk.Lock.Draw(desk.Lock.State()) },
				"settings": func() { desk.Settings.Draw(desk.Settings.State()) }, "counter": func() { desk.Draw(desk.State()) },
			} {
				draw()
				if drawn := redrawn(draw); len(drawn) != 0 {
					t.Errorf("%s: %d objects are drawn anew: %v", flow, len(drawn), drawn)
				}
			}
		})
	}
}

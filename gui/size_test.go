package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// The smallest screen that a counter has.
var smallest = fyne.NewSize(1280, 720)

// walk goes through the screens of the main job and some beside it.
func walk(c *clerk, see func(screen string)) {
	see("sign-in")
	c.signIn()
	see("welcome")
	c.types("999999999").enter()
	see("no such card")
	c.types("100000014").enter()
	see("card")
	c.enter()
	see("last six")
	c.types("481205").enter()
	see("amount")
	c.types("1.250").enter()
	see("amount refused")
	c.types("50").enter()
	see("read-back")
	c.types("100").enter()
	see("confirm")
	c.enter()
	see(string(c.w.counter.TopUp.State().Step))
	for _, cmd := range []fyne.KeyName{fyne.KeyB, fyne.KeyK, fyne.KeyU, fyne.Key0, fyne.KeyG, fyne.KeyE, fyne.KeyL} {
		c.ctrl(cmd)
		see("Ctrl+" + string(cmd))
	}
}

// walkOrder goes through a payment order and its page.
func walkOrder(c *clerk, see func(screen string)) {
	c.ctrl(fyne.KeyN).ctrl(fyne.KeyG)
	c.tasks.Tick()
	see("order: empty")
	c.types("100000014").enter().types("50").enter().types("Žiga Čuk Đurđević").enter().types("Šišenska cesta 1").enter().types("1000 Ljubljana")
	c.tasks.Tick()
	see("order: whole")
	c.ctrl(fyne.Key1)
	see("page: large")
	c.press(fyne.KeyEnd)
	see("page: its end")
	c.ctrl(fyne.Key1)
	for _, layout := range paper.Layouts()[1:] {
		c.w.counter.Order.ChooseLayout(string(layout))
		c.tasks.Tick()
		see("order: " + c.w.counter.Order.State().Page.Layout)
	}
	c.ctrl(fyne.Key1)
	see("page: onto a blank")
	c.ctrl(fyne.Key1)
	c.w.counter.Order.ChooseLayout(string(paper.OnA4))
	c.papers.Job, c.papers.Status = task.PrintJob{ID: "Pult-1-7", Printer: "Pult-1"}, task.PrintStatus{State: "waiting", Reason: "noPaper"}
	c.enter()
	c.tasks.Tick()
	see("order: printer without paper")
	c.papers.Job = task.PrintJob{}
}

// walkOrders goes through many orders from a list.
func walkOrders(c *clerk, see func(screen string)) {
	c.ctrl(fyne.KeyF)
	see("list: asked")
	c.lists.Goes = []string{"/home/ana/Dokumenti/kartice.csv", "/home/ana/Dokumenti/kartice-2.csv"}
	c.types("/home/ana/Dok")
	c.tasks.Tick()
	see("list: path")
	c.lists.Err = &flowtest.Said{Key: "orders.error.unreadable", Values: map[string]any{"Path": "/home/ana/Dok"}}
	c.enter()
	see("list: unreadable")
	c.lists.Err, c.lists.Report = nil, aReport()
	c.paste("100000014\t50\n")
	see("list: bad rows")
	c.lists.Told, c.lists.Made = []int{500}, order.ListMade{Forms: 1200, WithoutCode: 3, Files: []string{"/home/ana/nalogi-upn-1.pdf", "/home/ana/nalogi-upn-2.pdf", "/home/ana/nalogi-upn-3.pdf"}}
	c.lists.During = func(context.Context) { see("list: being made") }
	c.w.counter.Orders.Make(true)
	c.lists.During = nil
	see("list: made")
	c.press(fyne.KeyEscape)
	good := aReport()
	good.Bad, good.Problems = 0, nil
	c.lists.Report = good
	c.paste("100000014\t50\n")
	see("list: all good")
	c.lists.Made = order.ListMade{Forms: 500, Files: []string{"/home/ana/nalogi-upn-1.pdf"}}
	c.lists.During = func(context.Context) { c.w.counter.Orders.Cancel(); see("list: being cancelled") }
	c.enter()
	c.lists.During = nil
	see("list: cancelled")
	c.press(fyne.KeyEscape).press(fyne.KeyEscape)
}

// aReport is a list with a few bad rows.
func aReport() order.ListReport {
	return order.ListReport{
		Good: 1200, Bad: 43, WithoutCode: 3, Files: 3, Sum: money.EUR(6000000), Folder: "/home/ana/Dokumenti/CeKR", Mark: "1",
		ReadAs: []*task.Message{
			task.Say("orders.about.windows1250"), task.Say("orders.about.sep.semicolon"), task.Say("orders.about.header", "Line", "3"),
			task.Say("orders.about.titles", "Count", 2, "Line", "1", "Last", "2"), task.Say("orders.about.passed", "Count", 2, "Names", "Zap. št., Opomba"),
		},
		Sample: []order.ListRow{
			{Line: 2, MokID: "100000014", Amount: money.EUR(5000), Payer: upn.Party{Name: "Žiga Čuk Đurđević", Street: "Šišenska cesta 1", Town: "1000 Ljubljana"}},
			{Line: 3, MokID: "100000022", Amount: money.EUR(2000)}, {Line: 5, MokID: "100000030"},
		},
		Problems: []order.RowProblem{
			{Line: 4, Reasons: []order.Problem{{Field: task.FieldMokID, Message: task.Say("orders.row.pan")}}},
			{Line: 17, Reasons: []order.Problem{{Field: task.FieldAmount, Cell: "C17", Message: task.Say("amount.ambiguous")}, {Field: task.FieldTown, Message: task.Say("order.line.tooLong", "At", 34)}}},
			{Line: 1018, Reasons: []order.Problem{{Message: task.Say("orders.row.cells")}}},
		},
	}
}

// longNames makes the card one with everything long.
func longNames(o *flowtest.Office) {
	card := o.Cards["100000014"]
	card.Holder = &client.Holder{Masked: "Đ••• Ž••• Ć••• Š••• Č••• B••• P••• K••• L••• M•••"}
	card.PaymentOptions = client.PaymentOptions{Online: true, Abroad: true, ATM: true}
	card.Kind.Name = "Osebna kartica CeKR z daljšim imenom vrste"
	o.Cards["100000014"] = card
	o.MeAnswer.Office.Name = "NLB Poslovalnica Kranj, Koroška cesta, enota Primskovo"
}

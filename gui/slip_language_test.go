package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A customer who reads no Slovene gets English slips by one key, and the next one gets Slovene ones again.
func TestTheSlipsOfOneCustomerAreInAnotherLanguageByOneKey(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"}) })
	paid := func() {
		t.Helper()
		c.types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter().step(topup.Posted)
		c.ctrl(fyne.KeyP)
	}
	c.signIn().ctrl(fyne.KeyComma).sees("Listine za to stranko: English")
	paid()
	c.ctrl(fyne.KeyN).hides("Listine za to stranko")
	paid()
	printed := flowtest.Of[topup.Receipt](c.papers.Printed)
	if len(printed) != 2 || printed[0].Choices.Paper() != "en" || printed[1].Choices.Paper() != "sl" {
		t.Errorf("printed %+v", printed)
	}
	if c.w.counter.Settings.Choices().PaperLanguage == "en" {
		t.Error("the settings have changed")
	}
}

// A card that is looked up while another is shown is the next customer's; one that is looked up first is the same customer's.
func TestTheNextCardIsTheNextCustomers(t *testing.T) {
	c := sitDown(t)
	c.signIn().ctrl(fyne.KeyComma).types("100000014").enter().sees("Listine za to stranko")
	c.ctrl(fyne.KeyComma).hides("Listine za to stranko").ctrl(fyne.KeyComma).sees("Listine za to stranko")
	c.w.counter.LookUp("100000014")
	c.hides("Listine za to stranko")
}

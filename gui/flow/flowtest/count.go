package flowtest

import (
	"strconv"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
)

// Closes are the intents that close an open drawer by its notes and coins, one after the other: each waits for the answer to the one before.
func Closes(c *flow.Counter, cents int64) []func() {
	return []func(){
		Does(c, flow.CommandClose),
		func() { TypeNotes(cents, c.Count.Type); c.Count.Fill() },
		func() { c.Count.Accept(client.DifferenceReasons()[0]) },
		func() { c.Drawer.Confirm() },
	}
}

// TypeNotes types a sum in the largest notes and coins that fit, over whatever was typed before.
func TypeNotes(cents int64, typed func(value int64, pieces string)) {
	for _, value := range money.Denominations() {
		pieces := strconv.FormatInt(cents/value, 10)
		if cents %= value; pieces == "0" && value > 1 {
			pieces = ""
		}
		typed(value, pieces)
	}
}

package client

import (
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// The journal refuses a body that may hold a card's number. One that it took for such by mistake could not be sent.
func TestNoTopUpOfOursIsTakenForACardsNumber(t *testing.T) {
	uuid := rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
	digits := rapid.StringMatching(`[0-9]{8}-[0-9]{4}-4[0-9]{3}-8[0-9]{3}-[0-9]{12}`)
	hash := rapid.OneOf(rapid.StringMatching(`[0-9a-f]{64}`), rapid.StringMatching(`[0-9]{30}[a-f][0-9]{33}`), rapid.StringMatching(`[0-9]{63}[a-f]`))
	rapid.Check(t, func(t *rapid.T) {
		r := topUpRequest()
		id := rapid.OneOf(uuid, digits)
		r.ID, r.QuoteID, r.DrawerSessionID, r.PayerID = id.Draw(t, "id"), id.Draw(t, "quote"), id.Draw(t, "drawer"), id.Draw(t, "payer")
		r.MokID, r.Staff = rapid.StringMatching(`[0-9]{9}`).Draw(t, "MOK ID"), rapid.StringMatching(`[0-9]{4,8}`).Draw(t, "staff")
		r.Desk = rapid.StringMatching(`[A-Z]{1,5}-[0-9]{1,3}`).Draw(t, "desk")
		r.Amount, r.Tendered = money.EUR(rapid.Int64Range(1, money.Max).Draw(t, "amount")), money.EUR(money.Max)
		r.Seq, r.Prev = rapid.Int64Range(2, 99_999_999_999).Draw(t, "seq"), hash.Draw(t, "prev")
		body, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if ident.HoldsCardNumber(string(body)) {
			t.Fatalf("%s", body)
		}
	})
}

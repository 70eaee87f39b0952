package paper

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

// latinLetters are what a field may hold: all of ISO 8859-2 but the controls, the no-break space and the soft hyphen.
var latinLetters = func() (letters []rune) {
	for b := 0x20; b <= 0xff; b++ {
		if b < 0x7f || b > 0xa0 && b != 0xad {
			letters = append(letters, charmap.ISO8859_2.DecodeByte(byte(b)))
		}
	}
	return letters
}()

// anyLine is text of a field, often as wide as can be.
func anyLine(limit int) *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Just(strings.Repeat("W", limit)),
		rapid.StringMatching(fmt.Sprintf(`[A-ZČŠŽĆĐ][a-zčšžćđäöüáéíóúłńřů0-9 .,/&()\-]{0,%d}[a-zčšžćđ0-9]`, limit-2)),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(latinLetters), 1, limit), func(letters []rune) string {
			return cmp.Or(strings.Trim(string(letters), " "), "Ž")
		}),
	)
}

// anyOrder is a valid order of any use, with a code.
func anyOrder() *rapid.Generator[upn.Order] {
	return rapid.Custom(func(t *rapid.T) upn.Order {
		party := func(who string) upn.Party {
			return upn.Party{Name: anyLine(33).Draw(t, who+" name"), Street: anyLine(33).Draw(t, who+" street"), Town: anyLine(33).Draw(t, who+" town")}
		}
		day := func(name string) upn.Date {
			return upn.DateOf(time.Date(2026, 1, 1+rapid.IntRange(0, 3000).Draw(t, name), 0, 0, 0, 0, time.UTC))
		}
		reference := func(who string) upn.Reference {
			return rapid.SampledFrom([]upn.Reference{"SI058074720-100000014-200", "RF45SBO2010", "SI99", "SI00123456-67890-12345", "SI00123456789012-1234567-1", "RF712348231"}).Draw(t, who+" reference")
		}
		maybe := func(what string) bool { return rapid.Bool().Draw(t, what) }
		o := upn.Order{
			Use:   rapid.SampledFrom([]upn.Use{upn.Payment, upn.Payment, upn.Payment, upn.Deposit, upn.Issuer, upn.Withdrawal}).Draw(t, "use"),
			Payer: party("payer"), Payee: party("payee"), Amount: money.EUR(rapid.OneOf(rapid.Int64Range(1, money.Max), rapid.Just(int64(money.Max))).Draw(t, "amount")),
			Code: rapid.StringMatching(`[A-Z]{4}`).Draw(t, "code"), Purpose: anyLine(42).Draw(t, "purpose"),
			PayeeIBAN: rapid.SampledFrom([]upn.IBAN{"SI56029000000200020", "DE12500105170648489890", "MT84MALT011000012345MTLCAST001S"}).Draw(t, "IBAN"),
		}
		if o.Use == upn.Issuer || o.Use != upn.Withdrawal && maybe("to a reference") {
			o.PayeeReference = reference("payee")
		}
		switch o.Use {
		case upn.Payment:
			o.Urgent = maybe("urgent")
			if maybe("due") {
				o.Due = day("due date")
			}
			if maybe("dated") {
				o.Date = day("date")
			}
			if maybe("from account") {
				o.PayerIBAN, o.PayerReference = "SI56020170014356205", reference("payer")
			}
		case upn.Issuer:
			if maybe("a charity's") {
				o.Payer, o.Amount = upn.Party{}, money.EUR(0)
			}
		case upn.Deposit:
			o.Date = day("date")
			if maybe("nobody's") {
				o.Payer = upn.Party{}
			}
		case upn.Withdrawal:
			o.PayeeIBAN, o.PayerIBAN, o.Date = "", "SI56020170014356205", day("date")
		}
		return o
	})
}

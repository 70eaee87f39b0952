package paper

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

func TestAReversalsSlipSaysWhatWasHandedOut(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleReversal(), format))
		for _, want := range []string{
			"Storno polnitve kartice", "2025-000124", "2025-000123", "51,50 €", "1,50 €", "enainpetdeset evrov in petdeset centov", "0,70 €", "Boris", "22. 11. 2025 ob 14:25", "podpis",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	for name, spoil := range map[string]func(*Reversal){
		"another total": func(r *Reversal) { r.Total = money.EUR(5000) }, "no amount": func(r *Reversal) { r.Amount, r.Total = money.EUR(0), r.Fee },
		"no balance": func(r *Reversal) { r.BalanceAfter = money.Amount{} }, "no number": func(r *Reversal) { r.Number = "" },
		"no id": func(r *Reversal) { r.ReversalID = "" }, "no office": func(r *Reversal) { r.Office = "" }, "no time": func(r *Reversal) { r.BookedAt = time.Time{} },
		"no card": func(r *Reversal) { r.MokID = "" }, "copy": func(r *Reversal) { r.Copy = -1 },
	} {
		r := sampleReversal()
		spoil(&r)
		if _, err := On(A6, r).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody may take a request for a receipt of cash.
func TestACorrectionsSlipSaysThatNoCashWasPaidBack(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleCorrection(), format))
		for _, want := range []string{"Zahtevek za popravek polnitve", "P-2025-0042", "2025-000123", "50,00 €", "Gotovine nismo vrnili", "poslovalnici NLB"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	for name, spoil := range map[string]func(*Correction){
		"no amount": func(c *Correction) { c.Amount = money.EUR(0) }, "no number": func(c *Correction) { c.Number = "" }, "no office": func(c *Correction) { c.Office = "" },
		"no time": func(c *Correction) { c.At = time.Time{} }, "no card": func(c *Correction) { c.MokID = "" }, "copy": func(c *Correction) { c.Copy = -1 },
	} {
		c := sampleCorrection()
		spoil(&c)
		if _, err := On(A6, c).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

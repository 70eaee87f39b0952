package paper

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

func TestAReportSaysWhatCameAndWent(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleReport(), format))
		for _, want := range []string{
			"Poročilo Z blagajne", "57", "NLB Poslovalnica Kranj", "K-01", "Ana", "200,00 €", "Polnitve (14)", "680,50 €", "Nadomestila (2)", "3,00 €", "Storno, izplačano (1)", "20,00 €",
			"Prineseno iz sefa (1)", "50,00 €", "Odneseno v sef (1)", "–500,00 €", "413,50 €", "Primanjkljaj", "–0,50 €", "2 polnitvi z neznanim izidom", "70,00 €",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	x := sampleReport()
	x.Number, x.Lang = "", "en"
	if got := textOf(t, mustPDF(t, x, A6)); !strings.Contains(got, "Drawer report X") || strings.Contains(got, "Short") {
		t.Errorf("an X:\n%s", got)
	}
}

func TestAReportThatDoesNotAddUpIsNotPrinted(t *testing.T) {
	for name, spoil := range map[string]func(*Report){
		"a top-up more":      func(r *Report) { r.TopUps.Sum = money.EUR(68051) },
		"a fee left out":     func(r *Report) { r.Fees.Sum = money.EUR(0) },
		"a reversal added":   func(r *Report) { r.Reversals.Sum = money.EUR(-2000) },
		"another expected":   func(r *Report) { r.Expected = money.EUR(41351) },
		"another difference": func(r *Report) { r.Difference = money.EUR(0) },
		"closed before":      func(r *Report) { r.ClosedAt = r.OpenedAt.Add(-time.Second) },
		"no session":         func(r *Report) { r.SessionID = "" },
		"no clerk":           func(r *Report) { r.Staff = "" },
		"no time":            func(r *Report) { r.AsOf = time.Time{} },
		"a negative count":   func(r *Report) { r.Unknown.Count = -1 },
	} {
		r := sampleReport()
		spoil(&r)
		if _, err := On(A6, r).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

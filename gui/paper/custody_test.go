package paper

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

func TestADrawerThatPassedOnSaysByWhom(t *testing.T) {
	for _, format := range Formats() {
		got := strings.Join(strings.Fields(textOf(t, mustPDF(t, sampleCustody(), format))), " ") // a narrow roll breaks lines
		for _, want := range []string{
			"Prevzem blagajne odsotnega", "58", "22. 11. 2025 ob 14:05", "NLB Poslovalnica Kranj", "K-01", "1001", "Boris", "Vesna", "Nadaljuje", "1002", "Blagajnik je moral oditi",
			"413,00", "štiristo trinajst", "413,50", "Primanjkljaj", "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	forced := sampleCustody()
	forced.Kind, forced.To, forced.Lang, forced.Reason = "forcedClose", "", "en", ""
	if got := textOf(t, mustPDF(t, forced, A6)); !strings.Contains(got, "Close of an absent clerk") || strings.Contains(got, "Goes on") {
		t.Errorf("a forced close:\n%s", got)
	}
	empty := sampleCustody()
	empty.Counted, empty.Expected, empty.Difference = money.EUR(0), money.EUR(0), money.EUR(0)
	mustPDF(t, empty, A6)
}

func TestADrawerThatPassedOnOtherwiseIsNotPrinted(t *testing.T) {
	for name, spoil := range map[string]func(*Custody){
		"a difference of its own": func(c *Custody) { c.Difference = money.EUR(0) },
		"less than nothing":       func(c *Custody) { c.Counted, c.Difference = money.EUR(-1), money.EUR(-41351) },
		"no number":               func(c *Custody) { c.Number = "" },
		"nobody's":                func(c *Custody) { c.From = "" },
		"one person":              func(c *Custody) { c.Second = "" },
		"nobody goes on":          func(c *Custody) { c.To = "" },
		"a forced close goes on":  func(c *Custody) { c.Kind = "forcedClose" },
		"no time":                 func(c *Custody) { c.At = time.Time{} },
		"fewer than none":         func(c *Custody) { c.Copy = -1 },
	} {
		c := sampleCustody()
		spoil(&c)
		if _, err := On(A6, c).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The honest mark stands on X and Z.
func TestAReportSaysWhoEndedTheDrawer(t *testing.T) {
	r := sampleReport()
	if got := textOf(t, mustPDF(t, r, A6)); strings.Contains(got, "odsotnega") || strings.Contains(got, "Prevzeto od") {
		t.Errorf("its clerk closed it:\n%s", got)
	}
	r.Ended, r.TakenFrom = Ended{"forcedClose", "1002", "2001"}, "1003"
	got := textOf(t, mustPDF(t, r, A6))
	for _, want := range []string{"Zaključek blagajne odsotnega", "1002", "2001", "Prevzeto od", "1003"} {
		if !strings.Contains(got, want) {
			t.Errorf("the Z does not say %q:\n%s", want, got)
		}
	}
}

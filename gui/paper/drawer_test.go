package paper

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

func TestTheCloseSaysWhatWasCounted(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleClose(), format))
		for _, want := range []string{
			"Zaključek blagajne", "57", "NLB Poslovalnica Kranj", "K-01", "Ana", "22. 11. 2025 ob 07:58", "22. 11. 2025 ob 16:04", "200,00 €", "14", "680,50 €", "880,50 €", "875,50 €",
			"Primanjkljaj", "–5,00 €", "2 polnitvi z neznanim izidom", "70,00 €", "Prvo štetje", "870,00 €", "Razlike ni bilo mogoče najti", "Odobril(a)", "Boris", "predal", "prevzel", "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
}

func TestADifferenceIsNamedByItsDirection(t *testing.T) {
	for _, c := range []struct {
		lang    string
		counted int64
		want    string
	}{
		{"sl", 88050, "Razlika"}, {"sl", 88051, "Presežek"}, {"sl", 88049, "Primanjkljaj"},
		{"en", 88050, "Difference"}, {"en", 88051, "Over"}, {"en", 88049, "Short"},
	} {
		d := sampleClose()
		d.Notes = nil
		d.Lang, d.Counted, d.Difference = c.lang, money.EUR(c.counted), money.EUR(c.counted-88050)
		if got := textOf(t, mustPDF(t, d, A6)); !strings.Contains(got, c.want) {
			t.Errorf("%d counted, no %q:\n%s", c.counted, c.want, got)
		}
	}
}

func TestUnknownTopUpsAreCountedInSlovene(t *testing.T) {
	for n, want := range map[int]string{1: "1 polnitev z", 2: "2 polnitvi z", 3: "3 polnitve z", 5: "5 polnitev z", 101: "101 polnitev z"} {
		d := sampleClose()
		d.Unknown = n
		if got := textOf(t, mustPDF(t, d, A6)); !strings.Contains(got, want) {
			t.Errorf("no %q:\n%s", want, got)
		}
	}
	d := sampleClose()
	d.Unknown, d.UnknownSum = 0, money.Amount{}
	if got := textOf(t, mustPDF(t, d, A6)); strings.Contains(got, "neznanim") {
		t.Errorf("unknown top-ups where there are none:\n%s", got)
	}
}

func TestACloseThatIsNotTrueIsNotPrinted(t *testing.T) {
	for name, spoil := range map[string]func(*DrawerClose){
		"difference":     func(d *DrawerClose) { d.Difference = money.EUR(0) },
		"other currency": func(d *DrawerClose) { d.Float.Currency = "USD" },
		"nothing":        func(d *DrawerClose) { *d = DrawerClose{} },
		"negative float": func(d *DrawerClose) { d.Float = money.EUR(-1) },
		"unknown sum":    func(d *DrawerClose) { d.UnknownSum = money.Amount{} },
		"other notes":    func(d *DrawerClose) { d.Notes[0].Count++ },
		"number":         func(d *DrawerClose) { d.Number = "" },
		"session":        func(d *DrawerClose) { d.SessionID = "" },
		"office":         func(d *DrawerClose) { d.Office = "" },
		"clerk":          func(d *DrawerClose) { d.Staff = "" },
		"no times":       func(d *DrawerClose) { d.OpenedAt = time.Time{} },
		"closed before":  func(d *DrawerClose) { d.ClosedAt = d.OpenedAt.Add(-time.Second) },
		"negative count": func(d *DrawerClose) { d.TopUps = -1 },
	} {
		d := sampleClose()
		spoil(&d)
		if _, err := On(A6, d).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

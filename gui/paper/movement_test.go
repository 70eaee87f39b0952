package paper

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

func TestAMovementSaysWhichWayTheCashGoes(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleMovement(), format))
		for _, want := range []string{
			"Odvod gotovine v sef", "G-2025-000012", "22. 11. 2025 ob 14:05", "NLB Poslovalnica Kranj", "K-01", "Ana", "V blagajni je preveč gotovine", "Iz blagajne v sef", "1.200,00 €",
			"tisoč dvesto", "predal", "prevzel", "5f0d7f1a-2a3c-4f6e-8f0a-6a1f2b3c4d5e",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	brought := sampleMovement()
	brought.Into, brought.Lang, brought.Reason = true, "en", ""
	if got := textOf(t, mustPDF(t, brought, A6)); !strings.Contains(got, "From the safe into the drawer") || strings.Contains(got, "Reason") {
		t.Errorf("change brought:\n%s", got)
	}
}

func TestAMovementThatIsNotTrueIsNotPrinted(t *testing.T) {
	for name, spoil := range map[string]func(*Movement){
		"nothing":    func(m *Movement) { m.Amount = money.EUR(0) },
		"a sign":     func(m *Movement) { m.Amount = money.EUR(-1) },
		"number":     func(m *Movement) { m.Number = "" },
		"session":    func(m *Movement) { m.Session = "" },
		"office":     func(m *Movement) { m.Office = "" },
		"clerk":      func(m *Movement) { m.Staff = "" },
		"time":       func(m *Movement) { m.At = time.Time{} },
		"fewer than": func(m *Movement) { m.Copy = -1 },
	} {
		m := sampleMovement()
		spoil(&m)
		if _, err := On(A6, m).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

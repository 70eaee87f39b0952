package money

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		amount             Amount
		sl, en, plain, log string
	}{
		{EUR(0), "0,00 €", "€0.00", "0,00", "0,00 EUR"},
		{EUR(5), "0,05 €", "€0.05", "0,05", "0,05 EUR"},
		{EUR(1999), "19,99 €", "€19.99", "19,99", "19,99 EUR"},
		{EUR(99999), "999,99 €", "€999.99", "999,99", "999,99 EUR"},
		{EUR(125000), "1.250,00 €", "€1,250.00", "1250,00", "1250,00 EUR"},
		{EUR(Max), "999.999.999,99 €", "€999,999,999.99", "999999999,99", "999999999,99 EUR"},
		{EUR(-125050), "−1.250,50 €", "−€1,250.50", "-1250,50", "-1250,50 EUR"},
		{Amount{150, "USD"}, "1,50 USD", "USD 1.50", "1,50", "1,50 USD"},
		{EUR(math.MinInt64), "−92.233.720.368.547.758,08 €", "−€92,233,720,368,547,758.08", "-92233720368547758,08", "-92233720368547758,08 EUR"},
	} {
		if got := c.amount.Format("sl"); got != c.sl {
			t.Errorf("Slovene: %q, want %q", got, c.sl)
		}
		if got := c.amount.Format("en"); got != c.en {
			t.Errorf("English: %q, want %q", got, c.en)
		}
		if got := c.amount.Format("de"); got != c.sl {
			t.Errorf("a language we don't speak: %q, want %q", got, c.sl)
		}
		if got := c.amount.Plain(); got != c.plain {
			t.Errorf("plain: %q, want %q", got, c.plain)
		}
		if got := c.amount.String(); got != c.log {
			t.Errorf("string: %q, want %q", got, c.log)
		}
	}
}

func TestSloveneFormatWithoutItsSignIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := EUR(rapid.Int64Range(0, Max).Draw(t, "cents"))
		if got, err := Parse(strings.TrimSuffix(a.Format("sl"), "€")); err != nil || got != a {
			t.Fatalf("%s: %v, %v", a, got, err)
		}
	})
}

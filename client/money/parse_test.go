package money

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseTakesTheOneGrammar(t *testing.T) {
	for text, cents := range map[string]int64{
		"50":                  5000,
		"50,00":               5000,
		"50.00":               5000,
		"1.250,00":            125000,
		"1 250,00":            125000,
		"1\u00a0250,00":       125000,
		"1\u202f250,00":       125000,
		"1250":                125000,
		"1250,00":             125000,
		"1250.05":             125005,
		"0":                   0,
		"0,00":                0,
		"0,01":                1,
		"1,50":                150,
		"1.50":                150,
		"19,99":               1999,
		"8.20":                820,
		"12.345.678,90":       1234567890,
		"12 345 678,90":       1234567890,
		" 50 ":                5000,
		"\t50,00\r\n":         5000,
		"\u00a050\u202f":      5000,
		"999.999.999,99":      Max,
		"999999999,99":        Max,
		"999\u202f999 999,99": Max,
	} {
		got, err := Parse(text)
		if err != nil || got != EUR(cents) {
			t.Errorf("%q is read as %v (%v), want %v", text, got, err, EUR(cents))
		}
	}
}

func TestParseRefusesWithReasonAndPosition(t *testing.T) {
	for text, want := range map[string]ParseError{
		"":                       {Empty, 0},
		strings.Repeat(" ", 1e4): {Empty, 0},
		"   ":                    {Empty, 0},
		"\u00a0":                 {Empty, 0},
		"50,5":                   {Ambiguous, 2},
		"50.5":                   {Ambiguous, 2},
		"1,5":                    {Ambiguous, 1},
		"1.250":                  {Ambiguous, 1},
		"1,250":                  {Ambiguous, 1},
		"1.500":                  {Ambiguous, 1},
		"1 500":                  {Ambiguous, 1},
		"1\u202f500":             {Ambiguous, 1},
		"1,250.00":               {Ambiguous, 5},
		"1 250.00":               {Ambiguous, 5},
		"1.250.000":              {Ambiguous, 5},
		"1,250,00":               {Ambiguous, 1},
		"1.250 000,00":           {Ambiguous, 5},
		"1 250.000,00":           {Ambiguous, 5},
		"12.50,00":               {Ambiguous, 2},
		"1250.000,00":            {Ambiguous, 4},
		"1.2500,00":              {Ambiguous, 1},
		"1 250 0000,00":          {Ambiguous, 5},
		"1  250,00":              {Ambiguous, 2},
		"12 50":                  {Ambiguous, 2},
		"50,":                    {Ambiguous, 3},
		"50.":                    {Ambiguous, 3},
		",50":                    {Ambiguous, 0},
		".50":                    {Ambiguous, 0},
		"50,,00":                 {Ambiguous, 3},
		",":                      {Ambiguous, 0},
		"050":                    {Ambiguous, 0},
		"00,50":                  {Ambiguous, 0},
		"0.250,00":               {Ambiguous, 0},
		"50,005":                 {Ambiguous, 2},
		"50,0000":                {TooManyDecimals, 5},
		"1.250,005":              {TooManyDecimals, 8},
		"-1":                     {Negative, 0},
		" -1":                    {Negative, 1},
		"50-":                    {Negative, 2},
		"\u22121,00":             {Negative, 0},
		"\u20131,00":             {Negative, 0},
		"+1":                     {NotANumber, 0},
		"1e3":                    {NotANumber, 1},
		"1E3":                    {NotANumber, 1},
		"0x10":                   {NotANumber, 1},
		"NaN":                    {NotANumber, 0},
		"Inf":                    {NotANumber, 0},
		"5O":                     {NotANumber, 1},
		"1'250,00":               {NotANumber, 1},
		"1_000":                  {NotANumber, 1},
		"1\u2009250,00":          {NotANumber, 1},
		"pet":                    {NotANumber, 0},
		"=1+1":                   {NotANumber, 0},
		"\xff50":                 {NotANumber, 0},
		"50€":                    {WithCurrency, 2},
		"€ 50":                   {WithCurrency, 0},
		"50 EUR":                 {WithCurrency, 3},
		"eur50":                  {WithCurrency, 0},
		"$50":                    {WithCurrency, 0},
		"١٢":                     {ForeignDigit, 0},
		"1２":                     {ForeignDigit, 1},
		"\u200f50":               {Hidden, 0},
		"5\u202e0":               {Hidden, 1},
		"50\u200b":               {Hidden, 2},
		"\ufeff50":               {Hidden, 0},
		"5\x000":                 {Hidden, 1},
		"1000000000":             {TooLarge, 0},
		"1.000.000.000,00":       {TooLarge, 0},
		"1000000000000000000":    {TooLarge, 0},
		strings.Repeat("9", 400): {TooLarge, 0},
	} {
		got, err := Parse(text)
		var refused *ParseError
		if !errors.As(err, &refused) || *refused != want || got != (Amount{}) {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestReasonsListsEveryReasonOnce(t *testing.T) {
	seen := map[Reason]bool{}
	for _, reason := range Reasons() {
		if reason == "" || seen[reason] {
			t.Errorf("%q stands twice or is empty", reason)
		}
		seen[reason] = true
	}
	if len(seen) != 9 {
		t.Errorf("%d reasons", len(seen))
	}
}

func TestParseReadsBackWhatPlainPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := EUR(rapid.Int64Range(0, Max).Draw(t, "cents"))
		if got, err := Parse(a.Plain()); err != nil || got != a {
			t.Fatalf("%q: %v, %v", a.Plain(), got, err)
		}
	})
}

// oracle is the grammar a second time, as one expression, with the value in numbers that can't overflow.
var oracle = regexp.MustCompile(`^(?:(0|[1-9][0-9]*)(?:[,.]([0-9]{2}))?` +
	`|([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]{2})|([1-9][0-9]{0,2}(?:[ \x{a0}\x{202f}][0-9]{3})+),([0-9]{2}))$`)

func oracleParse(text string) (cents int64, ok bool) {
	m := oracle.FindStringSubmatch(strings.Trim(text, " \t\r\n\u00a0\u202f"))
	if m == nil {
		return 0, false
	}
	whole := strings.NewReplacer(".", "", " ", "", "\u00a0", "", "\u202f", "").Replace(m[1] + m[3] + m[5])
	decimals := m[2] + m[4] + m[6]
	if decimals == "" {
		decimals = "00"
	}
	value, _ := new(big.Int).SetString(whole+decimals, 10)
	if value.Cmp(big.NewInt(99_999_999_999)) > 0 {
		return 0, false
	}
	return value.Int64(), true
}

func checkAgainstOracle(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	got, err := Parse(text)
	cents, ok := oracleParse(text)
	if (err == nil) != ok || ok && got != EUR(cents) {
		t.Fatalf("%q: %v, %v; the oracle says %d, %v", text, got, err, cents, ok)
	}
	var refused *ParseError
	if err != nil && (!errors.As(err, &refused) || refused.At < 0 || refused.At > len([]rune(text))) {
		t.Fatalf("%q: %v does not point into the text", text, err)
	}
}

func TestParseAgreesWithTheOracleOnNearMisses(t *testing.T) {
	piece := rapid.SampledFrom([]string{"0", "1", "25", "250", "000", "9999", ".", ",", " ", "\u00a0", "\u202f", "-", "€", "e"})
	rapid.Check(t, func(t *rapid.T) {
		checkAgainstOracle(t, strings.Join(rapid.SliceOfN(piece, 0, 7).Draw(t, "pieces"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"50", "1.250,00", "1\u202f250,00", "1,250.00", "50,5", "-1", "١٢", "\u202e50", "999.999.999,99", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAgainstOracle(t, text) })
}

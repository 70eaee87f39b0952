package table

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimalsAreExactAndRoundedAsASpreadsheetShowsThem(t *testing.T) {
	for raw, want := range map[string]string{
		"50": "50,", "12.5": "12,5", "12.50": "12,5", "0": "0,", "-0": "0,", "0.01": "0,01", "-12.5": "-12,5", "1250.5": "1250,5", "007": "7,", "50.": "50,",
		"12.300000000000001": "12,3", "12.299999999999999": "12,3", "0.30000000000000004": "0,3", "8.1999999999999993": "8,2", "99.999999999999999": "100,",
		"0.0099999999999999999": "0,01", "999999999.98999998": "999999999,99", "12.345": "12,345", "12.3000001": "12,3000001", "123456789012345.6": "123456789012346,",
		"1.0E+08": "100000000,", "1.00000014E8": "100000014,", "1.25E-2": "0,0125", "5E0": "5,", "1e15": "1000000000000000,", "1.5e-20": "0,000000000000000000015",
		"4111111111111111": "4111111111111110,", "-1e-7": "-0,0000001",
		"": "no", "x": "no", "1,5": "no", "1.2.3": "no", "+1": "no", ".5": "no", "1e400": "no", "1e-400": "no", "NaN": "no", "0x10": "no", "1 000": "no", "1e99999": "no", strings.Repeat("1", 65): "no",
	} {
		minus, whole, decimals, ok := Decimal(raw)
		got := whole + "," + decimals
		if minus {
			got = "-" + got
		}
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", raw, got, want)
		}
	}
}

// Any amount that a program stores as a binary fraction, in as many digits as it takes to tell it, comes back as it was.
func TestAmountsComeBackFromBinaryFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(0, 99_999_999_999).Draw(t, "cents")
		want := fmt.Sprintf("%d.%02d", cents/100, cents%100)
		stored, err := strconv.ParseFloat(want, 64)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range []string{
			strconv.FormatFloat(stored, 'g', 17, 64), strconv.FormatFloat(stored, 'f', -1, 64), strconv.FormatFloat(stored, 'E', -1, 64), strconv.FormatFloat(stored, 'e', 16, 64),
		} {
			minus, whole, decimals, ok := Decimal(raw)
			if !ok || minus || fmt.Sprintf("%s.%s", whole, (decimals + "00")[:2]) != want || len(decimals) > 2 {
				t.Fatalf("%s: %s,%s, want %s", raw, whole, decimals, want)
			}
		}
	})
}

// The oracle is the rational number: what comes out differs from it by no more than half of the fifteenth digit.
func TestDecimalAgreesWithTheOracle(t *testing.T) {
	digits := rapid.StringMatching(`[0-9]{1,18}(\.[0-9]{0,18})?([eE][+-]?[0-9])?`)
	rapid.Check(t, func(t *rapid.T) {
		raw := digits.Draw(t, "raw")
		want, fine := new(big.Rat).SetString(strings.Replace(raw, ".e", "e", 1))
		if !fine {
			want, fine = new(big.Rat).SetString(strings.NewReplacer(".e", "e", ".E", "E").Replace(strings.TrimSuffix(raw, ".")))
		}
		_, whole, decimals, ok := Decimal(raw)
		if !fine || !ok {
			t.Fatalf("%s: %v, %v", raw, fine, ok)
		}
		got, _ := new(big.Rat).SetString(whole + "." + decimals + "0")
		apart := new(big.Rat).Sub(got, want)
		if most := new(big.Rat).Mul(want, big.NewRat(1, 2e14)); apart.Abs(apart).Cmp(most) > 0 {
			t.Fatalf("%s is %s,%s", raw, whole, decimals)
		}
		if len(strings.TrimLeft(strings.TrimRight(whole, "0")+decimals, "0")) > significant && decimals != "" {
			t.Fatalf("%s is %s,%s: too many digits", raw, whole, decimals)
		}
	})
}

func TestFormatsOfNumbers(t *testing.T) {
	for code, want := range map[string]Shown{
		"General": generalFormat, "@": generalFormat, "0": {}, "0.00": {Decimals: 2}, "#,##0.00": {Decimals: 2}, "# ##0.00": {Decimals: 2}, "#,##0.00;[Red]-#,##0.00": {Decimals: 2},
		"000000000": {Zeros: 9}, "000 000 000": {Zeros: 9}, `000\ 000\ 000`: {Zeros: 9}, "000-000-000": {Zeros: 9},
		`#,##0.00\ "€"`: {Sort: Euro, Decimals: 2}, `#,##0.00 €`: {Sort: Euro, Decimals: 2}, `#,##0.00\ [$€-424]`: {Sort: Euro, Decimals: 2}, `[$€-2]\ #,##0`: {Sort: Euro},
		`#,##0.00\ [$EUR]`: {Sort: Euro, Decimals: 2}, `_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-`: {Sort: Euro, Decimals: 2}, `[$-424]#,##0.00`: {Decimals: 2}, `"EUR "0.00`: {Sort: Euro, Decimals: 2},
		"0.00E+00": {Sort: Scientific}, "##0.0E+0": {Sort: Scientific}, "0%": {Sort: Percent}, "0.00\\ %": {Sort: Percent},
		"dd/mm/yyyy": {Sort: Dated}, `d\.\ m\.\ yyyy`: {Sort: Dated}, "[h]:mm:ss": {Sort: Dated}, "mmm yy": {Sort: Dated}, `[$-424]d\.\ mmmm\ yyyy;@`: {Sort: Dated},
		"#,##0,": {Sort: Other}, "0.0,,": {Sort: Other}, "# ?/?": {Sort: Other}, `[$$-409]#,##0.00`: {Sort: Other}, `#,##0.00\ "kn"`: {Sort: Other}, `#,##0.00\ [$CHF]`: {Sort: Other},
		`0" kos"`: {Sort: Other}, `"SIT" 0`: {Sort: Other}, "0.00x": {Sort: Other}, `[>100]0;0.00`: {Sort: Other}, "???": {},
	} {
		if got := customFormat(code); got != want {
			t.Errorf("%s is %+v, want %+v", code, got, want)
		}
	}
	for id, want := range map[int]Sort{0: Plain, 2: Plain, 4: Plain, 9: Percent, 11: Scientific, 12: Other, 14: Dated, 22: Dated, 30: Dated, 44: Euro, 46: Dated, 48: Scientific, 49: Plain, 55: Dated} {
		if got := builtinFormat(id); got.Sort != want {
			t.Errorf("format %d is %+v", id, got)
		}
	}
	for text, want := range map[string]Shown{
		"1.250,50 €": {Sort: Euro, Decimals: 2}, "€1,250.50": {Sort: Euro, Decimals: 2}, "50,00 EUR": {Sort: Euro, Decimals: 2}, "12,3": {Decimals: 1}, "13": {}, "-5,00": {Decimals: 2},
		"041123456": {Zeros: 9}, "041 123 456": {Zeros: 9}, "100.000.014": {}, "1.250": {}, "1,00E+08": {Sort: Scientific}, "50 %": {Sort: Percent}, "$50.00": {Sort: Other}, "1/2": {Sort: Other}, "###": {Sort: Other}, "": generalFormat,
	} {
		if got := asShown(text); got != want {
			t.Errorf("%s shows %+v, want %+v", text, got, want)
		}
	}
}

func TestNamesOfCells(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {1, 1}, "C17": {3, 17}, "Z2": {26, 2}, "AA3": {27, 3}, "AZ1": {52, 1}, "XFD1048576": {16384, 1048576}} {
		if got := Name(at[0], at[1]); got != want {
			t.Errorf("%v is %s, want %s", at, got, want)
		}
	}
}

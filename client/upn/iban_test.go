package upn

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestIBANsAreRead(t *testing.T) {
	for text, want := range map[string]IBAN{
		"SI56029000000200020":                   "SI56029000000200020",
		"SI56051008010486080":                   "SI56051008010486080",
		"SI56020170014356205":                   "SI56020170014356205",
		"SI56020360253863406":                   "SI56020360253863406",
		"SI56043020002997963":                   "SI56043020002997963",
		"SI56191000000123438":                   "SI56191000000123438",
		"DE12500105170648489890":                "DE12500105170648489890",
		"MT84MALT011000012345MTLCAST001S":       "MT84MALT011000012345MTLCAST001S",
		"SI56 0290 0000 0200 020":               "SI56029000000200020",
		" si56\u00a00290\u202f00000200 020\r\n": "SI56029000000200020",
		"IBAN: SI56 0290 0000 0200 020":         "SI56029000000200020",
		"iban SI56029000000200020":              "SI56029000000200020",
		"\ufeffSI56029000000200020":             "SI56029000000200020",
	} {
		if got, err := ParseIBAN(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if got := IBAN("SI56029000000200020").Printed(); got != "SI56 0290 0000 0200 020" {
		t.Error(got)
	}
}

// registered are the examples that the register of IBANs gives for the countries of SEPA.
const registered = `
AD1200012030200359100100 AL47212110090000000235698741 AT611904300234573201 BE68539007547034 BG80BNBG96611020345678 CH9300762011623852957
CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243 EE382200221020145685 ES9121000418450200051332
FI2112345600000785 FR1420041010050500013M02606 GB29NWBK60161331926819 GI75NWBK000000007099453 GR1601101250000000012300695 HR1210010051863000160
HU42117730161111101800000000 IE29AIBK93115212345678 IS140159260076545510730339 IT60X0542811101000000123456 LI21088100002324013AA LT121000011101001000
LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984
MT84MALT011000012345MTLCAST001S NL91ABNA0417164300 NO9386011117947 PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000
RS35260005601001611379 SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100 VA59001123000012345678`

func TestEveryCountryHasItsLength(t *testing.T) {
	examples := strings.Fields(registered)
	if len(examples) != len(lengths) {
		t.Errorf("%d countries, %d examples", len(lengths), len(examples))
	}
	for _, iban := range examples {
		if got, err := ParseIBAN(iban); err != nil || string(got) != iban {
			t.Errorf("%s: %q, %v", iban, got, err)
		}
		for text, want := range map[string]Error{
			iban[:len(iban)-1]: {IBANField, TooShort, len(iban) - 1}, iban + "0": {IBANField, TooLong, len(iban)},
		} {
			var refused *Error
			if _, err := ParseIBAN(text); !errors.As(err, &refused) || *refused != want {
				t.Errorf("%s: %v, want %v", text, err, &want)
			}
		}
	}
}

func TestIBANsAreRefusedWithRuleAndPosition(t *testing.T) {
	for text, want := range map[string]Error{
		"":                              {IBANField, Missing, 0},
		"  ":                            {IBANField, Missing, 0},
		"IBAN:":                         {IBANField, Missing, 0},
		"S":                             {IBANField, TooShort, 1},
		"SI5":                           {IBANField, TooShort, 3},
		"5I56029000000200020":           {IBANField, Form, 0},
		"SIS6029000000200020":           {IBANField, Form, 2},
		"SI56 0310 0100 1018 518":       {IBANField, CheckDigits, 2},
		"SI56029000000200021":           {IBANField, CheckDigits, 2},
		"SI56 0290 0000 0200 02":        {IBANField, TooShort, 22},
		"SI56 0290 0000 0200 0201":      {IBANField, TooLong, 23},
		"SI56 0290 0000 0200 O20":       {IBANField, Form, 20},
		"XK051212012345678906":          {IBANField, Country, 0},
		"US00":                          {IBANField, Country, 0},
		"\u017fI56029000000200020":      {IBANField, Charset, 0}, // long s
		"S\u013156029000000200020":      {IBANField, Charset, 1}, // dotless i
		"SI５6029000000200020":           {IBANField, Charset, 2},
		"ЅІ56029000000200020":           {IBANField, Charset, 0}, // Cyrillic
		"SI56\u202e029":                 {IBANField, Hidden, 4},
		"SI56-0290":                     {IBANField, Form, 4},
		"SI56.0290":                     {IBANField, Charset, 4},
		"Iban: SI57 0290 0000 0200 020": {IBANField, CheckDigits, 8},
		strings.Repeat("SI56", 3000):    {IBANField, TooLong, 34},
	} {
		got, err := ParseIBAN(text)
		var refused *Error
		if !errors.As(err, &refused) || *refused != want || got != "" {
			t.Errorf("%.40q: %q, %v, want %v", text, got, err, &want)
		}
	}
}

// Check digits that are right by the remainder alone but never made: 98 as 01, 97 as 00 and 02 as 99.
func TestCheckDigitsBesideTheRangeAreRefused(t *testing.T) {
	found := map[string]bool{}
	for n := int64(0); len(found) < 3 && n < 1_000_000; n++ {
		body := big.NewInt(500105170000000000 + n).String()
		check := 98 - mod(body+"131400", 97)
		for twin, made := range map[string]int{"00": 97, "01": 98, "99": 2} {
			if check == made {
				found[twin] = true
				if _, err := ParseIBAN("DE" + twin + body); err == nil {
					t.Errorf("DE%s%s is read", twin, body)
				}
			}
		}
	}
	if len(found) != 3 {
		t.Errorf("only %v tried", found)
	}
}

func TestASloveneIBANKeepsTheNationalRemainderToo(t *testing.T) {
	const account = "029000000200021" // one more than a remainder of 1
	iban := fmt.Sprintf("SI%02d%s", 98-mod(account+"281800", 97), account)
	if mod(account+"2818"+iban[2:4], 97) != 1 {
		t.Fatalf("%s breaks more than the national rule", iban)
	}
	if _, err := ParseIBAN(iban); err == nil || *err.(*Error) != (Error{IBANField, CheckDigits, 2}) {
		t.Errorf("%s: %v", iban, err)
	}
}

func TestAnySlipInASloveneIBANIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		iban := string(drawIBAN(t, "account"))
		if got, err := ParseIBAN(iban); err != nil || string(got) != iban {
			t.Fatalf("%s: %v", iban, err)
		}
		if !strings.HasPrefix(iban, "SI56") {
			t.Fatalf("%s is no Slovene IBAN", iban)
		}
		for i := 2; i < len(iban); i++ {
			for d := byte('0'); d <= '9'; d++ {
				slip := iban[:i] + string(d) + iban[i+1:]
				if _, err := ParseIBAN(slip); err == nil && slip != iban {
					t.Fatalf("%s is read for %s", slip, iban)
				}
			}
			if i+1 < len(iban) && iban[i] != iban[i+1] {
				swapped := iban[:i] + iban[i+1:i+2] + iban[i:i+1] + iban[i+2:]
				if _, err := ParseIBAN(swapped); err == nil {
					t.Fatalf("%s is read for %s", swapped, iban)
				}
			}
		}
	})
}

// ibanByNumbers judges a bare IBAN with numbers of any size.
func ibanByNumbers(iban string) bool {
	if len(iban) < 15 || lengths[iban[:2]] != len(iban) {
		return false
	}
	var number strings.Builder
	for i, c := range iban[4:] + iban[:4] {
		body := i < len(iban)-4
		switch {
		case '0' <= c && c <= '9':
			number.WriteRune(c)
		case 'A' <= c && c <= 'Z' && (!body || iban[:2] != "SI"):
			number.WriteString(big.NewInt(int64(c-'A') + 10).String())
		default:
			return false
		}
	}
	if check := iban[2:4]; check < "02" || check > "98" || strings.Trim(check, "0123456789") != "" {
		return false
	}
	value, _ := new(big.Int).SetString(number.String(), 10)
	national := big.NewInt(1)
	if iban[:2] == "SI" {
		national.SetString(iban[4:], 10)
	}
	one, by := big.NewInt(1), big.NewInt(97)
	return value.Mod(value, by).Cmp(one) == 0 && national.Mod(national, by).Cmp(one) == 0
}

func FuzzParseIBAN(f *testing.F) {
	for _, text := range []string{"SI56029000000200020", "IBAN: si56 0290 0000 0200 020", "DE12500105170648489890", "\u017fI56", "MT84MALT011000012345MTLCAST001S"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseIBAN(text)
		var refused *Error
		switch {
		case err == nil && (!ibanByNumbers(string(got)) || IBAN(strings.ReplaceAll(got.Printed(), " ", "")) != got):
			t.Fatalf("%q is read as %q", text, got)
		case err == nil:
			if again, err := ParseIBAN(got.Printed()); err != nil || again != got {
				t.Fatalf("%q is not read back: %v", got, err)
			}
		case !errors.As(err, &refused) || refused.Field != IBANField || refused.At < 0 || refused.At > utf8.RuneCountInString(text):
			t.Fatalf("%q: %v", text, err)
		case ibanByNumbers(text):
			t.Fatalf("%q is refused: %v", text, err)
		}
	})
}

package upn

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestReferencesAreRead(t *testing.T) {
	for text, want := range map[string]Reference{
		"SI0519-1235-84503":              "SI0519-1235-84503",
		"SI05 19-1235-84503":             "SI0519-1235-84503",
		"SI0598765432100":                "SI0598765432100",
		"SI121033842574531":              "SI121033842574531",
		"SI121234567890120":              "SI121234567890120", // remainder 11
		"SI129990000359896":              "SI129990000359896",
		"SI120000020261047":              "SI120000020261047",
		"SI081236-17-345679":             "SI081236-17-345679",
		"SI011-24":                       "SI011-24",
		"SI00225268-32526-222":           "SI00225268-32526-222",
		"SI99":                           "SI99",
		"SI058074720-02012345-002":       "SI058074720-02012345-002", // leading zeros stay
		"SI058074720-100000014-200":      "SI058074720-100000014-200",
		"SI059074732-00112345-003":       "SI059074732-00112345-003",
		"RF45SBO2010":                    "RF45SBO2010",
		"RF45 SBO2 010":                  "RF45SBO2010",
		"RF81 352A DD05 899":             "RF81352ADD05899",
		"rf712348231":                    "RF712348231",
		"si05 8074720 - 100000014 - 200": "SI058074720-100000014-200",
		"\u00a0SI05\u202f8074720\u2013100000014\u2011200": "SI058074720-100000014-200",
		"SI05\n8074720-100000014-200\r\n":                 "SI058074720-100000014-200",
		"SI00123456789012-1234567-1":                      "SI00123456789012-1234567-1",
	} {
		got, err := ParseReference(text)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestReferencesAreRefusedWithRuleAndPosition(t *testing.T) {
	for text, want := range map[string]Error{
		"":                                      {ReferenceField, Missing, 0},
		" ":                                     {ReferenceField, Missing, 0},
		"05 8074720-100000014-200":              {ReferenceField, Model, 0},
		"S":                                     {ReferenceField, Model, 0},
		"SI":                                    {ReferenceField, TooShort, 2},
		"SI0":                                   {ReferenceField, TooShort, 3},
		"SIA5":                                  {ReferenceField, Model, 2},
		"SI 13 123":                             {ReferenceField, Model, 3},
		"SI00":                                  {ReferenceField, Parts, 4},
		"SI991":                                 {ReferenceField, Parts, 4},
		"SI001-2-3-4":                           {ReferenceField, Parts, 10},
		"SI001--3":                              {ReferenceField, Form, 6},
		"SI00-1":                                {ReferenceField, Form, 4},
		"SI001-":                                {ReferenceField, Form, 6},
		"SI00 1A":                               {ReferenceField, Form, 6},
		"SI05 8074721-100000014-200":            {ReferenceField, CheckDigits, 11},
		"SI05 8074720-1000 00014-2000000000001": {ReferenceField, TooLong, 28},
		"SI051":                                 {ReferenceField, TooShort, 5},
		"SI121033842574532":                     {ReferenceField, CheckDigits, 16},
		"SI1220261047":                          {ReferenceField, TooShort, 12},
		"SI1200000020261047":                    {ReferenceField, TooLong, 17},
		"SI081236-17-345678":                    {ReferenceField, CheckDigits, 17},
		"SI081236-18-345679":                    {ReferenceField, CheckDigits, 10},
		"SI0812":                                {ReferenceField, Parts, 6},
		"SI001234567890123":                     {ReferenceField, TooLong, 16},
		"SI01123456789012-12":                   {ReferenceField, TooLong, 18},
		"SI00123456789012-123456789":            {ReferenceField, TooLong, 25}, // 21 digits
		"SI00123456789012-12345678-1":           {ReferenceField, TooLong, 26}, // the same with a hyphen more than fits
		"RF46SBO2010":                           {ReferenceField, CheckDigits, 2},
		"RF45":                                  {ReferenceField, TooShort, 4},
		"RF45SBO-2010":                          {ReferenceField, Form, 7},
		"RF45" + strings.Repeat("1", 22):        {ReferenceField, TooLong, 25},
		"SI05\u066180747":                       {ReferenceField, Charset, 4},
		"\u017fI05":                             {ReferenceField, Charset, 0},
		"SI05\u202e8":                           {ReferenceField, Hidden, 4},
		"SI05_8":                                {ReferenceField, Charset, 4},
		strings.Repeat("1", 10000):              {ReferenceField, TooLong, 26},
	} {
		got, err := ParseReference(text)
		var refused *Error
		if !errors.As(err, &refused) || *refused != want || got != "" {
			t.Errorf("%.40q: %q, %v, want %v", text, got, err, &want)
		}
	}
}

func TestReferencesArePrintedInTheirBoxes(t *testing.T) {
	for reference, want := range map[Reference][4]string{
		"SI058074720-100000014-200": {"SI05", "8074720-100000014-200", "8074720-100000014-200", "SI05 8074720-100000014-200"},
		"SI121234567890120":         {"SI12", "1234567890120", "1234567890120", "SI12 1234567890120"},
		"SI99":                      {"SI99", "", "", "SI99"},
		"RF45SBO2010":               {"RF45", "SBO2010", "SBO2 010", "RF45 SBO2 010"},
		"RF81352ADD05899":           {"RF81", "352ADD05899", "352A DD05 899", "RF81 352A DD05 899"},
		"":                          {"", "", "", ""},
	} {
		got := [4]string{reference.Model(), reference.Content(), reference.PrintedContent(), reference.Printed()}
		if got != want {
			t.Errorf("%q: %q, want %q", reference, got, want)
		}
	}
}

func TestCheckDigitVectors(t *testing.T) {
	for digits, want := range map[string]byte{"102674": '7', "14": '0', "54": '0', "807472": '0', "907473": '2'} {
		if got := checkDigit([]byte(digits)); got != want {
			t.Errorf("%s: %c, want %c", digits, got, want)
		}
	}
}

// forms are the models once more, as the rules write them.
var forms = map[string]string{
	"00": "P-P-P 1-3", "01": "(P-P-P)K 1-3", "02": "P-(P)K-(P)K 3-3", "03": "(P)K-(P)K-(P)K 3-3", "04": "(P)K-P-(P)K 3-3",
	"05": "(P)K-P-P 1-3", "06": "P-(P-P)K 2-3", "07": "P-(P)K-P 2-3", "08": "(P-P)K-(P)K 3-3", "09": "(P-P)K-P 1-3",
	"10": "(P)K-(P-P)K 2-3", "11": "(P)K-(P)K-P 2-3", "12": "(P)K 1-1", "18": "(P)K-(P)K-P 2-3", "19": "(P)K-(P)K-P 2-3",
	"21": "P-P 2-2", "28": "(P)K-(P)K-P 2-3", "31": "P-P 2-2", "38": "(P)K-(P)K-P 2-3", "40": "(P)K-(P)K-P 2-3",
	"41": "(P)K-(P)K-P 2-3", "48": "(P)K-(P)K-P 2-3", "49": "(P)K-(P)K-P 2-3", "51": "(P)K-(P)K-P 2-3", "55": "(P)K-P-P 1-3",
	"58": "(P)K-(P)K-P 2-3", "99": " 0-0",
}

// groupsOf lists, for a number of parts, which parts share a check digit, and all lone ones without.
func groupsOf(form string, parts int) (groups [][]int, checked []bool) {
	part := 0
	for _, m := range regexp.MustCompile(`\([P-]+\)K|P`).FindAllString(form, -1) {
		var group []int
		for range strings.Count(m, "P") {
			if part++; part <= parts {
				group = append(group, part)
			}
		}
		if group != nil {
			groups, checked = append(groups, group), append(checked, strings.HasSuffix(m, "K"))
		}
	}
	return groups, checked
}

func TestEveryModelTakesItsOwnReferencesAndNoSlipInThem(t *testing.T) {
	for number := range 100 {
		model := fmt.Sprintf("%02d", number)
		form, inUse := forms[model]
		if !inUse {
			for _, content := range []string{"", "1", "12-34", "1234567890128"} {
				if got, err := ParseReference("SI" + model + content); err == nil {
					t.Errorf("%s is read, but there is no model %s", got, model)
				}
			}
			continue
		}
		var least, most int
		fmt.Sscanf(form[strings.Index(form, " "):], "%d-%d", &least, &most)
		t.Run(model, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkModel(t, model, form, least, most) })
		})
	}
}

func checkModel(t *rapid.T, model, form string, least, most int) {
	count := rapid.IntRange(1, 4).Draw(t, "parts")
	parts, guarded := make([]string, count), make([]bool, count)
	for i := range parts {
		parts[i] = digits(t, "part", 2, 4) // three share a check digit with at most thirteen
	}
	if model == "12" {
		parts[0] = digits(t, "part", 13, 13)
	}
	groups, checked := groupsOf(form, count)
	for i, group := range groups {
		if !checked[i] {
			continue
		}
		var all string
		for _, p := range group {
			all += parts[p-1]
			guarded[p-1] = true
		}
		last := &parts[group[len(group)-1]-1]
		whole := withCheck(all[:len(all)-1])
		*last = (*last)[:len(*last)-1] + whole[len(whole)-1:]
	}
	text := "SI" + model + strings.Join(parts, "-")
	got, err := ParseReference(text)
	if legal := least <= count && count <= most; legal != (err == nil) || legal && string(got) != text {
		t.Fatalf("%s: %v", text, err)
	}
	if err != nil {
		return
	}
	// A digit is mistyped: noticed in a guarded part, unless the check digit 0 stands for two remainders.
	i := rapid.IntRange(0, count-1).Draw(t, "slip in part")
	j := rapid.IntRange(0, len(parts[i])-1).Draw(t, "at")
	slip := parts[i][:j] + string('0'+(parts[i][j]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10) + parts[i][j+1:]
	before := parts[i]
	parts[i] = slip
	mistyped := "SI" + model + strings.Join(parts, "-")
	if _, err := ParseReference(mistyped); (err == nil) != (!guarded[i] || stillRight(form, parts)) {
		t.Fatalf("%s for %s (%s): %v", mistyped, text, before, err)
	}
}

// stillRight tells whether all check digits agree by the other way of making them.
func stillRight(form string, parts []string) bool {
	groups, checked := groupsOf(form, len(parts))
	for i, group := range groups {
		var all string
		for _, p := range group {
			all += parts[p-1]
		}
		if checked[i] && withCheck(all[:len(all)-1]) != all {
			return false
		}
	}
	return true
}

func TestAnySlipInAnRFReferenceIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), 2, 21, -1).Draw(t, "body")
		reference := fmt.Sprintf("RF%02d%s", 98-mod(body+"271500", 97), body)
		if got, err := ParseReference(reference); err != nil || string(got) != reference {
			t.Fatalf("%s: %v", reference, err)
		}
		for i := 2; i < len(reference); i++ {
			for d := byte('0'); d <= '9'; d++ {
				slip := reference[:i] + string(d) + reference[i+1:]
				if _, err := ParseReference(slip); err == nil && slip != reference {
					t.Fatalf("%s is read for %s", slip, reference)
				}
			}
		}
	})
}

// referenceByNumbers judges a bare reference by the forms above.
func referenceByNumbers(reference string) bool {
	if m := regexp.MustCompile(`^RF([0-9]{2})([0-9A-Z]{1,21})$`).FindStringSubmatch(reference); m != nil {
		var number strings.Builder
		for _, c := range m[2] + "RF" + m[1] {
			if c >= 'A' {
				number.WriteString(fmt.Sprint(int(c-'A') + 10))
			} else {
				number.WriteRune(c)
			}
		}
		value, _ := new(big.Int).SetString(number.String(), 10)
		return value.Mod(value, big.NewInt(97)).Int64() == 1 && "02" <= m[1] && m[1] <= "98"
	}
	if reference == "SI99" {
		return true
	}
	m := regexp.MustCompile(`^SI([0-9]{2})([0-9]+(?:-[0-9]+){0,2})$`).FindStringSubmatch(reference)
	if m == nil || forms[m[1]] == "" || m[1] == "99" {
		return false
	}
	parts := strings.Split(m[2], "-")
	var least, most, all int
	fmt.Sscanf(forms[m[1]][strings.Index(forms[m[1]], " "):], "%d-%d", &least, &most)
	for _, p := range parts {
		all += len(p)
		if len(p) > 12 && m[1] != "12" || m[1] == "12" && len(p) != 13 {
			return false
		}
	}
	if len(parts) < least || len(parts) > most || all > 20 {
		return false
	}
	groups, checked := groupsOf(forms[m[1]], len(parts))
	for i, group := range groups {
		length := 0
		for _, p := range group {
			length += len(parts[p-1])
		}
		if checked[i] && (length < 2 || length > 13) {
			return false
		}
	}
	return stillRight(forms[m[1]], parts)
}

func FuzzParseReference(f *testing.F) {
	for _, text := range []string{
		"SI05 8074720-100000014-200", "SI99", "RF45 SBO2 010", "SI121234567890120", "SI081236-17-345679", "si00 1-2-3",
		"SI011-24", "SI0012-34", "SI111-2", "\u017fI05", "SI05 8074720\u2013100000014\u2013200",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseReference(text)
		var refused *Error
		switch {
		case err == nil && !referenceByNumbers(string(got)):
			t.Fatalf("%q is read as %q", text, got)
		case err == nil:
			if again, err := ParseReference(got.Printed()); err != nil || again != got {
				t.Fatalf("%q is not read back: %v", got, err)
			}
		case !errors.As(err, &refused) || refused.Field != ReferenceField || refused.At < 0 || refused.At > utf8.RuneCountInString(text):
			t.Fatalf("%q: %v", text, err)
		case referenceByNumbers(text):
			t.Fatalf("%q is refused: %v", text, err)
		}
	})
}

func TestALongNumberInAReferenceIsItsOwnOnlyWithACheckDigit(t *testing.T) {
	for reference, want := range map[Reference]bool{
		"SI058074720-100000014-200": true, "SI001234567890": true, "SI00123456789012": false, "SI121234567890120": true, "RF18539007547034": true,
		"SI99": true, "SI004111111111111111": false, "SI12123456789012": false, "RF19539007547034": false, "": false, "SI051-2-3-4": false,
	} {
		if reference.IsChecked() != want {
			t.Errorf("%s: %v", reference, !want)
		}
	}
}

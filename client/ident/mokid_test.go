package ident

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAMokIDIsReadByItsShape(t *testing.T) {
	for text, situation := range map[string]string{
		"100000014": "nine digits", " 100000014\r\n": "a reader's line end", "000000014": "zeros in front, in one word",
		"100 000 014": "in groups, as on the card", "100\u00a0000\u00a0014": "no-break blanks", "100\u202f000\u202f014": "narrow no-break blanks",
		"100\u00a0000\u202f014": "blanks that look alike", "100.000.014": "dots", "100-000-014": "hyphens", "100\u2011000\u2011014": "no-break hyphens",
		"100–000–014": "a word processor's dashes", "\u200b100 000 014\ufeff": "invisible marks around", "100\u00ad000\u00ad014": "soft hyphens", "\x1d100000014": "a reader's GS",
	} {
		want := "100000014"
		if strings.HasPrefix(text, "000") {
			want = "000000014"
		}
		if got, err := ParseMokID(text); got != want || err != nil {
			t.Errorf("%s: %q is %q, %v", situation, text, got, err)
		}
	}
}

func TestWhatIsNoMokIDHasItsReason(t *testing.T) {
	for text, want := range map[string]MokIDError{
		"": {Empty, 0}, " \t\u00a0": {Empty, 0},
		"10000001": {Count, 8}, "1000000144": {Count, 10}, "481205": {Count, 6}, "481 205": {Count, 6}, "1 000": {Count, 4}, "1.000.000.014": {Count, 10},
		"12345678.0": {Decimal, 9}, "100000014.0": {Decimal, 10}, "100000014,00": {Decimal, 11}, "12345678,9": {Decimal, 9}, "100.000.014,00": {Decimal, 11},
		"100,000,014.00": {Decimal, 11}, "100 000 014,5": {Decimal, 10}, "123456.789": {Decimal, 9}, "100000014.": {Decimal, 9},
		"1,00E+08": {Exponent, 5}, "1E8": {Exponent, 2}, "1.00000014e+08": {Exponent, 11}, "100000014E0": {Exponent, 10}, "1.00000014E8": {Exponent, 10},
		"29.11.2026": {Date, 8}, "29.11.2026-1": {Date, 9}, "29. 11. 2026": {Date, 8}, "2026-11-29": {Date, 8}, "29/11/2026": {Date, 8}, "1.1.26": {Date, 4},
		"2026-11-29T8": {Date, 9}, "29.11.2026 8": {Date, 9}, "11-29-2026": {Others, 8},
		"041/123-456": {Telephone, 9}, "041 123 456": {Telephone, 9}, "041-123-456": {Telephone, 9}, "041.123.456": {Telephone, 9}, "01 477 20 00": {Telephone, 9},
		"(01) 477 20 00": {Telephone, 9}, "+386 41 123 456": {Telephone, 11}, "000 000 014": {Telephone, 9}, "04 123 45 67 8": {Telephone, 10},
		"100 000-014": {Separators, 9}, "100.000 014": {Separators, 9}, "100000 014": {Separators, 9}, "10 00 00 01 4": {Separators, 9}, "100  000  014": {Separators, 9},
		"100/000/014": {Separators, 9}, "100,000,014": {Separators, 9}, "1-00000014": {Separators, 9}, "100000-014": {Separators, 9}, "1000-000-14": {Separators, 9},
		"1OOOOOO14": {Others, 3}, "１００００００１４": {Others, 0}, "١٠٠٠٠٠٠١٤": {Others, 0}, "x100000014": {Others, 9}, "100000014x": {Others, 9}, "100\t000\t014": {Others, 9},
		"100\n000\n014": {Others, 9}, `="100000014"`: {Others, 9}, "'100000014": {Others, 9}, "100_000_014": {Others, 9}, "-100000014": {Others, 9}, "../../etc": {Others, 0},
		"4111 1111 1111 1111": {CardNumber, 16}, "100000014100000014": {CardNumber, 18}, "100000014\n100000022": {CardNumber, 18}, "0038641123456": {CardNumber, 13},
	} {
		id, err := ParseMokID(text)
		var wrong *MokIDError
		if id != "" || !errors.As(err, &wrong) || *wrong != want {
			t.Errorf("%q is %q, %v; want %v", text, id, wrong, want)
		}
	}
}

// The oracle is the rule in the words of the form: three threes, one separator, no zero in front.
func TestAnyGroupingButThreeThreesAlikeIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{9}`).Draw(t, "digits")
		var text strings.Builder
		var parts, separators []string
		from := 0
		for i := range digits {
			if i == len(digits)-1 || rapid.IntRange(0, 3).Draw(t, "cut") == 0 {
				parts, from = append(parts, digits[from:i+1]), i+1
				text.WriteString(parts[len(parts)-1])
				if i < len(digits)-1 {
					separators = append(separators, rapid.SampledFrom([]string{" ", "\u00a0", "\u202f", ".", "-", "/", ",", "–", "'", "_", "  ", "\t"}).Draw(t, "separator"))
					text.WriteString(separators[len(separators)-1])
				}
			}
		}
		kind := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "–", "-")
		good := len(parts) == 1
		if len(parts) == 3 && len(parts[0]) == 3 && len(parts[1]) == 3 && digits[0] != '0' {
			first := kind.Replace(separators[0])
			good = first == kind.Replace(separators[1]) && strings.Contains(" .-", first) && len(first) == 1
		}
		id, err := ParseMokID(text.String())
		if good != (err == nil) || good && id != digits {
			t.Fatalf("%q is %q, %v", text.String(), id, err)
		}
	})
}

func FuzzParseMokID(f *testing.F) {
	for _, s := range []string{"100000014", "100 000 014", "041/123-456", "12345678.0", "1,00E+08", "29.11.2026-1", "\u202e100", "\xff", "4111111111111111"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseMokID(text)
		var wrong *MokIDError
		switch {
		case err == nil:
			if !regexp.MustCompile(`^[0-9]{9}$`).MatchString(id) || digitsOf(text) != id || HoldsCardNumber(text) {
				t.Errorf("%q is taken for %q", text, id)
			}
			for _, printed := range []string{id, GroupMokID(id)} {
				if again, err := ParseMokID(printed); (err != nil || again != id) && id[0] != '0' {
					t.Errorf("%q is printed %q and not read again: %v", text, printed, err)
				}
			}
		case !errors.As(err, &wrong), id != "", wrong.Reason == "":
			t.Errorf("%q is %q, %v", text, id, err)
		case strings.ContainsAny(err.Error(), "0123456789"):
			t.Errorf("the refusal of %q repeats it: %v", text, err)
		}
	})
}

func TestReasonsAreListedOnce(t *testing.T) {
	seen := map[Reason]bool{"": true}
	for _, r := range Reasons() {
		if seen[r] {
			t.Errorf("%q twice, or without a name", r)
		}
		seen[r] = true
	}
}

func TestGroupsOfThree(t *testing.T) {
	for id, want := range map[string]string{"100000014": "100 000 014", "10000001": "10000001", "": "", "abcdefghi": "abcdefghi"} {
		if got := GroupMokID(id); got != want {
			t.Errorf("%q is printed %q", id, got)
		}
	}
	for digits, want := range map[string]string{"": "", "1": "1", "123": "123", "1234": "123 4", "1234567890": "123 456 789 0"} {
		if got := InThrees(digits); got != want {
			t.Errorf("%q is set %q", digits, got)
		}
	}
}

package upn

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
)

// losses are what clipboards, readers and fields of one line make of line ends.
var losses = map[string]func(payload string) string{
	"none lost":                 func(p string) string { return p },
	"CR LF":                     func(p string) string { return strings.ReplaceAll(p, "\n", "\r\n") },
	"CR":                        func(p string) string { return strings.ReplaceAll(p, "\n", "\r") },
	"LF CR":                     func(p string) string { return strings.ReplaceAll(p, "\n", "\n\r") },
	"each twice":                func(p string) string { return strings.ReplaceAll(p, "\n", "\r\r") },
	"new lines":                 func(p string) string { return strings.ReplaceAll(p, "\n", "\u2028") },
	"blanks":                    func(p string) string { return strings.ReplaceAll(p, "\n", " ") },
	"hard blanks":               func(p string) string { return strings.ReplaceAll(p, "\n", "\u00a0") },
	"tabs":                      func(p string) string { return strings.ReplaceAll(p, "\n", "\t") },
	"blanks for CR LF":          func(p string) string { return strings.ReplaceAll(p, "\n", "  ") },
	"nothing":                   func(p string) string { return strings.ReplaceAll(p, "\n", "") },
	"the last one":              func(p string) string { return strings.TrimRight(p, "\n") },
	"blanks, the last one gone": func(p string) string { return strings.TrimRight(strings.ReplaceAll(p, "\n", " "), " ") },
	"blanks that shrank": func(p string) string {
		for p = strings.ReplaceAll(p, "\n", "\x00"); strings.Contains(p, "\x00\x00"); {
			p = strings.ReplaceAll(p, "\x00\x00", "\x00")
		}
		return strings.ReplaceAll(p, "\x00", " ")
	},
	"filler": func(p string) string { return p + strings.Repeat(" ", 411-len([]rune(p))) },
}

// mixed loses each line end in a way of its own.
func mixed(t *rapid.T, payload string) string {
	var out strings.Builder
	for _, r := range payload {
		if r == '\n' {
			out.WriteString(rapid.SampledFrom([]string{"\n", "\r", "\r\n", " ", "  ", "", "\t"}).Draw(t, "line end"))
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// lose is a payload as text with its line ends lost in any one way.
func lose(t *rapid.T, payload []byte) string {
	text := decode(payload)
	names := []string{"mixed"}
	for name := range losses {
		names = append(names, name)
	}
	if name := rapid.SampledFrom(names).Draw(t, "loss"); name != "mixed" {
		return losses[name](text)
	}
	return mixed(t, text)
}

// cardOrder draws an order of ours for any card, by anybody.
func cardOrder(t *rapid.T, mokID string) Order {
	o, err := CardOrder(DefaultAccount(), mokID)
	if err != nil {
		t.Fatal(err)
	}
	o.Payer, o.Amount = drawParty(t, "payer", 1), money.EUR(rapid.Int64Range(1, money.Max).Draw(t, "amount"))
	o.PayerIBAN, o.PayerReference = maybe(t, "payer IBAN", drawIBAN), maybe(t, "payer reference", drawReference)
	o.Date, o.Due, o.Urgent = maybe(t, "date", drawDate), maybe(t, "due", drawDate), rapid.Bool().Draw(t, "urgent")
	if rapid.IntRange(0, 4).Draw(t, "another card's reference") == 0 {
		o.PayerReference, _ = CardReference(DefaultAccount(), digits(t, "other card", 9, 9))
	}
	return o
}

func TestEveryCodeOfOursIsReadBackWhateverBecameOfItsLineEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mokID := digits(t, "MOK ID", 9, 9)
		payload, err := cardOrder(t, mokID).Payload()
		if err != nil {
			t.Fatal(err)
		}
		text := lose(t, payload)
		r, err := ReadText(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got, err := r.MokID(DefaultAccount()); got != mokID || err != nil {
			t.Fatalf("%q is for %q, %v", text, got, err)
		}
		if !strings.HasPrefix(r.Payee, DefaultAccount().Payee.Name) {
			t.Fatalf("%q pays %q", text, r.Payee)
		}
	})
}

func TestNoOtherPayeeEverGivesAMokID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrder(t)
		if rapid.Bool().Draw(t, "with our reference") && o.Use != Withdrawal {
			o.PayeeReference, _ = CardReference(DefaultAccount(), "100000014")
		}
		if o.PayeeIBAN == DefaultAccount().IBAN {
			t.Skip("ours")
		}
		payload, err := o.Payload()
		if err != nil {
			t.Fatal(err)
		}
		text := lose(t, payload)
		r, err := ReadText(text)
		if id, wrong := r.MokID(DefaultAccount()); id != "" || wrong == nil {
			t.Fatalf("%q gives %q", text, id)
		}
		if err == nil && r.PayeeIBAN != o.PayeeIBAN {
			t.Fatalf("%q pays %q, not %q", text, r.PayeeIBAN, o.PayeeIBAN)
		}
	})
}

// Somebody writes into the payer's lines and the purpose what a code of ours consists of. Whatever becomes of the line ends, the card
// is the payee's or none.
func TestACodeThatIsWrittenToBeMisreadIsMisreadByNobody(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"SI56029000000200020", "SI058074720-100000022-200", "SI00", "00000005000", "OTHR", "X", "A", "01.04.2026", "1000 Ljubljana", "NLB d.d.", "200", " ",
	})
	line := func(t *rapid.T, name string, most int) string {
		text := strings.TrimSpace(strings.Join(rapid.SliceOfN(piece, 1, 4).Draw(t, name), ""))
		if runes := []rune("x" + text); len(runes) > most {
			return strings.TrimSpace(string(runes[1:most]))
		}
		return "x" + text
	}
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		o := cardOrder(t, "100000014")
		o.Payer = Party{line(t, "name", 33), line(t, "street", 33), line(t, "town", 33)}
		ours := rapid.Bool().Draw(t, "ours")
		if !ours {
			o.PayeeIBAN, o.Purpose = drawIBAN(t, "payee"), line(t, "purpose", 42)
			o.Payee = Party{line(t, "payee", 33), line(t, "payee street", 33), line(t, "payee town", 33)}
			o.PayeeReference, _ = CardReference(DefaultAccount(), "100000030")
		}
		payload, err := o.Payload()
		if err != nil {
			t.Skip(err)
		}
		text := lose(t, payload)
		r, err := ReadText(text)
		id, _ := r.MokID(DefaultAccount())
		if ours && err == nil {
			read++
		}
		if err == nil && (ours && id != "100000014" || !ours && id != "") {
			t.Fatalf("%q gives %q", text, id)
		}
	})
	if read == 0 {
		t.Error("nothing was read")
	}
}

// A code page that is not the code's shows every letter as one other.
func TestLettersOfAnotherCodePageDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload, err := cardOrder(t, "100000014").Payload()
		if err != nil {
			t.Fatal(err)
		}
		page := rapid.SampledFrom([]*charmap.Charmap{charmap.Windows1250, charmap.Windows1252, charmap.ISO8859_1, charmap.CodePage852}).Draw(t, "page")
		shown, err := page.NewDecoder().Bytes(payload)
		if err != nil || strings.ContainsAny(string(shown), "\u00ad\u00a0\u0085") {
			t.Skip("a letter is shown as nothing")
		}
		for name, loss := range losses {
			if name == "filler" {
				continue // it is measured in letters
			}
			r, err := ReadText(loss(string(shown)))
			if got, _ := r.MokID(DefaultAccount()); got != "100000014" || err != nil {
				t.Fatalf("%s: %q: %q, %v", name, loss(string(shown)), got, err)
			}
		}
	})
}

func TestEveryCodeOfTheStandardTellsItsPayee(t *testing.T) {
	for _, v := range vectors() {
		for name, loss := range losses {
			r, err := ReadText(loss(v.payload))
			switch {
			case v.order.Use == Withdrawal: // it has no payee's account
			case err != nil || r.PayeeIBAN != v.order.PayeeIBAN || r.PayeeReference != v.order.PayeeReference || !strings.HasPrefix(r.Payee, v.order.Payee.Name):
				t.Errorf("%s, %s: %+v, %v", v.name, name, r, err)
			}
		}
	}
}

func TestWhatIsWrongWithACodeThatCameAsText(t *testing.T) {
	payload, err := valid().Payload()
	if err != nil {
		t.Fatal(err)
	}
	ours := decode(payload)
	line := func(field int, text string) string { return respell(ours, field, text) }
	for situation, c := range map[string]struct {
		text string
		want Error
		iban IBAN
	}{
		"nothing":                  {"", Error{Tag, Form, 0}, ""},
		"another kind of code":     {"BCD\n002\n1\nSCT\n", Error{Tag, Form, 0}, ""},
		"the tag alone":            {"UPNQR", Error{ControlSum, Missing, 2}, ""},
		"cut after the reference":  {ours[:strings.Index(ours, "NLB")], Error{PayeeIBAN, Form, 0}, ""},
		"without its sum":          {ours[:len(ours)-len("000\n")], Error{ControlSum, Missing, 0}, ""},
		"a sum of 999":             {ours[:len(ours)-4] + "999\n", Error{ControlSum, WrongSum, 0}, "SI56029000000200020"},
		"a field that isn't there": {strings.Replace(ours, "OTHR\n", "", 1), Error{PayeeIBAN, Form, 0}, ""},
		"an amount of ten digits":  {line(9, "0000005000"), Error{Amount, TooShort, 10}, "SI56029000000200020"},
		"a small purpose code":     {line(12, "othr"), Error{PurposeCode, Form, 0}, "SI56029000000200020"},
		"an IBAN mistyped":         {line(15, "SI56029000000200021"), Error{PayeeIBAN, CheckDigits, 2}, ""},
		"a reference mistyped":     {line(16, "SI058074721-100000014-200"), Error{PayeeReference, CheckDigits, 10}, "SI56029000000200020"},
		"a line too many":          {ours + "x\n", Error{Filler, Form, 0}, "SI56029000000200020"},
		"a name of 34":             {line(17, strings.Repeat("n", 34)), Error{PayeeName, TooLong, 33}, "SI56029000000200020"},
		"longer than any code":     {ours + strings.Repeat("x", 2*maxPayload), Error{Filler, TooLong, 0}, ""},
	} {
		r, err := ReadText(c.text)
		var wrong *Error
		if !errors.As(err, &wrong) || r.PayeeIBAN != c.iban {
			t.Errorf("%s: %+v, %v", situation, r, err)
			continue
		}
		if c.want.Rule == Missing {
			wrong.At = c.want.At // where a cut text ends says nothing
		}
		if *wrong != c.want {
			t.Errorf("%s: %v, want %v", situation, wrong, &c.want)
		}
	}
}

// The sum is compared to the byte wherever the line ends were lost in one way.
func TestASumThatIsOneOffIsWrongWhateverBecameOfTheLineEnds(t *testing.T) {
	payload, err := valid().Payload()
	if err != nil {
		t.Fatal(err)
	}
	body, sum := decode(payload[:len(payload)-4]), len(payload)-4
	for name, loss := range losses {
		for _, off := range []int{-100, -19, -2, -1, 1, 2, 19, 100} {
			text := loss(body + fmt.Sprintf("%03d\n", sum+off))
			var wrong *Error
			if _, err := ReadText(text); !errors.As(err, &wrong) || wrong.Rule != WrongSum {
				// A text whose blanks shrank can't tell whether the payer wrote one line less.
				if name != "blanks that shrank" || off < 0 || off > 2 {
					t.Errorf("%s, sum off by %d: %v", name, off, err)
				}
			}
		}
	}
}

func TestWhoIsPaidIsToldByAccountAndReference(t *testing.T) {
	for situation, c := range map[string]struct {
		reading Reading
		id      string
		rule    Rule
	}{
		"ours":                    {Reading{"SI56029000000200020", "SI058074720-100000014-200", "NLB"}, "100000014", ""},
		"another account":         {Reading{"SI56051008010486080", "SI058074720-100000014-200", "NLB d.d."}, "", OtherPayee},
		"another card":            {Reading{"SI56029000000200020", "SI059074732-100000014-030", "NLB d.d."}, "", OtherCard},
		"no reference":            {Reading{"SI56029000000200020", "", "NLB d.d."}, "", Missing},
		"a reference of no model": {Reading{"SI56029000000200020", "SI99", "NLB d.d."}, "", OtherCard},
		"nothing":                 {Reading{}, "", OtherPayee},
	} {
		id, err := c.reading.MokID(DefaultAccount())
		var wrong *Error
		if errors.As(err, &wrong); id != c.id || (wrong == nil) != (c.rule == "") || wrong != nil && wrong.Rule != c.rule {
			t.Errorf("%s: %q, %v", situation, id, err)
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, v := range vectors() {
		for _, loss := range losses {
			f.Add(loss(v.payload))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadText(text)
		var wrong *Error
		switch {
		case err != nil && (!errors.As(err, &wrong) || wrong.Field == "" || wrong.Rule == ""):
			t.Fatalf("%q: %v", text, err)
		case err == nil && !strings.Contains(strings.Map(bare, text), string(r.PayeeIBAN)):
			t.Fatalf("%q pays %q", text, r.PayeeIBAN)
		case r.PayeeIBAN != "":
			if _, err := ParseIBAN(string(r.PayeeIBAN)); err != nil {
				t.Fatalf("%q pays %q: %v", text, r.PayeeIBAN, err)
			}
		}
	})
}

func bare(r rune) rune {
	if shape(r) == 0 || shape(r) == ' ' {
		return -1
	}
	return r
}

package upn

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// respell changes one field of a payload and makes the sum right again.
func respell(payload string, field int, text string) string {
	lines := strings.Split(payload, "\n")
	lines[field-1] = text
	body := strings.Join(lines[:19], "\n") + "\n"
	return body + string(appendSum(nil, len(latin2(body)))) + strings.Join(lines[20:], "\n")
}

func TestPayloadsThatAreNotByTheStandardAreRefused(t *testing.T) {
	a := official[2].payload
	e := official[6].payload
	f := official[7].payload
	for name, c := range map[string]struct {
		payload string
		want    Error
	}{
		"nothing":                {"", Error{Tag, Form, 0}},
		"another tag":            {respell(a, 1, "UPNQX"), Error{Tag, Form, 4}},
		"a short tag":            {respell(a, 1, "UPN"), Error{Tag, Form, 3}},
		"a long tag":             {respell(a, 1, "UPNQRS"), Error{Tag, Form, 5}},
		"something in front":     {"\x1b" + a, Error{Tag, Form, 0}},
		"CR LF":                  {strings.ReplaceAll(a, "\n", "\r\n"), Error{Tag, Form, 5}},
		"no last line feed":      {strings.TrimSuffix(a, "\n"), Error{ControlSum, Form, 3}},
		"a field too few":        {strings.Replace(a, "UPNQR\n\n", "UPNQR\n", 1), Error{ControlSum, Form, 0}},
		"a field too many":       {strings.Replace(a, "UPNQR\n", "UPNQR\n\n", 1), Error{ControlSum, WrongSum, 0}},
		"a wrong sum":            {strings.Replace(a, "183", "184", 1), Error{ControlSum, WrongSum, 0}},
		"a sum of two digits":    {strings.Replace(own[1].payload, "066", "66", 1), Error{ControlSum, WrongSum, 0}},
		"a sum of UTF-8":         {strings.Replace(a, "183", "185", 1), Error{ControlSum, WrongSum, 0}},
		"an empty sum":           {strings.Replace(a, "183", "", 1), Error{ControlSum, WrongSum, 0}},
		"filler with LF":         {a + "  \n", Error{Filler, Form, 2}},
		"filler with text":       {a + " x", Error{Filler, Form, 1}},
		"too much filler":        {a + strings.Repeat(" ", 411-187+1), Error{Filler, TooLong, 0}},
		"a small x":              {respell(e, 3, "x"), Error{DepositMark, Form, 0}},
		"two X":                  {respell(e, 3, "XX"), Error{DepositMark, Form, 0}},
		"urgent spelled out":     {respell(a, 11, "DA"), Error{Urgent, Form, 0}},
		"deposit and withdrawal": {respell(e, 4, "X"), Error{WithdrawalMark, Form, 0}},
		"a deposit with due":     {respell(e, 14, "01.01.2017"), Error{DueDate, Forbidden, 0}},
		"a withdrawal's payee":   {respell(f, 15, "SI56051008010486080"), Error{PayeeIBAN, Forbidden, 0}},
		"an empty amount":        {respell(a, 9, ""), Error{Amount, TooShort, 0}},
		"ten digits":             {respell(a, 9, "0000008105"), Error{Amount, TooShort, 10}},
		"twelve digits":          {respell(a, 9, "000000081050"), Error{Amount, TooLong, 11}},
		"an amount with comma":   {respell(a, 9, "00000081,05"), Error{Amount, Form, 8}},
		"a signed amount":        {respell(a, 9, "-0000008105"), Error{Amount, Form, 0}},
		"zero with a payer's":    {respell(respell(a, 9, "00000000000"), 2, "SI56051008010486080"), Error{PayerIBAN, Forbidden, 0}},
		"a date turned round":    {respell(a, 10, "2016-10-01"), Error{PaymentDate, Form, 2}},
		"a short date":           {respell(a, 14, "1.4.2017"), Error{DueDate, Form, 1}},
		"a cut date":             {respell(a, 14, "01.04.17"), Error{DueDate, Form, 8}},
		"a long date":            {respell(a, 14, "01.04.2017."), Error{DueDate, TooLong, 10}},
		"32 October":             {respell(a, 10, "32.10.2016"), Error{PaymentDate, NotADate, 0}},
		"year 0":                 {respell(a, 10, "01.10.0000"), Error{PaymentDate, NotADate, 0}},
		"no day at all":          {respell(a, 10, "00.00.0000"), Error{PaymentDate, NotADate, 0}},
		"a space in front":       {respell(a, 6, " Janez Novak"), Error{PayerName, Form, 0}},
		"a space behind":         {respell(a, 19, "3698 Loški Potok "), Error{PayeeTown, Form, 16}},
		"a no-break space":       {respell(a, 6, "Janez\u00a0Novak"), Error{PayerName, Form, 5}},
		"a soft hyphen":          {respell(a, 6, "Janez\u00adNovak"), Error{PayerName, Form, 5}},
		"a control":              {respell(a, 6, "Janez\tNovak"), Error{PayerName, Hidden, 5}},
		"a long name":            {respell(a, 6, strings.Repeat("a", 34)), Error{PayerName, TooLong, 33}},
		"a small code":           {respell(a, 12, "cost"), Error{PurposeCode, Form, 0}},
		"an IBAN with spaces":    {respell(a, 15, "SI56 0510 0801 0486 080"), Error{PayeeIBAN, Form, 0}},
		"an IBAN mistyped":       {respell(a, 15, "SI56051008010486081"), Error{PayeeIBAN, CheckDigits, 2}},
		"a reference spaced":     {respell(a, 16, "SI05 98765432100"), Error{PayeeReference, Form, 0}},
		"a reference mistyped":   {respell(a, 16, "SI0598765432101"), Error{PayeeReference, CheckDigits, 14}},
	} {
		got, err := Parse(latin2(c.payload))
		var refused *Error
		if !errors.As(err, &refused) || *refused != c.want || got != (Order{}) {
			t.Errorf("%s: %v, want %v", name, err, &c.want)
		}
	}
}

// A payment needs all three lines of its payer; with one missing only a registered issuer can have made it.
func TestAnOrderWithAnOpenPayerIsAnIssuers(t *testing.T) {
	for field := 6; field <= 8; field++ {
		o, err := Parse(latin2(respell(official[2].payload, field, "")))
		if err != nil || o.Use != Issuer {
			t.Errorf("without field %d: %v, %v", field, o.Use, err)
		}
	}
}

func TestPayloadInUTF8IsRefused(t *testing.T) {
	if _, err := Parse([]byte(official[2].payload)); err == nil {
		t.Error("read")
	}
}

func TestFieldsAndRulesAreListedOnce(t *testing.T) {
	fields := map[Field]bool{}
	for _, f := range Fields() {
		if f == "" || fields[f] {
			t.Errorf("field %q", f)
		}
		fields[f] = true
	}
	for i, f := range layout {
		if fieldName(i+1) != f.name {
			t.Errorf("field %d is %s in the layout and %s in the list", i+2, f.name, fieldName(i+1))
		}
	}
	rules := map[Rule]bool{}
	for _, r := range Rules() {
		if r == "" || rules[r] {
			t.Errorf("rule %q", r)
		}
		rules[r] = true
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]Date{"": {}, "01.04.2017": {2017, 4, 1}, "29.02.2028": {2028, 2, 29}, "31.12.0001": {1, 12, 31}} {
		got, err := parseDate([]byte(text))
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"1.4.2017", "29.02.2027", "01.13.2017", "00.01.2017", "01-04-2017", "01.04.2017 ", "٠١.04.2017"} {
		if got, err := parseDate([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range vectors() {
		f.Add(v.bytes())
		f.Add(v.filled())
	}
	f.Add([]byte(strings.Repeat("\n", 20)))
	f.Fuzz(func(t *testing.T, payload []byte) {
		// The sum hides everything behind it from a fuzzer; so try with it right too.
		for _, p := range [][]byte{payload, summed(payload)} {
			o, err := Parse(p)
			var refused *Error
			if err != nil {
				if !errors.As(err, &refused) || refused.Field == "" || refused.Rule == "" || refused.At < 0 || refused.At > len(p) {
					t.Fatalf("%q: %v", p, err)
				}
				continue
			}
			again, err := o.Payload()
			if err != nil || !bytes.Equal(again, bytes.TrimRight(p, " ")) {
				t.Fatalf("%q is written %q, %v", p, again, err)
			}
			if o != o.Clean() {
				t.Fatalf("%q is not clean", p)
			}
			if text, err := ReadText(decode(p)); o.Use != Withdrawal && (err != nil || text.PayeeIBAN != o.PayeeIBAN || text.PayeeReference != o.PayeeReference) {
				t.Fatalf("%q as text: %v, %v", p, text, err)
			}
		}
	})
}

// summed is the payload with the sum that its first nineteen fields have.
func summed(payload []byte) []byte {
	lines := bytes.SplitN(payload, []byte{'\n'}, 21)
	if len(lines) != 21 {
		return payload
	}
	body := append(bytes.Join(lines[:19], []byte{'\n'}), '\n')
	return append(appendSum(body, len(body)%1000), lines[20]...)
}

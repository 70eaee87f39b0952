package upn

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
)

func TestPayloadsOfTheVectors(t *testing.T) {
	for _, v := range vectors() {
		got, err := v.order.Payload()
		if err != nil {
			t.Errorf("%s: %v", v.name, err)
			continue
		}
		if diff := cmp.Diff(v.bytes(), got); diff != "" {
			t.Errorf("%s: %s", v.name, diff)
		}
		if sum := hexSum(got); v.hash != "" && sum != v.hash {
			t.Errorf("%s: %s", v.name, sum)
		}
		if err := v.order.Validate(); err != nil {
			t.Errorf("%s: %v", v.name, err)
		}
		if problems := v.order.Problems(); len(problems) > 0 {
			t.Errorf("%s: %v", v.name, problems)
		}
	}
}

func TestVectorsAreReadBack(t *testing.T) {
	for _, v := range vectors() {
		for _, filler := range []int{0, 1, maxPayload - len(v.bytes())} {
			got, err := Parse(append(v.bytes(), bytes.Repeat([]byte{' '}, filler)...))
			if err != nil {
				t.Errorf("%s: %v", v.name, err)
			} else if diff := cmp.Diff(v.order, got); diff != "" {
				t.Errorf("%s: %s", v.name, diff)
			}
		}
	}
}

// valid is the order that the tables below spoil.
func valid() Order {
	o, err := CardOrder(DefaultAccount(), "100000014")
	if err != nil {
		panic(err)
	}
	o.Payer, o.Amount = Party{"Žiga Čuk", "Šišenska cesta 1", "1000 Ljubljana"}, money.EUR(5000)
	return o
}

func deposit() Order {
	o := valid()
	o.Use, o.Date = Deposit, Date{2026, 3, 1}
	return o
}

func TestRefusalsNameFieldRuleAndPosition(t *testing.T) {
	long := strings.Repeat("č", 33)
	for name, c := range map[string]struct {
		from  Order
		spoil func(*Order)
		want  *Error
	}{
		"valid":                   {valid(), func(*Order) {}, nil},
		"valid deposit":           {deposit(), func(*Order) {}, nil},
		"no payer":                {valid(), func(o *Order) { o.Payer.Name = "" }, &Error{PayerName, Missing, 0}},
		"only spaces":             {valid(), func(o *Order) { o.Payer.Name = " \u00a0\u200b" }, &Error{PayerName, Missing, 0}},
		"no street":               {valid(), func(o *Order) { o.Payer.Street = "" }, &Error{PayerStreet, Missing, 0}},
		"no town":                 {valid(), func(o *Order) { o.Payer.Town = "" }, &Error{PayerTown, Missing, 0}},
		"a name of 33":            {valid(), func(o *Order) { o.Payer.Name = long }, nil},
		"a name of 34":            {valid(), func(o *Order) { o.Payer.Name = long + "a" }, &Error{PayerName, TooLong, 33}},
		"34 in runes of two":      {valid(), func(o *Order) { o.Payer.Name = strings.Repeat("c\u030c", 34) }, &Error{PayerName, TooLong, 66}},
		"33 in runes of two":      {valid(), func(o *Order) { o.Payer.Name = strings.Repeat("c\u030c", 33) }, nil},
		"33 and spaces":           {valid(), func(o *Order) { o.Payer.Name = "  " + long + " " }, nil},
		"34 behind spaces":        {valid(), func(o *Order) { o.Payer.Name = "  " + long + "a " }, &Error{PayerName, TooLong, 35}},
		"€":                       {valid(), func(o *Order) { o.Payer.Street = "Trg 1 €" }, &Error{PayerStreet, Charset, 6}},
		"ñ":                       {valid(), func(o *Order) { o.Payer.Name = "Peña" }, &Error{PayerName, Charset, 2}},
		"ñ in two":                {valid(), func(o *Order) { o.Payer.Name = "Pen\u0303a" }, &Error{PayerName, Charset, 2}},
		"’":                       {valid(), func(o *Order) { o.Payer.Name = "O’Connor" }, &Error{PayerName, Charset, 1}},
		"Cyrillic":                {valid(), func(o *Order) { o.Payer.Name = "Иван" }, &Error{PayerName, Charset, 0}},
		"Hangul filler":           {valid(), func(o *Order) { o.Payer.Name = "a\u3164b" }, &Error{PayerName, Charset, 1}},
		"emoji":                   {valid(), func(o *Order) { o.Payer.Name = "Ana 👩\u200d🚀" }, &Error{PayerName, Charset, 4}},
		"a line feed":             {valid(), func(o *Order) { o.Payer.Name = "Ana\nNovak" }, &Error{PayerName, Hidden, 3}},
		"a tabulator":             {valid(), func(o *Order) { o.Payer.Name = "Ana\tNovak" }, &Error{PayerName, Hidden, 3}},
		"a C1 control":            {valid(), func(o *Order) { o.Payer.Name = "Ana\u0085Novak" }, &Error{PayerName, Hidden, 3}},
		"DEL":                     {valid(), func(o *Order) { o.Payer.Name = "Ana\x7f" }, &Error{PayerName, Hidden, 3}},
		"a bidi override":         {valid(), func(o *Order) { o.Payer.Name = "Ana\u202eNovak" }, &Error{PayerName, Hidden, 3}},
		"zero width inside":       {valid(), func(o *Order) { o.Payer.Name = "Ana\u200bNovak" }, &Error{PayerName, Hidden, 3}},
		"zero width around":       {valid(), func(o *Order) { o.Payer.Name = "\ufeffAna\u200b" }, nil},
		"no UTF-8":                {valid(), func(o *Order) { o.Payer.Name = "Ana\xe8" }, &Error{PayerName, Charset, 3}},
		"Zalgo":                   {valid(), func(o *Order) { o.Payer.Name = "Ana" + strings.Repeat("\u0301", 40) }, &Error{PayerName, Charset, 2}},
		"apostrophe, %s, =cmd":    {valid(), func(o *Order) { o.Payer = Party{"O'Connor %s", "=cmd|' /C calc'!A0", "<script>"} }, nil},
		"payer's IBAN":            {valid(), func(o *Order) { o.PayerIBAN = "SI56020170014356205" }, nil},
		"payer's foreign IBAN":    {valid(), func(o *Order) { o.PayerIBAN = "DE12500105170648489890" }, &Error{PayerIBAN, Country, 0}},
		"payer's IBAN mistyped":   {valid(), func(o *Order) { o.PayerIBAN = "SI56020170014356206" }, &Error{PayerIBAN, CheckDigits, 2}},
		"payer's IBAN spaced":     {valid(), func(o *Order) { o.PayerIBAN = "SI56 0201 7001 4356 205" }, &Error{PayerIBAN, Form, 0}},
		"no amount":               {valid(), func(o *Order) { o.Amount = money.Amount{} }, &Error{Amount, Missing, 0}},
		"nothing to pay":          {valid(), func(o *Order) { o.Amount = money.EUR(0) }, &Error{Amount, Missing, 0}},
		"the most":                {valid(), func(o *Order) { o.Amount = money.EUR(money.Max) }, nil},
		"more than the most":      {valid(), func(o *Order) { o.Amount = money.EUR(money.Max + 1) }, &Error{Amount, Range, 0}},
		"a negative amount":       {valid(), func(o *Order) { o.Amount = money.EUR(-1) }, &Error{Amount, Range, 0}},
		"dollars":                 {valid(), func(o *Order) { o.Amount.Currency = "USD" }, &Error{Amount, Currency, 0}},
		"30 February":             {valid(), func(o *Order) { o.Date = Date{2026, 2, 30} }, &Error{PaymentDate, NotADate, 0}},
		"half a date":             {valid(), func(o *Order) { o.Due = Date{Day: 1} }, &Error{DueDate, NotADate, 0}},
		"year 10000":              {valid(), func(o *Order) { o.Due = Date{10000, 1, 1} }, &Error{DueDate, NotADate, 0}},
		"29 February 2028":        {valid(), func(o *Order) { o.Due = Date{2028, 2, 29} }, nil},
		"no code":                 {valid(), func(o *Order) { o.Code = "" }, &Error{PurposeCode, Missing, 0}},
		"a short code":            {valid(), func(o *Order) { o.Code = "OTH" }, &Error{PurposeCode, TooShort, 3}},
		"a long code":             {valid(), func(o *Order) { o.Code = "OTHER" }, &Error{PurposeCode, TooLong, 4}},
		"a code in small letters": {valid(), func(o *Order) { o.Code = "OTHr" }, &Error{PurposeCode, Form, 3}},
		"a code with a digit":     {valid(), func(o *Order) { o.Code = "B112" }, &Error{PurposeCode, Form, 1}},
		"a code with Č":           {valid(), func(o *Order) { o.Code = "ČTHR" }, &Error{PurposeCode, Form, 0}},
		"no purpose":              {valid(), func(o *Order) { o.Purpose = "" }, &Error{Purpose, Missing, 0}},
		"a purpose of 42":         {valid(), func(o *Order) { o.Purpose = strings.Repeat("ž", 42) }, nil},
		"a purpose of 43":         {valid(), func(o *Order) { o.Purpose = strings.Repeat("ž", 43) }, &Error{Purpose, TooLong, 42}},
		"no payee's IBAN":         {valid(), func(o *Order) { o.PayeeIBAN = "" }, &Error{PayeeIBAN, Missing, 0}},
		"payee's reference none":  {valid(), func(o *Order) { o.PayeeReference = "" }, nil},
		"payee's reference wrong": {valid(), func(o *Order) { o.PayeeReference = "SI058074721-100000014-200" }, &Error{PayeeReference, CheckDigits, 10}},
		"a reference with spaces": {valid(), func(o *Order) { o.PayeeReference = "SI05 8074720-100000014-200" }, &Error{PayeeReference, Form, 0}},
		"no payee":                {valid(), func(o *Order) { o.Payee = Party{} }, &Error{PayeeName, Missing, 0}},
		"no payee's street":       {valid(), func(o *Order) { o.Payee.Street = "" }, &Error{PayeeStreet, Missing, 0}},
		"no payee's town":         {valid(), func(o *Order) { o.Payee.Town = "" }, &Error{PayeeTown, Missing, 0}},
		"urgent":                  {valid(), func(o *Order) { o.Urgent = true }, nil},
		"another use":             {valid(), func(o *Order) { o.Use = 4 }, &Error{UseField, Form, 0}},

		"deposit without payer":     {deposit(), func(o *Order) { o.Payer = Party{} }, nil},
		"deposit without date":      {deposit(), func(o *Order) { o.Date = Date{} }, &Error{PaymentDate, Missing, 0}},
		"deposit with due date":     {deposit(), func(o *Order) { o.Due = o.Date }, &Error{DueDate, Forbidden, 0}},
		"deposit without amount":    {deposit(), func(o *Order) { o.Amount = money.EUR(0) }, &Error{Amount, Missing, 0}},
		"deposit from an account":   {deposit(), func(o *Order) { o.PayerIBAN = "SI56020170014356205" }, &Error{PayerIBAN, Forbidden, 0}},
		"deposit, payer reference":  {deposit(), func(o *Order) { o.PayerReference = "SI99" }, &Error{PayerReference, Forbidden, 0}},
		"deposit, urgent":           {deposit(), func(o *Order) { o.Urgent = true }, &Error{Urgent, Forbidden, 0}},
		"deposit without account":   {deposit(), func(o *Order) { o.PayeeIBAN = "" }, &Error{PayeeIBAN, Missing, 0}},
		"deposit without reference": {deposit(), func(o *Order) { o.PayeeReference = "" }, nil},

		"issuer":                   {valid(), func(o *Order) { o.Use = Issuer }, nil},
		"issuer, nothing known":    {valid(), func(o *Order) { o.Use, o.Payer, o.Amount = Issuer, Party{}, money.Amount{} }, nil},
		"issuer without reference": {valid(), func(o *Order) { o.Use, o.PayeeReference = Issuer, "" }, &Error{PayeeReference, Missing, 0}},
		"issuer with a date":       {valid(), func(o *Order) { o.Use, o.Date = Issuer, Date{2026, 1, 1} }, &Error{PaymentDate, Forbidden, 0}},
		"withdrawal to an account": {official[7].order, func(o *Order) { o.PayeeIBAN = "SI56020170014356205" }, &Error{PayeeIBAN, Forbidden, 0}},
		"withdrawal from none":     {official[7].order, func(o *Order) { o.PayerIBAN = "" }, &Error{PayerIBAN, Missing, 0}},
	} {
		c.spoil(&c.from)
		err := c.from.Validate()
		var refused *Error
		if c.want == nil {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.As(err, &refused) || *refused != *c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		payload, second := c.from.Payload()
		if diff := cmp.Diff(err, second); diff != "" || (payload == nil) != (err != nil) {
			t.Errorf("%s: the payload says %v (%d bytes), Validate %v", name, second, len(payload), err)
		}
		problems := c.from.Problems()
		if (len(problems) > 0) != (err != nil) || err != nil && *problems[0] != *refused {
			t.Errorf("%s: problems %v, Validate %v", name, problems, err)
		}
	}
}

func TestProblemsAreAllTheFieldsAtFault(t *testing.T) {
	o := valid()
	o.Payer.Name, o.Purpose, o.PayeeReference = "Peña", "", "SI00"
	want := []*Error{{PayerName, Charset, 2}, {Purpose, Missing, 0}, {PayeeReference, Parts, 4}}
	if diff := cmp.Diff(want, o.Problems()); diff != "" {
		t.Error(diff)
	}
}

func TestAFormWithoutCodeMayLeavePayerAndAmountOpen(t *testing.T) {
	o := valid()
	o.Payer, o.Amount = Party{}, money.Amount{}
	if err := o.ValidateForm(); err != nil {
		t.Error(err)
	}
	if o.Validate() == nil {
		t.Error("it has a code")
	}
	o.Payer.Name = "Peña"
	if err := o.ValidateForm(); err == nil || *err.(*Error) != (Error{PayerName, Charset, 2}) {
		t.Errorf("what is there is not judged: %v", err)
	}
	o = valid()
	o.Purpose = ""
	if err := o.ValidateForm(); err == nil || *err.(*Error) != (Error{Purpose, Missing, 0}) {
		t.Errorf("the purpose may not be left open: %v", err)
	}
}

func TestCleanFoldsWhatCannotBeSeen(t *testing.T) {
	for given, want := range map[string]string{
		"Žnidars\u030cic\u030c":           "Žnidaršič",
		"  Ana  Novak ":                   "Ana  Novak",
		"Ana\u00a0Novak":                  "Ana Novak",
		"Ana\u202f\u2009Novak":            "Ana  Novak",
		"Za\u00adgar":                     "Zagar",
		"\u00ad \u200bAna\ufeff\u00a0":    "Ana",
		"\r\nAna\t":                       "Ana",
		"Peña":                            "Peña",
		"":                                "",
		" ":                               "",
		"\u00ad":                          "",
		"Straße Łódź Škofja Loka, Ćuk, Đ": "Straße Łódź Škofja Loka, Ćuk, Đ",
	} {
		o := Order{Payer: Party{Name: given}, Payee: Party{Town: given}, Purpose: given}
		got := o.Clean()
		if got.Payer.Name != want || got.Payee.Town != want || got.Purpose != want {
			t.Errorf("%+q becomes %+q, want %+q", given, got.Purpose, want)
		}
		if again := got.Clean(); again != got {
			t.Errorf("%+q is not yet clean", got.Purpose)
		}
	}
}

func TestEveryByteOfLatin2IsTextOrRefused(t *testing.T) {
	for b := range 256 {
		o := valid()
		o.Payer.Name = "x" + decode([]byte{byte(b)}) + "x"
		payload, err := o.Payload()
		switch {
		case b < 0x20 || 0x7f <= b && b < 0xa0:
			if err == nil || err.(*Error).Rule != Hidden {
				t.Errorf("%02X: %v", b, err)
			}
		case b == 0xa0 || b == 0xad: // folded
			if want := map[int]string{0xa0: "x x", 0xad: "xx"}[b]; err != nil || !bytes.Contains(payload, []byte("\n"+want+"\n")) {
				t.Errorf("%02X: %q, %v", b, payload, err)
			}
		default:
			if err != nil || !bytes.Contains(payload, []byte{'\n', 'x', byte(b), 'x', '\n'}) {
				t.Errorf("%02X: %q, %v", b, payload, err)
			}
		}
	}
}

func TestNoLegalOrderIsTooLongForTheCode(t *testing.T) {
	line := strings.Repeat("Č", 33)
	o := Order{
		PayerIBAN: "SI56020170014356205", PayerReference: "SI0012345678-123456-123456", Payer: Party{line, line, line},
		Amount: money.EUR(money.Max), Date: Date{2026, 12, 31}, Urgent: true, Code: "OTHR", Purpose: strings.Repeat("Ž", 42),
		Due: Date{2026, 12, 31}, PayeeIBAN: "MT84MALT011000012345MTLCAST001S", PayeeReference: "SI0012345678-123456-123456",
		Payee: Party{line, line, line},
	}
	payload, err := o.Payload()
	if err != nil {
		t.Fatal(err)
	}
	// Both marks and three more characters of an IBAN, which no payment has, would make 411.
	if len(payload) != 411-5 || string(payload[len(payload)-4:]) != "402\n" {
		t.Errorf("%d bytes, %q", len(payload), payload[len(payload)-4:])
	}
	if _, err := o.Symbol(); err != nil {
		t.Error(err)
	}
}

func TestOrdersSurviveTheirPayload(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrder(t)
		payload, err := o.Payload()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(payload)
		if err != nil {
			t.Fatalf("%q: %v", payload, err)
		}
		if diff := cmp.Diff(o.Clean(), got); diff != "" {
			t.Fatalf("%q: %s", payload, diff)
		}
		checkByTheBook(t, payload)
	})
}

// checkByTheBook judges a payload by the words of NP 4 alone.
func checkByTheBook(t *rapid.T, payload []byte) {
	lines := bytes.Split(payload, []byte{'\n'})
	if len(lines) != 21 || len(lines[20]) != 0 || len(payload) > 411 {
		t.Fatalf("%q", payload)
	}
	most := []int{5, 19, 1, 1, 26, 33, 33, 33, 11, 10, 1, 4, 42, 10, 34, 26, 33, 33, 33, 3}
	sum := 19
	for i, line := range lines[:20] {
		if len(line) > most[i] || !bytes.Equal(line, bytes.Trim(line, " ")) {
			t.Fatalf("field %d: %q", i+1, line)
		}
		if i < 19 {
			sum += len(line)
		}
	}
	if want := []byte{byte('0' + sum/100), byte('0' + sum/10%10), byte('0' + sum%10)}; !bytes.Equal(lines[19], want) {
		t.Fatalf("the sum is %q, want %q", lines[19], want)
	}
	if len(lines[8]) != 11 {
		t.Fatalf("amount %q", lines[8])
	}
}

func TestAnyOrdersCodeIsReadByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrder(t)
		payload, err := o.Payload()
		if err != nil {
			t.Fatal(err)
		}
		s, err := o.Symbol()
		if err != nil {
			t.Fatal(err)
		}
		codewords, text := decoded(t, s)
		if !bytes.Equal(codewords[4:4+len(payload)], payload) || text != decode(payload) {
			t.Fatalf("%q is read as %q", payload, text)
		}
	})
}

func TestErrorsSayNothingOfTheContent(t *testing.T) {
	o := valid()
	o.Payer.Name = "Skrivnost ñ"
	if got := o.Validate().Error(); got != "upn: payerName: charset at 10" {
		t.Error(got)
	}
}

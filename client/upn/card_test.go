package upn

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
)

func TestTheReferenceOfACard(t *testing.T) {
	got, err := CardReference(DefaultAccount(), "123456789")
	if err != nil || got != "SI058074720-123456789-200" || got.Printed() != "SI05 8074720-123456789-200" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := CardReference(DefaultAccount(), "000000001"); err != nil || got != "SI058074720-000000001-200" {
		t.Errorf("leading zeros: %q, %v", got, err)
	}
	for mokID, want := range map[string]Error{
		"":             {MokIDField, TooShort, 0},
		"12345678":     {MokIDField, TooShort, 8},
		"1234567890":   {MokIDField, TooLong, 9},
		"123 456 789":  {MokIDField, Form, 3},
		"12345678O":    {MokIDField, Form, 8},
		"12345678９":    {MokIDField, Form, 8},
		"１２３":          {MokIDField, Form, 0},
		"123456789\r":  {MokIDField, Form, 9},
		"12345\u202e6": {MokIDField, Form, 5},
	} {
		var refused *Error
		if got, err := CardReference(DefaultAccount(), mokID); !errors.As(err, &refused) || *refused != want || got != "" {
			t.Errorf("%q: %q, %v, want %v", mokID, got, err, &want)
		}
	}
}

func TestAnAccountThatMakesNoReferenceIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Account){
		"check digit": func(a *Account) { a.Prefix = "8074721" },
		"model":       func(a *Account) { a.Model = "13" },
		"no suffix":   func(a *Account) { a.Suffix = "" },
		"too long":    func(a *Account) { a.Suffix = "20000" },
	} {
		a := DefaultAccount()
		spoil(&a)
		var refused *Error
		if got, err := CardReference(a, "123456789"); !errors.As(err, &refused) || refused.Field != ReferenceField {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestTheOrderOfACard(t *testing.T) {
	o, err := CardOrder(DefaultAccount(), "100000014")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.ValidateForm(); err != nil {
		t.Error(err)
	}
	o.Payer, o.Amount = Party{"Žiga Čuk", "Šišenska cesta 1", "1000 Ljubljana"}, money.EUR(5000)
	payload, err := o.Payload()
	if err != nil {
		t.Fatal(err)
	}
	want := "UPNQR\n\n\n\n\nŽiga Čuk\nŠišenska cesta 1\n1000 Ljubljana\n00000005000\n\n\nOTHR\nPolnitev kartice CeKR\n\n" +
		"SI56029000000200020\nSI058074720-100000014-200\nNLB d.d.\nTrg republike 2\n1000 Ljubljana\n179\n"
	if string(payload) != string(latin2(want)) {
		t.Errorf("%q", decode(payload))
	}
	if _, err := CardOrder(DefaultAccount(), "1"); err == nil {
		t.Error("an order for a MOK ID of one digit")
	}
}

func TestTheMokIDIsTakenOutOfAPastedReference(t *testing.T) {
	for _, text := range []string{
		"SI05 8074720-123456789-200", "SI058074720-123456789-200", "si05 8074720-123456789-200", "SI 05 8074720 - 123456789 - 200",
		"05 8074720-123456789-200", "058074720-123456789-200", "8074720-123456789-200", "Sklic: 05 8074720-123456789-200",
		"SKLIC SI05 8074720-123456789-200", "SI05\t8074720-123 456 789-200\r\n", "SI05\u00a08074720\u2013123456789\u2013200",
		"S I 0 5 8 0 7 4 7 2 0 - 1 2 3 4 5 6 7 8 9 - 2 0 0", "\ufeffSI05 8074720-123456789-200",
	} {
		if got, err := MokIDFrom(DefaultAccount(), text); err != nil || got != "123456789" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestOtherReferencesHaveNoMokID(t *testing.T) {
	for text, want := range map[string]Error{
		"":                            {ReferenceField, Missing, 0},
		"Sklic:":                      {ReferenceField, Missing, 0},
		"SI05 9074732-12345678-003":   {ReferenceField, OtherCard, 0},
		"SI05 8074720-12345678-200":   {ReferenceField, TooShort, 21},
		"SI05 8074720-1234567890-200": {ReferenceField, TooLong, 22},
		"SI05 8074720-12345A789-200":  {ReferenceField, Form, 18},
		"SI05 8074720-123456789-201":  {ReferenceField, OtherCard, 0},
		"SI05 8074721-123456789-200":  {ReferenceField, CheckDigits, 11},
		"SI00 8074720-123456789-200":  {ReferenceField, OtherCard, 0},
		"SI05 8074720123456789200":    {ReferenceField, TooLong, 17},
		"SI05 8074720-123456789":      {ReferenceField, OtherCard, 0},
		"SI05 8074720--200":           {ReferenceField, TooShort, 13},
		"SI05 8074720-1234-56789-200": {ReferenceField, Form, 17},
		" 123456789":                  {ReferenceField, OtherCard, 1},
		"SI99":                        {ReferenceField, OtherCard, 0},
		"RF45SBO2010":                 {ReferenceField, OtherCard, 0},
		"RF46SBO2010":                 {ReferenceField, CheckDigits, 2},
		"Sklic: 05 8074720_1":         {ReferenceField, Charset, 17},
		"SI05 8074720-１２３４５６７８９-200":     {ReferenceField, Charset, 13},
		strings.Repeat("8074720-1", 100): {ReferenceField, TooLong, 26},
	} {
		var refused *Error
		if got, err := MokIDFrom(DefaultAccount(), text); !errors.As(err, &refused) || *refused != want || got != "" {
			t.Errorf("%.40q: %q, %v, want %v", text, got, err, &want)
		}
	}
}

func TestTheMokIDSurvivesItsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := DefaultAccount()
		a.Prefix, a.Suffix = withCheck(digits(t, "prefix", 1, 6)), digits(t, "suffix", 1, 3)
		a.Model = rapid.SampledFrom([]string{"05", "55"}).Draw(t, "model")
		mokID := digits(t, "MOK ID", 9, 9)
		reference, err := CardReference(a, mokID)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{string(reference), reference.Printed(), reference.Content()} {
			if got, err := MokIDFrom(a, text); err != nil || got != mokID {
				t.Fatalf("%q: %q, %v", text, got, err)
			}
		}
	})
}

func FuzzMokIDFrom(f *testing.F) {
	for _, text := range []string{"SI05 8074720-123456789-200", "Sklic: 05 8074720-123456789-200", "123456789", "SI05 9074732-12345678-003"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		mokID, err := MokIDFrom(DefaultAccount(), text)
		if err != nil {
			return
		}
		reference, err := CardReference(DefaultAccount(), mokID)
		if err != nil {
			t.Fatalf("%q: %q: %v", text, mokID, err)
		}
		// What was read has the digits of the reference, in their order and no others but the model's.
		read := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text)
		if want := strings.ReplaceAll(reference.Content(), "-", ""); read != want && read != "05"+want {
			t.Fatalf("%q is read as %q", text, mokID)
		}
	})
}

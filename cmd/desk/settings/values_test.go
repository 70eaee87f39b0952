package settings

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

func TestWhoPrintsWhat(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                             {"", ""},
		"printer = \"Pult\"\n":         {"Pult", "Pult"},
		"receipt_printer = \"Trak\"\n": {"Trak", ""},
		"form_printer = \"Pult\"\n":    {"", "Pult"},
		"form_printer = \"Pult\"\nreceipt_printer = \"Trak\"\n": {"Trak", "Pult"},
		"printer = \"Pult\"\nreceipt_printer = \"Trak\"\n":      {"Trak", "Pult"},
		"form_printer = \"Pult\"\nprinter = \"Trak\"\n":         {"Trak", "Pult"},
	} {
		s, err := linux(nil).parse("desk.toml", "mode = \"training\"\n"+text)
		if err != nil || s.ReceiptPrinter != want[0] || s.FormPrinter != want[1] {
			t.Errorf("%q: receipts on %q, forms on %q, %v", text, s.ReceiptPrinter, s.FormPrinter, err)
		}
	}
	_, err := linux(nil).parse("desk.toml", "mode = \"training\"\nform_printer = \"A\"\nprinter = \"B\"\nreceipt_printer = \"C\"\n")
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != NoEffect || e.Line != 3 || e.Key != "printer" {
		t.Errorf("a printer for nothing: %v", err)
	}
}

func TestAPrintersNameIsOneThatThePrintSystemCouldHave(t *testing.T) {
	for name, fits := range map[string][2]bool{ // on CUPS, on Windows
		"Pult-1": {true, true}, "Tiskalnik_Žiga": {true, true}, "Pult/trak": {true, true}, "Pult 1": {false, true}, "Pult#1": {false, true},
		"HP LaserJet (kopija 1)": {false, true}, "Pult'1": {false, true},
	} {
		for i, os := range []string{"linux", "windows"} {
			p := Place{OS: os, Env: func(string) string { return "" }, Home: "/home/ana"}
			for _, key := range []string{"printer", "receipt_printer", "form_printer"} {
				_, err := p.parse("desk.toml", fmt.Sprintf("mode = \"training\"\n%s = %q\n", key, name))
				if e, _ := errors.AsType[*Error](err); (err == nil) != fits[i] || err != nil && (e.Code != BadValue || e.Key != key) {
					t.Errorf("%s, %s = %s: %v", os, key, name, err)
				}
			}
		}
	}
}

// I1: what a place allows, every place can write. The letter is named, with what can be written for it.
func TestAPayeeThatTheFormCannotHoldIsNamedAtTheStart(t *testing.T) {
	const whole = "mode = \"training\"\n[order]\npayee = %q\nstreet = %q\ntown = %q\ncode = \"OTHR\"\npurpose = %q\n"
	good := [4]string{"NLB d.d.", "Trg republike 2", "1000 Ljubljana", "Polnitev kartice CeKR"}
	keys := [4]string{"order.payee", "order.street", "order.town", "order.purpose"}
	for text, c := range map[string]struct {
		code         Code
		letter, near string
	}{
		"NLB d.d. – poslovalnica Kranj": {LetterNear, "–", "-"}, "„Kranj“": {LetterNear, "„", "\""}, "Cena v €": {LetterNear, "€", "EUR"},
		"Ñandú": {LetterNear, "Ñ", "N"}, "Банка": {Letter, "Б", ""}, "NLB…": {LetterNear, "…", "..."},
	} {
		for i, key := range keys {
			values := good
			values[i] = text
			_, err := linux(nil).parse("desk.toml", fmt.Sprintf(whole, values[0], values[1], values[2], values[3]))
			e, ok := errors.AsType[*Error](err)
			line := map[int]int{0: 3, 1: 4, 2: 5, 3: 7}[i]
			if !ok || e.Code != c.code || e.Key != key || e.Line != line || e.Want != c.letter || e.Near != c.near {
				t.Errorf("%s = %s: %v of %+v", key, text, err, e)
			}
		}
	}
}

// Whatever payee the settings take, an order can name.
func TestEveryPayeeOfTheSettingsFitsEveryOrder(t *testing.T) {
	part := rapid.StringOfN(rapid.RuneFrom([]rune(" abcčšžđĐŠ.,-–„“€ß0129\u0301\u030c\u00a0\u200bŁő")), 1, 45, -1)
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		text := "mode = \"training\"\n[order]\n"
		for _, key := range []string{"payee", "street", "town", "purpose"} {
			text += fmt.Sprintf("%s = %q\n", key, strings.TrimSpace(part.Draw(t, key)))
		}
		s, err := linux(nil).parse("desk.toml", text+"code = \"OTHR\"\n")
		if err != nil {
			return
		}
		taken++
		account := upn.DefaultAccount()
		account.Payee = upn.Party{Name: s.Payee.Name, Street: s.Payee.Street, Town: s.Payee.Town}
		account.Code, account.Purpose = s.Payee.Code, s.Payee.Purpose
		order, err := upn.CardOrder(account, "100000014")
		if err != nil {
			t.Fatal(err)
		}
		order.Payer, order.Amount = upn.Party{Name: "Ana Žagar", Street: "Glavni trg 1", Town: "4000 Kranj"}, money.EUR(5000)
		if err := order.Validate(); err != nil {
			t.Fatalf("%+v: %v", s.Payee, err)
		}
	})
	if taken == 0 {
		t.Error("nothing was taken")
	}
}

// What the settings take for an address, the client takes; and neither takes what no office can have.
func TestAnAddressOfTheSettingsIsOneOfTheClient(t *testing.T) {
	for address, fits := range map[string]bool{
		"https://p.si": true, "https://p.si/": true, "https://p.si:8443/cekr/": true, "https://občina.example.si": true, "https://[2001:db8::1]:443/x": true,
		"https://p.si:0": false, "https://p.si:65536": false, "https://p.si/a b": false, "https://p.si/a%20b": true, "https://p.si/../x": false,
		"https://p.\u200bsi": false, "https://": false, "https:p.si": false, "p.si": false, "https://p.si/#": false, "https://p.si/\u00a0x": false, "HTTPS://p.si": true,
	} {
		s, err := linux(nil).parse("desk.toml", fmt.Sprintf("mode = \"office\"\ndesk = \"K\"\n[office]\nurl = %q\n", address))
		if (err == nil) != fits {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Key != "office.url" || e.Line != 4 {
				t.Errorf("%q: %v", address, err)
			}
			continue
		}
		if _, err := client.New(client.Config{BaseURL: s.Connection.URL, Desk: s.Desk}); err != nil {
			t.Errorf("%q: the client refuses it: %v", address, err)
		}
	}
}

// Every key's value at its bounds is one that its later use takes.
func TestWhatTheSettingsTakeForADeskTheClientTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desk := rapid.StringMatching(`[A-Za-z0-9 ._-]{0,34}`).Draw(t, "desk")
		s, err := linux(nil).parse("desk.toml", fmt.Sprintf("mode = \"office\"\ndesk = %q\n[office]\nurl = \"https://p.si\"\n", desk))
		if err != nil {
			return
		}
		if _, err := client.New(client.Config{BaseURL: s.Connection.URL, Desk: s.Desk}); err != nil || s.IdleLock < time.Minute {
			t.Fatalf("%q: %v", desk, err)
		}
	})
}

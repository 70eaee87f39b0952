package flow_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/text"
)

// code is the payload of an order, as text.
func code(o upn.Order) string {
	payload, err := o.Payload()
	if err != nil {
		panic(err)
	}
	shown, _ := charmap.ISO8859_2.NewDecoder().Bytes(payload)
	return string(shown)
}

// ours is an order for the card 100 000 014.
func ours() upn.Order {
	o, err := upn.CardOrder(upn.DefaultAccount(), "100000014")
	if err != nil {
		panic(err)
	}
	o.Payer, o.Amount = upn.Party{Name: "Žiga Čuk", Street: "Šišenska cesta 1", Town: "1000 Ljubljana"}, money.EUR(5000)
	return o
}

// theirs is an order that pays somebody else.
func theirs() upn.Order {
	o := ours()
	o.PayeeIBAN, o.Payee = "SI56020170014356205", upn.Party{Name: "Drugo podjetje d.o.o.", Street: "Lepa cesta 15", Town: "3698 Loški Potok"}
	return o
}

func TestRecogniserTellsWhatItGot(t *testing.T) {
	inOneLine := strings.NewReplacer("\n", " ")
	withReference := ours()
	withReference.PayerIBAN, withReference.PayerReference = "SI56020170014356205", "SI058074720-100000022-200"
	withOtherReference := ours()
	withOtherReference.PayerReference = "SI001234567-123456789-123"
	toOtherCard := ours()
	toOtherCard.PayeeReference = "SI059074732-100000014-030"
	inThePurpose := theirs()
	inThePurpose.Purpose, inThePurpose.PayeeReference = "SI058074720-100000014-200", "SI99"
	for _, tt := range []struct {
		name, typed string
		got         recognise.Got
		id          string
	}{
		{"nine digits", "100000014", recognise.GotMokID, "100000014"},
		{"in groups", "100 000 014", recognise.GotMokID, "100000014"},
		{"with dashes", "100-000-014", recognise.GotMokID, "100000014"},
		{"a reader's CR", "100000014\r", recognise.GotMokID, "100000014"},
		{"a reader's CR LF", "100000014\r\n", recognise.GotMokID, "100000014"},
		{"a reader's Tab", "100000014\t", recognise.GotMokID, "100000014"},
		{"pasted with hidden marks", "\u200b100\u00a0000\u202f014\ufeff", recognise.GotMokID, "100000014"},
		{"leading zeros", "000000014", recognise.GotMokID, "000000014"},
		{"nothing", "", recognise.GotNothing, ""},
		{"only spaces", " \t ", recognise.GotNothing, ""},
		{"six digits", "481205", recognise.GotLastSix, ""},
		{"six digits with a space", "481 205", recognise.GotLastSix, ""},
		{"a PAN", "4111 1111 1111 1111", recognise.GotPAN, ""},
		{"twelve digits", "123456789012", recognise.GotPAN, ""},
		{"nineteen digits", "1234567890123456789", recognise.GotPAN, ""},
		{"two scans in one", "100000014100000014", recognise.GotPAN, ""},
		{"a PAN in a sentence", "kartica 4111111111111111", recognise.GotPAN, ""},
		{"more digits than any card", "12345678901234567890123", recognise.GotPAN, ""},
		{"a reference", "SI05 8074720-100000014-200", recognise.GotReference, "100000014"},
		{"a reference in one word", "SI058074720-100000014-200", recognise.GotReference, "100000014"},
		{"a reference without its model", "8074720-100000014-200", recognise.GotReference, "100000014"},
		{"as the public page prints it", "05 8074720-100000014-200", recognise.GotReference, "100000014"},
		{"another card's reference", "SI05 9074732-100000014-030", recognise.GotForeign, ""},
		{"another kind of reference", "RF45SBO2010", recognise.GotForeign, ""},
		{"a long one with its check digits", "RF18539007547034", recognise.GotForeign, ""},
		{"a bill's", "SI12 1234567890120", recognise.GotForeign, ""},
		{"a free one", "SI00 1234567890", recognise.GotForeign, ""},
		{"a digit too few", "SI05 8074720-10000001-200", recognise.GotMistyped, ""},
		{"a check digit", "SI05 8074721-100000014-200", recognise.GotMistyped, ""},

		{"eight digits", "10000001", recognise.GotUnclear, ""},
		{"ten digits", "1000000141", recognise.GotUnclear, ""},
		{"O for 0", "1OOOOOO14", recognise.GotUnclear, ""},
		{"full-width digits", "１００００００１４", recognise.GotUnclear, ""},
		{"Arabic digits", "١٠٠٠٠٠٠١٤", recognise.GotUnclear, ""},
		{"a path", "../../etc", recognise.GotUnclear, ""},
		{"a decimal", "12345678.0", recognise.GotDecimal, ""},
		{"an exponent", "1,00E+08", recognise.GotExponent, ""},
		{"a telephone", "041/123-456", recognise.GotTelephone, ""},
		{"a telephone from abroad", "+386 41 123 456", recognise.GotTelephone, ""},
		{"noughts before letters", "000C40000M3D8V", recognise.GotUnclear, ""},
		{"a telephone in threes", "041 123 456", recognise.GotTelephone, ""},
		{"the number for lost cards", "01 477 20 00", recognise.GotTelephone, ""},
		{"a date", "29.11.2026-1", recognise.GotDate, ""},
		{"other groups", "10 00 00 01 4", recognise.GotSeparators, ""},
		{"two separators", "100 000-014", recognise.GotSeparators, ""},

		{"a UPN code", code(ours()), recognise.GotOrder, "100000014"},
		{"a UPN code in one line", inOneLine.Replace(code(ours())), recognise.GotOrder, "100000014"},
		{"the payer's own reference is another card's", code(withReference), recognise.GotOrder, "100000014"},
		{"the same in one line", inOneLine.Replace(code(withReference)), recognise.GotOrder, "100000014"},
		{"the payer's own reference is anything", inOneLine.Replace(code(withOtherReference)), recognise.GotOrder, "100000014"},
		{"another payee, our reference", code(theirs()), recognise.GotOtherPayee, ""},
		{"the same in one line", inOneLine.Replace(code(theirs())), recognise.GotOtherPayee, ""},
		{"our reference in the purpose", inOneLine.Replace(code(inThePurpose)), recognise.GotOtherPayee, ""},
		{"the bank's other cards", code(toOtherCard), recognise.GotForeign, ""},
		{"a wrong sum", inOneLine.Replace(code(ours())[:len(code(ours()))-4]) + "999", recognise.GotWrongSum, ""},
		{"a code without its end", code(ours())[:150], recognise.GotDamaged, ""},
		{"the tag alone", "UPNQR", recognise.GotDamaged, ""},
		{"a card's number behind the tag", "UPNQR\n4111111111111111\n", recognise.GotPAN, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := recognise.Recognise(tt.typed, upn.DefaultAccount())
			if r.Got != tt.got || r.MokID != tt.id || r.Retyped {
				t.Errorf("%q is %s %q, want %s %q", tt.typed, r.Got, r.MokID, tt.got, tt.id)
			}
		})
	}
}

func TestReadersPrefixesAndLabelsDoNotMatter(t *testing.T) {
	const reference = "SI05 8074720-100000014-200"
	for _, prefix := range []string{"]Q1", "]Q2\\000004", "]Q2\x00\x00\x04", "]Q2\000004", "]Q3", "]C1", "]C0", "]d2", "]A0", "\x02]Q1", " ]Q1 ", "\ufeff"} {
		for typed, got := range map[string]recognise.Got{code(ours()): recognise.GotOrder, reference: recognise.GotReference, "100000014": recognise.GotMokID} {
			if strings.ContainsAny(prefix, "\x00\x04\\") && got != recognise.GotOrder {
				continue // a code page is told with a QR code's text
			}
			for _, suffix := range []string{"", "\r", "\r\n", "\n", "\t", "\x03"} {
				if r := recognise.Recognise(prefix+typed+suffix, upn.DefaultAccount()); r.Got != got || r.MokID != "100000014" || r.Retyped {
					t.Errorf("%q is %s %q, want %s", prefix+typed+suffix, r.Got, r.MokID, got)
				}
			}
		}
	}
	for _, said := range []string{"s", "\\000004", "000004", "~", "QR:"} { // a reader that was set to say it before a code
		if r := recognise.Recognise(said+code(ours()), upn.DefaultAccount()); r.Got != recognise.GotOrder || r.MokID != "100000014" {
			t.Errorf("a code behind %q is %s", said, r.Got)
		}
		if r := recognise.Recognise(said+code(theirs()), upn.DefaultAccount()); r.Got != recognise.GotOtherPayee {
			t.Errorf("another payee's code behind %q is %s", said, r.Got)
		}
	}
	for _, label := range []string{
		"Model in sklic: ", "Sklic na številko: ", "Sklic na odobritev: ", "Referenca prejemnika: ", "MOK ID (9 števk): ", "MOK ID kartice CeKR: ", "Številka MOK: ", "MOK ID=", "MOK ID\t", "Reference of payee: ",
		"Sklic: ", "Sklic ", "SKLIC:", "sklic prejemnika: ", "Referenca ", "Referenca: ", "Reference: ", "Ref. ", "Ref.: ", "MOK ID: ", "MOK ID ", "MOK-ID: ", "mok: ", "MOK ID št.: ", "Sklic (referenca): ",
		"Sklic\u00a0:\u00a0", "Št. kartice: ", "Kartica ", "]C1Sklic: ",
	} {
		for _, number := range []string{reference, "8074720-100000014-200", "100000014", "100 000 014"} {
			if r := recognise.Recognise(label+number, upn.DefaultAccount()); r.MokID != "100000014" {
				t.Errorf("%q is %s", label+number, r.Got)
			}
		}
	}
	for _, grouped := range []string{
		"8074720-100 000 014-200", "SI05 8074720-100\u00a0000\u00a0014-200", "SI05 8074720-100.000.014-200", "SI05 8074720-100-000-014-200", "SI05 8074720 - 100000014 - 200", "si05 8074720–100000014–200",
		"Sklic: SI05 8074720-100 000 014-200", "Sklic SI05: 8074720-100000014-200", "(SI05) 8074720-100000014-200", "SI05-8074720-100000014-200", "SI05/8074720-100000014-200",
		"\"SI05 8074720-100000014-200\"", "„SI05 8074720-100000014-200“", "(SI05 8074720-100000014-200)", "SI05 8074720-100000014-200.", "Sklic: SI05 8074720-100000014-200;",
	} {
		if r := recognise.Recognise(grouped, upn.DefaultAccount()); r.Got != recognise.GotReference || r.MokID != "100000014" {
			t.Errorf("%q is %s %q", grouped, r.Got, r.MokID)
		}
	}
	for _, typed := range []string{"MOK ID: 041 123 456", "Sklic: 4111 1111 1111 1111", "Kartica: 12345678.0", "]E04111111111111"} {
		if r := recognise.Recognise(typed, upn.DefaultAccount()); r.MokID != "" {
			t.Errorf("%q gives %q", typed, r.MokID)
		}
	}
}

// What a reader types that is set to another keyboard than the PC: the keys are the same, the letters on them are not.
func TestAReaderThatIsSetToAnotherKeyboardIsUnderstood(t *testing.T) {
	slovene := strings.NewReplacer("-", "'", "y", "z", "z", "y", "Y", "Z", "Z", "Y", "]", "đ", `\`, "ž", "/", "-", ":", "Č", ";", "č", "=", "+")
	german := strings.NewReplacer("-", "ß", "y", "z", "z", "y", "Y", "Z", "Z", "Y", "]", "+", `\`, "#", "/", "-")
	us := strings.NewReplacer("-", "/", "y", "z", "z", "y", "Y", "Z", "Z", "Y")
	caps := func(s string) string {
		return strings.Map(func(r rune) rune {
			if up := strings.ToUpper(string(r)); up != string(r) {
				return []rune(up)[0]
			}
			return []rune(strings.ToLower(string(r)))[0]
		}, s)
	}
	plain := ours()
	plain.Payer = upn.Party{Name: "Zyta Yznik", Street: "Zelena ulica 1-3/b", Town: "4000 Kranj"}
	other := theirs()
	other.Payer, other.Payee.Town = plain.Payer, "1000 Ljubljana"
	for name, keyboard := range map[string]func(string) string{"US on Slovene": slovene.Replace, "US on German": german.Replace, "Slovene on US": us.Replace, "Caps Lock": caps} {
		for _, typed := range []string{"SI05 8074720-100000014-200", "8074720-100000014-200", code(plain), strings.ReplaceAll(code(plain), "\n", " "), "]Q1" + code(plain)} {
			if name == "Slovene on US" && typed[0] == ']' || name == "Caps Lock" && typed[0] == ']' {
				continue // there ] is no key of its own
			}
			r := recognise.Recognise(keyboard(typed), upn.DefaultAccount())
			if inCapitals := name != "Caps Lock" || typed[0] == 'U'; r.MokID != "100000014" || r.Retyped != inCapitals { // a reference may be in any
				t.Errorf("%s: %q is %s %q, retyped %v", name, keyboard(typed), r.Got, r.MokID, r.Retyped)
			}
		}
		if r := recognise.Recognise(keyboard(code(other)), upn.DefaultAccount()); r.MokID != "" || r.Got != recognise.GotOtherPayee {
			t.Errorf("%s: another payee's code is %s", name, r.Got)
		}
		if r := recognise.Recognise(keyboard("4111-1111-1111-1111"), upn.DefaultAccount()); r.MokID != "" {
			t.Errorf("%s: a card's number is %s", name, r.Got)
		}
	}
	if r := recognise.Recognise("SI058074720'100000014'200", upn.DefaultAccount()); r.MokID != "100000014" || r.Message().Key != "recognise.retyped" {
		t.Errorf("%+v", r)
	}
}

func TestAnotherKindOfCodeIsNamedAndStays(t *testing.T) {
	epc := "BCD\n002\n2\nSCT\nLJBASI2X\nDruštvo Žarek\nSI56020170014356205\nEUR12.30\n\nRF18539007547034\n\n"
	swiss := "SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n\n\n\n\n\n\n\n1949.75\nCHF\nS\nPia Rutschmann\nMarktgasse\n28\n9400\nRorschach\nCH\nQRR\n210000000003139471430009017\nOrder of 15 June 2020\nEPD\n"
	hub3 := "HRVHUB30\nEUR\n000000000012355\nIva Horvat\nIlica 1\n10000 Zagreb\nGrad Zagreb\nTrg 1\n10000 Zagreb\nHR1210010051863000160\nHR01\n7269-68949637676-00019\nCOST\nPristojba\n"
	for name, c := range map[string]struct {
		typed string
		want  recognise.Got
	}{
		"EPC": {epc, recognise.GotEPC}, "Swiss": {swiss, recognise.GotSwiss}, "HUB-3": {hub3, recognise.GotHUB3},
		"Czech":               {"SPD*1.0*ACC:CZ2806000000000168540115*AM:450.00*CC:CZK*X-VS:1234567890", recognise.GotOtherCode},
		"Serbian":             {"K:PR|V:01|C:1|R:845000000040484987|N:JP EPS|I:RSD3596,13|SF:189", recognise.GotOtherCode},
		"Slovak":              {"0004A0001KVDBE5JJ3FI8HVT4I9JPAB1PT4VN0J5D2QK5KEHKJMFUJVL7M2K1A2Q0JRJ8SGQ6SUUAC8O1VQH0", recognise.GotOtherCode},
		"a page":              {"https://www.nlb.si/placilo?id=1", recognise.GotOtherCode},
		"a page without http": {"www.kranj.si", recognise.GotOtherCode}, "a telephone to call": {"tel:+38641123456", recognise.GotOtherCode},
		"a network": {"WIFI:S:Gost;T:WPA;P:12345678;;", recognise.GotOtherCode}, "a contact": {"BEGIN:VCARD\nN:Novak\nEND:VCARD", recognise.GotOtherCode},
		"EPC with Caps Lock":    {strings.ToLower("BCD\n002\n1\nSCT\nLJBASI2X\nDrustvo\n\nEUR12.30\n"), recognise.GotEPC},
		"an account in hyphens": {"SI56-0290-0000-0200-020", recognise.GotIBAN}, "an account in dots": {"SI56.0290.0000.0200.020", recognise.GotIBAN},
		"a Slovene account": {"SI56 0290 0000 0200 020", recognise.GotIBAN}, "with its label": {"IBAN: SI56029000000200020", recognise.GotIBAN}, "with another": {"TRR: SI56 0290 0000 0200 020", recognise.GotIBAN},
		"a German account": {"DE89 3704 0044 0532 0130 00", recognise.GotIBAN}, "small letters": {"si56029000000200020", recognise.GotIBAN},
	} {
		for _, typed := range []string{c.typed, strings.ReplaceAll(c.typed, "\n", "\r\n"), strings.ReplaceAll(c.typed, "\n", " "), "]Q3" + c.typed} {
			r := recognise.Recognise(typed, upn.DefaultAccount())
			if r.Got != c.want || r.Refused() || r.MokID != "" {
				t.Errorf("%s: %q is %s, want %s", name, typed, r.Got, c.want)
			}
		}
	}
	for name, typed := range map[string]string{
		"EPC": strings.Replace(epc, "RF18539007547034", "4000001234567899", 1), "Swiss": strings.Replace(swiss, "Order of", "4000 0012 3456 7899", 1),
		"HUB-3": strings.Replace(hub3, "Pristojba", "kartica 4000001234567899", 1), "a page": "https://nlb.si/4000001234567899", "an account mistyped": "SI56 0290 0000 0200 021",
	} {
		if r := recognise.Recognise(typed, upn.DefaultAccount()); !r.Refused() {
			t.Errorf("%s: a card's number in it stays: %s", name, r.Got)
		}
	}
}

func TestAPaymentToSomebodyElseNamesThePayeeAndNobodyElse(t *testing.T) {
	for _, lang := range text.Languages() {
		text.Use(lang)
		for _, typed := range []string{code(theirs()), strings.ReplaceAll(code(theirs()), "\n", " "), strings.ReplaceAll(code(theirs()), "\n", "")} {
			r := recognise.Recognise(typed, upn.DefaultAccount())
			said := text.Say(r.Message().Key, r.Message().Values)
			if !strings.Contains(said, "Drugo podjetje d.o.o.") || strings.Contains(said, "Žiga") {
				t.Errorf("%s: %s", lang, said)
			}
			m := r.WithoutName().Message()
			if said = text.Say(m.Key, m.Values); strings.Contains(said, "Drugo") || strings.Contains(said, "‹") {
				t.Errorf("%s, without the name: %s", lang, said)
			}
		}
	}
	named := theirs()
	named.Payee.Name = "Ana 4000001234567899"
	if r := recognise.Recognise(code(named), upn.DefaultAccount()); r.Got != recognise.GotOtherPayee || r.Payee != "" {
		t.Errorf("a card's number for a payee is repeated: %+v", r)
	}
}

func TestEveryVerdictHasItsSentence(t *testing.T) {
	for _, got := range []recognise.Got{
		recognise.GotReference, recognise.GotOrder, recognise.GotLastSix, recognise.GotPAN, recognise.GotForeign, recognise.GotMistyped, recognise.GotOtherPayee, recognise.GotWrongSum, recognise.GotDamaged, recognise.GotIBAN,
		recognise.GotEPC, recognise.GotSwiss, recognise.GotHUB3, recognise.GotOtherCode, recognise.GotSeparators, recognise.GotTelephone, recognise.GotDecimal, recognise.GotExponent, recognise.GotDate, recognise.GotUnclear,
	} {
		for _, lang := range text.Languages() {
			m := recognise.Recognised{Got: got, MokID: "100000014"}.Message()
			if said := text.In(lang).Say(m.Key, m.Values); strings.Contains(said, "‹") {
				t.Errorf("%s, %s: %s", got, lang, said)
			}
		}
	}
}

// Whatever line ends, prefix, suffix and keyboard: an order of ours gives its card, and another's none.
func TestARecognisedOrderIsTheOneThatWasPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mokID := rapid.StringMatching(`[0-9]{9}`).Draw(t, "MOK ID")
		o, err := upn.CardOrder(upn.DefaultAccount(), mokID)
		if err != nil {
			t.Fatal(err)
		}
		line := rapid.StringMatching(`[A-Zčšž][a-zčšž0-9 .-]{0,31}[a-z]`)
		o.Payer = upn.Party{Name: line.Draw(t, "name"), Street: line.Draw(t, "street"), Town: line.Draw(t, "town")}
		o.Amount = money.EUR(rapid.Int64Range(1, money.Max).Draw(t, "amount"))
		other := rapid.Bool().Draw(t, "another payee")
		if other {
			o.PayeeIBAN, o.Payee.Name = "SI56020170014356205", line.Draw(t, "payee")
		}
		typed := rapid.SampledFrom([]string{"", "]Q1", "]Q2\\000004", "\ufeff"}).Draw(t, "prefix") +
			strings.ReplaceAll(code(o), "\n", rapid.SampledFrom([]string{"\n", "\r", "\r\n", " ", "  ", "", "\t"}).Draw(t, "line ends"))
		r := recognise.Recognise(typed, upn.DefaultAccount())
		if other && (r.Got != recognise.GotOtherPayee || r.MokID != "") || !other && r.MokID != mokID {
			t.Fatalf("%q is %s %q", typed, r.Got, r.MokID)
		}
	})
}

// Whatever is typed: a MOK ID is nine ASCII digits, and a run of 12 to 19 digits never becomes one.
func FuzzRecognise(f *testing.F) {
	for _, s := range []string{
		"100000014", "4111111111111111", "SI05 8074720-100000014-200", "UPNQR\n", "1 2 3", code(ours()), strings.ReplaceAll(code(theirs()), "\n", ""), "]Q2\\000004UPNQR", "Sklic: SI05 8074720'100000014'200", "BCD\n002\n1\nSCT\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		r := recognise.Recognise(typed, upn.DefaultAccount())
		if r.MokID != "" && (len(r.MokID) != 9 || !ascii(r.MokID)) {
			t.Errorf("%q gives the MOK ID %q", typed, r.MokID)
		}
		if (r.MokID != "") != (r.Got == recognise.GotMokID || r.Got == recognise.GotReference || r.Got == recognise.GotOrder) {
			t.Errorf("%q: %+v", typed, r)
		}
		if r.Got == recognise.GotOrder && !strings.Contains(strings.ToUpper(typed), "UPNQR") {
			t.Errorf("%q is taken for an order", typed)
		}
	})
}

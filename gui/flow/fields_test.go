package flow_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// hostileTexts are what people, readers and clipboards put into a field that is none of theirs. Every field's test takes
// them all.
var hostileTexts = []string{
	"", " ", "\t\r\n", "\x00", "\x1d", "\u200b", "\u2060\ufeff", "\u00a0", "\u115f", "\u3164", "\u202e000000001", "\u2066100\u2069", "\xff\xfe", "\xed\xa0\x80",
	"0", "-0", "-1", "+1", "1,5", "1,50", "1.50", "1.500", "1.500,00", "1 500", "1'500,00", "1e3", "1E400", "0x10", "0b1", "0o7", "NaN", "Inf", "-Infinity",
	"١٢", "１２", "１２,５０", "Ⅻ", "²", "½", "৪৫", "𝟏𝟐", "€ 50", "50 €", "50€", "EUR 50", "50,000", "0,001", "99999999999", "1000000000000000000", "9223372036854775808",
	"-9223372036854775808", "\u22121", "50,00\u202e", "5\u00a00,00", "5\u200b0", "50,00,00", "50.00.00", ",50", "50,", ".", ",", "-", "+", "--1", "1-", "(50)", "1/3",
	strings.Repeat("9", 400), strings.Repeat("0", 400) + "1", strings.Repeat("1 ", 5000),
	"100000014", "10000001", "1000000144", "000000000", "1OOOOOO14", "l00000014", "IOOOOOOI4", "1ООООO014", "１００００００１４", "١٠٠٠٠٠٠١٤", "MOK ID: 100000014", "100000014\x1d", "100000014100000014",
	"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "kartica 4111111111111111", "4111111111111111 12/28 123", "481205", "48120", "4812055", "48120a", "４８１２０５",
	"SI56 0290 0000 0200 020", "si56029000000200020", "ſI56029000000200020", "IBAN: SI56029000000200020", "DE89370400440532013000",
	"SI05 8074720-100000014-200", "SI00 1", "SI99 1", "RF18539007547034", "SI12 1234567890123", "SI05 1-2-3-4",
	"Žnidaršič", "Z\u030cnidars\u030cic\u030c", "O'Connor", "O\u2019Connor", "ß", "ñ", "Łukasz", "Иван", "李", "אבג", "مرحبا", "👩‍👩‍👧‍👦", "🇸🇮", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
	"Null", "null", "undefined", "true", "Test", "=cmd|' /C calc'!A0", "+cmd", "@SUM(1)", "＝1", "<script>alert(1)</script>", "'; DROP TABLE cards; --", "../../etc/passwd", "%s%n%d", "{{.Amount}}", "${jndi:ldap://x}",
	"C:\\CON", "file:///etc/passwd", "\x1b[31m", "UPNQR\n", "UPNQR\n4111111111111111\n", "1970-01-01", "2038-01-19T03:14:08Z",
}

func TestNoFieldFallsForWhatIsNotItsOwn(t *testing.T) {
	for _, typed := range hostileTexts {
		c, kept, _ := counter(t, flowtest.NewOffice())
		office := flowtest.NewOffice()
		needs, _, _ := flowtest.Needs(office)
		s := flow.NewCounter(needs)
		s.SignIn.Submit(typed, typed)
		if office.Asked["sign-in"] > 0 && (len(strings.TrimSpace(typed)) < 4 || !ascii(strings.TrimSpace(typed))) {
			t.Errorf("%q signs in", typed)
		}
		c.Do(flow.CommandTopUp)
		c.TopUp.Match(typed)
		if c.TopUp.State().Step != topup.AskingMatch && !lastSix(typed) {
			t.Errorf("%q is taken for the last six", typed)
		}
		if len(kept.Records) > 0 {
			t.Errorf("%q is promised", typed)
		}
	}
}

// lastSix reads the last six by hand: six ASCII digits, whatever parts them.
func lastSix(typed string) bool {
	digits := 0
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r != ' ' && r != '-' && r != '.' && r != '/' && r != '\r' && r != '\x00' && r != '\x1d' && r != '\u200b':
			return false
		}
	}
	return digits == 6
}

// What the flows keep of a card's number that somebody puts where none belongs: nothing.
func TestNoFlowKeepsACardsNumber(t *testing.T) {
	for _, typed := range []string{"4000001234567899", "4000 0012 3456 7899", "4000-0012-3456-7899", "400000123456"} {
		office := flowtest.NewOffice()
		needs, _, _ := flowtest.Needs(office)
		c := flow.NewCounter(needs)
		c.SignIn.Submit(typed, "2468")
		if st := c.SignIn.State(); st.Number != "" || st.Field != task.FieldNumber || office.Asked["sign-in"] > 0 {
			t.Errorf("%q as a staff number: %+v", typed, st)
		}
		says(t, c.SignIn.State().Problem, "field.card-number")

		before := c.Settings.Choices()
		after := before
		after.Folder = typed
		c.Settings.Save(after)
		if st := c.Settings.State(); st.Choices != before {
			t.Errorf("%q is kept for a folder", typed)
		}
		says(t, c.Settings.State().Problem, "field.card-number")

		c.Do(flow.CommandOrder)
		c.Order.Hand(task.PaperPrint, order.Form{MokID: "100000014", Amount: typed, Name: "Ana " + typed, Street: typed, Town: typed + " Kranj"})
		for _, f := range []task.Field{task.FieldAmount, task.FieldPayer, task.FieldStreet, task.FieldTown} {
			if c.Order.State().Form.Of(f) != "" {
				t.Errorf("%q is kept at %s", typed, f)
			}
			says(t, c.Order.State().Problems[f], "field.card-number")
		}
	}
}

// A run of 12 to 19 digits is a card's number, wherever it stands: it is wiped.
func TestACardsNumberIsWipedWhereverItStands(t *testing.T) {
	for _, typed := range []string{
		"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "4111/1111/1111/1111", "4111\t1111\t1111\t1111",
		"kartica 4111111111111111", "4111111111111111\r", "4111111111111111 12/28 123", "PAN:4111111111111111;", "\u200b4111\u00a01111\u202f1111\ufeff1111",
		"SI05 4111111111111111", "RF18 4111 1111 1111 1111", "SI00 4111111111111111", "SI4111111111111111",
	} {
		if r := recognise.Recognise(typed, upn.DefaultAccount()); !r.Refused() {
			t.Errorf("%q is %s and stays", typed, r.Got)
		}
	}
}

// A field without its word would show its key to the clerk, in the form and in the report of a list.
func TestEveryFieldOfAnOrderHasItsWord(t *testing.T) {
	for _, field := range order.Fields() {
		for _, lang := range text.Languages() {
			if key := "order.field." + string(field); !text.In(lang).Has(key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

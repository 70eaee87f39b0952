package settings

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/client/upn"
)

// length accepts 1 to most characters, and composes them.
func length(most int) func(string) (string, bool) {
	return func(text string) (string, bool) {
		text = norm.NFC.String(text)
		n := utf8.RuneCountInString(text)
		return text, 1 <= n && n <= most
	}
}

// onForm asks the standard itself whether the form, and its code, can hold the payee: whatever it refuses here would be refused
// with each order. What it takes must be readable as any other line.
func (r *reader) onForm(p Payee) {
	texts := map[upn.Field]struct{ name, text string }{
		upn.PayeeName: {"order.payee", p.Name}, upn.PayeeStreet: {"order.street", p.Street}, upn.PayeeTown: {"order.town", p.Town},
		upn.PurposeCode: {"order.code", p.Code}, upn.Purpose: {"order.purpose", p.Purpose},
	}
	order := upn.Order{Code: p.Code, Purpose: p.Purpose, Payee: upn.Party{Name: p.Name, Street: p.Street, Town: p.Town}}
	for _, e := range order.Problems() { // those of other fields are the customer's part, and the office's account
		if part, ours := texts[e.Field]; ours && r.err == nil {
			r.refused(part.name, part.text, e)
		}
	}
	for _, field := range []upn.Field{upn.PayeeName, upn.PayeeStreet, upn.PayeeTown, upn.Purpose} {
		r.readable(texts[field].name, texts[field].text)
		if !plaintext.Line(texts[field].text, upn.MaxPurpose) {
			r.bad(texts[field].name, `"…"`, nil)
		}
	}
}

// refused names the letter that a field of the form doesn't have, and what can be written for it.
func (r *reader) refused(name, text string, e *upn.Error) {
	key, letters := strings.Split(name, "."), []rune(text)
	if e.Rule != upn.Charset && e.Rule != upn.Hidden || e.At >= len(letters) {
		r.bad(name, `"…"`, e)
		return
	}
	letter := letters[e.At]
	if near, ok := upn.Shorten(string(letter), upn.MaxLine); ok && e.Rule == upn.Charset {
		r.fail(key, LetterNear, shown(letter), e)
		r.err.Near = near
		return
	}
	r.fail(key, map[upn.Rule]Code{upn.Charset: Letter, upn.Hidden: Strange}[e.Rule], shown(letter), e)
}

// readable names the first character of a line that nobody could read aloud, if it is one alone.
func (r *reader) readable(name, text string) {
	if strings.TrimFunc(text, unseen) != text {
		return // that is said by itself
	}
	for _, letter := range norm.NFC.String(text) {
		if !plaintext.Line(norm.NFC.String("a"+string(letter)+"a"), 3) {
			r.fail(strings.Split(name, "."), Strange, shown(letter), nil)
			return
		}
	}
}

// shown is a character as a sentence can show it: one that shows nothing by its number.
func shown(r rune) string {
	if unseen(r) || !unicode.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.M) {
		return fmt.Sprintf("U+%04X", r)
	}
	return string(r)
}

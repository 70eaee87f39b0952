package recognise

import (
	"errors"
	"regexp"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
)

// recogniseOrder takes a UPN payload for a CeKR card only if all of it says so.
func recogniseOrder(text string, account upn.Account) Recognised {
	reading, err := upn.ReadText(text)
	var wrong *upn.Error
	errors.As(err, &wrong)
	switch {
	case wrong != nil && wrong.Rule == upn.WrongSum:
		return Recognised{Got: GotWrongSum}
	case wrong != nil && (reading.PayeeIBAN == "" || reading.PayeeIBAN == account.IBAN):
		return unlessCard(GotDamaged, text)
	case reading.PayeeIBAN != account.IBAN:
		return otherPayee(reading.Payee)
	}
	id, err := reading.MokID(account)
	if err != nil {
		return Recognised{Got: GotForeign}
	}
	return Recognised{Got: GotOrder, MokID: id}
}

func otherPayee(name string) Recognised {
	if ident.HoldsCardNumber(name) {
		name = ""
	}
	return Recognised{Got: GotOtherPayee, Payee: name}
}

// codes are payment codes of other lands and how they begin, also without line ends; own are the numbers that belong in them.
var codes = []struct {
	got        Got
	begin, own *regexp.Regexp
}{
	{GotEPC, regexp.MustCompile(`(?i)^BCD\s*00[12]\s*[1-8]\s*(SCT|INST)`), nil},
	{GotSwiss, regexp.MustCompile(`(?i)^SPC\s*0[0-9]{3}\s*1`), regexp.MustCompile(`[0-9]{26,27}`)},
	{GotHUB3, regexp.MustCompile(`(?i)^HRVHUB30`), regexp.MustCompile(`(?i)(EUR|HRK)\s*[0-9]{15}|[0-9]+(-[0-9]+)+`)},
	{GotOtherCode, regexp.MustCompile(`(?i)^(SPD|SID)\*[0-9]\.[0-9]\*`), regexp.MustCompile(`(?i)\*(ACC|ALT-ACC|AM|X-VS|X-SS|X-ID|RF|CRC32):[^*]*`)}, // Czech
	{GotOtherCode, regexp.MustCompile(`(?i)^K:(PR|PT|PK|EK)\|V:`), regexp.MustCompile(`(?i)\|(R|RO|I):[^|]*`)},                                       // Serbian
	{GotOtherCode, regexp.MustCompile(`(?i)^(HCT|RTP|MLS)\s*001\s*1`), nil},                                                                          // Hungarian
	{GotOtherCode, regexp.MustCompile(`^[0-9]{0,20}[A-V][0-9A-V]{60,}$`), regexp.MustCompile(`^[0-9A-V]+$`)},                                         // Slovak
	{GotOtherCode, regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*://|www\.|(mailto|tel|sms|smsto|geo|bitcoin|wifi|mecard|begin):)`), nil},
}

// otherCode is what kind of code a text is, by its beginning; empty for none of these.
func otherCode(text string) Got {
	for _, code := range codes {
		if code.begin.MatchString(text) {
			return code.got
		}
	}
	return ""
}

func recogniseCode(got Got, text string) Recognised {
	for _, code := range codes {
		if code.own != nil && code.begin.MatchString(text) {
			text = code.own.ReplaceAllString(text, "|")
		}
	}
	return unlessCard(got, text)
}

// numbered and day are what a code may have of long numbers, and what a day looks like.
var (
	numbered = regexp.MustCompile(`[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}|(SI|RF)[0-9]{2}[0-9A-Z-]{1,22}`)
	day      = regexp.MustCompile(`[0-9]{2}\.[0-9]{2}\.[0-9]{4}`)
)

// unlessCard is a verdict about a code, or GotPAN where something in it that is no account, reference or day may be a card's number.
func unlessCard(got Got, text string) Recognised {
	text = numbered.ReplaceAllStringFunc(text, func(number string) string {
		for to := len(number); to >= 15; to-- {
			if _, err := upn.ParseIBAN(number[:to]); err == nil {
				return "|" + number[to:]
			}
		}
		if r, err := upn.ParseReference(number); err == nil && (r.IsChecked() || strings.Contains(number, "-")) {
			return "|"
		}
		return number
	})
	if ident.HoldsCardNumber(day.ReplaceAllString(text, "|")) {
		return Recognised{Got: GotPAN}
	}
	return Recognised{Got: got}
}

package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// The forms of the contract's strings.
var (
	isUUID  = ident.IsUUID
	isMokID = ident.IsMokID
	isSix   = regexp.MustCompile(`^[0-9]{6}$`).MatchString
	isDesk  = ident.IsDesk
	isStaff = ident.IsStaff
	isPIN   = regexp.MustCompile(`^[0-9]{4,12}$`).MatchString
	isPrev  = regexp.MustCompile(`^([0-9a-f]{64})?$`).MatchString
	isLast3 = regexp.MustCompile(`^[A-Za-z0-9]{3}$`).MatchString
)

// oneOf takes one of the words.
func oneOf(words ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(words, s) }
}

// optional lets the key be absent.
func optional(f field) field { f.optional = true; return f }

// amount reads {"amount":…,"currency":"EUR"} of at least that many cents.
func amount(cents *int64, least int64) field {
	var currency string
	return field{read: object{
		"amount":   wholeNumber(cents, least, money.Max),
		"currency": text(&currency, oneOf(money.Euro)),
	}.readFrom}
}

// orNull reads null, or sets there and reads the object.
func orNull(there *bool, o object) field {
	return field{read: func(dec *json.Decoder, token json.Token, at string) *problem {
		if token == nil {
			return nil
		}
		*there = true
		return o.readFrom(dec, token, at)
	}}
}

// anyAmount reads an amount with a sign, and notes that it was there.
func anyAmount(cents *int64, there *bool) field {
	inner := amount(cents, -money.Max)
	return field{read: func(dec *json.Decoder, token json.Token, at string) *problem {
		*there = true
		return inner.read(dec, token, at)
	}}
}

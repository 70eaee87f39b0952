package ident

import (
	"regexp"
	"strings"
)

// slipWord begins what the code on a receipt says. A reader and a PC that are set to different keyboards leave its letters as they are.
const slipWord = "CEKR-P-"

// reSlipNumber is a receipt's number: the pattern of ReceiptNumber in openapi.yaml.
var reSlipNumber = regexp.MustCompile(`^[A-Za-z0-9./-]{1,32}$`)

// SlipCode is what the code on a receipt says of it.
func SlipCode(number string) string { return slipWord + number }

// ParseSlipCode is the receipt's number in what such a code says; ok is false for any other text, and for a number in which a card's may be.
func ParseSlipCode(text string) (number string, ok bool) {
	number, ok = strings.CutPrefix(text, slipWord)
	return number, ok && reSlipNumber.MatchString(number) && !HoldsCardNumber(number)
}

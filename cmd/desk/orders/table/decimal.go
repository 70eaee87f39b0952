package table

import (
	"regexp"
	"strconv"
	"strings"
)

// significant is how many digits of a number a spreadsheet answers for: what comes after them is an error of its binary fractions, and it
// shows none of it. 12.300000000000001 is 12.3 to everybody who looks at it.
const significant = 15

var number = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?$`)

// Decimal writes a number as a spreadsheet stores it in plain digits, rounded to fifteen significant ones: its sign, the whole part without
// leading zeros, and the decimals without trailing ones. It reckons in digits, never in binary fractions. ok is false for what is no number,
// or has more than 30 digits on a side.
func Decimal(raw string) (minus bool, whole, decimals string, ok bool) {
	parts := number.FindStringSubmatch(raw)
	if parts == nil || len(raw) > 64 {
		return false, "", "", false
	}
	exponent := 0
	if parts[4] != "" {
		exponent, _ = strconv.Atoi(parts[4]) // four digits at most
	}
	digits := strings.TrimLeft(parts[2]+parts[3], "0")
	point := len(digits) - len(parts[3]) + exponent // of the digits, so many stand before the point
	if digits == "" {
		return false, "0", "", true
	}
	if len(digits) > significant {
		up := digits[significant] >= '5'
		if digits = digits[:significant]; up {
			before := len(digits)
			digits = increment(digits)
			point += len(digits) - before
		}
	}
	if point < -30 || point > 30 {
		return false, "", "", false
	}
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if missing := point - len(digits); missing > 0 {
		digits += strings.Repeat("0", missing)
	}
	whole, decimals = digits[:point], strings.TrimRight(digits[point:], "0")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	return parts[1] != "" && (whole != "0" || decimals != ""), whole, decimals, true
}

// increment adds one to a number of digits.
func increment(digits string) string {
	d := []byte(digits)
	for i := len(d) - 1; i >= 0; i-- {
		if d[i] < '9' {
			d[i]++
			return string(d)
		}
		d[i] = '0'
	}
	return "1" + string(d)
}

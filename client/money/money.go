// Package money holds amounts of money as whole cents with their currency: parses what a clerk typed,
// prints it, says it in words and reads it strictly from JSON.
//
// House rules of this room: an amount is int64 cents, in code, in JSON and in SQL; no float comes near.
// Nothing is guessed: text with two meanings is refused with a [Reason] that a screen turns into a sentence.
// No arithmetic wraps: what leaves the range of [Max] is an error. No Fyne, no HTTP, no sentences for people.
package money

import (
	"errors"
	"fmt"
)

// Euro is the currency code of every amount that this package makes or accepts from outside.
const Euro = "EUR"

// Max is the largest amount, in cents, that may be typed, sent, received or reached by adding:
// 999.999.999,99, which is also the most that a UPN order holds. The smallest is -Max.
const Max = 999_999_999_99

// Errors of arithmetic and of reading JSON, found with errors.Is.
var (
	ErrCurrency = errors.New("money: another currency")
	ErrRange    = errors.New("money: out of range")
)

// Amount is a sum of money in whole cents. Two amounts are equal when they are == .
//
// Its JSON form is {"amount":2000,"currency":"EUR"}, both keys and nothing else. Do not give a field of
// this type the option omitzero: nothing to pay is an amount too. What may be missing is a *Amount.
type Amount struct {
	Cents    int64  `json:"amount"`
	Currency string `json:"currency"`
}

// EUR is that many cents of a euro.
func EUR(cents int64) Amount { return Amount{Cents: cents, Currency: Euro} }

// Add is a plus b. It refuses another currency with ErrCurrency and a sum beyond ±Max with ErrRange.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("%w: %q and %q", ErrCurrency, a.Currency, b.Currency)
	}
	if !inRange(a.Cents) || !inRange(b.Cents) || !inRange(a.Cents+b.Cents) {
		return Amount{}, ErrRange
	}
	return Amount{Cents: a.Cents + b.Cents, Currency: a.Currency}, nil
}

// Sub is a minus b, with the refusals of Add. The difference may be negative.
func (a Amount) Sub(b Amount) (Amount, error) {
	if !inRange(b.Cents) {
		return Amount{}, ErrRange
	}
	return a.Add(b.Neg())
}

// Neg is the amount with the other sign. (The one number without a counterpart, -2^63, is far outside ±Max
// and stays what it is.)
func (a Amount) Neg() Amount { return Amount{Cents: -a.Cents, Currency: a.Currency} }

// IsZero tells whether there is nothing to pay, in whatever currency.
func (a Amount) IsZero() bool { return a.Cents == 0 }

// Less tells whether a is less than b. Amounts of two currencies are never less than each other.
func (a Amount) Less(b Amount) bool { return a.Currency == b.Currency && a.Cents < b.Cents }

func inRange(cents int64) bool { return -Max <= cents && cents <= Max }

// magnitude is the amount without its sign; it is right for every int64.
func (a Amount) magnitude() (euros, cents uint64, negative bool) {
	n := uint64(a.Cents)
	if a.Cents < 0 {
		n = -n
	}
	return n / 100, n % 100, a.Cents < 0
}

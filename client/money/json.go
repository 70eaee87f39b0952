package money

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// errJSON is the root of every refusal to read an amount; the text of the JSON is never repeated in it.
var errJSON = errors.New("money: not an amount")

// MarshalJSON writes {"amount":2000,"currency":"EUR"}. An amount that UnmarshalJSON would refuse is not written:
// the zero Amount, which has no currency, is an amount that somebody forgot to set.
func (a Amount) MarshalJSON() ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	out := make([]byte, 0, 48)
	out = append(out, `{"amount":`...)
	out = strconv.AppendInt(out, a.Cents, 10)
	return append(out, `,"currency":"EUR"}`...), nil
}

// UnmarshalJSON reads an object with exactly the keys "amount" (an integer, written as one, within ±Max) and
// "currency" ("EUR"). It refuses null, missing, repeated, unknown and differently spelled keys, fractions and
// exponents. On an error the amount is left as it was.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if read, ok := asWritten(data); ok {
		*a = read
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return fmt.Errorf("%w: not an object", errJSON)
	}
	var read Amount
	seen := map[string]bool{}
	for dec.More() {
		if err := read.member(dec, seen); err != nil {
			return err
		}
	}
	if token, err := dec.Token(); err != nil || token != json.Delim('}') || dec.InputOffset() != int64(len(data)) {
		return fmt.Errorf("%w: not one object", errJSON)
	}
	if !seen["amount"] || !seen["currency"] {
		return fmt.Errorf("%w: a key is missing", errJSON)
	}
	if err := read.check(); err != nil {
		return err
	}
	*a = read
	return nil
}

// asWritten reads an amount that stands letter for letter as MarshalJSON writes it, as nearly all do.
func asWritten(data []byte) (Amount, bool) {
	var most [48]byte
	digits, ok := bytes.CutPrefix(data, []byte(`{"amount":`))
	digits, end := bytes.CutSuffix(digits, []byte(`,"currency":"EUR"}`))
	if !ok || !end || len(digits) > 16 {
		return Amount{}, false
	}
	cents, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil || !bytes.Equal(strconv.AppendInt(most[:0], cents, 10), digits) || !inRange(cents) {
		return Amount{}, false
	}
	return EUR(cents), true
}

// member reads one key and its value.
func (a *Amount) member(dec *json.Decoder, seen map[string]bool) error {
	token, err := dec.Token()
	if err != nil {
		return fmt.Errorf("%w: %w", errJSON, err)
	}
	key, _ := token.(string)
	if seen[key] {
		return fmt.Errorf("%w: a key twice", errJSON)
	}
	seen[key] = true
	value, err := dec.Token()
	if err != nil {
		return fmt.Errorf("%w: %w", errJSON, err)
	}
	switch key {
	case "amount":
		number, ok := value.(json.Number)
		if !ok || number == "-0" {
			return fmt.Errorf("%w: amount is not an integer", errJSON)
		}
		if a.Cents, err = strconv.ParseInt(string(number), 10, 64); err != nil {
			return fmt.Errorf("%w: amount is not an integer in range", errJSON)
		}
	case "currency":
		currency, ok := value.(string)
		if !ok {
			return fmt.Errorf("%w: currency is not a string", errJSON)
		}
		a.Currency = currency
	default:
		return fmt.Errorf("%w: unknown key", errJSON)
	}
	return nil
}

// check is what an amount must keep to cross the wire, in either direction.
func (a Amount) check() error {
	if a.Currency != Euro {
		return fmt.Errorf("%w: %q", ErrCurrency, a.Currency)
	}
	if !inRange(a.Cents) {
		return ErrRange
	}
	return nil
}

package money

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestArithmeticAgreesWithNumbersThatCannotOverflow(t *testing.T) {
	inside := func(n *big.Int) bool { return n.CmpAbs(big.NewInt(Max)) <= 0 }
	cents := rapid.OneOf(rapid.Int64Range(-Max, Max), rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, Max, -Max}))
	rapid.Check(t, func(t *rapid.T) {
		x, y := cents.Draw(t, "x"), cents.Draw(t, "y")
		bx, by := big.NewInt(x), big.NewInt(y)
		fits := inside(bx) && inside(by)
		sum, err := EUR(x).Add(EUR(y))
		if want := new(big.Int).Add(bx, by); (err == nil) != (fits && inside(want)) || err == nil && sum != EUR(want.Int64()) {
			t.Fatalf("sum %v, %v", sum, err)
		}
		difference, err := EUR(x).Sub(EUR(y))
		if want := new(big.Int).Sub(bx, by); (err == nil) != (fits && inside(want)) || err == nil && difference != EUR(want.Int64()) {
			t.Fatalf("difference %v, %v", difference, err)
		}
		if err != nil && !errors.Is(err, ErrRange) {
			t.Fatal(err)
		}
		if EUR(x).Less(EUR(y)) != (x < y) {
			t.Fatal("less")
		}
	})
}

func TestCurrenciesDoNotMix(t *testing.T) {
	dollar := Amount{100, "USD"}
	for name, op := range map[string]func(Amount) (Amount, error){"add": EUR(100).Add, "sub": EUR(100).Sub} {
		for _, other := range []Amount{dollar, {Cents: 100}} {
			if got, err := op(other); !errors.Is(err, ErrCurrency) {
				t.Errorf("%s %v: %v, %v", name, other, got, err)
			}
		}
	}
	if dollar.Less(EUR(200)) || EUR(50).Less(dollar) {
		t.Error("amounts of two currencies are compared")
	}
}

func TestNegAndZero(t *testing.T) {
	if EUR(5).Neg() != EUR(-5) || !EUR(0).IsZero() || !EUR(0).Neg().IsZero() || EUR(-1).IsZero() {
		t.Error("sign")
	}
}

func TestJSONIsRead(t *testing.T) {
	for text, cents := range map[string]int64{
		`{"amount":2000,"currency":"EUR"}`:                 2000,
		` { "currency" : "EUR" , "amount" : 0 } `:          0,
		`{"amount":-150,"currency":"EUR"}`:                 -150,
		`{"amount":99999999999,"currency":"\u0045UR"}`:     Max,
		"\n{\"amount\":-99999999999,\"currency\":\"EUR\"}": -Max,
	} {
		var got Amount
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != EUR(cents) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	for _, text := range []string{
		``, `null`, `[]`, `2000`, `"20,00"`, `{}`, `{"amount":2000}`, `{"currency":"EUR"}`,
		`{"Amount":2000,"currency":"EUR"}`, `{"amount":2000,"CURRENCY":"EUR"}`,
		`{"amount":2000,"amount":2000,"currency":"EUR"}`, `{"amount":1,"currency":"EUR","currency":"EUR"}`,
		`{"amount":1,"Amount":2,"currency":"EUR"}`, `{"amount":1,"currency":"EUR","scale":2}`,
		`{"amount":12.0,"currency":"EUR"}`, `{"amount":1e2,"currency":"EUR"}`, `{"amount":1E2,"currency":"EUR"}`,
		`{"amount":-0,"currency":"EUR"}`, `{"amount":"1","currency":"EUR"}`, `{"amount":null,"currency":"EUR"}`,
		`{"amount":true,"currency":"EUR"}`, `{"amount":[1],"currency":"EUR"}`, `{"amount":{},"currency":"EUR"}`,
		`{"amount":100000000000,"currency":"EUR"}`, `{"amount":-100000000000,"currency":"EUR"}`,
		`{"amount":9223372036854775808,"currency":"EUR"}`, `{"amount":01,"currency":"EUR"}`, `{"amount":+1,"currency":"EUR"}`,
		`{"amount":1,"currency":"USD"}`, `{"amount":1,"currency":"eur"}`, `{"amount":1,"currency":""}`, `{"amount":1,"currency":null}`,
		`{"amount":1,"currency":978}`, `{"amount":1,"currency":"EUR"`, `{"amount":1,"currency":"EUR"}}`, `{"amount":1,"currency":"EUR"} 1`,
		"\ufeff" + `{"amount":1,"currency":"EUR"}`,
	} {
		got := EUR(7)
		if err := json.Unmarshal([]byte(text), &got); err == nil || got != EUR(7) {
			t.Errorf("%s is read as %v (%v)", text, got, err)
		}
		// Called straight, without the syntax check that Unmarshal makes first.
		if err := got.UnmarshalJSON([]byte(text)); err == nil || got != EUR(7) {
			t.Errorf("%s is read straight as %v (%v)", text, got, err)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := EUR(rapid.Int64Range(-Max, Max).Draw(t, "cents"))
		data, err := json.Marshal(struct{ A Amount }{want})
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ A Amount }
		if err := json.Unmarshal(data, &got); err != nil || got.A != want {
			t.Fatalf("%s: %v, %v", data, got, err)
		}
	})
}

func TestJSONIsNotWrittenForWhatCannotBeRead(t *testing.T) {
	for _, a := range []Amount{{}, {100, "USD"}, EUR(Max + 1), EUR(math.MinInt64)} {
		if data, err := json.Marshal(a); err == nil {
			t.Errorf("%#v is written as %s", a, data)
		}
	}
	if data, err := json.Marshal(EUR(2000)); err != nil || string(data) != `{"amount":2000,"currency":"EUR"}` {
		t.Errorf("%s, %v", data, err)
	}
}

func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"amount":2000,"currency":"EUR"}`, `{"amount":1e2,"currency":"EUR"}`, `{"amount":1,"amount":1}`, `[[[[`, `{"amount":{`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got Amount
		if got.UnmarshalJSON(data) != nil {
			return
		}
		// The standard reader, which is laxer, must see the same values.
		var lax struct {
			Amount   json.Number
			Currency string
		}
		if err := json.Unmarshal(data, &lax); err != nil || lax.Currency != "EUR" || lax.Amount.String() != big.NewInt(got.Cents).String() {
			t.Fatalf("%s: %v, read as %v (%v)", data, lax, got, err)
		}
	})
}

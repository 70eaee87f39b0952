package sandbox

import (
	"strings"
	"testing"
)

// goodTopUp is a body that the decoder takes; nothing it names has to exist.
const goodTopUp = `{"id":"4c6f0d3e-8a5b-4f27-9d11-6b0a2f7c8e44","mokId":"100000014","amount":{"amount":2000,"currency":"EUR"},` +
	`"quoteId":"2b0d7a0e-58d1-4f0c-8f7e-0e4a8b9c3d22","drawerSessionId":"8e2f4b6a-1c3d-4e5f-8a7b-9c0d1e2f3a55","staff":"1001",` +
	`"desk":"okence-1","seq":1,"prev":"","tendered":{"amount":2000,"currency":"EUR"}}`

func TestTheDecoderTakesWhatTheContractAllows(t *testing.T) {
	for name, body := range map[string]string{
		"plain":         goodTopUp,
		"white space":   " \n" + strings.ReplaceAll(goodTopUp, ",", " ,\t") + "\r\n",
		"another order": `{"tendered":{"currency":"EUR","amount":2000},` + strings.TrimPrefix(strings.Replace(goodTopUp, `,"tendered":{"amount":2000,"currency":"EUR"}`, "", 1), "{"),
		"a payer":       strings.Replace(goodTopUp, `"seq":1`, `"payerId":"2b0d7a0e-58d1-4f0c-8f7e-0e4a8b9c3d22","seq":1`, 1),
		"escapes":       strings.Replace(goodTopUp, `"okence-1"`, `"okence\u002d1"`, 1),
		"largest":       strings.Replace(goodTopUp, `"seq":1`, `"seq":9007199254740991`, 1),
	} {
		var b topUpBody
		if err := decode([]byte(body), b.fields()); err != nil {
			t.Errorf("%s: %v %s", name, err, err.(*problem).Detail)
		} else if b.cents != 2000 || b.tendered != 2000 || b.desk != "okence-1" || b.mokID != "100000014" {
			t.Errorf("%s: read %+v", name, b)
		}
	}
}

func TestTheDecoderPointsAtWhatIsWrong(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(goodTopUp, from) {
			t.Fatalf("%q is not in the body", from)
		}
		return strings.Replace(goodTopUp, from, to, 1)
	}
	for _, row := range []struct{ name, body, at string }{
		{"nothing", ``, "body"}, {"null", `null`, "body"}, {"a list", `[]`, "body"}, {"a string", `"x"`, "body"}, {"cut", goodTopUp[:60], "body"},
		{"no UTF-8", change("okence-1", "\xff"), "body"}, {"a byte-order mark", "\ufeff" + goodTopUp, "body"},
		{"trailing object", goodTopUp + `{}`, "body"}, {"trailing word", goodTopUp + ` x`, "body"}, {"a comma too many", change(`"seq":1,`, `"seq":1,,`), "body"},
		{"missing", change(`"seq":1,`, ``), "/seq"}, {"missing inside", change(`"amount":2000,"currency":"EUR"}`, `"amount":2000}`), "/amount/currency"},
		{"unknown", change(`"seq":1`, `"seq":1,"note":"x"`), "/note"}, {"unknown inside", change(`"amount":2000`, `"amount":2000,"cents":1`), "/amount/cents"},
		{"another case", change(`"mokId"`, `"mokID"`), "/mokID"}, {"another case inside", change(`"currency"`, `"Currency"`), "/amount/Currency"},
		{"twice", change(`"seq":1`, `"seq":1,"seq":1`), "/seq"}, {"twice inside", change(`"amount":2000`, `"amount":2000,"amount":2000`), "/amount/amount"},
		{"twice by escape", change(`"seq":1`, `"seq":1,"s\u0065q":1`), "/seq"},
		{"float", change(`"amount":2000`, `"amount":2000.0`), "/amount/amount"}, {"exponent", change(`"amount":2000`, `"amount":2e3`), "/amount/amount"},
		{"text for a number", change(`"amount":2000`, `"amount":"2000"`), "/amount/amount"}, {"null for a number", change(`"seq":1`, `"seq":null`), "/seq"},
		{"zero", change(`"amount":2000`, `"amount":0`), "/amount/amount"}, {"negative", change(`"amount":2000`, `"amount":-1`), "/amount/amount"},
		{"minus zero", change(`"seq":1`, `"seq":-0`), "/seq"}, {"too large", change(`"amount":2000`, `"amount":100000000000`), "/amount/amount"},
		{"2^63", change(`"seq":1`, `"seq":9223372036854775808`), "/seq"}, {"2^53", change(`"seq":1`, `"seq":9007199254740992`), "/seq"},
		{"another currency", change(`"EUR"`, `"USD"`), "/amount/currency"}, {"small letters", change(`"EUR"`, `"eur"`), "/amount/currency"},
		{"an amount as a number", change(`{"amount":2000,"currency":"EUR"}`, `2000`), "/amount"}, {"as null", change(`{"amount":2000,"currency":"EUR"}`, `null`), "/amount"},
		{"a number for text", change(`"100000014"`, `100000014`), "/mokId"}, {"eight digits", change(`100000014`, `10000001`), "/mokId"},
		{"other digits", change(`100000014`, `１00000014`), "/mokId"}, {"an upper case id", change(`8a5b`, `8A5B`), "/id"}, {"a line behind", change(`okence-1`, `okence-1\n`), "/desk"},
		{"an empty payer", change(`"seq":1`, `"seq":1,"payerId":""`), "/payerId"}, {"no payer as null", change(`"seq":1`, `"seq":1,"payerId":null`), "/payerId"},
		{"half a hash", change(`"prev":""`, `"prev":"abc"`), "/prev"},
		{"a key like a card number", change(`"seq":1`, `"seq":1,"4111111111111111":1`), "/-"},
	} {
		var b topUpBody
		err := decode([]byte(row.body), b.fields())
		if p, ok := err.(*problem); !ok || p.Code != "bad-request" || !strings.HasPrefix(p.Detail, row.at+": ") {
			t.Errorf("%s: want %s, got %v", row.name, row.at, err)
			if ok {
				t.Log(p.Detail)
			}
		}
	}
}

func TestBodiesThatAreNotTaken(t *testing.T) {
	c := openCounter(t, Options{})
	const path = "/v1/sign-ins"
	good := `{"staffNumber":"1001","pin":"2468","desk":"a"}`
	for media, status := range map[string]int{"application/json": 201, "application/json; charset=UTF-8": 201, "Application/JSON": 201,
		"application/json; charset=latin1": 415, "text/plain": 415, "": 415, "application/x-www-form-urlencoded": 415, "application/problem+json": 415} {
		if a := c.with("Content-Type", media).send("POST", path, good); a.status != status {
			t.Errorf("%q: %v", media, a)
		}
	}
	c.with("Content-Encoding", "gzip").send("POST", path, good).is(t, 415, "unsupported-media-type")
	fill := strings.Repeat(" ", maxBody-len(good))
	c.send("POST", path, good+fill).is(t, 201, "")
	c.send("POST", path, good+fill+" ").is(t, 413, "body-too-large")
	if a := c.send("POST", path, `{"staffNumber":"1001","pin":"13572468135724681","desk":"a"}`).is(t, 400, "bad-request"); strings.Contains(string(a.raw), "1357") {
		t.Errorf("the PIN came back: %v", a)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(goodTopUp)
	f.Add(goodTopUp + goodTopUp)
	f.Add(`{"id":{"id":[]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		var b topUpBody
		if decode([]byte(body), b.fields()) != nil {
			return
		}
		if b.cents < 1 || b.tendered < 1 || b.seq < 1 || !isUUID(b.id) || !isMokID(b.mokID) || !isDesk(b.desk) || !isStaff(b.staff) {
			t.Errorf("took %q as %+v", body, b)
		}
	})
}

package contract

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// badBody spoils a good body.
type badBody struct {
	name  string
	spoil func(string) string
}

// replace is a change of one place in a body, which must be there.
func replace(name, old, with string) badBody {
	return badBody{name, func(good string) string {
		if !strings.Contains(good, old) {
			panic(name + ": " + old + " is not in the body")
		}
		return strings.Replace(good, old, with, 1)
	}}
}

// badBodies spoil the body of a top-up of 100 cents or more with number 1.
func badBodies(id string) []badBody {
	digits := `"amount":{"amount":`
	return []badBody{
		{"nothing", func(string) string { return "" }},
		{"no JSON", func(string) string { return "id=1" }},
		{"a list", func(good string) string { return "[" + good + "]" }},
		{"null", func(string) string { return "null" }},
		{"a string", func(string) string { return `"x"` }},
		{"an empty object", func(string) string { return "{}" }},
		{"half of it", func(good string) string { return good[:len(good)/2] }},
		{"something behind it", func(good string) string { return good + "{}" }},
		{"a byte-order mark", func(good string) string { return "\ufeff" + good }},
		{"bytes that are no UTF-8", func(good string) string { return strings.Replace(good, `"desk":"`, "\"desk\":\"\xff", 1) }},
		{"a very deep list", func(string) string { return strings.Repeat("[", 20000) + strings.Repeat("]", 20000) }},
		replace("a name nobody knows", `{"id"`, `{"extra":1,"id"`),
		replace("a name in other case", `"mokId"`, `"mokid"`),
		replace("a name in other case beside the right one", `{"id"`, `{"Amount":{"amount":1,"currency":"EUR"},"id"`),
		replace("a doubled name", `{"id"`, `{"id":"`+id+`","id"`),
		replace("a missing name", `"seq":1,`, ``),
		replace("a null", `"seq":1`, `"seq":null`),
		replace("a number as text", `"seq":1`, `"seq":"1"`),
		replace("number zero", `"seq":1`, `"seq":0`),
		replace("an amount with a fraction", `,"currency":"EUR"},"quoteId"`, `.0,"currency":"EUR"},"quoteId"`),
		replace("an amount with an exponent", `,"currency":"EUR"},"quoteId"`, `e0,"currency":"EUR"},"quoteId"`),
		replace("an amount as text", digits, digits+`"`+`1","x":"`),
		replace("a negative amount", digits, digits+`-`),
		replace("an amount beyond all bounds", digits, digits+`99999999999`),
		replace("an amount beyond 64 bits", digits, digits+`99999999999999999999`),
		replace("another currency", `"EUR"`, `"USD"`),
		replace("no currency", `,"currency":"EUR"},"quoteId"`, `},"quoteId"`),
		replace("a MOK ID that is a number", `"mokId":"`, `"mokId":1,"x":"`),
		replace("an id in capitals", `"id":"`+id+`"`, `"id":"`+strings.ToUpper(id)+`"`),
		replace("another id than in the path", `"id":"`+id+`"`, `"id":"`+newID()+`"`),
		replace("a quote that is no id", `"quoteId":"`, `"quoteId":"x`),
		replace("a payer that is null", `{"id"`, `{"payerId":null,"id"`),
		replace("a chain of another length", `"prev":""`, `"prev":"ab"`),
		replace("a desk with a space", `"desk":"`, `"desk":"a `),
		replace("a clerk with letters", `"staff":"`, `"staff":"x`),
	}
}

// bodies: what is ill-formed is refused whole, and leaves the id free.
func (s *suite) bodies(t *testing.T) {
	d := s.open(t)
	w := d.next(t)
	put := func(body []byte, header http.Header) request {
		return request{method: http.MethodPut, path: "/v1/top-ups/" + w.id, token: d.token, body: body, header: header, invalid: true}
	}
	for _, bad := range badBodies(w.id) {
		t.Run(bad.name, func(t *testing.T) {
			s.send(t, put([]byte(bad.spoil(string(w.raw))), nil)).refused(t, 400, "bad-request")
		})
	}
	each(t,
		check{"another media type is 415", func(t *testing.T) {
			for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-2", ""} {
				s.send(t, put(w.raw, http.Header{"Content-Type": {media}})).refused(t, 415, "unsupported-media-type")
			}
		}},
		check{"a body above 64 KiB is 413, one of 64 KiB is read", func(t *testing.T) {
			long := append(bytes.Repeat([]byte(" "), 64<<10+1-len(w.raw)), w.raw...)
			s.send(t, put(long, nil)).refused(t, 413, "body-too-large")
			lead := bytes.Repeat([]byte(" "), 64<<10-len(w.raw)-1)
			s.send(t, put(append(lead, w.raw[1:]...), nil)).refused(t, 400, "bad-request") // "{" is missing
		}},
		check{"nothing of all that was kept: the id is free and posts once", func(t *testing.T) {
			if got := d.ask(t, w.id).State; got != "unseen" {
				t.Fatalf("the id is %s", got)
			}
			d.posts(t, w)
			if cash := d.cash(t); cash != w.body.Tendered.Amount {
				t.Errorf("the drawer moved by %d", cash)
			}
		}},
		check{"a charset of UTF-8 may be named", func(t *testing.T) {
			next := d.next(t)
			q := d.sendRequest(next)
			q.header = http.Header{"Content-Type": {"application/json; charset=UTF-8"}}
			s.ended(t, s.send(t, q).want(t, 201), next, "posted", "")
		}},
	)
}

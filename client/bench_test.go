package client

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

// BenchmarkTopUp is one top-up from the request to the verdict, without a network.
func BenchmarkTopUp(b *testing.B) {
	over := roundTrip(func(r *http.Request) (*http.Response, error) {
		io.Copy(io.Discard, r.Body)
		return &http.Response{
			StatusCode: 201, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Content-Type": {"application/json"}, "Trace-Id": {traceID}}, Body: io.NopCloser(strings.NewReader(posted)),
		}, nil
	})
	c, err := New(Config{BaseURL: "http://127.0.0.1:1", EmbeddedSecret: "secret", Desk: "KR-01", Transport: over})
	if err != nil {
		b.Fatal(err)
	}
	signedIn(c)
	b.ReportAllocs()
	for b.Loop() {
		body, err := topUpRequest().Encode()
		if err != nil {
			b.Fatal(err)
		}
		if got := c.TopUp(b.Context(), Sending{ID: topUpID, Amount: money.EUR(2000), Body: body, First: true}); got.Verdict != Posted {
			b.Fatal(got.Err)
		}
	}
}

// BenchmarkClassify is the verdict alone.
func BenchmarkClassify(b *testing.B) {
	c := &Client{secret: "s"}
	r := reply{status: 201, body: []byte(posted), header: http.Header{"Content-Type": {"application/json"}}}
	want := expected{id: topUpID, mokID: mokID, amount: money.EUR(2000), ends: topUpEnds}
	b.ReportAllocs()
	for b.Loop() {
		if got := classify(c, r, want, TopUp.fields); got.Verdict != Posted {
			b.Fatal(got.Err)
		}
	}
}

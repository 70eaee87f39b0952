package model

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

// walk is a path of the model through the program.
type walk struct {
	t      testing.TB
	office *sandbox.Office
	now    atomic.Int64
	ids    int
	start  int64 // cents on the card
	token  string
	desks  [2]*running
	of     [2]*real
}

// real is what the program has of an intention.
type real struct {
	desk    int
	id      string
	amount  money.Amount
	call    *inquiry    // the question of the screen
	behind  *inquiry    // the question in the background
	got     *result     // what the network has for the screen
	gotBack *result     // what it has for the background
	work    chan result // what the office works on
	mine    bool        // and whether the screen waits for it
	late    []*inquiry  // copies of the body
	cancels []*inquiry
}

const (
	anna, boris = "1001", "1002"
	six         = "481205"
)

var staff = [...][2]string{{anna, "2468"}, {boris, "1357"}}

func newWalk(t testing.TB, w *world) *walk {
	k := &walk{t: t}
	k.now.Store(noon.UnixMilli())
	office, err := sandbox.Open(context.Background(), sandbox.Options{Now: func() time.Time { return time.UnixMilli(k.now.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	k.office = office
	k.token = k.signIn()
	k.start = k.balance()
	for i := range k.of {
		k.of[i] = &real{desk: int(w.desk[i]), amount: money.EUR(int64(200 + 100*i))}
	}
	for n := range k.desks {
		k.desks[n] = &running{walk: k, number: n, disk: disktest.New(), last: map[string]journal.Kind{}, never: make(chan struct{})}
		k.openDrawer(n)
		k.desks[n].begin()
	}
	return k
}

func (k *walk) close() {
	for _, d := range k.desks {
		close(d.never)
	}
	k.office.Faults().Clear()
	for _, r := range k.of {
		if r.work != nil {
			<-r.work
		}
	}
	if err := k.office.Close(); err != nil {
		k.t.Error(err)
	}
}

func (k *walk) openDrawer(n int) {
	id := fmt.Sprintf("%08d-0000-4000-8000-0000000000d%d", n, n)
	body, err := client.DrawerOpening{ID: id, Desk: fmt.Sprintf("KR-%d", n+1), Staff: staff[n][0], Float: money.EUR(10000)}.Encode()
	if err != nil {
		k.t.Fatal(err)
	}
	h := &inquiry{method: "POST", path: "/v1/sign-ins", header: typed(""), body: fmt.Appendf(nil, `{"staffNumber":%q,"pin":%q,"desk":"KR-%d"}`, staff[n][0], staff[n][1], n+1)}
	token := between(k.serve(h), `"token":"`)
	if a := k.serve(&inquiry{method: "PUT", path: "/v1/drawer-sessions/" + id, header: typed(token), body: body}); a.StatusCode != 201 {
		k.t.Fatalf("no drawer: %d", a.StatusCode)
	}
}

func typed(token string) http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	if token != "" {
		h.Set("Authorization", "Bearer "+token)
	}
	return h
}

func (k *walk) signIn() string {
	h := &inquiry{method: "POST", path: "/v1/sign-ins", header: typed(""), body: []byte(`{"staffNumber":"2001","pin":"8642","desk":"KR-9"}`)}
	return between(k.serve(h), `"token":"`)
}

// between reads the text after a mark up to the next quote.
func between(a *http.Response, mark string) string {
	b, _ := io.ReadAll(a.Body)
	_, rest, _ := strings.Cut(string(b), mark)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// state is the office's word on an id; only this one asks it past the network.
func (k *walk) state(id string) string {
	return between(k.serve(&inquiry{method: "GET", path: "/v1/top-ups/" + id, header: typed(k.token)}), `"state":"`)
}

func (k *walk) balance() int64 {
	a := k.serve(&inquiry{method: "GET", path: "/v1/cards/" + card, header: typed(k.token)})
	b, _ := io.ReadAll(a.Body)
	_, rest, _ := strings.Cut(string(b), `"balance":{"amount":`)
	var cents int64
	fmt.Sscanf(rest, "%d", &cents)
	return cents
}

// serve lets the office answer a request.
func (k *walk) serve(h *inquiry) *http.Response {
	rec := httptest.NewRecorder()
	q := httptest.NewRequest(h.method, "http://127.0.0.1:1"+h.path, bytes.NewReader(h.body))
	q.Header = h.header
	k.office.Handler().ServeHTTP(rec, q)
	a := rec.Result()
	a.Request = q
	return a
}

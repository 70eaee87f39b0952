package cashtest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-resty/resty/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
)

// pipes is a network in memory on which nothing fails and nothing takes time.
type pipes struct {
	calls chan net.Conn
	over  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.over:
		return nil, errors.New("over")
	}
}

func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// to leads to an office over net/http on both sides.
func to(b *testing.B, office http.Handler) http.RoundTripper {
	p := pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: office}
	go server.Serve(p)
	b.Cleanup(func() {
		close(p.over)
		server.Close()
	})
	return &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64,
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			p.calls <- there
			return here, nil
		}}
}

// switched is a way to an office that can be laid anew.
type switched struct{ http.RoundTripper }

const (
	officeURL = "http://127.0.0.1:80"
	asked     = "3f2504e0-4f89-41d3-9a0c-0305e82c3377" // no office has seen it
)

// BenchmarkExchange is what the speed of schedules is held against: a question about a top-up and its answer, by
// resty and net/http alone; by the desk's client, which judges the answer; and by it, of the real office.
func BenchmarkExchange(b *testing.B) {
	office, err := sandbox.Open(b.Context(), sandbox.Options{EmbeddedSecret: "secret"})
	if err != nil {
		b.Fatal(err)
	}
	defer office.Close()
	said := httptest.NewRecorder()
	listening := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		said = httptest.NewRecorder()
		office.Handler().ServeHTTP(said, r)
		repeat(w, said)
	})
	way := &switched{to(b, listening)}
	desk, err := client.New(client.Config{BaseURL: officeURL, EmbeddedSecret: "secret", Desk: "KR-1", Transport: way})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := desk.SignIn(b.Context(), "1001", "2468"); err != nil {
		b.Fatal(err)
	}
	ask := func() error {
		if o := desk.AskTopUp(b.Context(), asked, money.EUR(2000)); o.State != client.StateUnseen {
			return errors.Join(o.Err, errors.New("not answered"))
		}
		return nil
	}
	if err := ask(); err != nil {
		b.Fatal(err)
	}
	repeating := to(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { repeat(w, said) }))
	plain := resty.New().SetTransport(repeating)
	b.Run("resty and net-http", func(b *testing.B) {
		atOnce(b, func() error {
			_, err := plain.R().Get(officeURL + "/v1/top-ups/" + asked)
			return err
		})
	})
	way.RoundTripper = repeating
	b.Run("client", func(b *testing.B) { atOnce(b, ask) })
	way.RoundTripper = to(b, office.Handler())
	b.Run("client and office", func(b *testing.B) { atOnce(b, ask) })
}

// repeat answers as it was answered before.
func repeat(w http.ResponseWriter, said *httptest.ResponseRecorder) {
	for name, values := range said.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(said.Code)
	_, _ = w.Write(said.Body.Bytes())
}

// atOnce asks on all processors.
func atOnce(b *testing.B, ask func() error) {
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := ask(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// counter is a desk in a test: an office over real HTTP, and a token.
type counter struct {
	t      *testing.T
	office *Office
	server *httptest.Server
	token  string
}

// noon is a quiet Tuesday, for tests that need a clock that stands still.
var noon = time.Date(2026, 3, 17, 11, 0, 0, 0, time.UTC)

func openCounter(t *testing.T, options Options) *counter {
	t.Helper()
	o, err := Open(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{t: t, office: o, server: httptest.NewServer(o.Handler())}
	t.Cleanup(func() {
		c.server.Close()
		if err := o.Verify(context.Background()); err != nil {
			t.Errorf("after the test: %v", err)
		}
		if err := o.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return c
}

// answered is what came back: the status, the header, and the body if it is JSON.
type answered struct {
	status int
	header http.Header
	raw    []byte
	json   map[string]any
}

// at follows keys into the body; nil if there is nothing.
func (a answered) at(keys ...string) any {
	var v any = a.json
	for _, key := range keys {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	return v
}

func (c *counter) send(method, path string, body any) answered {
	c.t.Helper()
	a, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (c *counter) try(method, path string, body any) (answered, error) {
	var raw []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		raw = b
	case string:
		raw = []byte(b)
	default:
		raw, _ = json.Marshal(b)
	}
	r, err := http.NewRequest(method, c.server.URL+path, bytes.NewReader(raw))
	if err != nil {
		return answered{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return c.do(r)
}

func (c *counter) do(r *http.Request) (answered, error) {
	response, err := c.server.Client().Do(r)
	if err != nil {
		return answered{}, err
	}
	defer response.Body.Close()
	a := answered{status: response.StatusCode, header: response.Header}
	if a.raw, err = io.ReadAll(response.Body); err != nil {
		return a, err
	}
	_ = json.Unmarshal(a.raw, &a.json)
	return a, nil
}

// as signs in and returns the same counter with another clerk.
func (c *counter) as(number, pin, desk string) *counter {
	c.t.Helper()
	a := c.send("POST", "/v1/sign-ins", map[string]any{"staffNumber": number, "pin": pin, "desk": desk})
	if a.status != http.StatusCreated {
		c.t.Fatalf("sign-in of %s: %d %s", number, a.status, a.raw)
	}
	other := *c
	other.token = a.at("token").(string)
	return &other
}

func TestTheOfficeKnowsTheDemonstrationCards(t *testing.T) {
	c := openCounter(t, Options{Now: func() time.Time { return noon }}).as("1001", "2468", "okence-1")
	for _, want := range demoCards {
		t.Run(want.mokID, func(t *testing.T) {
			a := c.send("GET", "/v1/cards/"+want.mokID, nil)
			if a.status != http.StatusOK || a.at("state") != want.state || a.at("balance", "amount") != float64(want.balance) {
				t.Errorf("%d %s", a.status, a.raw)
			}
		})
	}
}

package days

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
)

var errLost = errors.New("the network lost it")

// wire carries requests to the office. Of writes it loses some on the way there, of some the answer, it brings some twice and some once
// more when nobody expects them.
type wire struct {
	office http.Handler
	chance *rand.Rand
	tally  tally
	quiet  bool // it only carries
	late   []func()
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte{}
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if r.Method != http.MethodPut || w.quiet {
		return w.bring(r, body), nil
	}
	w.bringLate()
	switch w.chance.IntN(8) {
	case 0:
		return nil, errLost
	case 1:
		w.bring(r, body)
		return nil, errLost
	case 2:
		w.bring(r, body)
	case 3:
		w.late = append(w.late, func() { w.bring(r, body) })
	}
	return w.bring(r, body), nil
}

func (w *wire) bring(r *http.Request, body []byte) *http.Response {
	said := httptest.NewRecorder()
	again := r.Clone(r.Context())
	again.Body, again.RequestURI = io.NopCloser(bytes.NewReader(body)), r.URL.RequestURI()
	w.office.ServeHTTP(said, again)
	return said.Result()
}

// bringLate brings what was held up, once more.
func (w *wire) bringLate() {
	if len(w.late) > 0 && w.chance.IntN(3) == 0 {
		w.tally["came late"]++
		w.late[0]()
		w.late = w.late[1:]
	}
}

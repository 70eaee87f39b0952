package days

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
)

// bug is a fault of a desk or an office that the days must find.
type bug struct {
	name                    string
	takesUnknownForRejected bool                            // the desk
	countsAnew              bool                            // the desk sends a count again under a new id
	office                  func(http.Handler) http.Handler // nil: it is sound
}

func (b bug) wrap(office http.Handler) http.Handler {
	if b.office == nil {
		return office
	}
	return b.office(office)
}

func bugs() []bug {
	return []bug{
		{name: "a desk takes unknown for rejected", takesUnknownForRejected: true},
		{name: "a count is sent again under a new id", countsAnew: true},
		{name: "a movement that comes twice is booked twice", office: bookedTwice("/movements/")},
		{name: "a count that comes twice is kept twice", office: bookedTwice("/counts/")},
		{name: "a storno loses its fee", office: spoilt("/v1/reversals/", regexp.MustCompile(`"total":\{"amount":\d+`), `"total":{"amount":1`)},
		{name: "closes have a gap", office: spoilt("/close", regexp.MustCompile(`"closeNumber":\d+`), `"closeNumber":77`)},
		{name: "X forgets a movement", office: spoilt("/report", regexp.MustCompile(`"changeBrought":\{"count":\d+`), `"changeBrought":{"count":0`)},
		{name: "the drawer forgets its clerk", office: spoilt("/current", regexp.MustCompile(`"staff":"\d+"`), `"staff":"1009"`)},
		{name: "a count is another", office: spoilt("/report", regexp.MustCompile(`("counts":\[\{"id":"[^"]+","counted":\{"amount":)\d+`), `${1}7`)},
	}
}

// bookedTwice is an office to which an id that comes again is a new one.
func bookedTwice(path string) func(http.Handler) http.Handler {
	last := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}$`)
	return func(office http.Handler) http.Handler {
		seen := map[string]int{}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			id := last.FindString(r.URL.Path)
			if r.Method == http.MethodPut && strings.Contains(r.URL.Path, path) && id != "" {
				if seen[id]++; seen[id] > 1 {
					other := string("0123456789abcdef"[seen[id]%16]) + id[1:]
					body, _ := io.ReadAll(r.Body)
					again := r.Clone(r.Context())
					again.URL.Path = strings.Replace(r.URL.Path, id, other, 1)
					again.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, []byte(id), []byte(other))))
					office.ServeHTTP(httptest.NewRecorder(), again)
				}
			}
			office.ServeHTTP(w, r)
		})
	}
}

// spoilt is an office that says something else.
func spoilt(path string, what *regexp.Regexp, instead string) func(http.Handler) http.Handler {
	return func(office http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.URL.Path, path) {
				office.ServeHTTP(w, r)
				return
			}
			said := httptest.NewRecorder()
			office.ServeHTTP(said, r)
			for key, values := range said.Header() {
				w.Header()[key] = values
			}
			body := what.ReplaceAll(said.Body.Bytes(), []byte(instead))
			w.Header().Del("Content-Length")
			w.WriteHeader(said.Code)
			_, _ = w.Write(body)
		})
	}
}

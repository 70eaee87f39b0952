package sandbox

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzedRoutes are the contract's routes with room for a word: an id, a MOK ID or a desk.
func fuzzedRoutes() (out [][2]string) {
	for _, r := range contractRoutes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		out = append(out, [2]string{method, path})
	}
	return out
}

// FuzzRequest sends anything to any route, signed in: path, query, body, languages. The office may refuse it or do it; it
// answers with a status of the contract and with JSON, never with a fault of its own.
func FuzzRequest(f *testing.F) {
	c := openCounter(f, Options{})
	d := c.desk("okence-1")
	routes := fuzzedRoutes()
	id := newID()
	bodies := []string{"", `{}`, goodTopUp, `{"staffNumber":"1001","pin":"2468","desk":"a"}`, `{"panLast6":"481205"}`,
		`{"amount":{"amount":2000,"currency":"EUR"},"matchId":"` + id + `"}`,
		`{"id":"` + id + `","role":"payer","name":"Živa Kalan","document":null}`,
		`{"id":"` + id + `","role":"payer","name":"Živa Kalan","document":{"kind":"passport","last3":"123"}}`,
		`{"id":"` + id + `","mokId":"100000014","amount":{"amount":2000,"currency":"EUR"},"desk":"okence-1"}`,
		`{"id":"` + id + `","mokId":"100000014","reason":"lost","reporter":"finder","verification":"none","staff":"1001","desk":"okence-1"}`,
		`{"id":"` + id + `","desk":"okence-1","staff":"1001","float":{"amount":0,"currency":"EUR"}}`,
		`{"id":"` + id + `","desk":"okence-1","staff":"1001","counted":{"amount":0,"currency":"EUR"}}`}
	for i := range routes {
		for _, body := range bodies {
			f.Add(byte(i), id, "", body, "")
		}
		f.Add(byte(i), tryCard, "view=minimal&limit=3&from=2026-01-01T00:00:00Z&cursor=AAAA", "", "en;q=0.5,sl")
		f.Add(byte(i), "okence-1", "fromSeq=1&desk=okence-1&cursor=MDAwMDAwMDAwMDAwIDE", "", "de, *;q=x")
	}
	handler := c.office.Handler()
	f.Fuzz(func(t *testing.T, route byte, word, query, body, languages string) {
		to := routes[int(route)%len(routes)]
		path := to[1]
		for strings.Contains(path, "{") {
			before, rest, _ := strings.Cut(path, "{")
			_, after, _ := strings.Cut(rest, "}")
			path = before + url.PathEscape(word) + after
		}
		u, err := url.Parse("http://office" + path)
		if err != nil || to[0] == "DELETE" { // a sign-out would end the fuzzing
			return
		}
		u.RawQuery = query
		r := &http.Request{Method: to[0], URL: u, Host: "office", Header: http.Header{"Authorization": {"Bearer " + d.token},
			"Content-Type": {"application/json"}, "Accept-Language": {languages}}, Body: http.NoBody}
		if body != "" {
			r.Body = readCloser{strings.NewReader(body)}
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s %q %q: %d %s", to[0], u, body, languages, w.Code, w.Body)
		}
		if w.Body.Len() > 0 && (!json.Valid(w.Body.Bytes()) || !utf8.Valid(w.Body.Bytes())) {
			t.Errorf("%s %s: answered %q", to[0], u, w.Body)
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// FuzzToken gives anything for a token: nobody is let in but by the one.
func FuzzToken(f *testing.F) {
	c := openCounter(f, Options{})
	ana := c.as("1001", "2468", "a")
	for _, header := range []string{"", "Bearer", "Bearer ", "bearer " + ana.token[1:], "Basic " + ana.token, ana.token, "Bearer  " + ana.token, "Bearer \x00"} {
		f.Add(header)
	}
	handler := c.office.Handler()
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest("GET", "/v1/me", nil)
		r.Header["Authorization"] = []string{header}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		scheme, token, _ := strings.Cut(header, " ")
		if rightful := strings.EqualFold(scheme, "bearer") && token == ana.token; rightful != (w.Code == http.StatusOK) || w.Code >= 500 {
			t.Errorf("%q: %d", header, w.Code)
		}
	})
}

// FuzzStoredPIN reads anything as a stored PIN: it fits nothing, or it is one that was made so.
func FuzzStoredPIN(f *testing.F) {
	h := newPINHasher(true)
	good := h.hash("2468")
	for _, phc := range []string{good, "", "$argon2id$v=19$m=64,t=1,p=1$", strings.Replace(good, "m=64", "m=4294967295", 1),
		strings.Replace(good, "t=1", "t=4294967295", 1), strings.Replace(good, "v=19", "v=16", 1), good + "A", good[:len(good)-1]} {
		f.Add(phc)
	}
	f.Fuzz(func(t *testing.T, phc string) {
		if fits, err := h.fits("2468", phc); fits && err != nil {
			t.Errorf("%q fits and is wrong: %v", phc, err)
		}
	})
}

// FuzzLedgerFile changes a ledger's bytes and makes the checksums right again, as no disk would: whatever the file
// says then, its version included, the office refuses it or serves it without a panic.
func FuzzLedgerFile(f *testing.F) {
	s := systems[0]
	m := newImage(f, s)
	good := m.disk.Bytes(simPath)
	change := func(pairs ...uint32) (out []byte) {
		for _, n := range pairs {
			out = binary.LittleEndian.AppendUint32(out, n)
		}
		return out
	}
	f.Add(change())
	f.Add(change(63, 9))                                              // a newer version
	f.Add(change(63, 0, 71, 0))                                       // no version, no owner
	f.Add(change(16, 8, 17, 0))                                       // another page size
	f.Add(change(20, 0))                                              // no room for checksums
	f.Add(change(18, 2, 19, 2))                                       // WAL
	f.Add(change(28, 0xff, 29, 0xff, 30, 0xff))                       // more pages than there are
	f.Add(change(100, 2, 103, 0xff, 105, 0))                          // a broken schema page
	f.Add(change(pageSize, 13, pageSize+3, 0xff, pageSize+5, 0x7f))   // a broken table
	f.Add(change(2*pageSize, 0, 3*pageSize+8, 0xff, 3*pageSize+9, 9)) // broken cells
	f.Fuzz(func(t *testing.T, changes []byte) {
		data := bytes.Clone(good)
		for len(changes) >= 8 {
			at, by := binary.LittleEndian.Uint32(changes), changes[4]
			data[int(at)%len(data)] = by
			changes = changes[8:]
		}
		for at := 0; at < len(data); at += pageSize {
			seal(data[at : at+pageSize])
			mixInPlace(data[at:at+pageSize], int64(at))
		}
		disk := m.disk.Crash(rand.New(rand.NewPCG(1, 1)))
		disk.Put(simPath, data)
		files := s.onDisk(disk)
		defer files.forget()
		o, err := openOn(t, files)
		if err != nil {
			return
		}
		for _, w := range m.desks.copied().sent {
			_, _ = w.deliver(o)
		}
		_, _ = balances(o)
		_ = o.Verify(t.Context())
		_ = o.Close()
	})
}

// seal writes a page's checksum.
func seal(page []byte) {
	var s1, s2 uint32
	for data := page[:len(page)-8]; len(data) > 0; data = data[8:] {
		s1 += binary.LittleEndian.Uint32(data) + s2
		s2 += binary.LittleEndian.Uint32(data[4:]) + s1
	}
	binary.LittleEndian.PutUint32(page[len(page)-8:], s1)
	binary.LittleEndian.PutUint32(page[len(page)-4:], s2)
}

// FuzzAuthority reads anything as the office's certificate authority.
func FuzzAuthority(f *testing.F) {
	dir := f.TempDir()
	if _, _, err := makeAuthority(dir, noon); err != nil {
		f.Fatal(err)
	}
	var parts [2][]byte
	for i, name := range []string{caFile, caKeyFile} {
		file, err := systemFiles{}.open(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		_, err = b.ReadFrom(file)
		if err := errors.Join(err, file.Close()); err != nil {
			f.Fatal(err)
		}
		parts[i] = b.Bytes()
	}
	f.Add(parts[0], parts[1])
	f.Add(parts[1], parts[0])
	f.Add(parts[0][:len(parts[0])/2], parts[1])
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"), parts[1])
	f.Fuzz(func(t *testing.T, ca, key []byte) {
		if cert, _, err := readAuthority(ca, key, noon); err == nil && !cert.IsCA {
			t.Error("what is no authority is taken for one")
		}
	})
}

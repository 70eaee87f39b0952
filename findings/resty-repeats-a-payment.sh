#!/usr/bin/env bash
# resty told to try again sends a POST whose answer got lost three times, and one that was refused with 503 once.
#
# A good guess: a retry count works on answers that ask for it (503, 429) and on requests that may be repeated, as Go's own
# transport has it: GET yes, POST no.
# Really: SetRetryCount alone works on errors and only on those, whatever the method. A POST that arrived, and whose connection
# broke before the answer, is sent again each time. A 503, which says that nothing was done, is not, unless a condition is
# added. And each try writes the whole address, query and all, to standard error by itself.
# Versions: github.com/go-resty/resty/v2 v2.17.2.
# For a counter program: leave the count at 0 and ask by the write's own key whether it was done; give resty a logger that
# keeps none of its text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"
)

func main() {
	var taken atomic.Int32
	office := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		taken.Add(1)
		if r.URL.Path == "/busy" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		panic(http.ErrAbortHandler) // taken, then the line is cut
	}))
	office.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer office.Close()

	said, err := os.CreateTemp(".", "stderr")
	if err != nil {
		panic(err)
	}
	screen := os.Stderr
	os.Stderr = said
	for _, ask := range []struct{ method, path string }{
		{"POST", "/cut?mok=100000014"}, {"PUT", "/cut?mok=100000014"}, {"POST", "/busy?mok=100000014"}, {"GET", "/busy?mok=100000014"},
	} {
		taken.Store(0)
		client := resty.New().SetRetryCount(2).SetRetryWaitTime(time.Millisecond)
		_, err := client.R().SetBody(`{"cents":1250}`).Execute(ask.method, office.URL+ask.path)
		fmt.Printf("%s %s: arrived %d times, error %v\n", ask.method, strings.Split(ask.path, "?")[0], taken.Load(), err != nil)
	}
	os.Stderr = screen
	text, _ := os.ReadFile(said.Name())
	fmt.Printf("standard error has the number: %v\n", bytes.Contains(text, []byte("mok=100000014")))
}
GO
{ go mod init finding && go get github.com/go-resty/resty/v2@v2.17.2; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run .)
recorded='POST /cut: arrived 3 times, error true
PUT /cut: arrived 3 times, error true
POST /busy: arrived 1 times, error false
GET /busy: arrived 1 times, error false
standard error has the number: true'
echo "version:   $(go list -m github.com/go-resty/resty/v2)"
echo 'expected:  POST /cut once, GET /busy three times, nothing on standard error'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }

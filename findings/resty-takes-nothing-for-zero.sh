#!/usr/bin/env bash
# An answer of 200 with an amount in it becomes zero euros and no error, when its type is not named.
#
# A good guess: SetResult fills the value from the answer's JSON, or the call fails.
# Really: resty looks at Content-Type first. Without one (Go's server then says text/plain), with text/plain, and with 302 or
# 304, it leaves the value as it was and returns no error; Result() is not nil and IsError() is false. The body "null" does the
# same under application/json. A key twice takes the last, CENTS fills cents, both as encoding/json has it.
# Versions: github.com/go-resty/resty/v2 v2.17.2.
# For a counter program: a gateway that strips or rewrites a header turns each balance into 0.00. Read the body yourself, demand the
# type and every key, and begin with a value that cannot pass for an answer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/go-resty/resty/v2"
)

func main() {
	var kind, body string
	var status int
	office := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		w.WriteHeader(status)
		if status != http.StatusNotModified {
			io.WriteString(w, body)
		}
	}))
	defer office.Close()
	for _, answer := range []struct {
		status     int
		kind, body string
	}{
		{200, "application/json", `{"cents":1250}`},
		{200, "", `{"cents":1250}`},
		{200, "text/plain", `{"cents":1250}`},
		{302, "application/json", `{"cents":1250}`},
		{200, "application/json", `null`},
		{200, "application/json", `{"cents":1250,"CENTS":7}`},
	} {
		status, kind, body = answer.status, answer.kind, answer.body
		var due struct {
			Cents int64 `json:"cents"`
		}
		r, err := resty.New().R().SetResult(&due).Get(office.URL)
		fmt.Printf("%d %q %s: cents %d, error %v, IsError %v\n", status, kind, body, due.Cents, err, r.IsError())
	}
}
GO
{ go mod init finding && go get github.com/go-resty/resty/v2@v2.17.2; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run .)
recorded='200 "application/json" {"cents":1250}: cents 1250, error <nil>, IsError false
200 "" {"cents":1250}: cents 0, error <nil>, IsError false
200 "text/plain" {"cents":1250}: cents 0, error <nil>, IsError false
302 "application/json" {"cents":1250}: cents 0, error <nil>, IsError false
200 "application/json" null: cents 0, error <nil>, IsError false
200 "application/json" {"cents":1250,"CENTS":7}: cents 7, error <nil>, IsError false'
echo "version:   $(go list -m github.com/go-resty/resty/v2)"
echo 'expected:  1250 cents, or an error'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }

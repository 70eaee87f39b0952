#!/usr/bin/env bash
# A GET whose answer got lost arrives once, or twice, by what the connection was used for before.
#
# A good guess: Go's http.Client sends what it is told once; a lost answer is an error.
# Really: on a connection that has carried an answer already, the transport sends GET and HEAD a second time by itself when the
# connection ends before any byte of the answer, also when the server had read the whole request. On a new connection it does
# not. PUT, POST and DELETE go once, unless they carry Idempotency-Key, which no one in the program needs to read. The
# caller is told of one request.
# Versions: Go 1.26.8, net/http, HTTP/1.1.
# For a counter program: a server may see a question twice where the log has it once; a count of requests is no proof of what a
# clerk did. Keep-alive hides the difference between the first call of a day and all others: test each call on a used connection, too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CGO_ENABLED=0

cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
)

// office answers /well, and reads all of any other request, counts it and closes the line.
func office(l net.Listener, lost *atomic.Int32) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			in := bufio.NewReader(c)
			for {
				r, err := http.ReadRequest(in)
				if err != nil {
					return
				}
				io.Copy(io.Discard, r.Body)
				if r.URL.Path != "/well" {
					lost.Add(1)
					return
				}
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
		}()
	}
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	var lost atomic.Int32
	go office(l, &lost)
	at := "http://" + l.Addr().String()
	for _, ask := range []struct{ method, key string }{{"GET", ""}, {"HEAD", ""}, {"PUT", ""}, {"DELETE", ""}, {"PUT", "7"}} {
		fmt.Printf("%-6s key %-3q", ask.method, ask.key)
		for _, used := range []bool{false, true} {
			client := &http.Client{Transport: &http.Transport{}}
			if used {
				r, err := client.Get(at + "/well")
				if err != nil {
					panic(err)
				}
				r.Body.Close()
			}
			var body io.Reader
			if ask.method == "PUT" {
				body = strings.NewReader(`{"cents":1250}`)
			}
			r, _ := http.NewRequest(ask.method, at+"/lost", body)
			if ask.key != "" {
				r.Header.Set("Idempotency-Key", ask.key)
			}
			lost.Store(0)
			_, err := client.Do(r)
			fmt.Printf("  used %-5v arrived %d, error %v", used, lost.Load(), err != nil)
		}
		fmt.Println()
	}
}
GO
{ go mod init finding; } >setup.txt 2>&1 || { cat setup.txt >&2; exit 1; }

seen=$(go run .)
recorded='GET    key ""   used false arrived 1, error true  used true  arrived 2, error true
HEAD   key ""   used false arrived 1, error true  used true  arrived 2, error true
PUT    key ""   used false arrived 1, error true  used true  arrived 1, error true
DELETE key ""   used false arrived 1, error true  used true  arrived 1, error true
PUT    key "7"  used false arrived 1, error true  used true  arrived 2, error true'
echo "version:   $(go version)"
echo 'expected:  each arrives once'
printf 'seen:\n%s\n' "$seen"
[ "$seen" = "$recorded" ] || { echo 'CHANGED: no longer as this file says'; exit 1; }

package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCursor holds the cursor against encoding/json's own decoder: the same keys at the same depth, in the same order.
func FuzzCursor(f *testing.F) {
	for _, text := range []string{posted, sampleText, `{}`, `[]`, ` null `, `"a\"b"`, `{"a\\\"":[1,{"":"]}"}],"\u0061b\ud800":-0.5e+3}`, "[[],{},\t\"\\\\\",\r\n true ]", `{"č":{"š":"ž"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) || !json.Valid(text) || len(text) > maxAnswer {
			return
		}
		var got, want strings.Builder
		c := &cursor{text: text}
		c.tell(&got, 0)
		if c.next() != 0 {
			t.Fatalf("ended at %d of %q", c.at, text)
		}
		tell(json.NewDecoder(bytes.NewReader(text)), &want, 0)
		if got.String() != want.String() {
			t.Errorf("%q\n%s\nwant\n%s", text, got.String(), want.String())
		}
	})
}

func (c *cursor) tell(into *strings.Builder, depth int) {
	begins := c.next()
	if begins != '{' && begins != '[' {
		c.pass()
		fmt.Fprintln(into, depth, "a value")
		return
	}
	c.enter()
	fmt.Fprintln(into, depth, string(begins))
	for c.more() {
		if begins == '{' {
			fmt.Fprintf(into, "%d %q\n", depth, c.key())
		}
		c.tell(into, depth+1)
	}
	fmt.Fprintln(into, depth, "end")
}

func tell(dec *json.Decoder, into *strings.Builder, depth int) {
	token, _ := dec.Token()
	begins, ok := token.(json.Delim)
	if !ok {
		fmt.Fprintln(into, depth, "a value")
		return
	}
	fmt.Fprintln(into, depth, begins)
	for dec.More() {
		if begins == '{' {
			key, _ := dec.Token()
			fmt.Fprintf(into, "%d %q\n", depth, key)
		}
		tell(dec, into, depth+1)
	}
	_, _ = dec.Token()
	fmt.Fprintln(into, depth, "end")
}

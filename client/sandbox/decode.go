package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 64 << 10

// readBody takes the whole body of a JSON request: 415 for another type, 413 beyond maxBody.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	if err != nil || media != "application/json" || charset != "" && charset != "utf-8" || r.Header.Get("Content-Encoding") != "" {
		return nil, refuse("unsupported-media-type")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, refuse("body-too-large")
	}
	if err != nil {
		return nil, badRequest("body", "did not arrive whole")
	}
	return body, nil
}

// field reads one value, of which token is the first, from dec; at is its JSON pointer.
type field struct {
	read     func(dec *json.Decoder, token json.Token, at string) *problem
	optional bool
}

// object is the exact set of keys that a body may have.
type object map[string]field

// decode reads a body strictly: the keys spelled as they are here, each once, none else, none missing, whole
// numbers as whole numbers, nothing behind the object. The problem carries the JSON pointer of what is wrong.
func decode(body []byte, into object) error {
	if !utf8.Valid(body) || !json.Valid(body) {
		return badRequest("body", "not one JSON value in UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	token, err := dec.Token()
	if err != nil {
		return badRequest("body", "not JSON")
	}
	if p := into.readFrom(dec, token, ""); p != nil {
		return p
	}
	return nil
}

func (o object) readFrom(dec *json.Decoder, token json.Token, at string) *problem {
	if token != json.Delim('{') {
		return badRequest(orBody(at), "not an object")
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		key, isKey := token.(string)
		if err != nil || !isKey {
			return badRequest(orBody(at), "not JSON")
		}
		f, known := o[key]
		if !known {
			return badRequest(at+"/"+harmlessKey(key), "unknown key")
		}
		if seen[key] {
			return badRequest(at+"/"+key, "the key stands twice")
		}
		seen[key] = true
		value, err := dec.Token()
		if err != nil {
			return badRequest(at+"/"+key, "not JSON")
		}
		if p := f.read(dec, value, at+"/"+key); p != nil {
			return p
		}
	}
	if _, err := dec.Token(); err != nil {
		return badRequest(orBody(at), "not JSON")
	}
	return o.missing(seen, at)
}

func (o object) missing(seen map[string]bool, at string) *problem {
	var absent []string
	for key, f := range o {
		if !f.optional && !seen[key] {
			absent = append(absent, key)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	slices.Sort(absent)
	return badRequest(at+"/"+absent[0], "missing")
}

func orBody(at string) string {
	if at == "" {
		return "body"
	}
	return at
}

// harmlessKey repeats an unknown key only when it looks like one: a key could be a card number.
func harmlessKey(key string) string {
	if regexp.MustCompile(`^[A-Za-z][A-Za-z]{0,39}$`).MatchString(key) {
		return key
	}
	return "-"
}

// wholeNumber reads an integer that is written as one, within both bounds.
func wholeNumber(into *int64, least, most int64) field {
	return field{read: func(_ *json.Decoder, token json.Token, at string) *problem {
		number, ok := token.(json.Number)
		if !ok || number == "-0" {
			return badRequest(at, "not a whole number")
		}
		n, err := strconv.ParseInt(string(number), 10, 64)
		if err != nil {
			return badRequest(at, "not a whole number")
		}
		if n < least || n > most {
			return badRequest(at, "out of range")
		}
		*into = n
		return nil
	}}
}

// text reads a string that the check accepts.
func text(into *string, check func(string) bool) field {
	return field{read: func(_ *json.Decoder, token json.Token, at string) *problem {
		s, ok := token.(string)
		if !ok {
			return badRequest(at, "not a string")
		}
		if !check(s) {
			return badRequest(at, "not of the form it must have")
		}
		*into = s
		return nil
	}}
}

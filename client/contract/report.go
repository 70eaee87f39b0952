package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// String tells the exchange in a few lines, for people. Secrets and tokens are left out.
func (a answer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  > %s %s", a.request.method, a.request.path)
	if a.request.query != "" {
		fmt.Fprintf(&b, "?%s", a.request.query)
	}
	if a.request.body != nil {
		fmt.Fprintf(&b, "\n  > %s", short(a.request.body))
	}
	fmt.Fprintf(&b, "\n  < %d, Trace-Id %s", a.status, a.header.Get("Trace-Id"))
	if len(a.body) > 0 {
		fmt.Fprintf(&b, "\n  < %s", short(a.body))
	}
	return b.String()
}

// secrets are the values that no report shows.
var secrets = regexp.MustCompile(`("(?:pin|token|panLast6)"\s*:\s*")[^"]*"`)

// short is a body for a report: one line, bounded, without secrets.
func short(body []byte) string {
	const most = 1500
	if !utf8.Valid(body) {
		return fmt.Sprintf("(%d bytes that are not UTF-8)", len(body))
	}
	var line bytes.Buffer
	if json.Compact(&line, body) != nil {
		line.Reset()
		line.Write(bytes.Join(bytes.Fields(body), []byte(" ")))
	}
	text := secrets.ReplaceAllString(line.String(), `$1…"`)
	if len(text) > most {
		text = text[:most] + "…"
	}
	return text
}

// plain turns a validator's tree of errors into one line a fault: where, and what.
func plain(err error) string {
	var lines []string
	collect(err, &lines)
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "; ")
}

func collect(err error, lines *[]string) {
	if many, ok := errors.AsType[openapi3.MultiError](err); ok {
		for _, one := range many {
			collect(one, lines)
		}
		return
	}
	fault, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		*lines = append(*lines, firstLine(err.Error()))
		return
	}
	if inner := fault.Origin; inner != nil {
		collect(inner, lines)
		return
	}
	where := "/" + strings.Join(fault.JSONPointer(), "/")
	*lines = append(*lines, "at "+where+": "+lastReason(fault.Reason))
}

// placed is the part of a validator's message that tells a place, which the report has told.
var placed = regexp.MustCompile(`^(error at "[^"]*": )?(jsonschema validation failed with [^\n]*)?(- )?(at '[^']*': )?`)

// lastReason is the innermost sentence of a validator's message.
func lastReason(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	reason := placed.ReplaceAllString(strings.TrimSpace(lines[len(lines)-1]), "")
	if reason == "false schema" {
		return "must not be here"
	}
	return reason
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// strictJSON says what is not clean in a body: not UTF-8, a byte-order mark, a doubled name, something behind the value.
func strictJSON(body []byte) error {
	if !utf8.Valid(body) {
		return errors.New("not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := strictValue(dec, ""); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("something follows the value")
	}
	return nil
}

func strictValue(dec *json.Decoder, at string) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return strictNumber(token, at)
	}
	names := map[string]bool{}
	for i := 0; dec.More(); i++ {
		here := fmt.Sprintf("%s/%d", at, i)
		if open == '{' {
			token, err := dec.Token()
			if err != nil {
				return err
			}
			name, _ := token.(string)
			if here = at + "/" + name; names[name] {
				return fmt.Errorf("%s stands twice", here)
			}
			names[name] = true
		}
		if err := strictValue(dec, here); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// strictNumber refuses what is an integer to a schema but not on this wire: 2000.0, 2e3.
func strictNumber(token json.Token, at string) error {
	if number, ok := token.(json.Number); ok && strings.ContainsAny(string(number), ".eE") {
		return fmt.Errorf("%s is written with a fraction or an exponent", at)
	}
	return nil
}

var traceForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

func isTrace(s string) bool { return traceForm.MatchString(s) }

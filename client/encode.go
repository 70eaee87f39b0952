package client

import (
	"bytes"
	"encoding/json"
)

// encode writes a body: fields in the order of the type, no HTML escapes, no newline at
// the end. The same value always gives the same bytes.
func encode(body any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return nil, badInput("body")
	}
	text := bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	if len(text) > maxRequest {
		return nil, badInput("body too large")
	}
	return text, nil
}

package contract

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// parameters are those of an operation and of its path.
func (s *spec) parameters(op *operation) []*openapi3.Parameter {
	var all []*openapi3.Parameter
	for _, refs := range []openapi3.Parameters{op.item.Parameters, op.op.Parameters} {
		for _, ref := range refs {
			all = append(all, ref.Value)
		}
	}
	return all
}

// exampleBody is the example of an operation's request body, as JSON; "" if it has none.
func (s *spec) exampleBody(op *operation) string {
	if op.op.RequestBody == nil {
		return ""
	}
	media := op.op.RequestBody.Value.Content["application/json"]
	if media == nil || media.Example == nil {
		return ""
	}
	raw, err := json.Marshal(media.Example)
	if err != nil {
		panic(err) // an example that was read from YAML
	}
	return string(raw)
}

var idForm = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// lastID is the last id in a path, "" if there is none.
func lastID(path string) string {
	ids := idForm.FindAllString(path, -1)
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// withID gives a body the id.
func withID(body, id string) string {
	at := strings.Index(body, `"id":"`)
	if at < 0 || id == "" {
		return body
	}
	at += len(`"id":"`)
	return body[:at] + id + body[at+len(id):]
}

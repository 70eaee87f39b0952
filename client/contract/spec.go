package contract

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"cekr.kranj.si/desk/client"
)

// spec is openapi.yaml, loaded.
type spec struct {
	doc *openapi3.T
	ops []*operation

	once  sync.Once
	lists map[string]map[string]code
}

// operation is one method of one path of the contract.
type operation struct {
	method, path string
	item         *openapi3.PathItem
	op           *openapi3.Operation
}

// name is how reports call an operation.
func (o *operation) name() string { return o.method + " " + o.path }

// served is false for what is agreed on and not implemented yet.
func (o *operation) served() bool { return o.op.Extensions["x-implemented"] != false }

// capability is the one that an office gives to some of its clerks if it serves the operation; "" for one that every office serves.
func (o *operation) capability() string {
	word, _ := o.op.Extensions["x-capability"].(string)
	return word
}

// public is true where no token is asked for.
func (o *operation) public() bool { return o.op.Security != nil && len(*o.op.Security) == 0 }

// loadSpec reads the embedded contract. It does not judge the file: TestContractFile does.
func loadSpec() (*spec, error) {
	doc, err := openapi3.NewLoader().LoadFromData(client.OpenAPI)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	s := &spec{doc: doc}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			s.ops = append(s.ops, &operation{method, path, item, op})
		}
	}
	slices.SortFunc(s.ops, func(a, b *operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return s, nil
}

// find gives the operation that a method and a path (below the base URL) mean, and the
// path's parameters; nil if the contract has none. Of two templates that fit, the one
// with fewer parameters is meant.
func (s *spec) find(method, path string) (*operation, map[string]string) {
	var found *operation
	var values map[string]string
	for _, op := range s.ops {
		if op.method != method {
			continue
		}
		if got, ok := fits(op.path, path); ok && (found == nil || len(got) < len(values)) {
			found, values = op, got
		}
	}
	return found, values
}

// fits holds a path against a template like /v1/cards/{mokId}.
func fits(template, path string) (map[string]string, bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	values := map[string]string{}
	for i, w := range want {
		switch {
		case strings.HasPrefix(w, "{") && got[i] != "":
			values[strings.Trim(w, "{}")] = got[i]
		case w != got[i]:
			return nil, false
		}
	}
	return values, true
}

// input is what the validator wants to know of a request.
func (s *spec) input(op *operation, values map[string]string, r *http.Request) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: values,
		Route:      &routers.Route{Spec: s.doc, Path: op.path, PathItem: op.item, Method: op.method, Operation: op.op},
		Options: &openapi3filter.Options{
			AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
			IncludeResponseStatus:             true,
			MultiError:                        true,
			RejectWhenRequestBodyNotSpecified: true,
			SkipSettingDefaults:               true,
		},
	}
}

// checkRequest says how a request breaks the contract; it consumes the request's body.
func (s *spec) checkRequest(in *openapi3filter.RequestValidationInput) error {
	return openapi3filter.ValidateRequest(context.Background(), in)
}

// checkAnswer says how an answer breaks the contract: status, headers, body.
func (s *spec) checkAnswer(in *openapi3filter.RequestValidationInput, status int, header http.Header, body []byte) error {
	answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: status, Header: header, Options: in.Options}
	answer.SetBodyBytes(body)
	return openapi3filter.ValidateResponse(context.Background(), answer)
}

// checkProblem holds a decoded problem document of no documented operation against its schema.
func (s *spec) checkProblem(value any) error {
	return s.doc.Components.Schemas["Problem"].Value.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors())
}

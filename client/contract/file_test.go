package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client"
)

func mustSpec(t *testing.T) *spec {
	t.Helper()
	s, err := loadSpec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The file is a valid OpenAPI 3.1 document, with every example valid against its schema.
func TestContractFileIsValid(t *testing.T) {
	s := mustSpec(t)
	if err := s.doc.Validate(t.Context(), openapi3.EnableMultiError()); err != nil {
		t.Fatal(err)
	}
	if !s.doc.IsOpenAPI31OrLater() {
		t.Error("not OpenAPI 3.1")
	}
	if got := s.doc.Info.Version; got != client.ContractVersion {
		t.Errorf("info.version is %s, client.ContractVersion %s", got, client.ContractVersion)
	}
}

// eachSchema walks every schema written in the file, once, with its place.
func eachSchema(t *testing.T, s *spec, visit func(at string, ref *openapi3.SchemaRef)) {
	t.Helper()
	err := s.doc.WalkSchemas(func(at string, ref *openapi3.SchemaRef) error {
		visit(at, ref)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A bank's engineer has nothing but the file: every field says what it is and shows one.
func TestEveryFieldIsDescribedWithAnExample(t *testing.T) {
	s := mustSpec(t)
	fields := 0
	eachSchema(t, s, func(at string, owner *openapi3.SchemaRef) {
		for name, field := range owner.Value.Properties {
			v := field.Value
			if ruleOnly(v) {
				continue // a rule of an if or then about a field described elsewhere
			}
			fields++
			if strings.TrimSpace(v.Description) == "" {
				t.Errorf("%s: %s has no description", at, name)
			}
			if len(v.Examples) == 0 && len(v.Properties) == 0 && (v.Items == nil) && len(v.AllOf) == 0 {
				t.Errorf("%s: %s has no example", at, name)
			}
			bounded(t, at+": "+name, v)
			for _, example := range v.Examples {
				checkExample(t, at+": "+name, v, example)
			}
		}
		if v := owner.Value; len(v.Properties) > 0 && v.Type.Is("object") && !closed(v) {
			t.Errorf("%s allows fields that nobody named", at)
		}
	})
	if fields < 200 {
		t.Errorf("only %d fields were looked at: the walk misses most of the file", fields)
	}
}

// ruleOnly is a schema that only narrows another.
func ruleOnly(v *openapi3.Schema) bool {
	return v.Description == "" && len(v.Examples) == 0 && v.Type == nil && len(v.Properties) == 0 ||
		v.Description == "" && v.Type.Is("null")
}

func closed(v *openapi3.Schema) bool {
	no := func(b *bool) bool { return b != nil && !*b }
	return no(v.AdditionalProperties.Has) || no(v.UnevaluatedProperties.Has)
}

// bounded: text has a longest form, a number a largest.
func bounded(t *testing.T, at string, v *openapi3.Schema) {
	t.Helper()
	switch {
	case v.Type.Is("string") && v.MaxLength == nil && v.Pattern == "" && len(v.Enum) == 0:
		t.Errorf("%s is text without a bound", at)
	case v.Type.Is("integer") && len(v.Enum) == 0 && (v.Min == nil || v.Max == nil):
		t.Errorf("%s is a number without bounds", at)
	case v.Type.Is("number"):
		t.Errorf("%s may have a fraction", at)
	}
}

func checkExample(t *testing.T, at string, v *openapi3.Schema, example any) {
	t.Helper()
	raw, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	if err := v.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		t.Errorf("%s: the example %s: %s", at, raw, plain(err))
	}
}

// Every operation is told from end to end.
func TestEveryOperationIsTold(t *testing.T) {
	s := mustSpec(t)
	for _, op := range s.ops {
		o := op.op
		if o.Summary == "" || len(o.Description) < 30 || o.OperationID == "" || len(o.Tags) != 1 {
			t.Errorf("%s: summary, description, operationId or tag is missing", op.name())
		}
		for _, p := range s.parameters(op) {
			if p.Description == "" || p.Example == nil {
				t.Errorf("%s: parameter %s has no description or no example", op.name(), p.Name)
			}
		}
		if o.RequestBody != nil && s.exampleBody(op) == "" {
			t.Errorf("%s: the request has no example", op.name())
		}
		for _, needed := range statuses(op) {
			if o.Responses.Value(needed) == nil {
				t.Errorf("%s: status %s is not told", op.name(), needed)
			}
		}
		for status, ref := range o.Responses.Map() {
			for _, header := range []string{"Trace-Id", "Date"} {
				if h := ref.Value.Headers[header]; h == nil || !h.Value.Required {
					t.Errorf("%s, %s: %s is not asked for", op.name(), status, header)
				}
			}
			checkContent(t, op.name()+", "+status, ref.Value)
		}
	}
}

// statuses are those that an operation of its kind must tell.
func statuses(op *operation) []string {
	list := []string{"500"}
	if !op.public() {
		list = append(list, "401")
	}
	if op.op.RequestBody != nil {
		list = append(list, "400", "413", "415")
	}
	if op.method == "PUT" {
		list = append(list, "200", "201", "403", "409", "422")
	}
	if !op.served() {
		list = append(list, "501")
	}
	return list
}

func checkContent(t *testing.T, at string, r *openapi3.Response) {
	t.Helper()
	if strings.HasSuffix(at, "204") {
		return
	}
	want := "application/json"
	if strings.Contains(at, ", 4") || strings.Contains(at, ", 5") {
		want = "application/problem+json"
	}
	if len(r.Content) != 1 || r.Content[want] == nil || r.Content[want].Schema == nil {
		t.Errorf("%s: the body is not %s with a schema", at, want)
	}
}

// Every code has its meaning and its next step, and stands in both lists or in none.
func TestEveryCodeHasItsMeaning(t *testing.T) {
	s := mustSpec(t)
	for _, list := range []string{"ProblemCode", "RejectionCode"} {
		var enum []string
		for _, value := range s.doc.Components.Schemas[list].Value.Enum {
			enum = append(enum, value.(string))
		}
		codes := s.codes(list)
		if diff := cmp.Diff(slices.Sorted(slices.Values(enum)), slices.Sorted(maps.Keys(codes))); diff != "" {
			t.Errorf("%s: enum and x-codes differ (-enum +x-codes):\n%s", list, diff)
		}
		for name, c := range codes {
			if len(c.Meaning) < 15 || len(c.Desk) < 8 {
				t.Errorf("%s: %s has no meaning, or no word on what a desk should do", list, name)
			}
			if problem := list == "ProblemCode"; problem != (c.Status >= 400 && c.Status < 600) || problem != (len(c.Writes) == 0) {
				t.Errorf("%s: %s has status %d and writes %v", list, name, c.Status, c.Writes)
			}
		}
	}
}

// The codes that each answer allows are codes of the list, with the answer's status; each code is allowed somewhere.
func TestEveryCodeHasItsPlace(t *testing.T) {
	s := mustSpec(t)
	codes, used := s.codes("ProblemCode"), map[string]bool{"not-found": true, "method-not-allowed": true}
	for name, ref := range s.doc.Components.Responses {
		media := ref.Value.Content["application/problem+json"]
		if media == nil {
			continue
		}
		narrowed := media.Schema.Value.AllOf[1].Value.Properties
		status := fmt.Sprint(narrowed["status"].Value.Const)
		for _, value := range narrowed["code"].Value.Enum {
			code := value.(string)
			used[code] = true
			if fmt.Sprint(codes[code].Status) != status {
				t.Errorf("response %s allows %s, which has status %d, not %s", name, code, codes[code].Status, status)
			}
		}
	}
	for code := range codes {
		if !used[code] {
			t.Errorf("no answer allows the code %s", code)
		}
	}
	writes := map[string][]string{"TopUpRejection": {"topUp"}, "DrawerRejection": {"openDrawer", "closeDrawer"}, "LockRejection": {"lockCard"},
		"ReversalRejection": {"reverseTopUp"}, "UnlockRejection": {"unlockCard"}, "ApprovalRejection": {"approve"},
		"MovementRejection": {"moveCash"}, "CountRejection": {"countDrawer"}}
	for schema, writes := range writes {
		var allowed, listed []string
		for _, value := range s.doc.Components.Schemas[schema].Value.Enum {
			allowed = append(allowed, value.(string))
		}
		for code, c := range s.codes("RejectionCode") {
			if slices.ContainsFunc(c.Writes, func(w string) bool { return slices.Contains(writes, w) }) {
				listed = append(listed, code)
			}
		}
		slices.Sort(allowed)
		slices.Sort(listed)
		if diff := cmp.Diff(allowed, listed); diff != "" {
			t.Errorf("%s and the list of codes differ (-schema +list):\n%s", schema, diff)
		}
	}
	for code, c := range s.codes("RejectionCode") {
		for _, write := range c.Writes {
			if !slices.ContainsFunc(s.ops, func(o *operation) bool { return o.op.OperationID == write && o.method == "PUT" }) {
				t.Errorf("%s can end %s, which is no write", code, write)
			}
		}
	}
}

// The desk has a name for every code that a served operation can answer with, and for no other code of the file.
func TestTheDeskKnowsEveryCodeThatIsServed(t *testing.T) {
	s := mustSpec(t)
	served := map[string]bool{"not-found": true, "method-not-allowed": true, "not-implemented": true} // of no operation
	ops := map[string]bool{}
	for _, op := range s.ops {
		if !op.served() {
			continue
		}
		ops[op.op.OperationID] = true
		for _, ref := range op.op.Responses.Map() {
			if media := ref.Value.Content["application/problem+json"]; media != nil {
				for _, value := range media.Schema.Value.AllOf[1].Value.Properties["code"].Value.Enum {
					served[value.(string)] = true
				}
			}
		}
	}
	for code, c := range s.codes("RejectionCode") {
		if slices.ContainsFunc(c.Writes, func(w string) bool { return ops[w] }) {
			served[code] = true
		}
	}
	known := slices.DeleteFunc(client.Codes(), func(code string) bool {
		return slices.Contains([]string{client.CodeNoConnection, client.CodeNoTrust, client.CodeTimeout, client.CodeConnectionLost, client.CodeForeignAnswer,
			client.CodeAbandoned, client.CodeIllFormed, client.CodeBadInput}, code) // of the way
	})
	slices.Sort(known)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(served)), known); diff != "" {
		t.Errorf("the file and the desk's constants differ (-served +known):\n%s", diff)
	}
	for _, list := range []string{"ProblemCode", "RejectionCode"} {
		v := s.doc.Components.Schemas[list].Value
		form := regexp.MustCompile(v.Pattern)
		for code := range s.codes(list) {
			if v.Pattern == "" || !form.MatchString(code) || len(code) > int(*v.MaxLength) {
				t.Errorf("%s: %s is not of the form %q", list, code, v.Pattern)
			}
		}
	}
}

// What 1.3.0 brought can be read by generators of code: no schema is true or false, no rule is an if, and whole cents are 64 bits wide.
func TestGeneratorsCanReadWhatUndoes(t *testing.T) {
	_, text, _ := strings.Cut(string(client.OpenAPI), "# ---- storno, unlock, second person ----")
	text, _, found := strings.Cut(text, "# ---- specified, not served yet ----")
	text = strings.ReplaceAll(text, "additionalProperties: false", "")
	for _, unread := range []string{": false", ": true", "if:", "then:", "const:", "unevaluated", "anyOf", "'null'"} {
		if strings.Contains(text, unread) || !found {
			t.Errorf("generators stumble over %q", unread)
		}
	}
	s := mustSpec(t)
	for _, name := range []string{"Money", "PositiveMoney", "SignedMoney"} {
		if got := s.doc.Components.Schemas[name].Value.Properties["amount"].Value.Format; got != "int64" {
			t.Errorf("the amount of %s has the format %q", name, got)
		}
	}
	names := map[string]string{}
	for name := range s.doc.Components.Schemas {
		if other, taken := names[strings.ToLower(name)]; taken {
			t.Errorf("%s and %s are one name where case does not count", name, other)
		}
		names[strings.ToLower(name)] = name
	}
	for name := range s.doc.Components.Responses {
		if other, taken := names[strings.ToLower(name)]; taken {
			t.Errorf("the answer %s has the name of the schema %s", name, other)
		}
	}
}

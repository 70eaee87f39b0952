package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// maxAnswer is the most that a desk reads of an answer, in bytes.
const maxAnswer = 256 << 10

// request is one request to the office under test.
type request struct {
	method, path, query string
	token               string
	body                []byte // nil sends none
	header              http.Header
	// invalid says that the request breaks the contract on purpose: only the answer is judged.
	invalid bool
}

// answer is what came back, judged already.
type answer struct {
	request request
	status  int
	header  http.Header
	body    []byte
}

// send puts a request on the wire and holds request and answer against the contract; what is
// broken fails the test, which goes on. It ends the test only when there is no answer at all.
func (s *suite) send(t *testing.T, q request) answer {
	t.Helper()
	a, err := s.exchange(q)
	if err != nil {
		t.Fatalf("%s %s: no answer: %v", q.method, q.path, err)
	}
	for _, wrong := range s.judge(a) {
		t.Errorf("%s\n%v", wrong, a)
	}
	return a
}

// exchange puts a request on the wire. It is safe for concurrent use.
func (s *suite) exchange(q request) (answer, error) {
	r, err := s.newRequest(q)
	if err != nil {
		return answer{}, err
	}
	resp, err := s.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return answer{}, fmt.Errorf("status %d, then the body broke off: %w", resp.StatusCode, err)
	}
	return answer{request: q, status: resp.StatusCode, header: resp.Header, body: body}, nil
}

func (s *suite) newRequest(q request) (*http.Request, error) {
	url := s.office.BaseURL + q.path
	if q.query != "" {
		url += "?" + q.query
	}
	var body io.Reader
	if q.body != nil {
		body = bytes.NewReader(q.body)
	}
	r, err := http.NewRequest(q.method, url, body)
	if err != nil {
		return nil, err
	}
	if q.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	for _, from := range []http.Header{s.office.Header, q.header} {
		for name, values := range from {
			r.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	return r, nil
}

// judge says how an exchange breaks the contract, one sentence each.
func (s *suite) judge(a answer) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }

	if len(a.body) > maxAnswer {
		say("the answer is longer than %d bytes", maxAnswer)
	}
	if a.status >= 300 && a.status < 400 {
		say("an office never redirects")
	}
	s.judgeHeaders(a, say)
	if len(a.body) > 0 {
		if err := strictJSON(a.body); err != nil {
			say("the body is not clean JSON: %v", err)
		}
	}
	if a.status >= 400 {
		s.judgeProblem(a, say)
	}
	s.judgeSchema(a, say)
	return wrong
}

func (s *suite) judgeHeaders(a answer, say func(string, ...any)) {
	if trace := a.header.Get("Trace-Id"); !isTrace(trace) {
		say("Trace-Id is not 32 hex digits in lower case")
	} else if !s.seen.trace(trace) {
		say("Trace-Id %s was given to another request", trace)
	}
	if _, err := http.ParseTime(a.header.Get("Date")); err != nil {
		say("Date is missing or ill-formed")
	}
}

// judgeProblem checks what a schema cannot say: status and trace id are those of the answer.
func (s *suite) judgeProblem(a answer, say func(string, ...any)) {
	var p problem
	if err := json.Unmarshal(a.body, &p); err != nil {
		say("an error must be application/problem+json: %v", err)
		return
	}
	if p.Status != a.status {
		say("the problem's status is %d", p.Status)
	}
	if p.TraceID != a.header.Get("Trace-Id") {
		say("the problem's traceId is not the Trace-Id")
	}
	if codes := s.spec.codes("ProblemCode"); codes[p.Code].Status != a.status {
		say("code %q belongs to status %d", p.Code, codes[p.Code].Status)
	}
	s.seen.problem(p.Code)
}

// judgeSchema holds request and answer against openapi.yaml. What has no operation there must be a problem.
func (s *suite) judgeSchema(a answer, say func(string, ...any)) {
	op, values := s.spec.find(a.request.method, a.request.path)
	if op == nil {
		var value any
		if err := json.Unmarshal(a.body, &value); err != nil {
			return // told by judgeProblem, or a 2xx that the caller refuses
		}
		if err := s.spec.checkProblem(value); err != nil {
			say("not a problem document: %s", plain(err))
		}
		if got := a.header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
			say("Content-Type is %q, not application/problem+json", got)
		}
		return
	}
	s.seen.operation(op, a.status)
	r, err := s.newRequest(a.request)
	if err != nil {
		say("%v", err)
		return
	}
	in := s.spec.input(op, values, r)
	if !a.request.invalid {
		if err := s.spec.checkRequest(in); err != nil {
			say("the suite's own request breaks openapi.yaml, %s: %s", op.name(), plain(err))
		}
	}
	if err := s.spec.checkAnswer(in, a.status, a.header, a.body); err != nil {
		say("breaks openapi.yaml, %s, %d: %s", op.name(), a.status, plain(err))
	}
}

// into decodes the body, which was judged before.
func (a answer) into(t *testing.T, value any) {
	t.Helper()
	if err := json.Unmarshal(a.body, value); err != nil {
		t.Fatalf("can't be read: %v\n%v", err, a)
	}
}

// want ends the test unless the status is the one wanted.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("want status %d\n%v", status, a)
	}
	return a
}

// refused ends the test unless the answer is this problem, which it gives back.
func (a answer) refused(t *testing.T, status int, code string) problem {
	t.Helper()
	a.want(t, status)
	var p problem
	a.into(t, &p)
	if p.Code != code {
		t.Fatalf("want code %s\n%v", code, a)
	}
	return p
}

// date is the office's clock when it answered.
func (a answer) date(t *testing.T) time.Time {
	t.Helper()
	at, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		t.Fatalf("Date: %v\n%v", err, a)
	}
	return at
}

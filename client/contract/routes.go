package contract

import (
	"net/http"
	"strings"
	"testing"
)

// sample is a request of an operation, made of the examples in openapi.yaml, with ids that
// nobody has used: the last id of the path is that of the body.
func (s *suite) sample(t *testing.T, op *operation) request {
	t.Helper()
	q := request{method: op.method, path: op.path}
	for _, p := range s.spec.parameters(op) {
		value, ok := p.Example.(string)
		switch {
		case p.In == "path" && idForm.MatchString(value):
			q.path = strings.Replace(q.path, "{"+p.Name+"}", newID(), 1)
		case p.In == "path" && ok:
			q.path = strings.Replace(q.path, "{"+p.Name+"}", value, 1)
		case p.In == "query" && p.Required:
			q.query = p.Name + "=" + value
		case p.In == "header" && p.Name == "If-Match":
			q.header = http.Header{p.Name: {value}}
		}
	}
	if body := s.spec.exampleBody(op); body != "" {
		q.body = []byte(withID(body, lastID(q.path)))
	}
	return q
}

// routes: what the contract does not have is told as a problem.
func (s *suite) routes(t *testing.T) {
	token := s.reader(t)
	each(t,
		check{"a path that is not there is 404 not-found", func(t *testing.T) {
			for _, path := range []string{"/v1/nothing", "/v1", "/v2/me", "/v1/cards", "/v1/top-ups/", "/v1/me/", "/v1//me", "/v1/top-ups/" + newID() + "/nothing"} {
				s.send(t, request{method: http.MethodGet, path: path, token: token}).refused(t, 404, "not-found")
			}
		}},
		check{"a method that is not there is 405 method-not-allowed, with Allow", func(t *testing.T) {
			for method, path := range map[string]string{http.MethodPost: "/v1/me", http.MethodDelete: "/v1/top-ups/" + newID(),
				http.MethodPut: "/v1/cards/" + s.office.Card.MokID, http.MethodPatch: "/v1/health"} {
				a := s.send(t, request{method: method, path: path, token: token})
				a.refused(t, 405, "method-not-allowed")
				if !strings.Contains(a.header.Get("Allow"), "GET") {
					t.Errorf("Allow does not name GET\n%v", a)
				}
			}
		}},
		check{"no id needs a header, and none is asked for", func(t *testing.T) {
			d := s.open(t)
			w := d.next(t)
			q := d.sendRequest(w)
			q.header = http.Header{"Idempotency-Key": {newID()}}
			first := s.send(t, q).want(t, 201)
			same(t, first, d.send(t, w).want(t, 200)) // the header changes nothing
		}},
	)
}

// everyRouteTried: the suite itself forgot nothing of the file: each operation that every office serves gave a good answer, each
// other one was asked for.
func (s *suite) everyRouteTried(t *testing.T) {
	t.Helper()
	for _, op := range s.spec.ops {
		alone := op.op.OperationID == "lookUps" && s.office.Supervisor.Number == "" || op.capability() == "custody" && s.office.Second.Number == ""
		if alone || !s.serves(t, op) {
			continue // told as left out
		}
		if op.served() && !s.seen.answered(op, 200, 201, 204) {
			t.Errorf("the suite never got a good answer of %s", op.name())
		}
		if !op.served() && !s.seen.tried(op) {
			t.Errorf("the suite never tried %s, which not every office serves", op.name())
		}
	}
}

// serves is false for an operation that the office leaves out by giving the clerks of this run no capability for it.
func (s *suite) serves(t *testing.T, op *operation) bool {
	t.Helper()
	word := op.capability()
	return word == "" || s.may(t, s.office.Clerk, word) || s.may(t, s.office.Supervisor, word)
}

// laterRoutes: what no office has to serve yet says so, to whoever is signed in, or is served as the file says: send holds it to
// that. That it asks for a sign-in first is tokenAsked's.
func (s *suite) laterRoutes(t *testing.T) {
	for _, op := range s.spec.ops {
		if op.served() {
			continue
		}
		t.Run(op.method+" "+strings.Trim(op.path, "/"), func(t *testing.T) {
			q := s.sample(t, op)
			q.token = s.reader(t)
			a := s.send(t, q)
			switch {
			case a.status == 501:
				a.refused(t, 501, "not-implemented")
			case a.status < 300:
				t.Logf("it is served: %d", a.status)
			default:
				a.refusedByItself(t)
			}
		})
	}
}

// refusedByItself: the operation has refused the request. An office that does not know it has not.
func (a answer) refusedByItself(t *testing.T) {
	t.Helper()
	var p problem
	if a.into(t, &p); p.Code == "not-found" || p.Code == "method-not-allowed" || p.Code == "internal" {
		t.Errorf("what is not served is 501 not-implemented\n%v", a)
	}
}

package contract

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func personParts() []part { return []part{{"Person", (*suite).persons}} }

// persons: names go apart from the writes, once, and never come back.
func (s *suite) persons(t *testing.T) {
	token := s.reader(t)
	put := func(t *testing.T, p personBody) answer {
		t.Helper()
		return s.put(t, token, "/v1/persons/"+p.ID, bytesOf(p))
	}
	each(t,
		check{"put, again, and with other bytes", func(t *testing.T) {
			p := personBody{ID: newID(), Role: "payer", Name: "Žnidaršič-Ćosić Jože", Document: &document{"passport", "9Z0"}}
			first := put(t, p).want(t, 201)
			same(t, first, put(t, p).want(t, 200))
			p.Name = "Nekdo Drug"
			put(t, p).refused(t, 422, "other-bytes")
		}},
		check{"the answer does not repeat the name", func(t *testing.T) {
			p := personBody{ID: newID(), Role: "agent", Name: "Imejgapovsod"}
			if a := put(t, p).want(t, 201); bytes.Contains(a.body, []byte(p.Name)) {
				t.Errorf("it does\n%v", a)
			}
		}},
		check{"every role and document, and none", func(t *testing.T) {
			for _, role := range []string{"payer", "reporter", "agent"} {
				put(t, personBody{ID: newID(), Role: role, Name: "A"}).want(t, 201)
			}
			for _, kind := range []string{"identityCard", "passport", "other"} {
				put(t, personBody{ID: newID(), Role: "payer", Name: "O'Connor", Document: &document{kind, "123"}}).want(t, 201)
			}
		}},
		check{"what is no name, role or document is 400", func(t *testing.T) {
			good := personBody{ID: newID(), Role: "payer", Name: "Ana"}
			for what, edit := range map[string]func(*personBody){
				"no name":             func(p *personBody) { p.Name = "" },
				"a control character": func(p *personBody) { p.Name = "Ana\nNovak" },
				"a picture":           func(p *personBody) { p.Name = "Ana ☺" },
				"an emoji":            func(p *personBody) { p.Name = "Ana 👩\u200d🚀" },
				"what nobody sees":    func(p *personBody) { p.Name = "\u3164" },
				"no letter":           func(p *personBody) { p.Name = "123" },
				"a long name":         func(p *personBody) { p.Name = strings.Repeat("š", 141) },
				"a role":              func(p *personBody) { p.Role = "holder" },
				"a document":          func(p *personBody) { p.Document = &document{"library", "123"} },
				"a whole number":      func(p *personBody) { p.Document = &document{"passport", "PB1234567"} },
			} {
				bad := good
				edit(&bad)
				a := s.send(t, request{method: http.MethodPut, path: "/v1/persons/" + bad.ID, token: token, body: bytesOf(bad), invalid: true})
				if a.status != 400 {
					t.Errorf("%s: want 400\n%v", what, a)
				}
			}
			put(t, good).want(t, 201) // nothing was kept under the id
		}},
	)
}

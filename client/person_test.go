package client

import (
	"strings"
	"testing"
)

func payer() Person {
	return Person{ID: otherID, Role: RolePayer, Name: "Jože Znidaršič <&>", Document: &Document{DocumentPassport, "4a7"}}
}

func TestPutPerson(t *testing.T) {
	for _, status := range []int{200, 201} {
		c, o := setup(t)
		o.answers("PUT /v1/persons/{id}", status, `{"id":"`+otherID+`","role":"payer"}`)
		got := c.PutPerson(t.Context(), payer())
		if got.Verdict != Posted || got.Answer != (PersonRef{ID: otherID, Role: RolePayer}) || got.Err != nil {
			t.Errorf("%+v", got)
		}
		want := `{"id":"` + otherID + `","role":"payer","name":"Jože Znidaršič <&>","document":{"kind":"passport","last3":"4a7"}}`
		if o.body("PUT /v1/persons/"+otherID) != want {
			t.Errorf("sent %s", o.body("PUT /v1/persons/"+otherID))
		}
		silent(t, "log", o.log.String())
	}
}

func TestAPersonInAnotherRoleIsNotOurs(t *testing.T) {
	c, o := setup(t)
	o.answers("PUT /v1/persons/{id}", 201, `{"id":"`+otherID+`","role":"agent"}`)
	if got := c.PutPerson(t.Context(), payer()); got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
		t.Errorf("%+v", got)
	}
}

func TestAPersonWithoutADocument(t *testing.T) {
	c, o := setup(t)
	o.answers("PUT /v1/persons/{id}", 201, `{"id":"`+otherID+`","role":"payer"}`)
	p := payer()
	p.Document = nil
	c.PutPerson(t.Context(), p)
	sameJSON(t, o.body("PUT /v1/persons/"+otherID), `{"id":"`+otherID+`","role":"payer","name":"Jože Znidaršič <&>","document":null}`)
}

func TestPutPersonSendsNothingMalformed(t *testing.T) {
	c, o := setup(t)
	for name, spoil := range map[string]func(*Person){
		"no id":           func(p *Person) { p.ID = "" },
		"no role":         func(p *Person) { p.Role = "" },
		"no name":         func(p *Person) { p.Name = " " },
		"a name in bytes": func(p *Person) { p.Name = "Jo\xffe" },
		"a card number":   func(p *Person) { p.Name = "Ana 4000001234567899" },
		"a bell":          func(p *Person) { p.Name = "Jože\a" },
		"a picture":       func(p *Person) { p.Name = "Jože ☺" },
		"a flag":          func(p *Person) { p.Name = "🇸🇮 Jože" },
		"a novel":         func(p *Person) { p.Name = strings.Repeat("ž", 141) },
		"a whole number":  func(p *Person) { p.Document = &Document{DocumentPassport, "PB0123417"} },
	} {
		p := payer()
		spoil(&p)
		if got := c.PutPerson(t.Context(), p); got.Verdict != NotSent || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
}

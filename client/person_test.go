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
		if got.Verdict != Posted || got.Answer != (PersonRef{otherID, RolePayer}) || got.Err != nil {
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
		"a bell":          func(p *Person) { p.Name = "Jože\a" },
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

// Names as people have them, and what else comes out of a keyboard or a clipboard.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"Ana", "Žiga Čuk", "Đorđe Šćepanović", "Groß", "Łukasz Muñoz", "O'Connor", "O\u2019Connor", "Novak-Kovač", "X", "Иван Петров", "李小龍", "محمد", "Nguyễn Thị Ánh",
		"Bar »Pri vodi«, d.o.o.", "Jan 3. Novak", "Null", "Test", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "%s%n", "'; DROP TABLE cards; --", "{{.Name}}",
		strings.Repeat("ž", 140), "J\u0331an", // an accent that no composed letter has
	} {
		if r := isName(name); !r.holds {
			t.Errorf("%q is refused", name)
		}
	}
	for name, class := range map[string]string{
		"": "nothing", " ": "a blank", " Ana": "a blank before", "Ana ": "a blank behind", "123": "no letter", "...": "no letter", "Z\u030ciga": "not composed",
		"Ana\u202eanA": "direction", "\u2066Ana\u2069": "direction", "An\u200ba": "zero width", "A\u200dB": "joiner", "\ufeffAna": "byte-order mark", "Ana\u00ad": "soft hyphen",
		"\u3164": "Hangul filler", "\u115f\u1160": "Hangul fillers", "\uffa0": "half-width filler", "Ana\ufe0f": "variation selector", "Ana 👩‍👩‍👧‍👦": "emoji", "🇸🇮 Ana": "a flag", "Ana ☺": "a picture",
		"A\u030a\u0323\u0324\u0325\u032d\u0330": "a heap of accents", "Ana\nŽagar": "two lines", "Ana\tŽagar": "a tab", "Ana\x00": "NUL", "Ana\x1b[31m": "escape",
		"Jo\xffe": "no text", "\xed\xa0\x80": "a half of a pair", "Ana\ue000": "private use", "Ana\u0378": "unassigned", "Ana\u00a0Žagar": "a hard blank", strings.Repeat("ž", 141): "141 letters",
	} {
		if r := isName(name); r.holds {
			t.Errorf("%s: %q is taken", class, name)
		}
	}
}

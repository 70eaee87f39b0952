package client

import "context"

// Role is why a person's name is taken.
type Role string

// The roles of the contract.
const (
	RolePayer    Role = "payer"
	RoleReporter Role = "reporter"
	RoleAgent    Role = "agent"
)

// DocumentKind is the kind of a shown document.
type DocumentKind string

// The kinds of the contract.
const (
	DocumentIdentityCard DocumentKind = "identityCard"
	DocumentPassport     DocumentKind = "passport"
	DocumentOther        DocumentKind = "other"
)

// Document is what a person showed; of its number only the last three characters.
type Document struct {
	Kind  DocumentKind `json:"kind"`
	Last3 string       `json:"last3"`
}

// Person goes to the office apart from the money, so that journaled bodies carry only the
// id. Document is nil when none was shown.
type Person struct {
	ID       string    `json:"id"`
	Role     Role      `json:"role"`
	Name     string    `json:"name"`
	Document *Document `json:"document"`
}

// PersonRef is all the office says back.
type PersonRef struct {
	ID   string `json:"id"`
	Role Role   `json:"role"`
	// SentBy is the clerk whose token brought the person; see TopUp.SentBy.
	SentBy string `json:"sentBy" contract:"staff"`
}

// PutPerson hands a person to the office. Posted means that the id may now be named by a
// write. There is no money in it, so sending the same person again is harmless.
func (c *Client) PutPerson(ctx context.Context, p Person) Outcome[PersonRef] {
	want := expected{id: p.ID, ends: map[string]Verdict{string(p.Role): Posted}, dial: true}
	body, err := p.encode()
	if err != nil {
		return refused[PersonRef](ctx, c, at("/v1/persons/{id}"), want, err)
	}
	return put(ctx, c, at("/v1/persons/{id}", p.ID), body, want, func(r PersonRef) writeFields {
		return writeFields{id: r.ID, state: string(r.Role)}
	})
}

func (p Person) encode() ([]byte, error) {
	last3 := p.Document == nil || reLast3.MatchString(p.Document.Last3)
	if err := check(isID(p.ID), rule{p.Role != "", "role"}, isName(p.Name), rule{last3, "document"}); err != nil {
		return nil, err
	}
	return encode(p)
}

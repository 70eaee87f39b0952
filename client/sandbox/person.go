package sandbox

import "cekr.kranj.si/desk/client/plaintext"

type personRef struct {
	ID   string `json:"id"`
	Role string `json:"role"`
	sender
}

// putPerson keeps a payer, reporter or agent, whom a later write names by id. The name is never given back.
func (o *Office) putPerson(r *request) (reply, error) {
	if !r.who.may(capTopUp) && !r.who.may(capLock) && !r.who.may(capLossReport) {
		return reply{}, refuse("forbidden")
	}
	var p personRef
	var name, kind, last3 string
	var documented bool
	body, err := r.body(object{
		"id": text(&p.ID, isUUID), "role": text(&p.Role, oneOf("payer", "reporter", "agent")), "name": text(&name, plaintext.Name),
		"document": orNull(&documented, object{"kind": text(&kind, oneOf("identityCard", "passport", "other")), "last3": text(&last3, isLast3)}),
	})
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&p.ID)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actPerson, id: id, body: body}, func(t *tx) (ended, error) {
		return ended{answer: &p}, t.exec(`INSERT INTO persons (id, role, name, document_kind, document_last3) VALUES (?, ?, ?, ?, ?)`,
			id, p.Role, name, orNil(kind), orNil(last3))
	})
}

// hasPerson tells whether a payer is kept under an id.
func (t *tx) hasPerson(id string) (bool, error) {
	return t.row(`SELECT 1 FROM persons WHERE id = ?`, args(id), new(int))
}

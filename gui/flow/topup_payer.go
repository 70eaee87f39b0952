package flow

import (
	"context"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client"
)

// NamePayer sends who pays to the office, apart from the top-up and before it.
func (t *TopUp) NamePayer(p Payer) {
	if !t.at(TopUpAskingPayer) {
		return
	}
	p.Name, p.Last3 = norm.NFC.String(strings.TrimSpace(p.Name)), strings.TrimSpace(p.Last3)
	if m := cardNumber(p.Name); m != nil {
		t.set(func(j *TopUpJob) { j.Payer = Payer{} })
		t.problem(TopUpAskingPayer, FieldPayer, m)
		return
	}
	t.set(func(j *TopUpJob) { j.Payer = p })
	if p.Name == "" {
		t.problem(TopUpAskingPayer, FieldPayer, Say("topup.payer.name"))
		return
	}
	if t.State().NeedsDocument() && (p.Document == "" || !digitsBetween(p.Last3, 3, 3)) {
		t.problem(TopUpAskingPayer, FieldPayer, Say("topup.payer.document"))
		return
	}
	person := client.Person{ID: t.needs.NewID(), Role: "payer", Name: p.Name}
	if p.Document != "" {
		person.Document = &client.Document{Kind: p.Document, Last3: p.Last3}
	}
	t.problem(TopUpNamingPayer, FieldNone, nil)
	t.item().Run(writeLimit, func(ctx context.Context) func() {
		out := t.office.PutPerson(ctx, person)
		return func() { t.named(person.ID, out) }
	})
}

// named goes on only when the office has the payer; a name sent twice under two ids harms nobody.
func (t *TopUp) named(id string, out client.Outcome[client.PersonRef]) {
	if out.Verdict != client.Posted {
		t.refuse(TopUpAskingPayer, FieldPayer, out.Err)
		return
	}
	t.job().payerID = id
	t.readBack()
}

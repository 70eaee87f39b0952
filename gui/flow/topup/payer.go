package topup

import (
	"context"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// NamePayer sends who pays to the office, apart from the top-up and before it.
func (t *Flow) NamePayer(p Payer) {
	if !t.form.may(NamePayer) {
		return
	}
	p.Name, p.Last3 = norm.NFC.String(strings.TrimSpace(p.Name)), strings.TrimSpace(p.Last3)
	if m := task.CardNumber(p.Name); m != nil {
		t.set(func(j *Job) { j.Payer = Payer{} })
		t.say(m)
		return
	}
	t.set(func(j *Job) { j.Payer = p })
	if p.Name == "" {
		t.say(task.Say("topup.payer.name"))
		return
	}
	if t.State().NeedsDocument() && (p.Document == "" || !task.DigitsBetween(p.Last3, 3, 3)) {
		t.say(task.Say("topup.payer.document"))
		return
	}
	person := client.Person{ID: t.needs.NewID(), Role: "payer", Name: p.Name}
	if p.Document != "" {
		person.Document = &client.Document{Kind: p.Document, Last3: p.Last3}
	}
	t.form.follow(NamePayer, t.saying(nil))
	t.item().Run(outbox.WriteLimit, func(ctx context.Context) func() {
		out := t.office.PutPerson(ctx, person)
		return func() { t.named(person.ID, out) }
	})
}

// named goes on only when the office has the payer; a name sent twice under two ids harms nobody.
func (t *Flow) named(id string, out client.Outcome[client.PersonRef]) {
	if out.Verdict != client.Posted {
		t.refuse(AskingPayer, out.Err)
		return
	}
	t.job().payerID = id
	t.readBack()
}

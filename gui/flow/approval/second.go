package approval

import (
	"context"
	"strings"
	"sync"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Second lets a second person in, beside the clerk. How it does so no screen knows: it draws a field for each that is asked for.
type Second interface {
	// Asks are the fields to be filled in, in their order; none where the person is asked elsewhere.
	Asks() []task.Field
	// Enter signs the person in. It is called away from the screen. Problems: those of a sign-in.
	Enter(ctx context.Context, answers map[task.Field]string) (client.SecondPerson, error)
}

// byPIN lets a person in with a staff number and a PIN.
type byPIN struct{ office Office }

func (byPIN) Asks() []task.Field { return []task.Field{task.FieldNumber, task.FieldPIN} }

func (b byPIN) Enter(ctx context.Context, answers map[task.Field]string) (client.SecondPerson, error) {
	return b.office.SignInBeside(ctx, answers[task.FieldNumber], answers[task.FieldPIN])
}

// wrongAnswer is what is wrong with an answer before anybody is asked; nil when nothing is.
func wrongAnswer(field task.Field, answer string) *task.Message {
	switch {
	case task.CardNumber(answer) != nil && field != task.FieldPIN:
		return task.CardNumber(answer)
	case field == task.FieldNumber && !ident.IsStaff(answer):
		return task.Say("signin.number.wrong")
	case field == task.FieldPIN && !task.DigitsBetween(answer, 4, 12):
		return task.Say("signin.pin.wrong")
	}
	return nil
}

func trimmed(answers map[task.Field]string) map[task.Field]string {
	all := map[task.Field]string{}
	for field, answer := range answers {
		all[field] = strings.TrimSpace(answer)
	}
	return all
}

// attending is the second person who is there now. It is asked away from the screen too.
type attending struct {
	mu     sync.Mutex
	person client.SecondPerson
}

func (a *attending) enter(p client.SecondPerson) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.person = p
}

func (a *attending) now() client.SecondPerson {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.person
}

// approve sends with the person's own token. With nobody there it certainly sends nothing.
func (a *attending) approve(ctx context.Context, s client.Sending) client.Outcome[client.Approval] {
	if p := a.now(); p != nil {
		return p.Approve(ctx, s)
	}
	verdict := client.Unknown // it may have left before
	if s.First {
		verdict = client.NotSent
	}
	return client.Outcome[client.Approval]{Verdict: verdict, Err: &client.Error{Code: client.CodeTokenMissing}}
}

// leave ends the person's token: this PC forgets it at once, the office as soon as it hears.
func (a *attending) leave(tasks outbox.Tasks) {
	if p := a.now(); p != nil {
		a.enter(nil)
		signOut(tasks, p)
	}
}

func signOut(tasks outbox.Tasks, p client.SecondPerson) {
	tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		_ = p.SignOut(ctx) // the token is forgotten either way, and it expires by itself
		return nil
	})
}

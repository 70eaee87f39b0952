package topup

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// formSteps are the steps of which the table itself says where they lead; the outbox has brought the clerk to the others.
var formSteps = []Step{Idle, AskingMatch, Matching, AskingAmount, Quoting, AskingPayer, NamingPayer, ReadBack, Confirming, Approving}

func TestEveryStepOfTheFormIsReachedAndCanBeLeft(t *testing.T) {
	reached := map[Step]bool{}
	var walk func(Step)
	walk = func(s Step) {
		if reached[s] {
			return
		}
		reached[s] = true
		for _, m := range moves[s] {
			for _, to := range append(slices.Clone(m.then), m.to) {
				walk(to)
			}
		}
	}
	walk(Idle)
	for _, s := range formSteps {
		if !reached[s] {
			t.Errorf("nothing leads to %s", s)
		}
		if s != Approving && moves[s][Leave].to != Idle { // that one is left by the second person
			t.Errorf("%s can't be left", s)
		}
	}
	past := []Step{elsewhere, Sending}
	for _, s := range steps {
		past = append(past, s)
	}
	for s := range reached {
		if !slices.Contains(formSteps, s) && !slices.Contains(past, s) {
			t.Errorf("there is no step %s", s)
		}
	}
}

// A step that waits for an answer waits for one question's, so that it can be asked again.
func TestAStepThatWaitsKnowsItsQuestion(t *testing.T) {
	for step, want := range map[Step]Step{Matching: AskingMatch, Quoting: AskingAmount, NamingPayer: AskingPayer} {
		for range 20 { // a map's order is any
			if got := step.Question(); got != want {
				t.Fatalf("%s asks %s", step, got)
			}
		}
	}
	for _, step := range append(slices.Clone(formSteps), Sending, Posted, Unknown, Halted) {
		if q := step.Question(); q.Question() != q || q != step && !slices.Contains([]Step{Matching, Quoting, NamingPayer}, step) {
			t.Errorf("%s asks %s", step, q)
		}
	}
}

// A fault of this program: an answer leads to a step that the table doesn't know. No cash may be taken on that.
func TestAStepThatTheTableDoesNotAllowStopsTheTopUp(t *testing.T) {
	for _, from := range formSteps {
		for intent, m := range moves[from] {
			for _, to := range append([]Step{Sending, Posted, elsewhere, ""}, formSteps...) {
				if slices.Contains(m.then, to) || intent == Leave && to == Idle {
					continue
				}
				f := at(from)
				f.form.asked = m
				f.form.answer(to, f.saying(nil))
				if st := f.State(); st.Step != Halted || st.May(Leave) || st.May(Confirm) {
					t.Errorf("%s at %s led to %s: the form is at %s", intent, from, to, st.Step)
				}
			}
		}
		for _, intent := range []Intent{Begin, Match, Quote, NamePayer, Tender, Confirm, renew, second, send, refuse, Back} {
			if _, leads := moves[from][intent]; leads {
				continue
			}
			f := at(from)
			f.form.follow(intent, func() { t.Errorf("%s is done at %s", intent, from) })
			if st := f.State(); st.Step != Halted {
				t.Errorf("%s at %s led to %s", intent, from, st.Step)
			}
		}
	}
}

// at is a top-up at a step of the form.
func at(s Step) *Flow {
	f := &Flow{Draw: func(State) {}}
	f.form.t = f
	f.queue = outbox.NewQueue[client.TopUp, Job](&outbox.Outbox{}, screen{f}, outbox.Task[client.TopUp]{Kind: Kind})
	f.set(func(j *Job) { j.Step, j.Problem = s, task.Say("topup.six.wrong") })
	return f
}

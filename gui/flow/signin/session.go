package signin

import (
	"context"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// sessions counts the clerks' sessions. What an answer says about a token concerns the session alone in which the
// question was asked: by the time it comes, another clerk may have signed in, with a token of their own.
type sessions struct {
	now   int // counts from 1, the time before the first clerk
	asked int // of the answer that is being taken in; 0 while none is
}

func (s *sessions) begin() { s.now++ }

// Past reports that what is being taken in answers a question of a session before this one.
func (s *sessions) past() bool { return s.asked != 0 && s.asked != s.now }

// sessionTasks are tasks whose endings know in which session their work began.
type sessionTasks struct {
	outbox.Tasks
	sessions *sessions
}

// Run does work as Tasks.Run does.
func (t sessionTasks) Run(work func(ctx context.Context) func()) {
	asked := t.sessions.now
	t.Tasks.Run(func(ctx context.Context) func() {
		ending := work(ctx)
		if ending == nil {
			return nil
		}
		return func() {
			outer := t.sessions.asked
			t.sessions.asked = asked
			defer func() { t.sessions.asked = outer }()
			ending()
		}
	})
}

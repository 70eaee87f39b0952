package drawer

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

const (
	taskOpen  = "drawer-open"
	taskClose = "drawer-close"
)

// What the journal's records of a drawer mean: no cash depends on what never left. A drawer is closed only after
// whatever was on the screen was read.
var (
	OpenKind  = outbox.Kind{Task: taskOpen, BySession: true, Retyped: true}
	CloseKind = outbox.Kind{
		Task: taskClose, BySession: true, Retyped: true,
		Shows: func(last journal.Kind) bool { return last == journal.Posted },
	}
)

func writes(office Office) []outbox.Task[client.DrawerSession] {
	code := func(a client.DrawerSession) string { return a.Code }
	return []outbox.Task[client.DrawerSession]{
		{Kind: OpenKind, Put: office.OpenDrawer, Ask: ask(office, opened), Code: code},
		{Kind: CloseKind, Put: office.CloseDrawer, Ask: ask(office, closedWith), Code: code},
	}
}

// ask asks which session stands at this desk. One that repeats our id and our sum tells how the write ended; any
// other leaves it unknown: only the same bytes, sent again, tell that it was rejected.
func ask(office Office, ours func(client.DrawerNow, outbox.Write) *client.DrawerSession) func(context.Context, outbox.Write) client.Outcome[client.DrawerSession] {
	return func(ctx context.Context, w outbox.Write) client.Outcome[client.DrawerSession] {
		now, err := office.CurrentDrawer(ctx)
		if err != nil {
			return client.Outcome[client.DrawerSession]{Verdict: client.Unknown, Err: err}
		}
		switch s := ours(now, w); {
		case s != nil && s.ClosedBy != nil: // the office takes no other close of it any more
			return client.Outcome[client.DrawerSession]{Verdict: client.Rejected, Answer: client.DrawerSession{ID: s.ID, State: client.DrawerRejected, Code: client.CodeSessionClosed}}
		case s != nil:
			return client.Outcome[client.DrawerSession]{Verdict: client.Posted, Answer: *s}
		}
		return client.Outcome[client.DrawerSession]{Verdict: client.Unknown}
	}
}

func opened(now client.DrawerNow, w outbox.Write) *client.DrawerSession {
	if s := now.Session; s != nil && s.ID == w.Session && s.Float == w.Amount {
		return s
	}
	return nil
}

func closedWith(now client.DrawerNow, w outbox.Write) *client.DrawerSession {
	for _, s := range []*client.DrawerSession{now.Previous, now.Taken} {
		if s != nil && s.ID == w.Session && (s.Counted == w.Amount || s.ClosedBy != nil) {
			return s
		}
	}
	return nil
}

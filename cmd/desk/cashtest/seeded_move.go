package cashtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// moving is a day on which much cash is carried over a bad line.
var moving = Shape{Desks: 1, Cards: 1, Jobs: 2, Rate: 300, Moves: true}

// seededMovements are the bugs of movements.
func seededMovements() []Bug {
	return []Bug{
		{Name: "a movement of unknown outcome is taken for posted", Shape: &moving, Office: func(o flow.Office) flow.Office { return takesForMoved{o} }},
		{Name: "a movement is sent under a new id", Shape: &moving, Office: func(o flow.Office) flow.Office { return &movesAnew{Office: o} }},
		{Name: "how a movement ended is not remembered", Shape: &moving, Journal: func(j outbox.Journal) outbox.Journal { return forgetsMovements{j} }},
		{Name: "the office counts a movement twice", Shape: &moving, Branch: func(o http.Handler) http.Handler { return movesTwice{o} }},
	}
}

// takesForMoved takes silence for the office's word.
type takesForMoved struct{ flow.Office }

func (t takesForMoved) MoveCash(ctx context.Context, s client.Sending) client.Outcome[client.Movement] {
	out := t.Office.MoveCash(ctx, s)
	if out.Verdict == client.Unknown {
		out = client.Outcome[client.Movement]{Verdict: client.Posted, Answer: client.Movement{ID: s.ID, State: "posted"}}
	}
	return out
}

// movesAnew sends every attempt but the first under an id of its own.
type movesAnew struct {
	flow.Office
	n int
}

func (m *movesAnew) MoveCash(ctx context.Context, s client.Sending) client.Outcome[client.Movement] {
	if !s.First {
		m.n++
		fresh := "f" + string(rune('0'+m.n%10)) + s.ID[2:]
		s.Body = bytes.ReplaceAll(s.Body, []byte(s.ID), []byte(fresh))
		s.ID = fresh
	}
	return m.Office.MoveCash(ctx, s)
}

// forgetsMovements has no ending of a movement to tell of.
type forgetsMovements struct{ outbox.Journal }

func (f forgetsMovements) Settled() (left []journal.Settled) {
	for _, s := range f.Journal.Settled() {
		if s.Ending.Task != movement.TaskIn && s.Ending.Task != movement.TaskOut {
			left = append(left, s)
		}
	}
	return left
}

// movesTwice is an office that books every fourth movement once more behind the desk's back.
type movesTwice struct{ http.Handler }

func (o movesTwice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, id, found := strings.Cut(r.URL.Path, "/movements/")
	if !found || r.Method != http.MethodPut || id[0]%4 != 0 {
		o.Handler.ServeHTTP(w, r)
		return
	}
	raw, _ := io.ReadAll(r.Body)
	fresh := "00" + id[2:]
	again := r.Clone(r.Context())
	again.URL.Path = strings.Replace(r.URL.Path, id, fresh, 1)
	again.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(raw, []byte(id), []byte(fresh))))
	o.Handler.ServeHTTP(httptest.NewRecorder(), again)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	o.Handler.ServeHTTP(w, r)
}

package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"
)

// Acts are the writes of the contract; an id is one's own under its act.
const (
	actTopUp       = "top-up"
	actPerson      = "person"
	actDrawerOpen  = "drawer-open"
	actDrawerClose = "drawer-close"
)

// write is a PUT on the desk's own id.
type write struct {
	act, id string
	staff   string // whom the body names as its clerk; empty where it names none
	body    []byte
	cash    cashOnTheWay
	// againstRejection lets other bytes come after a rejection, which is then kept for its own bytes only: a
	// close that was refused must not keep the drawer open for ever, for its id is the session's.
	againstRejection bool
}

// cashOnTheWay is a customer's cash, in cents, and the drawer session that took it; zero of a write without any.
type cashOnTheWay struct {
	session string
	cents   int64
}

// flight knows which ids are being worked on.
type flight struct {
	mu  sync.Mutex
	ids map[string]cashOnTheWay
}

func newFlight() *flight { return &flight{ids: map[string]cashOnTheWay{}} }

// enter is false while somebody else works on the id.
func (f *flight) enter(id string, cash cashOnTheWay) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, busy := f.ids[id]; busy {
		return false
	}
	f.ids[id] = cash
	return true
}

// into is how many customers' cash is being worked on for a session, and how much it is together.
func (f *flight) into(session string) (n, cents int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, cash := range f.ids {
		if cash.cents > 0 && cash.session == session {
			n, cents = n+1, cents+cash.cents
		}
	}
	return n, cents
}

func (f *flight) leave(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.ids, id)
}

func (f *flight) has(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, busy := f.ids[id]
	return busy
}

// ended is how a write ended: the answer that is kept for ever, and whether it is a refusal.
type ended struct {
	answer   writeAnswer
	rejected bool
}

// once does a write exactly once. The first arrival is judged and done by work, in the transaction that keeps the
// answer under the id; each later one gets that answer again, or other-bytes, whatever has changed since. A
// problem or a failure keeps nothing.
func (o *Office) once(r *request, w write, work func(*tx) (ended, error)) (reply, error) {
	if !o.flight.enter(w.id, w.cash) {
		return reply{}, refuse("in-flight").after(1)
	}
	defer o.flight.leave(w.id)
	r.hold()
	fingerprint := sha256.Sum256(w.body)
	var out reply
	// What was begun is ended, whether or not the desk still waits for it.
	err := o.store.write(context.WithoutCancel(r.Context()), func(t *tx) error {
		kept, err := t.storedAnswer(w, fingerprint[:])
		if err != nil {
			return err
		}
		if kept != nil {
			out = reply{status: http.StatusOK, body: kept}
			return nil
		}
		end, err := work(t)
		if err != nil {
			return err
		}
		first := w
		if end.rejected && w.againstRejection {
			first.id = w.rejectionID(fingerprint[:])
		}
		body, err := t.seal(r, first, fingerprint[:], end.answer, o.now().UnixMilli())
		out = reply{status: http.StatusCreated, body: body}
		return err
	})
	return out, err
}

func (w write) rejectionID(fingerprint []byte) string {
	return w.id + "/" + hex.EncodeToString(fingerprint)
}

// storedAnswer finds the answer that the write got before, nil if none. Under a tombstone any bytes get its answer.
func (t *tx) storedAnswer(w write, fingerprint []byte) ([]byte, error) {
	var answer string
	var before []byte
	found, err := t.row(`SELECT answer, fingerprint FROM writes WHERE act = ? AND id = ?`, args(w.act, w.id), &answer, &before)
	if err != nil {
		return nil, err
	}
	if !found && w.againstRejection {
		before = fingerprint
		found, err = t.row(`SELECT answer FROM writes WHERE act = ? AND id = ?`, args(w.act, w.rejectionID(fingerprint)), &answer)
	}
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, nil
	case before != nil && !bytes.Equal(before, fingerprint):
		return nil, refuse("other-bytes")
	}
	return []byte(answer), nil
}

// writeID reads the id of a PUT from its path and wants the same one in the body.
func (r *request) writeID(body *string) (string, error) { return r.idAs("id", "/id", *body) }

// idAs reads an id from the path, which must be the one that the body has at a place.
func (r *request) idAs(name, at, body string) (string, error) {
	id, err := r.id(name, isUUID)
	if err != nil {
		return "", err
	}
	if body != id {
		return "", badRequest(at, "not the one in the path")
	}
	return id, nil
}

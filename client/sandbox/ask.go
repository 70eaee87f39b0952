package sandbox

import "net/http"

// pending is an id that has no ending.
type pending struct {
	ID    string `json:"id"`
	State string `json:"state"`
}

// ask tells what became of a write's id. While a copy is being worked on that is all there is to say; only then is
// the data asked, so an ending is never missed.
func (o *Office) ask(r *request, act string) (reply, error) { return o.askAbout(r, act, "id") }

// askAbout is ask where the id is a part of the path under another name.
func (o *Office) askAbout(r *request, act, name string) (reply, error) {
	id, err := r.id(name, isUUID)
	if err != nil {
		return reply{}, err
	}
	if o.flight.has(id) {
		return answer(http.StatusOK, pending{id, "inFlight"})
	}
	var ending []byte
	err = o.store.read(r.Context(), func(t *tx) (err error) { ending, err = t.endingOf(act, id); return err })
	if err != nil {
		return reply{}, err
	}
	if ending == nil {
		return answer(http.StatusOK, pending{id, "unseen"})
	}
	return reply{status: http.StatusOK, body: ending}, nil
}

// endingOf is the answer that a write got, nil if the office never saw it.
func (t *tx) endingOf(act, id string) ([]byte, error) {
	var text string
	found, err := t.row(`SELECT answer FROM writes WHERE act = ? AND id = ?`, args(act, id), &text)
	if err != nil || !found {
		return nil, err
	}
	return []byte(text), nil
}

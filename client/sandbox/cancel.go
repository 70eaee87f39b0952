package sandbox

import (
	"context"
	"net/http"

	"cekr.kranj.si/desk/client/money"
)

// cancelTopUp ends a top-up that the office never saw: a tombstone under its id, which no copy of it passes. One
// that had ended is told as it ended. A card or amount other than what is held is two intentions under one id.
func (o *Office) cancelTopUp(r *request) (reply, error) {
	wire := topUpWire{State: "cancelled", TraceID: r.w.trace}
	var cents int64
	_, err := r.body(object{"id": text(&wire.ID, isUUID), "mokId": text(&wire.MokID, isMokID), "amount": amount(&cents, 1),
		"desk": text(&wire.Desk, isDesk)})
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&wire.ID)
	if err != nil {
		return reply{}, err
	}
	wire.Amount = money.EUR(cents)
	if !o.flight.enter(id, cashOnTheWay{}) {
		return reply{}, refuse("in-flight").after(1)
	}
	defer o.flight.leave(id)
	r.hold()
	var out reply
	err = o.store.write(context.WithoutCancel(r.Context()), func(t *tx) (err error) {
		out, err = t.cancel(r, wire, cents, o.now().UnixMilli())
		return err
	})
	return out, err
}

func (t *tx) cancel(r *request, wire topUpWire, cents, at int64) (reply, error) {
	ending, err := t.ending(wire.ID)
	if err != nil {
		return reply{}, err
	}
	if ending != nil {
		same, err := t.row(`SELECT 1 FROM top_ups WHERE id = ? AND mok_id = ? AND amount = ?`, args(wire.ID, wire.MokID, cents), new(int))
		if err == nil && !same {
			err = refuse("other-bytes")
		}
		return reply{status: http.StatusOK, body: ending}, err
	}
	err = t.exec(`INSERT INTO top_ups (id, mok_id, amount, state, at, desk) VALUES (?, ?, ?, 'cancelled', ?, ?)`,
		wire.ID, wire.MokID, cents, at, wire.Desk)
	if err != nil {
		return reply{}, err
	}
	tombstone, err := t.seal(r, write{act: actTopUp, id: wire.ID}, nil, &wire, at)
	return reply{status: http.StatusCreated, body: tombstone}, err
}

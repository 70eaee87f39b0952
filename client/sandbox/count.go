package sandbox

import (
	"encoding/json"
	"fmt"

	"cekr.kranj.si/desk/client/money"
)

const actCount = "count"

// countsEach is how often a session may be counted: once, and once more.
const countsEach = 2

// piece is how many of one note or coin lie in a drawer.
type piece struct{ value, pieces int64 }

// pieceWire is a piece on the wire.
type pieceWire struct {
	Value  int64 `json:"value"`
	Pieces int64 `json:"pieces"`
}

func piecesWire(all []piece) []pieceWire {
	wire := make([]pieceWire, len(all))
	for i, p := range all {
		wire[i] = pieceWire{p.value, p.pieces}
	}
	return wire
}

// denominations reads notes and coins, each at most once. there tells that the key was sent.
func denominations(into *[]piece, there *bool) field {
	return field{read: func(dec *json.Decoder, token json.Token, at string) *problem {
		if token != json.Delim('[') {
			return badRequest(at, "not a list")
		}
		*there = true
		seen := map[int64]bool{}
		for n := 0; dec.More(); n++ {
			at := fmt.Sprintf("%s/%d", at, n)
			token, err := dec.Token()
			if err != nil {
				return badRequest(at, "not JSON")
			}
			var p piece
			if wrong := (object{"value": wholeNumber(&p.value, 1, 50000), "pieces": wholeNumber(&p.pieces, 0, 100000)}).readFrom(dec, token, at); wrong != nil {
				return wrong
			}
			if !money.IsDenomination(p.value) || seen[p.value] {
				return badRequest(at+"/value", "no note or coin, or one that stands twice")
			}
			seen[p.value] = true
			*into = append(*into, p)
		}
		if _, err := dec.Token(); err != nil {
			return badRequest(at, "not JSON")
		}
		return nil
	}}
}

// sums refuses notes and coins that are not the sum they are said to be.
func sums(pieces []piece, cents int64, at string) error {
	for _, p := range pieces {
		cents -= p.value * p.pieces
	}
	if cents != 0 {
		return badRequest(at, "not the sum of the notes and coins")
	}
	return nil
}

func (t *tx) insertPieces(about string, pieces []piece) error {
	for _, p := range pieces {
		if err := t.exec(`INSERT INTO denominations (about, value, pieces) VALUES (?, ?, ?)`, about, p.value, p.pieces); err != nil {
			return err
		}
	}
	return nil
}

// countBody is the desk's body of a count.
type countBody struct {
	id, sessionID, staff, desk string
	counted                    int64
	pieces                     []piece
}

func (b *countBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "drawerSessionId": text(&b.sessionID, isUUID), "denominations": denominations(&b.pieces, new(bool)),
		"counted": amount(&b.counted, 0), "staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk),
	}
}

// countWire is how a count ended.
type countWire struct {
	ID              string        `json:"id"`
	DrawerSessionID string        `json:"drawerSessionId"`
	Counted         money.Amount  `json:"counted"`
	State           string        `json:"state"`
	Code            string        `json:"code,omitempty"`
	Expected        *money.Amount `json:"expected,omitempty"`
	Difference      *money.Amount `json:"difference,omitempty"`
	CountsLeft      *int64        `json:"countsLeft,omitempty"`
	Denominations   *[]pieceWire  `json:"denominations,omitempty"`
	CountedAt       string        `json:"countedAt,omitempty"`
	Staff           string        `json:"staff"`
	sender
	TraceID string `json:"traceId"`
}

// countDrawer keeps a count of an open drawer. Nothing moves.
func (o *Office) countDrawer(r *request) (reply, error) {
	var b countBody
	body, err := r.body(b.fields())
	if err == nil {
		err = sums(b.pieces, b.counted, "/counted/amount")
	}
	if err != nil {
		return reply{}, err
	}
	if _, err := r.idAs("id", "/drawerSessionId", b.sessionID); err != nil {
		return reply{}, err
	}
	id, err := r.idAs("countId", "/id", b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actCount, id: id, staff: b.staff, body: body}, func(t *tx) (ended, error) {
		wire := countWire{ID: b.id, DrawerSessionID: b.sessionID, Counted: money.EUR(b.counted), State: "rejected", Staff: b.staff, TraceID: r.w.trace}
		err := o.judgeCount(t, &b, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeCount completes the answer to a count: rejected with its code, or kept.
func (o *Office) judgeCount(t *tx, b *countBody, wire *countWire) error {
	s, code, err := t.drawerOf(b.sessionID, b.staff, b.desk)
	if err != nil || code != "" {
		wire.Code = code
		return err
	}
	last, err := t.lastCount(b.sessionID)
	if err != nil {
		return err
	}
	if last.n >= countsEach {
		wire.Code = "count-limit"
		return nil
	}
	at, left := max(o.now().UnixMilli(), last.at, s.openedAt), countsEach-last.n-1
	wire.State, wire.Expected, wire.Difference = "posted", euros(s.total), euros(b.counted-s.total)
	notes := piecesWire(b.pieces)
	wire.CountsLeft, wire.CountedAt, wire.Denominations = &left, stamp(o.moment(at)), &notes
	if err := t.exec(`INSERT INTO counts (id, session, n, counted, expected, at) VALUES (?, ?, ?, ?, ?, ?)`,
		b.id, b.sessionID, last.n+1, b.counted, s.total, at); err != nil {
		return err
	}
	return t.insertPieces(b.id, b.pieces)
}

// countRow is a count that was kept.
type countRow struct{ n, counted, at int64 }

// lastCount is a session's last count; its number is 0 when there is none.
func (t *tx) lastCount(session string) (c countRow, err error) {
	_, err = t.row(`SELECT n, counted, at FROM counts WHERE session = ? ORDER BY n DESC LIMIT 1`, args(session), &c.n, &c.counted, &c.at)
	return c, err
}

// askCount tells what became of a count's id.
func (o *Office) askCount(r *request) (reply, error) { return o.askAbout(r, actCount, "countId") }

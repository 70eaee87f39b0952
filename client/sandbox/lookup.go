package sandbox

import (
	"net/http"
	"time"
)

// viewTransactions is a look-up that shows what happened on a card; the others show the card itself.
const viewTransactions = "transactions"

// lookUp records that the request's clerk is shown a card. It comes in the transaction that reads what is shown, so
// nothing is shown that was not recorded.
func (t *tx) lookUp(r *request, mokID, view string, now time.Time) error {
	return t.exec(`INSERT INTO look_ups (mok_id, at, staff, desk, view, trace) VALUES (?, ?, ?, ?, ?, ?)`,
		mokID, now.UnixMilli(), r.who.staff, r.who.desk, view, r.w.trace)
}

type lookUpPage struct {
	Items      []lookUpWire `json:"items"`
	NextCursor *string      `json:"nextCursor"`
	AsOf       string       `json:"asOf"`
}

type lookUpWire struct {
	At      string `json:"at"`
	Staff   string `json:"staff"`
	Desk    string `json:"desk"`
	View    string `json:"view"`
	TraceID string `json:"traceId"`
}

// lookUps tells who was shown a card, the last first.
func (o *Office) lookUps(r *request) (reply, error) {
	mokID, err := r.id("mokId", isMokID)
	if err != nil {
		return reply{}, err
	}
	page, err := pageOf(r, "look-ups", mokID)
	if err != nil {
		return reply{}, err
	}
	out := lookUpPage{Items: []lookUpWire{}, AsOf: stamp(o.now())}
	err = o.store.read(r.Context(), func(t *tx) error {
		known, err := t.row(`SELECT 1 FROM cards WHERE mok_id = ?`, args(mokID), new(int))
		if err == nil && !known {
			err = refuse("card-not-found")
		}
		if err != nil {
			return err
		}
		return o.lookUpItems(t, mokID, page, &out)
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

func (o *Office) lookUpItems(t *tx, mokID string, page page, out *lookUpPage) error {
	var last int64
	return t.rows(`SELECT n, at, staff, desk, view, trace FROM look_ups WHERE mok_id = ? AND (? = 0 OR n < ?) ORDER BY n DESC LIMIT ?`,
		args(mokID, page.after, page.after, page.limit+1), func(scan func(...any) error) error {
			if len(out.Items) == page.limit {
				out.NextCursor = page.cursor(last)
				return nil
			}
			var line lookUpWire
			var at int64
			if err := scan(&last, &at, &line.Staff, &line.Desk, &line.View, &line.TraceID); err != nil {
				return err
			}
			line.At = stamp(o.moment(at))
			out.Items = append(out.Items, line)
			return nil
		})
}

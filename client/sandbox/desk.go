package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"

	"cekr.kranj.si/desk/client/money"
)

type topUpPage struct {
	Items      []json.RawMessage `json:"items"`
	Gaps       []gapWire         `json:"gaps"`
	NextCursor *string           `json:"nextCursor"`
	AsOf       string            `json:"asOf"`
}

type gapWire struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// deskTopUps lists what the office has of a desk by the desk's own numbers, and the runs of numbers that it has
// not, for the desk to compare with its journal. Tombstones have no number.
func (o *Office) deskTopUps(r *request) (reply, error) {
	desk, err := r.id("desk", isDesk)
	if err != nil {
		return reply{}, err
	}
	fromSeq := int64(1)
	if query := r.URL.Query(); query.Has("fromSeq") {
		if fromSeq, err = strconv.ParseInt(query.Get("fromSeq"), 10, 64); err != nil || fromSeq < 1 || fromSeq > maxSeq {
			return reply{}, badRequest("query fromSeq", "not a number from 1")
		}
	}
	page, err := pageOf(r, "desk", desk, strconv.FormatInt(fromSeq, 10))
	if err != nil {
		return reply{}, err
	}
	out := topUpPage{Items: []json.RawMessage{}, Gaps: []gapWire{}, AsOf: stamp(o.now())}
	err = o.store.read(r.Context(), func(t *tx) error {
		if err := o.deskItems(t, desk, fromSeq, page, &out); err != nil {
			return err
		}
		return t.deskGaps(desk, fromSeq, &out)
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

// deskItems reads a page in order of number, and of arrival where a number came twice. One that was undone since says by what.
func (o *Office) deskItems(t *tx, desk string, fromSeq int64, page page, out *topUpPage) error {
	var afterSeq, last int64
	if page.after > 0 {
		if _, err := t.row(`SELECT seq FROM top_ups WHERE n = ?`, args(page.after), &afterSeq); err != nil {
			return err
		}
	}
	return t.rows(`SELECT t.n, w.answer, r.id, r.receipt, r.at, r.desk, r.staff, e.amount FROM top_ups t JOIN writes w ON w.act = 'top-up' AND w.id = t.id
		LEFT JOIN reversals r ON r.top_up = t.id AND r.state = 'posted' LEFT JOIN drawer_sessions s ON s.id = r.session
		LEFT JOIN postings e ON e.entry = r.entry AND e.account = s.account
		WHERE t.desk = ? AND t.seq >= ? AND (t.seq, t.n) > (?, ?) ORDER BY t.seq, t.n LIMIT ?`,
		args(desk, fromSeq, afterSeq, page.after, page.limit+1), func(scan func(...any) error) error {
			if len(out.Items) == page.limit {
				out.NextCursor = page.cursor(last)
				return nil
			}
			var item string
			var id, slip, where, whose *string
			var at, total *int64
			if err := scan(&last, &item, &id, &slip, &at, &where, &whose, &total); err != nil {
				return err
			}
			var undone *reversalLine
			if id != nil {
				undone = &reversalLine{ID: *id, ReceiptNumber: *slip, Total: money.EUR(*total), Desk: *where, Staff: *whose, at: *at}
			}
			shown, err := o.withReversal(item, undone)
			out.Items = append(out.Items, shown)
			return err
		})
}

func (t *tx) deskGaps(desk string, fromSeq int64, out *topUpPage) error {
	return t.rows(`SELECT before + 1, seq - 1 FROM (SELECT seq, lag(seq, 1, ?) OVER (ORDER BY seq) AS before
		FROM top_ups WHERE desk = ? AND seq >= ?) WHERE seq > before + 1 ORDER BY seq`,
		args(fromSeq-1, desk, fromSeq), func(scan func(...any) error) error {
			var g gapWire
			err := scan(&g.From, &g.To)
			out.Gaps = append(out.Gaps, g)
			return err
		})
}

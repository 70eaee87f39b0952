package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
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
		if err := t.deskItems(desk, fromSeq, page, &out); err != nil {
			return err
		}
		return t.deskGaps(desk, fromSeq, &out)
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

// deskItems reads a page in order of number, and of arrival where a number came twice.
func (t *tx) deskItems(desk string, fromSeq int64, page page, out *topUpPage) error {
	var afterSeq, last int64
	if page.after > 0 {
		if _, err := t.row(`SELECT seq FROM top_ups WHERE n = ?`, args(page.after), &afterSeq); err != nil {
			return err
		}
	}
	return t.rows(`SELECT t.n, w.answer FROM top_ups t JOIN writes w ON w.act = 'top-up' AND w.id = t.id
		WHERE t.desk = ? AND t.seq >= ? AND (t.seq, t.n) > (?, ?) ORDER BY t.seq, t.n LIMIT ?`,
		args(desk, fromSeq, afterSeq, page.after, page.limit+1), func(scan func(...any) error) error {
			if len(out.Items) == page.limit {
				out.NextCursor = page.cursor(last)
				return nil
			}
			var item string
			if err := scan(&last, &item); err != nil {
				return err
			}
			out.Items = append(out.Items, json.RawMessage(item))
			return nil
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

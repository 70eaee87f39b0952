package sandbox

import (
	"net/http"
	"strings"
)

type sessionPage struct {
	Items      []sessionWire `json:"items"`
	NextCursor *string       `json:"nextCursor"`
	AsOf       string        `json:"asOf"`
}

// drawerSessions tells which sessions there were, the one opened last first: the clerk's own, and to who may audit all.
func (o *Office) drawerSessions(r *request) (reply, error) {
	query := r.URL.Query()
	staff, desk := query.Get("staff"), query.Get("desk")
	switch {
	case query.Has("staff") && !isStaff(staff):
		return reply{}, badRequest("query staff", "not of the form it must have")
	case query.Has("desk") && !isDesk(desk):
		return reply{}, badRequest("query desk", "not of the form it must have")
	}
	if !r.who.may(capAudit) {
		if staff != "" && staff != r.who.staff {
			return reply{}, refuse("forbidden")
		}
		staff = r.who.staff
	}
	from, to, err := o.period(r)
	if err != nil {
		return reply{}, err
	}
	page, last, err := placeOf(r, "sessions", staff, desk, query.Get("from"), query.Get("to"))
	if err == nil && last != "" && !isUUID(last) {
		err = foreignCursor()
	}
	if err != nil {
		return reply{}, err
	}
	out := sessionPage{Items: []sessionWire{}, AsOf: stamp(o.now())}
	err = o.store.read(r.Context(), func(t *tx) error { return o.sessionItems(t, staff, desk, last, from, to, page, &out) })
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

func (o *Office) sessionItems(t *tx, staff, desk, last string, from, to int64, page page, out *sessionPage) error {
	where, values := []string{"opened_at >= ? AND opened_at < ?"}, args(from, to)
	also := func(condition, value string) {
		if value != "" {
			where, values = append(where, condition), append(values, value)
		}
	}
	also("staff = ?", staff)
	also("desk = ?", desk)
	also("(opened_at, id) < (SELECT opened_at, id FROM drawer_sessions WHERE id = ?)", last)
	var ids []string
	err := t.rows(`SELECT id FROM drawer_sessions WHERE `+strings.Join(where, " AND ")+` ORDER BY opened_at DESC, id DESC LIMIT ?`,
		append(values, page.limit+1), func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	if err != nil {
		return err
	}
	if len(ids) > page.limit {
		ids = ids[:page.limit]
		out.NextCursor = page.cursorAt(ids[page.limit-1])
	}
	for _, id := range ids {
		s, _, err := t.readSession(`id = ?`, id)
		if err != nil {
			return err
		}
		out.Items = append(out.Items, o.sessionWire(s))
	}
	return nil
}

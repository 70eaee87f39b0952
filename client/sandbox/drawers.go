package sandbox

import (
	"net/http"

	"cekr.kranj.si/desk/client/money"
)

type drawerPage struct {
	Items      []branchDrawer `json:"items"`
	NextCursor *string        `json:"nextCursor"`
	AsOf       string         `json:"asOf"`
}

// branchDrawer is an open drawer as a supervisor sees it.
type branchDrawer struct {
	Session     sessionWire `json:"session"`
	LastMovedAt string      `json:"lastMovedAt"`
	InFlight    reportLine  `json:"inFlight"`
}

// drawers tells all open sessions of the clerk's office, in the order in which they were opened. A page's cursor is the account of
// its last drawer.
func (o *Office) drawers(r *request) (reply, error) {
	page, err := pageOf(r, "drawers", r.who.office.id)
	if err != nil {
		return reply{}, err
	}
	out := drawerPage{Items: []branchDrawer{}, AsOf: stamp(o.now())}
	if err := o.store.read(r.Context(), func(t *tx) error { return o.drawerItems(t, r.who.office.id, page, &out) }); err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

func (o *Office) drawerItems(t *tx, office string, page page, out *drawerPage) error {
	type open struct {
		id      string
		account int64
	}
	var all []open
	err := t.rows(`SELECT id, account FROM drawer_sessions WHERE office = ? AND closed_at IS NULL AND account > ? ORDER BY account LIMIT ?`,
		args(office, page.after, page.limit+1), func(scan func(...any) error) error {
			var one open
			err := scan(&one.id, &one.account)
			all = append(all, one)
			return err
		})
	if err != nil {
		return err
	}
	if len(all) > page.limit {
		all = all[:page.limit]
		out.NextCursor = page.cursor(all[page.limit-1].account)
	}
	for _, one := range all {
		n, cents := o.flight.into(one.id)
		s, _, err := t.readSession(`id = ?`, one.id)
		if err != nil {
			return err
		}
		last, err := t.lastMoment(one.account)
		if err != nil {
			return err
		}
		line := branchDrawer{Session: o.sessionWire(s), LastMovedAt: stamp(o.moment(max(last, s.openedAt))), InFlight: reportLine{Sum: money.EUR(0)}}
		line.InFlight.add(n, cents)
		out.Items = append(out.Items, line)
	}
	return nil
}

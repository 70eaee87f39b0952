package contract

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// branchDrawers: a supervisor sees every open drawer of the office, and no other.
func (s *suite) branchDrawers(t *testing.T) {
	may := s.may(t, s.office.Supervisor, "supervise")
	if !s.capable("supervise") {
		s.get(t, s.reader(t), "/v1/drawers", "").refused(t, 403, "forbidden")
	}
	s.needs(t, may, "a supervisor with supervise (-staff-supervisor)")
	one, two, closed := s.open(t), s.open(t), s.open(t)
	w := one.move(-100)
	if s.capable("movement") {
		s.movementEnded(t, one.sendMovement(t, w).want(t, 201), w, "posted", "")
	}
	closed.closeDrawer(t, closed.float)
	seen, order := map[string]session{}, []string{}
	for _, limit := range []string{"limit=2", "limit=200"} {
		clear(seen)
		order = order[:0]
		for query := limit; query != ""; {
			var page struct {
				Items []struct {
					Session session `json:"session"`
				} `json:"items"`
				NextCursor string `json:"nextCursor"`
			}
			s.get(t, s.tokenOf(t, s.office.Supervisor), "/v1/drawers", query).want(t, 200).into(t, &page)
			for _, item := range page.Items {
				if _, twice := seen[item.Session.ID]; twice {
					t.Errorf("session %s stands twice", item.Session.ID)
				}
				seen[item.Session.ID] = item.Session
				order = append(order, item.Session.ID)
			}
			if query = ""; page.NextCursor != "" {
				query = limit + "&cursor=" + page.NextCursor
			}
		}
		for _, d := range []*desk{one, two} {
			got, there := seen[d.drawer]
			if now := d.now(t).Session; !there || now == nil || got.Total != now.Total || got.Staff != d.staff.Number || got.Desk != d.name {
				t.Errorf("the open drawer of %s is listed as %+v", d.name, got)
			}
		}
		if _, there := seen[closed.drawer]; there {
			t.Error("a closed drawer is listed as open")
		}
		if slices.Index(order, one.drawer) > slices.Index(order, two.drawer) {
			t.Error("the drawers are not in the order of their openings")
		}
	}
	s.send(t, request{method: http.MethodGet, path: "/v1/drawers", query: "cursor=" + strings.Repeat("x", 9), token: s.tokenOf(t, s.office.Supervisor)}).refused(t, 400, "bad-request")
}

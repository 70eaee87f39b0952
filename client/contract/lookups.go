package contract

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lookUpParts() []part {
	return []part{
		{"LookUps", (*suite).lookUps},
		{"LookUpsForWhom", (*suite).lookUpsForWhom},
	}
}

// supervisor is a token of who may read the record of look-ups.
func (s *suite) supervisor(t *testing.T) string {
	t.Helper()
	s.needs(t, s.office.Supervisor.Number != "", "a clerk with audit (-staff-supervisor)")
	return s.tokenOf(t, s.office.Supervisor)
}

func (s *suite) record(t *testing.T, token, mokID string, query url.Values) lookUpPage {
	t.Helper()
	var p lookUpPage
	s.get(t, token, "/v1/cards/"+mokID+"/look-ups", query.Encode()).want(t, 200).into(t, &p)
	return p
}

// lookUps: whoever was shown the card stands in its record at once, with desk, view and time.
func (s *suite) lookUps(t *testing.T) {
	token, mokID := s.supervisor(t), s.office.Card.MokID
	looks := []struct {
		name, query, view string
		staff             Staff
		below             string
	}{
		{"the clerk's view", "view=clerk", "clerk", s.office.Clerk, ""},
		{"the default view", "", "clerk", s.office.Clerk, ""},
		{"the minimal view, by who may see more", "view=minimal", "minimal", s.office.Clerk, ""},
		{"the minimal view, by who may see no more", "", "minimal", s.office.Minimal, ""},
		{"a page of transactions", "limit=1", "transactions", s.office.Clerk, "/transactions"},
		{"the clerk's view, by another", "view=clerk", "clerk", s.office.Second, ""},
	}
	var want []lookUp
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			s.needs(t, look.staff.Number != "", "more clerks (-staff-minimal, -staff2)")
			d := s.desk(t, look.staff)
			a := s.get(t, d.token, "/v1/cards/"+mokID+look.below, look.query).want(t, 200)
			entry := lookUp{Staff: look.staff.Number, Desk: d.name, View: look.view, TraceID: a.header.Get("Trace-Id")}
			p := s.record(t, token, mokID, url.Values{"limit": {"200"}})
			if len(p.Items) == 0 {
				t.Fatalf("the look-up is not in the record\n%v", a)
			}
			newest := p.Items[0]
			if apart := a.date(t).Sub(newest.At).Abs(); apart > slack {
				t.Errorf("the look-up and its entry are %s apart\n%v", apart, a)
			}
			if newest.At = entry.At; newest != entry && s.office.Alone || !p.holds(entry) {
				t.Errorf("the record tells the look-up otherwise (-looked up +recorded):\n%s", cmp.Diff(entry, newest))
			}
			want = append([]lookUp{entry}, want...)
		})
	}
	t.Run("the record, in pages", func(t *testing.T) {
		for _, size := range []string{"1", "2", "200"} {
			if diff := cmp.Diff(want, s.ours(t, token, mokID, size, len(want))); diff != "" {
				t.Errorf("in pages of %s (-looked up +recorded):\n%s", size, diff)
			}
		}
	})
	t.Run("another card's record does not hold it", func(t *testing.T) {
		s.needs(t, s.office.OtherCard.MokID != "", "another card (-card2)")
		p := s.record(t, token, s.office.OtherCard.MokID, url.Values{"limit": {"200"}})
		for _, entry := range want {
			if p.holds(entry) {
				t.Errorf("it does: %+v", entry)
			}
		}
	})
	t.Run("who was refused, or found nothing, is in no record", func(t *testing.T) {
		before := s.record(t, token, mokID, url.Values{"limit": {"1"}})
		s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + mokID, query: "view=all", token: s.reader(t), invalid: true}).refused(t, 400, "bad-request")
		s.get(t, "", "/v1/cards/"+mokID, "").refused(t, 401, "token-missing")
		if diff := cmp.Diff(before.Items, s.record(t, token, mokID, url.Values{"limit": {"1"}}).Items); diff != "" && s.office.Alone {
			t.Errorf("a refusal is an entry (-before +after):\n%s", diff)
		}
	})
}

// ours are the newest of the record that desks of this run made, without their times, read in pages of a size.
func (s *suite) ours(t *testing.T, token, mokID, size string, most int) []lookUp {
	t.Helper()
	var got []lookUp
	query := url.Values{"limit": {size}}
	for range 20 * most {
		p := s.record(t, token, mokID, query)
		for _, entry := range p.Items {
			if s.isOurs(entry.Desk) && len(got) < most {
				got = append(got, lookUp{Staff: entry.Staff, Desk: entry.Desk, View: entry.View, TraceID: entry.TraceID})
			}
		}
		if p.NextCursor == nil || len(got) == most {
			break
		}
		query.Set("cursor", *p.NextCursor)
	}
	return got
}

func (p lookUpPage) holds(entry lookUp) bool {
	for _, e := range p.Items {
		if e.At = entry.At; e == entry {
			return true
		}
	}
	return false
}

// lookUpsForWhom: the record is for who has audit, of cards that there are.
func (s *suite) lookUpsForWhom(t *testing.T) {
	path := "/v1/cards/" + s.office.Card.MokID + "/look-ups"
	t.Run("not for a clerk without audit", func(t *testing.T) {
		s.get(t, s.reader(t), path, "").refused(t, 403, "forbidden")
		s.needs(t, s.office.Minimal.Number != "", "a clerk without card.read (-staff-minimal)")
		s.get(t, s.tokenOf(t, s.office.Minimal), path, "").refused(t, 403, "forbidden")
	})
	t.Run("a bad question", func(t *testing.T) {
		token := s.supervisor(t)
		s.get(t, token, "/v1/cards/"+unknownMokID+"/look-ups", "").refused(t, 404, "card-not-found")
		for _, bad := range []string{"limit=0", "limit=201", "limit=x", "cursor=somebody-elses"} {
			s.send(t, request{method: http.MethodGet, path: path, query: bad, token: token, invalid: true}).refused(t, 400, "bad-request")
		}
	})
}

package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func deskParts() []part {
	return []part{
		{"DeskTopUps", (*suite).deskTopUps},
		{"DeskGaps", (*suite).deskGaps},
	}
}

func (d *desk) list(t *testing.T, query url.Values) topUpPage {
	t.Helper()
	var p topUpPage
	d.s.get(t, d.token, "/v1/desks/"+d.name+"/top-ups", query.Encode()).want(t, 200).into(t, &p)
	return p
}

// deskTopUps: every ending of the desk, by number, in pages, each as the write was answered.
func (s *suite) deskTopUps(t *testing.T) {
	d := s.open(t)
	if p := d.list(t, nil); len(p.Items) != 0 || len(p.Gaps) != 0 || p.NextCursor != nil {
		t.Errorf("a desk that sent nothing has a list: %+v", p)
	}
	sent := []topUp{
		d.posts(t, d.next(t)),
		d.rejects(t, d.next(t, func(b *topUpBody) { b.QuoteID = newID() }), "quote-unknown"),
		d.posts(t, d.next(t)),
	}
	all := d.list(t, url.Values{"limit": {"200"}})
	if diff := cmp.Diff(sent, all.Items); diff != "" {
		t.Errorf("the list does not repeat the answers to the writes (-sent +listed):\n%s", diff)
	}
	if len(all.Gaps) != 0 {
		t.Errorf("gaps %v in 1, 2, 3", all.Gaps)
	}
	each(t,
		check{"in pages", func(t *testing.T) {
			var got []topUp
			query := url.Values{"limit": {"1"}}
			for range sent {
				p := d.list(t, query)
				got = append(got, p.Items...)
				if p.NextCursor == nil {
					break
				}
				query.Set("cursor", *p.NextCursor)
			}
			if diff := cmp.Diff(sent, got); diff != "" {
				t.Errorf("(-sent +paged):\n%s", diff)
			}
		}},
		check{"from a number on", func(t *testing.T) {
			for from := 1; from <= 4; from++ {
				p := d.list(t, url.Values{"fromSeq": {fmt.Sprint(from)}})
				if diff := cmp.Diff(slices.Clone(sent[min(from-1, 3):]), p.Items, cmpEmpty); diff != "" {
					t.Errorf("from %d (-want +got):\n%s", from, diff)
				}
			}
		}},
		check{"a bad query is 400", func(t *testing.T) {
			for _, bad := range []string{"fromSeq=0", "fromSeq=x", "limit=0", "limit=201", "cursor=somebody-elses"} {
				s.send(t, request{method: http.MethodGet, path: "/v1/desks/" + d.name + "/top-ups", query: bad, token: d.token, invalid: true}).
					refused(t, 400, "bad-request")
			}
			s.send(t, request{method: http.MethodGet, path: "/v1/desks/" + strings.Repeat("d", 33) + "/top-ups", token: d.token, invalid: true}).
				refused(t, 400, "bad-request")
		}},
	)
}

var cmpEmpty = cmp.Transformer("len0", func(list []topUp) []topUp {
	if len(list) == 0 {
		return nil
	}
	return list
})

// deskGaps: a missing number is flagged and listed, and never refused.
func (s *suite) deskGaps(t *testing.T) {
	d := s.open(t)
	skip := func(to int64) func(*topUpBody) { return func(b *topUpBody) { b.Seq = to } }
	one := d.next(t)
	d.posts(t, one)
	lost := d.next(t) // frozen, not sent yet
	each(t,
		check{"the next but one is posted and flagged", func(t *testing.T) {
			if got := d.posts(t, d.next(t)); !got.Gap {
				t.Error("number 3 after 1 has no gap")
			}
			if diff := cmp.Diff([]gap{{2, 2}}, d.list(t, nil).Gaps); diff != "" {
				t.Errorf("the list's gaps (-want +got):\n%s", diff)
			}
		}},
		check{"the late one closes the hole", func(t *testing.T) {
			if got := d.posts(t, lost); got.Gap {
				t.Error("number 2 follows 1, there is no gap before it")
			}
			if gaps := d.list(t, nil).Gaps; len(gaps) != 0 {
				t.Errorf("still gaps: %v", gaps)
			}
		}},
		check{"a replay tells the flag of the first time", func(t *testing.T) {
			for _, item := range d.list(t, nil).Items {
				if want := item.Seq == 3; item.Gap != want {
					t.Errorf("number %d: gap is %v", item.Seq, item.Gap)
				}
			}
		}},
		check{"a chain that does not fit is flagged", func(t *testing.T) {
			if got := d.posts(t, d.next(t, func(b *topUpBody) { b.Prev = strings.Repeat("a", 64) })); !got.Gap {
				t.Error("a foreign prev was not flagged")
			}
			if got := d.posts(t, d.next(t, func(b *topUpBody) { b.Prev = "" })); !got.Gap {
				t.Error("an empty prev after other top-ups was not flagged")
			}
		}},
		check{"a number that was used is flagged, and both are listed", func(t *testing.T) {
			if got := d.posts(t, d.next(t, skip(1), func(b *topUpBody) { b.Prev = "" })); !got.Gap {
				t.Error("number 1 again was not flagged")
			}
			var ones int
			for _, item := range d.list(t, nil).Items {
				if item.Seq == 1 {
					ones++
				}
			}
			if ones != 2 {
				t.Errorf("%d top-ups with number 1 are listed, not 2", ones)
			}
		}},
		check{"a first one that has one before it is flagged", func(t *testing.T) {
			fresh := s.open(t)
			if got := fresh.posts(t, fresh.next(t, func(b *topUpBody) { b.Prev = strings.Repeat("a", 64) })); !got.Gap {
				t.Error("number 1 with a prev was not flagged")
			}
		}},
		check{"a wide hole is one run", func(t *testing.T) {
			d.posts(t, d.next(t, skip(1_000_000)))
			if diff := cmp.Diff([]gap{{6, 999_999}}, d.list(t, nil).Gaps); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]gap{{10, 999_999}}, d.list(t, url.Values{"fromSeq": {"10"}}).Gaps); diff != "" {
				t.Errorf("from 10 (-want +got):\n%s", diff)
			}
		}},
	)
}

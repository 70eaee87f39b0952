package model

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/gui/flow"
)

// do does in the program what a move does in the model.
func (k *walk) do(m move, before state) {
	r := k.of[m.item]
	d := k.desks[r.desk]
	was := before.of[m.item]
	switch m.what {
	case begins, leaves, confirms, sendsAgain, givesBack, handsBack, answerArrives, backgroundAnswerArrives:
		d.tired = int(m.with)
		if m.what == handsBack && m.with == diskWorksThenCrash {
			d.tired = diskWorks // it is written by the screen's own goroutine, which is ours here
		}
	}
	switch m.what {
	case deskCrashes:
		k.crash(r.desk, before)
	case starts:
		d.begin()
	case answerArrives:
		h, got := r.call, *r.got
		r.call, r.got = nil, nil
		d.give(h, got)
	case backgroundAnswerArrives:
		h, got := r.behind, *r.gotBack
		r.behind, r.gotBack = nil, nil
		d.give(h, got)
	default:
		if !k.clerk(m.what, r, d) {
			k.network(m, r, was)
		}
	}
	if m.with == diskWorksThenCrash && m.what != isAnsweredBy {
		k.crash(r.desk, before)
	}
}

// clerk does what is done at the screen; false if the move is none of it.
func (k *walk) clerk(what act, r *real, d *running) bool {
	c := d.counter
	d.fresh = false
	switch what {
	case begins:
		c.LookUp(card)
		d.rest()
		tired := d.tired
		d.tired = diskWorks
		c.BeginTopUp()
		d.rest()
		c.TopUp.Match(six)
		d.rest()
		d.tired = tired
		c.TopUp.Quote(r.amount.String()[:4])
		d.rest()
		if id := c.TopUp.State().ID; id != "" {
			r.id = id
		} else {
			r.id = fmt.Sprintf("%08d-0000-4000-8000-00000000000%d", k.ids, r.desk)
		}
		d.begun = r.id
	case takesCash:
		c.TopUp.Tender("")
	case leaves, parks:
		c.TopUp.Leave()
	case confirms:
		c.TopUp.Confirm()
	case sendsAgain:
		c.TopUp.SendAgain()
	case checks:
		c.TopUp.Check()
	case givesBack:
		c.TopUp.GiveBack()
	case resumes:
		c.TopUp.Resume(r.id)
	case checksParked:
		c.TopUp.CheckParked()
	case handsBack:
		c.HandedBack(r.id)
	default:
		return false
	}
	d.rest()
	for _, h := range d.arrived {
		if what == checksParked {
			r.behind = h
		} else {
			r.call = h
		}
	}
	d.arrived = nil
	return true
}

// network does what is done to a request, and at the office.
func (k *walk) network(m move, r *real, was item) {
	switch m.what {
	case leavesDesk:
	case noConnection:
		r.got = &result{err: errNoDial}
	case isAnsweredBy:
		if r.got == nil {
			r.got = new(result)
		}
		*r.got = k.replacement(answer(m.with))
	case isHeldUp:
		k.loiter(r)
		r.got = &result{err: errLate}
	case isDoubled:
		k.loiter(r)
	case isGivenUp:
		r.mine = false
		r.got = &result{err: errLate}
	case backgroundIsLost:
		r.gotBack = &result{err: errLate}
	case lateBodyArrives:
		k.begin(r, r.late[0], false)
		r.late = r.late[1:]
	case lateBodyVanishes:
		r.late = r.late[1:]
	case lateCancellationArrives:
		k.begin(r, r.cancels[0], false)
		r.cancels = r.cancels[1:]
	case lateCancellationVanishes:
		r.cancels = r.cancels[1:]
	case arrivesAtOffice:
		k.arrive(r, was)
	case isPostedThere, isRejectedThere, isEndedThere:
		k.end(m.what, r)
	case officeForgets: // ours does not
	default:
		k.t.Fatalf("no way to do %v", m)
	}
}

func (k *walk) replacement(a answer) result {
	switch a {
	case failed:
		return result{answer: respond(500, "application/problem+json", `{"code":"internal"}`)}
	case refused:
		return result{answer: respond(400, "application/problem+json", `{"code":"bad-request"}`)}
	case strange:
		return result{answer: respond(200, "text/html", "<h1>Welcome</h1>")}
	}
	return result{err: errLate}
}

func (k *walk) loiter(r *real) {
	switch {
	case strings.HasSuffix(r.call.path, "/cancellation"):
		if len(r.cancels) == 0 {
			r.cancels = append(r.cancels, r.call)
		}
	case r.call.method == http.MethodPut:
		if len(r.late) == 0 {
			r.late = append(r.late, r.call)
		}
	}
}

// arrive hands the question of the screen, or of the background, to the office.
func (k *walk) arrive(r *real, was item) {
	switch {
	case was.behind == out && was.at != out: // the background's
		r.gotBack = &result{answer: k.serve(r.behind)}
	case r.call.method == http.MethodGet, r.work != nil:
		r.got = &result{answer: k.serve(r.call)}
	default:
		k.begin(r, r.call, true)
	}
}

// begin lets the office work on a request, and not end it.
func (k *walk) begin(r *real, h *inquiry, mine bool) {
	route := "PUT /v1/top-ups/{id}"
	if strings.HasSuffix(h.path, "/cancellation") {
		route += "/cancellation"
	}
	if err := k.office.Faults().Set(route, sandbox.Fault{Kind: sandbox.Slow, Delay: time.Hour, Times: 1}); err != nil {
		k.t.Fatal(err)
	}
	work := make(chan result, 1)
	r.work, r.mine = work, mine
	go func() { work <- result{answer: k.serve(h)} }()
	for k.state(r.id) != "inFlight" {
		runtime.Gosched()
	}
}

// end lets the office end what it works on. It rejects because the quote has run out, which it has not a moment later.
func (k *walk) end(what act, r *real) {
	if what == isRejectedThere {
		k.now.Add(time.Hour.Milliseconds() / 2)
		defer k.now.Add(-time.Hour.Milliseconds() / 2)
	}
	k.office.Faults().Clear()
	got := <-r.work
	r.work = nil
	if r.mine {
		r.got = &got
	}
}

// crash ends the program of a desk. What waits at its network goes on there.
func (k *walk) crash(desk int, before state) {
	d := k.desks[desk]
	d.disk.Kill()
	for i, r := range k.of {
		if r.desk != desk {
			continue
		}
		for _, h := range []*inquiry{r.call, r.behind} {
			if h != nil {
				h.reply <- result{err: errLate}
			}
		}
		if before.of[i].at == out {
			k.loiter(r)
		}
		r.call, r.behind, r.got, r.gotBack, r.mine = nil, nil, nil, nil, false
	}
}

// differs says where the program is not where the model is, "" if it is there.
func (k *walk) differs(s state) string {
	for i, it := range s.of {
		r := k.of[i]
		if r.id == "" {
			continue
		}
		d := k.desks[r.desk]
		if it.step != down {
			if got := string(d.last[r.id]); got != string(kinds[it.disk]) {
				return fmt.Sprintf("%d: the disk has %s, the model %s", i+1, got, kinds[it.disk])
			}
			got, want := d.shows(r.id), it.seen()
			if it.disk > sending && it.call == check {
				got = strings.Replace(got, asks[again], asks[check], 1) // asked, in the place of sending again
			}
			if got != want && !(it.step >= showsPosted && it.step <= showsCancelled && got == "") {
				return fmt.Sprintf("%d: the desk has %q, the model %q", i+1, got, want)
			}
		}
		if it.step >= showsPosted && d.fresh && !d.reminds(r.id, it) {
			return fmt.Sprintf("%d: the desk that was started does not tell how it ended", i+1)
		}
		want := offices[it.office]
		if it.orphan != nothing || it.at == worked {
			want = "inFlight"
		}
		if got := k.state(r.id); got != want {
			return fmt.Sprintf("%d: the office has %s, the model %s", i+1, got, want)
		}
	}
	return ""
}

// seen is what the model's desk shows of an intention, in one word or two.
func (it item) seen() string {
	step, asking := it.step, asks[it.call]
	switch {
	case step == gone || step == idle:
		return ""
	case it.call == send:
		asking = ""
	}
	return strings.TrimSpace(string(steps[step]) + " " + asking)
}

// reminds tells whether the desk that was started says how the intention ended; of what ended before another was begun
// it need not.
func (r *running) reminds(id string, it item) bool {
	ended := r.kept.Ended()
	if it.step > showsCancelled && it.step != gone || len(ended) == 0 || ended[len(ended)-1].ID != id {
		return true
	}
	said := r.counter.State().Notice
	return said != nil && said.Key == "counter.ended."+strings.ToLower(string(kinds[it.disk]))
}

// shows is the same of the program's desk.
func (r *running) shows(id string) string {
	st := r.counter.TopUp.State()
	if st.ID == id {
		return strings.TrimSpace(string(st.Step) + " " + string(st.Asking))
	}
	for _, open := range r.counter.TopUp.OpenList() {
		if open.ID == id {
			return "parked"
		}
	}
	for _, left := range r.counter.State().NeverSent {
		if left.First().ID == id {
			return "neverSent"
		}
	}
	if st.Step == flow.TopUpLocked && st.ID == "" && r.begun == id {
		return string(st.Step) // it never got an id
	}
	return ""
}

// walked tells whether the program can be led through a move: this office keeps its data in memory, and lets go all it
// holds at once.
func walked(m move, s state) bool {
	switch m.what {
	case officeCrashes:
		return false
	case arrivesAtOffice, lateBodyArrives, lateCancellationArrives:
		n := 1 - m.item
		return s.of[n].orphan == nothing && s.of[n].at != worked
	}
	return true
}

// TestTheProgramGoesTheModelsWays leads flow, client, journal and office along paths of the model, and wants them after each
// move where the model is.
func TestTheProgramGoesTheModelsWays(t *testing.T) {
	walks := 20
	if night() {
		walks = 2000
	}
	met := map[string]bool{}
	moves := 0
	for name, w := range map[string]world{
		"one intention":    {only: true, late: 1},
		"two at one desk":  {late: 1, plain: true},
		"two at two desks": {desk: [2]uint8{0, 1}, late: 1, plain: true},
	} {
		t.Run(name, func(t *testing.T) {
			w.program = asked(t)
			for seed := range uint64(walks) {
				path, wrong := w.along(t, seed, met)
				moves += len(path)
				if wrong != "" {
					t.Fatalf("seed %d: %s", seed, story(path, wrong))
				}
			}
		})
	}
	t.Logf("%d moves, %d kinds of them", moves, len(met))
}

// The shortest way to each harm, in a model whose rule is broken, must be one that the program does not go.
func TestTheProgramLeavesEveryWayToHarm(t *testing.T) {
	for b := range bugs {
		t.Run(string(b), func(t *testing.T) {
			w := world{only: true, late: 1, onlyHarm: true, program: asked(t), bug: b}
			f := w.search()
			if f.trouble == "" {
				t.Fatal("the search has found no harm")
			}
			k := newWalk(t, &w)
			defer k.close()
			s := state{}
			for i, m := range f.by {
				k.do(m, s)
				s = f.at[i]
				if wrong := k.differs(s); wrong != "" {
					t.Logf("after %d of %d moves: %s", i+1, len(f.by), wrong)
					return
				}
			}
			if b == restartIsSilent {
				k.do(move{what: deskCrashes}, s)
				k.do(move{what: starts}, s)
				if k.desks[0].counter.State().Notice != nil {
					return // the program is not silent
				}
			}
			if k.balance()-k.start != s.of[0].loaded(200) {
				t.Log("the card has what was paid")
				return
			}
			t.Errorf("the program goes all the way: %s", story(f.by, f.trouble))
		})
	}
}

func story(path []move, wrong string) string {
	var b strings.Builder
	fmt.Fprintln(&b, wrong)
	for i, m := range path {
		fmt.Fprintf(&b, "%2d  %v\n", i+1, m)
	}
	return b.String()
}

// along walks one path, which the seed gives again, and tells where the program left it.
func (w *world) along(t *testing.T, seed uint64, met map[string]bool) (path []move, wrong string) {
	chance := rand.New(rand.NewPCG(seed, 7))
	k := newWalk(t, w)
	defer k.close()
	s := state{}
	for range 40 {
		next, to, any := w.choose(s, chance)
		if !any {
			continue
		}
		at := s.of[next.item]
		met[fmt.Sprint(next.what, next.with, at.step, at.call, at.at)] = true
		path = append(path, next)
		k.do(next, s)
		s = to
		if wrong = k.differs(s); wrong != "" {
			return path, fmt.Sprintf("%s\n[%v]\n[%v]", wrong, s.of[0], s.of[1])
		}
	}
	if got, want := k.balance()-k.start, s.of[0].loaded(200)+s.of[1].loaded(300); got != want {
		return path, fmt.Sprintf("the card got %d cents, in the model %d", got, want)
	}
	return path, ""
}

func (it item) loaded(cents int64) int64 { return int64(it.posts) * cents }

// choose takes one of the moves that are possible: each act is as likely as any other, whatever the disk does to it, but
// what throws much away is seldom.
func (w *world) choose(s state, chance *rand.Rand) (by move, to state, any bool) {
	ways := map[act][]move{}
	ends := map[move]state{}
	w.next(s, func(m move, to state) {
		seldom := m.what == deskCrashes || m.with != diskWorks && m.what != isAnsweredBy
		if walked(m, s) && (!seldom || chance.IntN(8) == 0) {
			ways[m.what] = append(ways[m.what], m)
			ends[m] = to
		}
	})
	if len(ways) == 0 {
		return by, to, false
	}
	acts := slices.Sorted(maps.Keys(ways))
	some := ways[acts[chance.IntN(len(acts))]]
	by = some[chance.IntN(len(some))]
	return by, ends[by], true
}

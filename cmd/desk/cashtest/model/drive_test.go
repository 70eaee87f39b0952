package model

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
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
		c.Do(flow.CommandTopUp)
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
		c.TopUp.List.CheckParked()
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
		k.leaveCopy(r)
		r.got = &result{err: errLate}
	case isDoubled:
		k.leaveCopy(r)
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

func (k *walk) leaveCopy(r *real) {
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
			k.leaveCopy(r)
		}
		r.call, r.behind, r.got, r.gotBack, r.mine = nil, nil, nil, nil, false
	}
}

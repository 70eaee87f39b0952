package model

import (
	"fmt"
	"slices"
	"strings"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/topup"
)

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
		if it.abandoned != nothing || it.at == worked {
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
	ended := r.kept.Settled()
	if it.step > showsCancelled && it.step != gone || len(ended) == 0 || ended[len(ended)-1].Ending.ID != id {
		return true
	}
	if ended[len(ended)-1].Ending.Why == "crash" {
		return true // a clerk was told, and has said so
	}
	for _, item := range r.kept.Items() {
		if item.Began > ended[len(ended)-1].Began {
			return true
		}
	}
	return slices.ContainsFunc(r.counter.TopUp.List.Open(), func(s topup.State) bool {
		return s.ID == id && s.Ended() && s.Step != topup.Idle
	})
}

// shows is the same of the program's desk.
func (r *running) shows(id string) string {
	st := r.counter.TopUp.State()
	if st.ID == id {
		return strings.TrimSpace(string(st.Step) + " " + string(st.Asking))
	}
	for _, open := range r.counter.TopUp.List.Open() {
		if last, _ := r.kept.Last(id); open.ID == id && last.Kind == journal.Dropped {
			return "" // what a clerk abandoned is told once more after a crash
		}
		if open.ID == id && open.Ended() {
			return string(open.Step) // found out by the background: listed until a clerk has read it
		}
		if open.ID == id {
			return "parked"
		}
	}
	for _, left := range r.counter.State().NeverSent {
		if left.ID == id {
			return "neverSent"
		}
	}
	if st.Step == topup.Halted && st.ID == "" && r.begun == id {
		return string(st.Step) // it never got an id
	}
	return ""
}

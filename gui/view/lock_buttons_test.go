package view

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// What a clerk can press at each step of a lock: those in brackets are there and wait for an answer.
func TestTheButtonsOfEveryStepOfALock(t *testing.T) {
	v := newLock(atCounter(t, flowtest.NewOffice()), nil)
	names := []named{
		{"next", v.next}, {"confirm", v.confirm}, {"check", v.check}, {"again", v.again}, {"give up", v.giveUp}, {"done", v.done}, {"back", v.back},
	}
	for _, tt := range []struct {
		when   string
		step   lock.Step
		status outbox.Status[client.Lock]
		want   string
	}{
		{"nothing", lock.Idle, outbox.Status[client.Lock]{Stage: outbox.Forming}, ""},
		{"asking", lock.Asking, outbox.Status[client.Lock]{Stage: outbox.Forming}, "next back"},
		{"confirming", lock.Confirming, outbox.Status[client.Lock]{Stage: outbox.Forming}, "confirm back"},
		{"sending", lock.Sending, outbox.Status[client.Lock]{Stage: outbox.Sending}, ""},
		{"posted", lock.Posted, outbox.Status[client.Lock]{Stage: outbox.Posted}, "done"},
		{"posted while the desk was down", lock.Posted, outbox.Status[client.Lock]{Stage: outbox.Posted, Recovered: true}, "check done"},
		{"its number being asked for", lock.Posted,
			outbox.Status[client.Lock]{Stage: outbox.Posted, Recovered: true, Asking: outbox.AskCheck}, "(check) done"},
		{"rejected", lock.Rejected, outbox.Status[client.Lock]{Stage: outbox.Rejected}, "done"},
		{"rejected while the desk was down", lock.Rejected, outbox.Status[client.Lock]{Stage: outbox.Rejected, Recovered: true}, "done"},
		{"not sent", lock.NotSent, outbox.Status[client.Lock]{Stage: outbox.NotSent}, "again give up done"},
		{"being given up", lock.NotSent, outbox.Status[client.Lock]{Stage: outbox.NotSent, Asking: outbox.AskGiveBack}, "(again) (give up) done"},
		{"not known", lock.Unknown, outbox.Status[client.Lock]{Stage: outbox.Unknown}, "check again done"},
		{"not known, being asked", lock.Unknown, outbox.Status[client.Lock]{Stage: outbox.Unknown, Asking: outbox.AskCheck}, "(check) (again) done"},
		{"a crash left it unsent", lock.NeverSent, outbox.Status[client.Lock]{Stage: outbox.NeverSent}, "done"},
		{"the journal failed", lock.Halted, outbox.Status[client.Lock]{Stage: outbox.Halted}, ""},
	} {
		v.draw(lock.State{Job: lock.Job{Step: tt.step}, Status: tt.status})
		if got := pressable(names); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.when, got, tt.want)
		}
	}
}

package view

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// What a clerk can press at each step of an unlock: those in brackets are there and wait for an answer.
func TestTheButtonsOfEveryStepOfAnUnlock(t *testing.T) {
	v := newUnlock(atCounter(t, flowtest.NewOffice()))
	names := []named{
		{"next", v.next}, {"confirm", v.confirm}, {"check", v.check}, {"again", v.again}, {"give up", v.giveUp}, {"anew", v.anew},
		{"done", v.done}, {"back", v.back},
	}
	used := client.Unlock{Code: client.CodeApprovalUsed}
	for _, tt := range []struct {
		when   string
		step   unlock.Step
		status outbox.Status[client.Unlock]
		want   string
	}{
		{"nothing", unlock.Idle, outbox.Status[client.Unlock]{Stage: outbox.Forming}, ""},
		{"asking", unlock.Asking, outbox.Status[client.Unlock]{Stage: outbox.Forming}, "next back"},
		{"confirming", unlock.Confirming, outbox.Status[client.Unlock]{Stage: outbox.Forming}, "confirm back"},
		{"a second person is asked", unlock.Approving, outbox.Status[client.Unlock]{Stage: outbox.Begun}, ""},
		{"sending", unlock.Sending, outbox.Status[client.Unlock]{Stage: outbox.Sending}, ""},
		{"posted", unlock.Posted, outbox.Status[client.Unlock]{Stage: outbox.Posted}, "done"},
		{"posted while the desk was down", unlock.Posted, outbox.Status[client.Unlock]{Stage: outbox.Posted, Recovered: true}, "check done"},
		{"rejected", unlock.Rejected, outbox.Status[client.Unlock]{Stage: outbox.Rejected}, "done"},
		{"rejected for its approval", unlock.Rejected, outbox.Status[client.Unlock]{Stage: outbox.Rejected, Answer: used}, "anew done"},
		{"not sent", unlock.NotSent, outbox.Status[client.Unlock]{Stage: outbox.NotSent}, "again give up done"},
		{"not known", unlock.Unknown, outbox.Status[client.Unlock]{Stage: outbox.Unknown}, "check again done"},
		{"not known, being asked", unlock.Unknown, outbox.Status[client.Unlock]{Stage: outbox.Unknown, Asking: outbox.AskCheck}, "(check) (again) done"},
		{"a crash left it unsent", unlock.NeverSent, outbox.Status[client.Unlock]{Stage: outbox.NeverSent}, "done"},
		{"the journal failed", unlock.Halted, outbox.Status[client.Unlock]{Stage: outbox.Halted}, ""},
	} {
		v.draw(unlock.State{Job: unlock.Job{Step: tt.step, Reason: client.UnlockFound}, Status: tt.status})
		if got := pressable(names); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.when, got, tt.want)
		}
	}
}

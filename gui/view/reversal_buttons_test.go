package view

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/reversal"
)

// What a clerk can press at each step of a reversal, and that cash goes out on posted alone: those in brackets are there and wait for an
// answer.
func TestTheButtonsOfEveryStepOfAReversal(t *testing.T) {
	v := newReversal(atCounter(t, flowtest.NewOffice()), func(flow.Command) {})
	names := []named{
		{"next", v.next}, {"confirm", v.confirm}, {"check", v.check}, {"again", v.again}, {"give up", v.giveUp}, {"anew", v.anew}, {"done", v.done}, {"back", v.back},
	}
	found := client.FoundTopUp{TopUp: client.TopUp{ID: flowtest.Posted, MokID: "100000014", Amount: money.EUR(5000), Total: money.EUR(5150)}}
	type status = outbox.Status[client.Reversal]
	for _, tt := range []struct {
		when   string
		step   reversal.Step
		status status
		want   string
	}{
		{"nothing", reversal.Idle, status{Stage: outbox.Forming}, ""},
		{"which one", reversal.AskingSlip, status{Stage: outbox.Forming}, "next back"},
		{"looking", reversal.Looking, status{Stage: outbox.Forming}, ""},
		{"why", reversal.Asking, status{Stage: outbox.Forming}, "next back"},
		{"confirming", reversal.Confirming, status{Stage: outbox.Forming}, "confirm back"},
		{"a second person is asked", reversal.Approving, status{Stage: outbox.Begun}, ""},
		{"sending", reversal.Sending, status{Stage: outbox.Sending}, ""},
		{"posted", reversal.Posted, status{Stage: outbox.Posted, Answer: client.Reversal{Total: money.EUR(5150)}}, "done"},
		{"posted while the desk was down", reversal.Posted, status{Stage: outbox.Posted, Recovered: true}, "check done"},
		{"its sum being asked for", reversal.Posted, status{Stage: outbox.Posted, Recovered: true, Asking: outbox.AskCheck}, "(check) done"},
		{"rejected", reversal.Rejected, status{Stage: outbox.Rejected, Answer: client.Reversal{Code: "already-reversed"}}, "done"},
		{"rejected for want of a second person", reversal.Rejected, status{Stage: outbox.Rejected, Answer: client.Reversal{Code: "approval-required"}}, "anew done"},
		{"rejected while the desk was down", reversal.Rejected, status{Stage: outbox.Rejected, Recovered: true}, "check done"},
		{"not sent", reversal.NotSent, status{Stage: outbox.NotSent}, "again give up done"},
		{"being given up", reversal.NotSent, status{Stage: outbox.NotSent, Asking: outbox.AskGiveBack}, "(again) (give up) done"},
		{"not known", reversal.Unknown, status{Stage: outbox.Unknown}, "check again done"},
		{"not known, being asked", reversal.Unknown, status{Stage: outbox.Unknown, Asking: outbox.AskCheck}, "(check) (again) done"},
		{"a crash left it unsent", reversal.NeverSent, status{Stage: outbox.NeverSent}, "done"},
		{"the journal failed", reversal.Halted, status{Stage: outbox.Halted}, ""},
	} {
		of := found
		if tt.status.Recovered { // the journal doesn't keep it
			of = client.FoundTopUp{}
		}
		v.draw(reversal.State{Job: reversal.Job{Step: tt.step, MokID: "100000014", Found: of, Reason: client.ReversalWrongAmount}, Status: tt.status, Amount: money.EUR(5000)})
		if got := pressable(names); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.when, got, tt.want)
		}
		hands := strings.Contains(v.todo.Text, "Stranki izročite") || strings.Contains(v.todo.Text, "jo izročite stranki")
		known := tt.step == reversal.Posted && tt.status.Known()
		if v.todo.Visible() && hands != known {
			t.Errorf("%s: it says %q", tt.when, v.todo.Text)
		}
		if v.sum.box.Visible() && tt.step != reversal.Posted {
			t.Errorf("%s: a sum to hand out is shown", tt.when)
		}
	}
}

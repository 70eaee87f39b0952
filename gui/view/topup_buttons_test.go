package view

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// What a clerk can press once a top-up was sent: those in brackets are there and wait for an answer.
func TestTheButtonsOfEveryOutcome(t *testing.T) {
	c := atCounter(t, flowtest.NewOffice())
	p := newOutcomePage(c, c.Do)
	names := []named{
		{"check", p.check}, {"again", p.again}, {"give back", p.giveBack}, {"print", p.print}, {"open", p.open}, {"save", p.save}, {"next", p.next},
	}
	for _, tt := range []struct {
		when   string
		step   topup.Step
		status outbox.Status[client.TopUp]
		want   string
	}{
		{"sending", topup.Sending, outbox.Status[client.TopUp]{Stage: outbox.Sending}, ""},
		{"posted", topup.Posted, outbox.Status[client.TopUp]{Stage: outbox.Posted}, "print open save next"},
		{"rejected", topup.Rejected, outbox.Status[client.TopUp]{Stage: outbox.Rejected}, "next"},
		{"cancelled", topup.Cancelled, outbox.Status[client.TopUp]{Stage: outbox.Cancelled}, "next"},
		{"not sent", topup.NotSent, outbox.Status[client.TopUp]{Stage: outbox.NotSent}, "again give back"},
		{"the cash goes back, on its way to the disk", topup.NotSent,
			outbox.Status[client.TopUp]{Stage: outbox.NotSent, Asking: outbox.AskGiveBack}, "(again) (give back)"},
		{"not known", topup.Unknown, outbox.Status[client.TopUp]{Stage: outbox.Unknown}, "check again give back print open save next"},
		{"not known, being asked", topup.Unknown, outbox.Status[client.TopUp]{Stage: outbox.Unknown, Asking: outbox.AskCheck},
			"(check) (again) (give back) (print) (open) (save) next"},
		{"posted while the desk was down", topup.Posted, outbox.Status[client.TopUp]{Stage: outbox.Posted, Recovered: true}, "check next"},
		// Its button says Ctrl+N, and Ctrl+N doesn't wait for the receipt.
		{"its receipt being asked for", topup.Posted,
			outbox.Status[client.TopUp]{Stage: outbox.Posted, Recovered: true, Asking: outbox.AskCheck}, "(check) next"},
		{"its receipt there", topup.Posted, outbox.Status[client.TopUp]{Stage: outbox.Posted, Recovered: true, Learned: true}, "print open save next"},
		{"rejected while the desk was down", topup.Rejected, outbox.Status[client.TopUp]{Stage: outbox.Rejected, Recovered: true}, "check next"},
		{"cancelled while the desk was down", topup.Cancelled, outbox.Status[client.TopUp]{Stage: outbox.Cancelled, Recovered: true}, "next"},
		{"the journal failed", topup.Halted, outbox.Status[client.TopUp]{Stage: outbox.Halted}, ""},
	} {
		p.draw(topup.State{Job: topup.Job{Step: tt.step}, Status: tt.status})
		if got := pressable(names); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.when, got, tt.want)
		}
	}
}

type named struct {
	name   string
	button *field.Button
}

// pressable names the buttons that are shown, and in brackets those that can't be pressed.
func pressable(buttons []named) string {
	var names []string
	for _, b := range buttons {
		switch {
		case !b.button.Visible():
		case b.button.Disabled():
			names = append(names, "("+b.name+")")
		default:
			names = append(names, b.name)
		}
	}
	return strings.Join(names, " ")
}

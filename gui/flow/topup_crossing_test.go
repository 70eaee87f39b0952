package flow_test

import (
	"context"
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// parts does works and endings when it is told to, each for itself: what other goroutines bring comes in any order.
type parts struct {
	flowtest.AtOnce
	works   []func(ctx context.Context) func()
	endings []func()
}

func (p *parts) Run(work func(ctx context.Context) func()) { p.works = append(p.works, work) }

// work does the next work and keeps its ending.
func (p *parts) work() {
	next := p.works[0]
	p.works = p.works[1:]
	p.endings = append(p.endings, next(context.Background()))
}

// ending runs the n-th of those kept.
func (p *parts) ending(n int) {
	end := p.endings[n]
	p.endings = slices.Delete(p.endings, n, n+1)
	if end != nil {
		end()
	}
}

func TestSendingAgainWhatHasItsEndingOnDiskLocksNothing(t *testing.T) {
	_, office, kept := unknown(t)
	needs, _, _ := flowtest.Needs(office)
	tasks := &parts{}
	needs.Journal, needs.Tasks = kept, tasks
	top, _ := alone(needs, nil)
	top.List.Recover()
	id := kept.Records[0].ID

	office.Asks = append(flowtest.Final(client.Posted, client.TopUp{}), flowtest.NotKnown(client.Unknown, client.CodeTimeout)...)
	top.List.CheckParked()
	tasks.work() // it is posted, on disk; the screen does not know
	top.Resume(id)
	tasks.work()
	tasks.ending(1) // the screen's own question had no answer
	top.SendAgain()
	tasks.work()
	tasks.ending(1)
	if got := top.State().Step; got != topup.Unknown {
		t.Errorf("the form is at %s", got)
	}
	tasks.ending(0)
	if got := top.State().Step; got != topup.Posted || office.Asked["top-up"] != 1 {
		t.Errorf("the form is at %s; sent %d times", got, office.Asked["top-up"])
	}
}

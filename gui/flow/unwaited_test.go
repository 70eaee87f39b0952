package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// inParts is a counter whose clerk is at card 100000014; what leaves the screen comes back when the test says so.
func inParts(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, *parts) {
	t.Helper()
	office, tasks := flowtest.NewOffice(), &parts{}
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	needs, kept, _ := flowtest.Needs(office)
	needs.Tasks = tasks
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	tasks.to(func() { c.SignIn.Submit("1001", "2468") }, func() { c.LookUp("100000014") })
	return c, office, kept, tasks
}

// to does one after the other, each to its end.
func (p *parts) to(intents ...func()) {
	for _, intent := range intents {
		intent()
		p.drain()
	}
}

// unsure brings a lock or a top-up to an unknown outcome, on the screen.
func unsure(t *testing.T, task string, c *flow.Counter, office *flowtest.Office, tasks *parts) (id string) {
	t.Helper()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	if task == "lock" {
		tasks.to(flowtest.Does(c, flow.CommandLock), func() { c.Lock.Fill(lostCard) }, c.Lock.Confirm)
	} else {
		tasks.to(flowtest.Does(c, flow.CommandTopUp), func() { c.TopUp.Match("481205") }, func() { c.TopUp.Quote("50") }, func() { c.TopUp.Tender("") }, c.TopUp.Confirm)
	}
	office.LockAsks = lockAnswer(client.Rejected, client.Lock{Code: "card-not-lockable"})
	office.Asks = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	return c.OpenItems()[0].ID
}

// askedTwice is a counter on whose screen stands what the background has asked about, too; neither answer is there yet.
func askedTwice(t *testing.T, task string) (*flow.Counter, *flowtest.Office, *flowtest.Journal, *parts, string) {
	t.Helper()
	c, office, kept, tasks := inParts(t)
	id := unsure(t, task, c, office, tasks)
	tasks.to(flowtest.Does(c, flow.CommandNext))
	c.Lock.CheckParked()
	c.TopUp.List.CheckParked()
	c.Resume(id)
	return c, office, kept, tasks, id
}

// A question that a clerk has asked and not waited for is answered while the next customer is served: its ending
// bears that clerk, who has not read it. That must be on disk before the ending is.
func TestAnAnswerThatAClerkDidNotWaitForIsTold(t *testing.T) {
	for _, task := range []string{"lock", "topup"} {
		t.Run(task, func(t *testing.T) {
			c, office, kept, tasks := inParts(t)
			id := unsure(t, task, c, office, tasks)
			c.Lock.Check()
			c.TopUp.Check()
			c.Do(flow.CommandNext)
			slices.Reverse(tasks.works) // the disk is faster than the office
			tasks.drain()
			ending := slices.IndexFunc(kept.Records, func(r journal.Record) bool { return r.ID == id && r.Kind.Ends() })
			untold := slices.IndexFunc(kept.Records, func(r journal.Record) bool { return r.Kind == journal.Untold && r.About == id })
			if ending < 0 || kept.Records[ending].Staff == "" || untold < 0 || untold > ending {
				t.Fatalf("ending %d, untold %d of %+v", ending, untold, kept.Records)
			}
			tasks.to(func() { c.Resume(id) }, flowtest.Does(c, flow.CommandNext))
			again, _ := life(t, office, kept, "e")
			opened(t, again)
		})
	}
}

// The clerk and the background ask at once, and the clerk's record is the ending on disk. The clerk looks at another
// panel when the background's answer comes, and is never told whose it was.
func TestAnEndingThatTheClerksQuestionWroteIsKeptBehindAnotherPanel(t *testing.T) {
	for _, task := range []string{"lock", "topup"} {
		t.Run(task, func(t *testing.T) {
			c, office, kept, tasks, id := askedTwice(t, task)
			slices.Reverse(tasks.works)
			tasks.work()
			tasks.work()
			c.Do(flow.CommandDrawer)
			tasks.ending(1)
			tasks.drain()
			worked(kept)
			again, _ := life(t, office, kept, "e")
			if items := again.OpenItems(); !slices.ContainsFunc(items, func(item flow.OpenItem) bool { return item.ID == id }) {
				t.Errorf("an ending that nobody has read is gone: %+v", items)
			}
		})
	}
}

// The answer to the background's question comes to the screen, where the clerk reads it: on disk it bears no clerk.
func TestWhatTheBackgroundHasFoundOutIsNotToldAgainOnceItWasRead(t *testing.T) {
	for _, task := range []string{"lock", "topup"} {
		t.Run(task, func(t *testing.T) {
			c, office, kept, tasks, _ := askedTwice(t, task)
			tasks.work()
			tasks.ending(0)
			c.Do(flow.CommandNext)
			tasks.drain()
			again, _ := life(t, office, kept, "e")
			opened(t, again)
		})
	}
}

package flow_test

import (
	"errors"
	"testing"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// printing is a counter whose print system gives jobs, and the timers by which it is asked.
func printing(t *testing.T) (*flow.Counter, *flowtest.Papers, *flowtest.AtOnce) {
	t.Helper()
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, papers, needs.Tasks.(*flowtest.AtOnce)
}

func TestWhatBecomesOfAPrintJobIsSaid(t *testing.T) {
	c, papers, tasks := printing(t)
	papers.Job = task.PrintJob{ID: "Pult-1-12", Printer: "Pult-1"}
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, fullOrder)
	said := func() string { return c.Order.State().Paper.Message.Key }
	if said() != "slip.printed" {
		t.Fatalf("at first it says %s", said())
	}
	for _, step := range []struct {
		status task.PrintStatus
		says   string
	}{
		{task.PrintStatus{State: "waiting"}, "print.waiting"},
		{task.PrintStatus{State: "printing"}, "print.printing"},
		{task.PrintStatus{State: "printing", Reason: "noPaper"}, "print.reason.noPaper"},
		{task.PrintStatus{State: "stopped"}, "print.stopped"},
		{task.PrintStatus{State: "printed", Ended: true}, "print.printed"},
		{task.PrintStatus{State: "waiting"}, "print.printed"}, // nobody asks any more
	} {
		papers.Status = step.status
		tasks.Tick()
		if said() != step.says || c.Order.State().Paper.Message.Values["Printer"] != "Pult-1" {
			t.Errorf("%+v: it says %s", step.status, said())
		}
	}
}

func TestAPrintJobIsForgottenWithItsSlip(t *testing.T) {
	c, papers, tasks := printing(t)
	papers.Job, papers.Status = task.PrintJob{ID: "Pult-1-12", Printer: "Pult-1"}, task.PrintStatus{State: "waiting"}
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperPrint, fullOrder)
	c.Order.Hand(task.PaperSave, fullOrder)
	tasks.Tick()
	if got := c.Order.State().Paper.Message.Key; got != "slip.saved" {
		t.Errorf("a saved slip says %s", got)
	}
	before := len(tasks.Waits())
	c.Order.Hand(task.PaperPrint, fullOrder)
	c.LeaveFree()
	tasks.Tick()
	tasks.Tick()
	if c.Order.State().Paper.Message != nil || len(tasks.Waits()) > before {
		t.Errorf("%+v, %d timers", c.Order.State().Paper, len(tasks.Waits()))
	}
}

func TestAPrintSystemThatDoesNotTellIsNotAskedForEver(t *testing.T) {
	c, papers, tasks := printing(t)
	papers.Job = task.PrintJob{ID: "Pult-1-12", Printer: "Pult-1"}
	c.Do(flow.CommandOrder)
	idle := len(tasks.Waits())
	c.Order.Hand(task.PaperPrint, fullOrder)
	papers.Status = task.PrintStatus{State: "waiting"}
	asked := 0
	for ; asked < 1000 && len(tasks.Waits()) > idle-1; asked++ { // the page's own timer is gone after the first
		tasks.Tick()
	}
	if asked < 50 || asked > 200 {
		t.Errorf("it was asked %d times", asked)
	}
	papers.Err = nil
	c.Order.Hand(task.PaperPrint, fullOrder)
	papers.Err = errors.New("no print system")
	tasks.Tick()
	if got := c.Order.State().Paper.Message.Key; got != "print.unclear" {
		t.Errorf("it says %s", got)
	}
}

package flow_test

import (
	"errors"
	"testing"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
)

func TestAnOffsetIsReadToTheTenthOfAMillimetre(t *testing.T) {
	for typed, want := range map[string]int{
		"": 0, " ": 0, "0": 0, "1,5": 15, "1.5": 15, "-0,7": -7, "−0.7": -7, "+2": 20, "10": 100, "-10,0": -100, " 3 ": 30, "0,0": 0, "5,": 50,
	} {
		if got, ok := task.ParseOffset(typed); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", typed, got, ok, want)
		}
	}
	for _, wrong := range []string{"10,1", "-10.1", "1,25", "1,5,5", "a", "1mm", "--1", ",5", "-", "100", "1e1", "٣"} {
		if got, ok := task.ParseOffset(wrong); ok {
			t.Errorf("%q is read as %d", wrong, got)
		}
	}
	for tenths := -task.MaxOffset; tenths <= task.MaxOffset; tenths++ {
		if got, ok := task.ParseOffset(task.FormatOffset(tenths)); !ok || got != tenths {
			t.Errorf("%d is written %s and read %d", tenths, task.FormatOffset(tenths), got)
		}
	}
}

func TestTheCalibrationPageIsForTheChosenPrinter(t *testing.T) {
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	needs.Choices.FormPrinter, needs.Choices.Offset = "Pult-2", task.Offset{Right: 15, Down: -7}
	needs.Offsets = func(printer string) task.Offset { return task.Offset{Right: len(printer)} }
	c := flow.NewCounter(needs)
	c.Do(flow.CommandSettings)
	c.Settings.Calibrate(c.Settings.Choices())
	if pages := flowtest.Of[settings.Calibration](papers.Printed); len(pages) != 1 || pages[0].Choices != c.Settings.Choices() {
		t.Errorf("%+v", papers.Printed)
	}
	if c.Settings.State().Done.Key != "slip.printed" {
		t.Errorf("%+v", c.Settings.State().Done)
	}
	if got := c.Settings.OffsetOf("Pult-2"); got != needs.Choices.Offset {
		t.Errorf("the chosen printer has %v", got)
	}
	if got := c.Settings.OffsetOf("Pult"); got != (task.Offset{Right: 4}) {
		t.Errorf("another printer has %v", got)
	}
}

func TestWhatBecomesOfACalibrationPageIsSaidUntilSomethingElseIsDone(t *testing.T) {
	needs, _, papers := flowtest.Needs(flowtest.NewOffice())
	c, tasks := flow.NewCounter(needs), needs.Tasks.(*flowtest.AtOnce)
	papers.Job, papers.Status = task.PrintJob{ID: "Pult-1-12", Printer: "Pult-1"}, task.PrintStatus{State: "printing", Reason: "noPaper"}
	c.Do(flow.CommandSettings)
	c.Settings.Calibrate(c.Settings.Choices())
	tasks.Tick()
	says(t, c.Settings.State().Done, "print.reason.noPaper")
	c.Settings.Save(c.Settings.Choices())
	papers.Status = task.PrintStatus{State: "printed", Ended: true}
	tasks.Tick()
	says(t, c.Settings.State().Done, "settings.saved")
	c.Settings.Calibrate(c.Settings.Choices())
	papers.Err = errors.New("no paper is made")
	c.Settings.Calibrate(c.Settings.Choices())
	says(t, c.Settings.State().Done, "slip.failed.other")
}

package gui

import (
	"time"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/view"
)

// Pulse calls beat after each time that the toolkit has looked for keys; it is what Needs.Pulse is in the program.
func Pulse(beat func()) { field.Pulse(beat) }

// watchReadings tells hand readers from hands from now on, if there is a pulse.
func (w *Window) watchReadings(pulse func(beat func()), now func() time.Time) {
	field.WatchNothing()
	if pulse == nil {
		return
	}
	pulse(field.WatchReadings(field.Readings{
		Canvas: w.window.Canvas(), Now: now, Read: w.read, Unfinished: recognise.Unfinished, Loose: w.shell.Loose,
		NoNumbers: func() { flow.Tell(w.counter, task.Say("keyboard.num-lock")) },
	}))
}

// read takes a reading. It answers no question; where it would take the place of a job that is half done, the clerk is asked.
func (w *Window) read(read string) {
	if field.TellModal(w.Canvas(), text.Say("reading.question")) {
		return
	}
	if job := w.counter.Read(read); job != nil {
		w.shell.Ask(view.Question{
			Title: task.Say("reading.leaves.title"), Sentence: job.Why, Yes: "reading.leaves.yes", No: "reading.leaves.no", Do: job.Leave,
		})
	}
}

package gui

import (
	"fyne.io/fyne/v2"

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
func watchReadings(pulse func(beat func()), r field.Readings) {
	field.WatchNothing()
	if pulse != nil {
		pulse(field.WatchReadings(r))
	}
}

func (w *Window) watchReadings(n Needs) {
	watchReadings(n.Pulse, field.Readings{
		Canvas: w.window.Canvas(), Now: n.Flow.Now, Read: w.read, Unfinished: recognise.Unfinished, Loose: w.shell.Loose,
		NoNumbers: func() { flow.Tell(w.counter, task.Say("keyboard.num-lock")) },
	})
}

// readAside does what a reading does, unless a question is open: a reading answers none.
func readAside(on fyne.Canvas, do func()) {
	if !field.TellModal(on, text.Say("reading.question")) {
		do()
	}
}

// read takes a reading. Where it would take the place of a job that is half done, the clerk is asked.
func (w *Window) read(read string) {
	readAside(w.Canvas(), func() {
		w.leaveMenu()
		if job := w.counter.Read(read); job != nil {
			w.shell.Ask(view.Question{
				Title: task.Say("reading.leaves.title"), Sentence: job.Why, Yes: "reading.leaves.yes", No: "reading.leaves.no", Do: job.Leave,
			})
		}
	})
}

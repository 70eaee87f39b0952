package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
	"cekr.kranj.si/desk/gui/view"
)

// DamageNeeds is what the window of a damaged journal stands on.
type DamageNeeds struct {
	Flow     flow.DamageNeeds // without Tasks: those are the window's own
	Training bool
	Choices  task.Choices
	Pulse    func(beat func()) // as Needs.Pulse
	Now      func() time.Time  // nil is time.Now
	Guard    func(then func()) func()
}

// NewDamage fills a window of the app's, without showing it, with the recovery of a damaged journal. The function
// it gives ends the window's work.
func NewDamage(a fyne.App, in fyne.Window, n DamageNeeds) (*flow.Damage, func()) {
	ctx, end := context.WithCancel(context.Background())
	if n.Guard == nil {
		n.Guard = func(func()) func() { return func() {} }
	}
	own := &tasks{ctx: ctx, guard: n.Guard}
	if n.Flow.Tasks == nil {
		n.Flow.Tasks = own
	}
	if n.Now == nil {
		n.Now = time.Now
	}
	text.Use(n.Choices.Language)
	_ = field.SpeakFyne(text.Lang()) // fails only for a language without a catalogue, and there is none
	a.Settings().SetTheme(theme.New(theme.Settings{Variant: theme.Variant(n.Choices.Theme), Scale: n.Choices.Scale}))
	d := flow.NewDamage(n.Flow)
	own.broke = d.Panicked
	v := view.NewDamage(d, in.Canvas(), n.Training)
	in.SetTitle(title(n.Training))
	watchReadings(n.Pulse, field.Readings{
		Canvas: in.Canvas(), Now: n.Now, Unfinished: recognise.Unfinished, Loose: func() fyne.Focusable { return nil },
		Read:      func(string) { readAside(in.Canvas(), d.Read) },
		NoNumbers: func() {},
	})
	in.SetContent(field.Spoken(in.Canvas(), v.Content()))
	d.Redraw()
	in.Resize(fyne.NewSize(1280, 720))
	in.SetMaster()
	in.SetOnClosed(end)
	return d, end
}

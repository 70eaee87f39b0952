package order

import "cekr.kranj.si/desk/gui/flow/task"

// Typed takes the form as it stands after a key: the page follows it, and nothing is said about it yet.
func (o *Flow) Typed(form Form) {
	if o.state.Open && form != o.typed {
		o.typed = form
		o.page.Wish()
	}
}

// Room tells how wide the page is shown, in pixels.
func (o *Flow) Room(width int) { o.page.Room(width) }

// Redraw draws the page anew, as after a change of the paper's language or printer.
func (o *Flow) Redraw() {
	o.Draw(o.state)
	if o.state.Open {
		o.page.Wish()
	}
}

// ChooseLayout takes another paper for orders, by its name.
func (o *Flow) ChooseLayout(layout string) {
	if !o.state.Open {
		return
	}
	o.host.Choose(func(c *task.Choices) { c.Layout = layout })
	o.page.Wish()
}

// Draft is the slip of what is typed, without what is wrong in it: a page shows only what could be printed.
func (o *Flow) Draft() (task.Slip, bool) {
	if !o.state.Open {
		return nil, false
	}
	form := o.typed
	slip, checked := o.judge(form)
	for _, p := range checked.Problems {
		if p.Field != task.FieldMokID && p.Field != task.FieldNone {
			*form.At(p.Field) = ""
		}
	}
	if len(checked.Problems) > 0 {
		slip, _ = o.judge(form)
	}
	slip.Draft = len(checked.Problems) > 0
	return slip, true
}
